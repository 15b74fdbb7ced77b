"""The support bundle by hand, and the log that opens."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos_app.backup_parts import diagnostics
from pos_app.settings import Settings
from tests.backup import shop as backup_shop
from ui.jobs import Jobs
from ui.pages.support_card import SupportCard
from ui.view_models.support import SupportVM


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_a_bundle_and_the_log(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    shop = backup_shop.made(tmp_path / "shop")
    services = replace(shop.services, diagnostics=diagnostics(Settings(shop.folder)))
    vm = SupportVM(services, jobs)
    card = SupportCard(vm)
    qtbot.addWidget(card)
    assert vm.possible
    vm.make(tmp_path / "support.zip")
    qtbot.waitUntil(lambda: jobs.idle, timeout=20_000)
    assert zipfile.is_zipfile(tmp_path / "support.zip")
    assert "support.zip" in card.said.text()
    vm.make(tmp_path)
    qtbot.waitUntil(lambda: jobs.idle, timeout=20_000)
    card.log.click()
    opened: list[str] = []
    vm.to_read.disconnect()
    vm.to_read.connect(opened.append)
    (shop.folder / "pishkhan.log").write_text("x", "utf-8")
    card.log.click()
    assert opened == [str(shop.folder / "pishkhan.log")]
    assert not SupportVM(replace(services, diagnostics=None), jobs).possible
