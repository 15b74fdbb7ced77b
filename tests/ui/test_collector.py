"""The garbage collector of a running counter: off while tools still come in, and never walking what stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QSignalSpy

from tests.ui.hands import Hands
from ui.run import let_collect


@pytest.fixture
def collector() -> Iterator[None]:
    """Off, as at the start of the program; afterwards as it was."""
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


def test_it_begins_when_all_is_there(counter: Hands, collector: None) -> None:
    counter.app.warmed.connect(let_collect)
    before, told = gc.get_freeze_count(), QSignalSpy(counter.app.warmed)
    counter.app._warm()
    counter.wait(lambda: told.count() > 0)  # `QSignalSpy.wait` would keep the other threads from their work
    assert gc.isenabled()
    assert gc.get_freeze_count() > before


def test_tools_that_cannot_be_loaded_do_not_keep_it_off(
    counter: Hands, collector: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise OSError("no font")

    monkeypatch.setattr(counter.app.program.services.renderer, "warm", broken)
    counter.app.warmed.connect(let_collect)
    told = QSignalSpy(counter.app.warmed)
    counter.app._warm()
    counter.wait(lambda: told.count() > 0)  # `QSignalSpy.wait` would keep the other threads from their work
    assert gc.isenabled()
