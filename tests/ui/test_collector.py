"""The garbage collector of a running counter: in the window's thread alone, and never walking what stays."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from tests.ui.hands import Hands
from ui.collecting import NAME, collect_due, let_collect


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[None]:
    """Off, as at the start of the program; afterwards as it was."""
    yield
    for timer in qapp.findChildren(QTimer, NAME):
        timer.stop()
        timer.deleteLater()
    gc.unfreeze()


def begun(counter: Hands, qapp: QApplication) -> list[QTimer]:
    counter.app.warmed.connect(let_collect)
    told = QSignalSpy(counter.app.warmed)
    counter.app._warm()
    counter.wait(lambda: told.count() > 0)  # `QSignalSpy.wait` would keep the other threads from their work
    return qapp.findChildren(QTimer, NAME)


def test_it_begins_when_all_is_there(counter: Hands, qapp: QApplication, collector: None) -> None:
    before = gc.get_freeze_count()
    (timer,) = begun(counter, qapp)
    assert timer.isActive()
    assert gc.get_freeze_count() > before
    assert not gc.isenabled()


def test_tools_that_cannot_be_loaded_do_not_keep_it_off(
    counter: Hands, qapp: QApplication, collector: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise OSError("no font")

    monkeypatch.setattr(counter.app.program.services.renderer, "warm", broken)
    (timer,) = begun(counter, qapp)
    assert timer.isActive()


def test_a_window_part_in_a_circle_is_destroyed_in_the_windows_thread(qapp: QApplication) -> None:
    """However much a background thread allocates meanwhile."""
    died: list[threading.Thread] = []

    class Part(QObject):
        def __del__(self) -> None:
            died.append(threading.current_thread())

    part = Part()
    part.itself = part  # type: ignore[attr-defined]
    del part
    other = threading.Thread(target=lambda: [[object()] for _ in range(200_000)])
    other.start()
    other.join()
    assert died == []
    gc.collect()
    collect_due()
    assert died == [threading.main_thread()]
