"""Backups by themselves, as the window lives with them: hourly, at the end, and a stick that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos_app import i18n
from pos_app.application import keeping
from tests.backup import shop as backup_shop
from ui.jobs import Jobs
from ui.pages.backup_card import BackupCard
from ui.view_models.keeping import Keeping
from ui.view_models.notice import Notice
from ui.widgets.backup_pill import backup_pill, show_kept


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
    made.sell()
    return made


def made_in(folder: Path) -> int:
    return len([path for path in folder.iterdir() if not path.name.startswith(".")])


def settle(qtbot: QtBot, jobs: Jobs) -> None:
    qtbot.waitUntil(lambda: jobs.idle, timeout=20_000)


def started(qtbot: QtBot, jobs: Jobs, shop: backup_shop.BackupShop, folder: Path | None) -> Keeping:
    if folder is not None:
        keeping.save(shop.services, str(folder), "5")
    vm = Keeping(shop.services, jobs)
    vm.start()
    settle(qtbot, jobs)
    return vm


def test_every_hour_and_only_when_something_changed(
    qtbot: QtBot, jobs: Jobs, shop: backup_shop.BackupShop, tmp_path: Path
) -> None:
    vm = started(qtbot, jobs, shop, tmp_path / "stick")
    for hours, wanted in ((0.5, 0), (0.6, 1), (2, 1)):
        shop.clock.move(hours=hours)
        vm.beat()
        settle(qtbot, jobs)
        assert made_in(tmp_path / "stick") == wanted
    shop.sell(backup_shop.SECOND)
    vm.beat()
    settle(qtbot, jobs)
    assert made_in(tmp_path / "stick") == 2
    vm.at_close()
    assert made_in(tmp_path / "stick") == 2  # nothing was written since
    with shop.services.storage.write() as session:
        session.put_setting("theme", "dark")
    shop.clock.move(hours=1)
    vm.at_close()
    assert made_in(tmp_path / "stick") == 3
    assert keeping.load(shop.services).verified_at == shop.clock.now()


def test_an_absent_stick_is_said_once_and_tried_again(
    qtbot: QtBot, jobs: Jobs, shop: backup_shop.BackupShop, tmp_path: Path
) -> None:
    vm = started(qtbot, jobs, shop, tmp_path / "stick")
    (tmp_path / "stick").rmdir()
    said: list[Notice] = []
    vm.troubled.connect(said.append)
    for _ in range(3):
        shop.clock.move(hours=1)
        vm.beat()
        settle(qtbot, jobs)
    assert [notice.code for notice in said] == ["backup-folder-missing"]
    pill = backup_pill(lambda: None)
    qtbot.addWidget(pill)
    assert show_kept(pill, vm.state)
    assert pill.text() == "no backup yet"
    (tmp_path / "stick").mkdir()
    shop.clock.move(minutes=6)
    vm.beat()
    settle(qtbot, jobs)
    assert made_in(tmp_path / "stick") == 1
    assert vm.state.trouble is None
    assert show_kept(pill, vm.state)
    assert pill.isHidden()
    shop.clock.move(days=2)
    vm._put()
    assert show_kept(pill, vm.state)
    assert pill.text() == "no backup since 2 days"


def test_an_end_without_a_stick_is_an_end(
    qtbot: QtBot, jobs: Jobs, shop: backup_shop.BackupShop, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vm = started(qtbot, jobs, shop, tmp_path / "stick")
    (tmp_path / "stick").rmdir()
    vm.at_close()
    assert "backup-folder-missing" in caplog.text
    caplog.clear()


def test_the_card_by_hand(qtbot: QtBot, jobs: Jobs, shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    vm = started(qtbot, jobs, shop, None)
    card = BackupCard(vm)
    qtbot.addWidget(card)
    card.show()
    assert card.last.text() == "There is no backup yet."
    assert not card.now.isEnabled()
    card.folder.edit.setText(str(tmp_path / "gone"))
    card.save.click()
    settle(qtbot, jobs)
    assert "is not there" in card.folder.reason.text()
    assert card.folder.text() == str(tmp_path / "gone")  # what was typed stays
    card.folder.edit.setText(str(tmp_path / "stick"))
    card.keep.edit.setText("۴")
    card.save.click()
    settle(qtbot, jobs)
    assert "same disk" in card.said.text()
    assert card.folder.reason.isHidden()
    card.now.click()
    settle(qtbot, jobs)
    assert "was tried" in card.said.text()
    assert made_in(tmp_path / "stick") == 1
    card.test.click()
    settle(qtbot, jobs)
    assert "opens" in card.said.text()
    (file,) = (tmp_path / "stick").iterdir()
    file.write_bytes(file.read_bytes()[:-40])
    card.test.click()
    settle(qtbot, jobs)
    assert "damaged" in card.problem.text()
    assert "print" in card.key.text()
    vm.print_key(tmp_path / "key.pdf", renew=False)
    settle(qtbot, jobs)
    assert (tmp_path / "key.pdf").exists()
    assert "new recovery key" in card.key.text()


def test_the_practice_shop_is_never_reminded(qtbot: QtBot, jobs: Jobs, shop: backup_shop.BackupShop) -> None:
    from dataclasses import replace

    desk = shop.services.backups
    assert desk is not None
    shop.services = replace(shop.services, backups=replace(desk, reminds=False))
    vm = started(qtbot, jobs, shop, None)
    shop.clock.move(days=9)
    vm.beat()
    assert not vm.state.too_old
    shop.services = replace(shop.services, backups=None)
    assert not Keeping(shop.services, jobs).possible
