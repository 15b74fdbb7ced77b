"""The demo's pair of hands: keys alone, a scanner's bursts, pictures of what is on the screen."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.settings import ROOT
from ui.app import App
from ui.once import once

HUMAN_MS = 62  # slower than any scanner
PATIENCE_MS = 20_000
MOST_TABS = 80
MOST_ARROWS = 10
RIAL_REFERENCE = "405122388190"


class DemoError(Exception):
    """A practice sale did not go as planned."""

    def __init__(self, sale: str, where: str) -> None:
        super().__init__(f"{sale}: {where}")


@dataclass
class Player:
    """A pair of hands at the counter."""

    app: App
    out: Path
    codes: Callable[[], dict[str, str]] = dict  # that the registry has sent to new owners' telephones
    pictures: list[str] = field(default_factory=list)
    name: str = ""

    def begin(self, name: str) -> None:
        self.name, self.pictures = name, []

    def wait(self, until: Callable[[], bool] | None = None) -> None:
        """Until the lanes are quiet (and `until` holds). Raises DemoError when that does not come."""
        vm, waited = self.app.window.counter_vm, 0
        while waited < PATIENCE_MS:
            self.pause(20)
            waited += 20
            quiet = self.app.jobs.idle and not vm.state.busy and not vm.saving
            if quiet and (until is None or until()):
                self.pause(20)
                return
        raise DemoError(self.name, f"step {vm.state.step_id}, {[n.code for n in vm.state.notices]}")

    @staticmethod
    def pause(milliseconds: int) -> None:
        """An event loop of its own: unlike QTest.qWait it lets the other threads work."""
        loop = QEventLoop()
        once(loop, milliseconds, loop.quit)
        loop.exec()

    def scan(self, text: str) -> None:
        """A scanner's burst, with its Enter."""
        target = self.focus()
        QTest.keyClicks(target, text)
        QTest.keyClick(target, Qt.Key.Key_Return)
        self.pause(200)
        self.wait()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus(), key, modifier)
        self.pause(80)
        self.wait()

    def type(self, text: str) -> None:
        """Latin text at a person's speed; Persian as an input method would commit it."""
        target = self.focus()
        if text.isascii():
            QTest.keyClicks(target, text, Qt.KeyboardModifier.NoModifier, HUMAN_MS)
        else:
            commit = QInputMethodEvent()
            commit.setCommitString(text)
            QCoreApplication.sendEvent(target, commit)
        self.pause(80)

    def go(self, target: QWidget) -> None:
        """Tab until the caret is there."""
        for _press in range(MOST_TABS):
            if self.focus() is target:
                return
            QTest.keyClick(self.focus(), Qt.Key.Key_Tab)
            self.pause(5)
        raise DemoError(self.name, f"no way by Tab to {target.accessibleName()}")

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def paste_picture(self) -> None:
        """A small photo lies on the clipboard."""
        photo = QImage(64, 48, QImage.Format.Format_RGB32)
        photo.fill(Qt.GlobalColor.lightGray)
        QGuiApplication.clipboard().setImage(photo)

    def tick(self, box: QWidget) -> None:
        self.go(box)
        self.key(Qt.Key.Key_Space)

    def fill(self, field: QWidget, text: str) -> None:
        """Into this field, in place of what stands there."""
        self.go(field)
        self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.type(text)

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.app.window

    def picture(self, name: str) -> None:
        self.pause(60)
        path = self.out / f"{self.name}-{len(self.pictures) + 1}-{name}.png"
        if not self.app.window.grab().save(str(path)):
            raise DemoError(self.name, f"{path} was not written")
        self.pictures.append(relative(path))


def relative(path: Path) -> str:
    """Relative to the project, as the summary promises."""
    return os.path.relpath(path.resolve(), ROOT)
