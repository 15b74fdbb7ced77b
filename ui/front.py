"""The program started twice on one folder: the second one knocks, the first window comes forward."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

KNOCK = b"come forward\n"
_PATIENCE_MS = 900  # a first one that is just starting has no door yet
_STEP_MS = 100


def door_name(folder: Path) -> str:
    return f"pishkhan-{hashlib.sha256(str(folder.resolve()).encode('utf-8', 'surrogateescape')).hexdigest()[:24]}"


class FrontDoor(QObject):
    """`knocked`: somebody started the program again. Only its own user may knock."""

    knocked = Signal()

    def __init__(self, folder: Path) -> None:
        from PySide6.QtNetwork import QLocalServer  # after the first paint: nobody waits for it

        super().__init__()
        name = door_name(folder)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)  # of one that was killed: the folder's lock says that nobody else lives
        self._server.newConnection.connect(self._open)
        self.open = self._server.listen(name)

    def _open(self) -> None:
        while (guest := self._server.nextPendingConnection()) is not None:
            guest.disconnected.connect(guest.deleteLater)
            guest.write(KNOCK)
            guest.flush()
            guest.disconnectFromServer()
            self.knocked.emit()

    def close(self) -> None:
        self._server.close()


def knock(folder: Path) -> bool:
    """True once the first one has answered."""
    from PySide6.QtCore import QThread
    from PySide6.QtNetwork import QLocalSocket

    _let_it_come()
    for _ in range(_PATIENCE_MS // _STEP_MS):
        socket = QLocalSocket()
        socket.connectToServer(door_name(folder))
        if socket.waitForConnected(_STEP_MS) and (socket.bytesAvailable() or socket.waitForReadyRead(_PATIENCE_MS)):
            return bool(socket.readAll().data() == KNOCK)
        socket.abort()
        QThread.msleep(_STEP_MS)
    return False


def come_forward(window: QWidget) -> None:
    if window.isMinimized():
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


if sys.platform == "win32":

    def _let_it_come() -> None:
        """Windows lets a window come forward only when the one in front allows it."""
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
else:

    def _let_it_come() -> None:
        """Nobody has to allow it."""
