"""Our program as `main.py` opens it. Says when it is usable, then measures scans on request."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

import main
import ui.run
from tests.bench.link_acts import link_acts
from tests.bench.listening import Listener, Painted, greet, say, say_memory
from ui.app import App

_SETTLE_MS = 5


class WatchedApp(App):
    """The same program, with somebody at the window who takes the time."""

    def show(self) -> None:
        self._usable, self._again, self._wanted = False, False, ""
        self._begun = self._unit_at = 0.0
        self._drawn: set[QObject] = set()
        super().show()
        window = self.window
        self._vm = window.counter_vm
        self._vm.changed.connect(self._ask_for_paint)
        self._painted = Painted(window, self._after_paint)
        self._card, self._steps = window.counter.unit, window.counter.steps
        for part in (self._card, self._steps):
            part.installEventFilter(self)
        self._listener = Listener(
            {
                "scan": self._scan, "leave": self._leave, "texts": self._texts, "memory": say_memory,
                **link_acts(self, self._when_quiet),
            }
        )  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._drawn.add(watched)
        return False

    # -- taking the time -------------------------------------------------------------------------

    def _after_paint(self) -> None:
        state, drawn = self._vm.state, self._drawn
        self._drawn = set()
        if not self._usable:
            if state.terminal:  # only the database knows it: its first answer is on the screen
                self._usable = True
                greet()
            return
        unit = state.unit
        if not self._wanted or unit is None or self._wanted not in unit.imeis:
            return
        if not self._unit_at and (self._card in drawn or self._again):
            self._unit_at = perf_counter()
        if state.sale is not None and not state.busy and (self._steps in drawn or self._again):
            self._wanted = ""
            say({"unit": self._unit_at - self._begun, "sale": perf_counter() - self._begun})

    def _ask_for_paint(self) -> None:
        """A State that changes nothing on the screen is drawn, too: else there would be no end to measure."""
        self.window.counter.scan.update()

    # -- requests --------------------------------------------------------------------------------

    def _scan(self, request: dict[str, Any]) -> None:
        self._again = bool(request.get("again"))
        self._unit_at, self._wanted = 0.0, request["imei"]
        self._begun = perf_counter()
        self._vm.scanned(request["imei"])

    def _leave(self, _request: dict[str, Any]) -> None:
        """Gives the sale up: the unit goes back to the stock."""
        self._vm.abandon()
        self._when_quiet(lambda: say("left"))

    def _texts(self, _request: dict[str, Any]) -> None:
        """Every text on the screen with its place and font, for the floor to draw."""
        say([_text(part, self.window) for part in self.window.findChildren(QWidget) if _shows_text(part)])

    def _when_quiet(self, then: Any) -> None:
        if self.jobs.idle and not self._vm.state.busy:
            QTimer.singleShot(_SETTLE_MS, then)
        else:
            QTimer.singleShot(_SETTLE_MS, lambda: self._when_quiet(then))


def _shows_text(part: QWidget) -> bool:
    return isinstance(part, QLabel | QAbstractButton | QLineEdit) and part.isVisible() and bool(part.text())


def _text(part: Any, window: QWidget) -> list[Any]:
    at, font = part.mapTo(window, part.rect().topLeft()), part.fontInfo()
    return [at.x(), at.y(), part.width(), part.height(), part.text(), font.pixelSize(), font.bold()]


def run(folder: str) -> int:
    vars(ui.run)["App"] = WatchedApp
    return main.main(["--data", folder])
