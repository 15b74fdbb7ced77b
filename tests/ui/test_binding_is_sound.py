"""This pair of PySide6 and CPython is sound: 6.12.0 on 3.11 loses a reference at every signal, until it aborts."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

TIMES = 200
SLACK = 20  # other references come and go meanwhile


class Sender(QObject):
    said = Signal(bool)
    quiet = Signal()
    both = Signal(object, bool)


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard = 0

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.User:
            self.heard += 1
            return True
        return super().event(event)


@pytest.mark.parametrize("one", [True, None], ids=["True", "None"])
def test_no_reference_is_lost_at_a_signal(qapp: QApplication, one: object) -> None:
    sender, heard = Sender(), [0]

    def hear(*_said: object) -> None:
        heard[0] += 1

    for signal in (sender.said, sender.quiet, sender.both):
        signal.connect(hear)
    before = sys.getrefcount(one)
    for _ in range(TIMES):
        sender.said.emit(True)
        sender.quiet.emit()
        sender.both.emit(None, True)
    assert heard[0] == 3 * TIMES
    assert abs(sys.getrefcount(one) - before) < SLACK


@pytest.mark.parametrize("one", [True, None], ids=["True", "None"])
def test_no_reference_is_lost_at_an_event(qapp: QApplication, one: object) -> None:
    receiver = Receiver()
    before = sys.getrefcount(one)
    for _ in range(TIMES):
        QCoreApplication.postEvent(receiver, QEvent(QEvent.Type.User))
        QCoreApplication.sendPostedEvents(receiver)
    assert receiver.heard == TIMES
    assert abs(sys.getrefcount(one) - before) < SLACK


@pytest.mark.parametrize("module", ["QtMultimedia", "QtPdf", "QtCharts", "QtSerialPort"])
def test_the_parts_that_are_loaded_late_are_there(module: str) -> None:
    assert importlib.import_module(f"PySide6.{module}")


def test_nobody_loads_the_web_engine() -> None:
    """650 MB that nothing of ours uses, and that the installer leaves out."""
    code = (
        "import ui.run, ui.widgets.camera, ui.printing, sys; "
        "print([name for name in sys.modules if 'WebEngine' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_import_hook_reads_no_source_of_ours() -> None:
    """`ui.lean_imports` answers the binding's question for every module that comes after it."""
    code = (
        "import ui.lean_imports, sys; feature = sys.modules['shibokensupport.feature']; "
        "import ui.app; print(feature._mod_uses_pyside(sys.modules['ui.app']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
