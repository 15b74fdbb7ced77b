"""The real window over a furnished shop, the practice registry in a thread, and a pair of hands at the keys.

The practice shop is furnished once for each test process and copied, since its PINs and stamp take a second.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app import i18n
from pos_app.bootstrap import open_shop
from pos_app.settings import Settings
from tests.registry.practice import PracticeAt, in_thread
from tests.ui.hands import Hands
from tests.ui.shop import Around, copied, opened
from ui.app import App, make_qt
from ui.view_models import intents

gc.disable()  # in this process from now on, see `ui.collecting`; `tests.conftest` collects between tests

LANES = ("database", "network", "background")


class OpenCounter(Protocol):
    """Opens a window over a folder. The registry at `address` ("" = by hand only) may take `deadline` seconds.
    `at_rest` False: its first round may still be under way."""

    def __call__(
        self, folder: Path | None = None, *, language: str = "fa", theme: str = "light", deadline: float = 20.0,
        address: str | None = None, later: timedelta = timedelta(),
        around: Around = lambda api: api, at_rest: bool = True,
    ) -> Hands: ...  # fmt: skip


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> None:
    """A picture or a colour without one ends the process, whichever test happens to be the first."""


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """In place of pytest-qt's own: with the fonts of the counter."""
    return make_qt()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice shop as on its first day; nobody writes into it."""
    folder = tmp_path_factory.mktemp("furnished") / "shop"
    open_shop(Settings(folder, practice=True)).services.storage.close()
    return folder


@pytest.fixture(scope="session")
def registry_thread() -> Iterator[PracticeAt]:
    with in_thread() as practice:
        yield practice


@pytest.fixture
def practice(registry_thread: PracticeAt) -> PracticeAt:
    """The practice registry, as on the first day for each test."""
    registry_thread.reset()
    return registry_thread


@pytest.fixture
def quiet_house(monkeypatch: pytest.MonkeyPatch) -> None:
    """No printer of this machine is used, what is typed follows to the disk at once, and nothing global stays."""
    monkeypatch.setattr(QPrinterInfo, "defaultPrinter", staticmethod(lambda: QPrinterInfo()))
    monkeypatch.setattr(intents, "DRAFT_DELAY_MS", 10)
    for name in ("language", "catalogue"):
        monkeypatch.setattr(i18n._Current, name, getattr(i18n._Current, name))


@pytest.fixture
def open_counter(
    qtbot: QtBot, qapp: QApplication, practice: PracticeAt, furnished: Path, tmp_path: Path, quiet_house: None
) -> Iterator[OpenCounter]:
    """Opens counters; each is closed at the end of the test, and leaves no thread and no widget behind."""
    at_work: list[Hands] = []
    before = set(QApplication.topLevelWidgets())

    def open_(
        folder: Path | None = None, *, language: str = "fa", theme: str = "light", deadline: float = 20.0,
        address: str | None = None, later: timedelta = timedelta(),
        around: Around = lambda api: api, at_rest: bool = True,
    ) -> Hands:  # fmt: skip
        folder = folder or copied(furnished, tmp_path / f"shop-{len(at_work)}")
        program = opened(
            folder, practice.address if address is None else address, language, theme, deadline, later, around
        )
        hands = Hands(App(qapp, lambda: program), qtbot, folder)
        at_work.append(hands)
        hands.begin(at_rest=at_rest)
        return hands

    yield open_
    while at_work:
        at_work.pop().leave()
    qtbot.waitUntil(lambda: not _lanes(), timeout=20_000)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QGuiApplication.clipboard().clear()
    qapp.setStyleSheet("")
    left = set(QApplication.topLevelWidgets()) - before
    assert not left, f"left behind: {left}"


def _lanes() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith(LANES)]


@pytest.fixture
def counter(open_counter: OpenCounter) -> Hands:
    """A counter in Persian, its registry within reach, no sale open."""
    return open_counter()


@pytest.fixture(params=["fa", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)
