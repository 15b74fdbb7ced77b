"""The page before the counter, by keyboard: the shop is back, or the reason stands at its field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from pos_app import backup_parts, i18n
from pos_app.application import backups
from pos_app.settings import Settings
from tests.backup import shop as backup_shop
from ui.jobs import Jobs
from ui.rescue import RescueDialog
from ui.view_models.rescue import RescueVM

WHY = "damaged"


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> backup_shop.BackupShop:
    for name in ("language", "catalogue"):
        monkeypatch.setattr(i18n._Current, name, getattr(i18n._Current, name))
    i18n.use("en")
    (tmp_path / "stick").mkdir()
    made = backup_shop.made(tmp_path / "shop")
    backups.make_rolling(made.services, tmp_path / "stick")
    made.sell()
    made.close()
    return made


def page(qtbot: QtBot, jobs: Jobs, folder: Path, store: backup_shop.Drawer) -> tuple[RescueDialog, RescueVM]:
    folder.mkdir(exist_ok=True)
    desk = backup_parts.restore_desk(Settings(folder), store, 1)
    vm = RescueVM(desk, jobs)
    dialog = RescueDialog(vm, desk.now(), WHY)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog, vm


def test_enter_brings_it_back(qtbot: QtBot, jobs: Jobs, shop: backup_shop.BackupShop) -> None:
    dialog, vm = page(qtbot, jobs, shop.folder, shop.store)
    vm.search()
    qtbot.waitUntil(lambda: vm.state.offer is not None, timeout=10_000)
    assert "sales 1" in dialog._lacks.text()
    assert not dialog.key.isVisible()
    assert not dialog.last.isVisible()
    QTest.keyClick(dialog.restore, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert vm.state.done is not None
    assert (shop.folder / vm.state.done.replaced).exists()


def test_on_another_computer_the_key_is_typed(
    qtbot: QtBot, jobs: Jobs, shop: backup_shop.BackupShop, tmp_path: Path
) -> None:
    dialog, vm = page(qtbot, jobs, tmp_path / "home", backup_shop.Drawer())
    vm.search(tmp_path / "stick")
    qtbot.waitUntil(lambda: vm.state.offer is not None, timeout=10_000)
    assert dialog.key.isVisible()
    assert dialog.last.isVisible()
    key = shop.store.kept["recovery-key"]
    for typed, said in ((key[:-1], "34 characters"), ("0" * 34, "does not open")):
        dialog.key.edit.setText(typed)
        dialog.restore.click()
        qtbot.waitUntil(lambda: not vm.state.busy, timeout=10_000)
        shown = dialog.key.reason.text() + dialog._told.text()
        assert said in shown
    dialog.key.edit.setText(key.lower().replace("-", " "))
    dialog.last.edit.setText("seven")
    dialog.restore.click()
    qtbot.waitUntil(lambda: not vm.state.busy, timeout=10_000)
    assert "1405-1-000418" in dialog.last.reason.text()
    dialog.last.edit.setText("1405-1-000001")
    dialog.restore.click()
    qtbot.waitUntil(lambda: vm.state.done is not None, timeout=20_000)
    assert (tmp_path / "home" / "shop.db").exists()


def test_nothing_is_found_and_a_wrong_file_is_said(
    qtbot: QtBot, jobs: Jobs, shop: backup_shop.BackupShop, tmp_path: Path
) -> None:
    dialog, vm = page(qtbot, jobs, tmp_path / "home", backup_shop.Drawer())
    vm.search()
    qtbot.waitUntil(lambda: not vm.state.busy, timeout=10_000)
    assert not dialog.restore.isEnabled()
    (tmp_path / "letter").write_text("dear sir", "utf-8")
    vm.choose(tmp_path / "letter")
    qtbot.waitUntil(lambda: not vm.state.busy, timeout=10_000)
    assert "no backup of this program" in dialog._told.text()
    dialog.reject()
    assert dialog.result() == QDialog.DialogCode.Rejected
