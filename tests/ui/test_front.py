"""Started twice: the second one knocks, and the first window comes forward."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pos_app.settings import ROOT
from ui.front import FrontDoor, come_forward, door_name, knock


def test_a_knock_is_answered(qtbot: QtBot, tmp_path: Path) -> None:
    door = FrontDoor(tmp_path)
    assert door.open
    knocking = "import sys, pathlib; from ui.front import knock; sys.exit(0 if knock(pathlib.Path(sys.argv[1])) else 3)"
    with subprocess.Popen([sys.executable, "-c", knocking, str(tmp_path)], cwd=ROOT) as second:
        with qtbot.waitSignal(door.knocked, timeout=20_000):
            pass
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 0
    door.close()


def test_nobody_at_home(tmp_path: Path) -> None:
    assert not knock(tmp_path)


def test_each_folder_has_its_own_door(tmp_path: Path) -> None:
    assert door_name(tmp_path) != door_name(tmp_path / "other")
    assert door_name(tmp_path / "x" / "..") == door_name(tmp_path)


def test_a_small_window_grows_again(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    come_forward(window)
    assert window.isVisible()
    assert not window.isMinimized()
