"""The worker's side of the talk, inside a running Qt event loop."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSocketNotifier, QTimer

Act = Callable[[dict[str, Any]], None]


class Listener(QObject):
    """Each line of standard input is one request, handed to the act of its name; its end ends the program."""

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self._acts, self._rest = acts, b""
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        piece = os.read(sys.stdin.fileno(), 1 << 20)
        if not piece:
            self._notifier.setEnabled(False)
            QCoreApplication.quit()
        *lines, self._rest = (self._rest + piece).split(b"\n")
        import json  # the floor's start does not pay for it

        for line in lines:
            request = json.loads(line)
            try:
                self._acts[request["what"]](request)
            except Exception:  # noqa: BLE001  whoever asked would wait for ever: the end of this process is an answer, too
                traceback.print_exc()
                os._exit(1)


def say(answer: Any) -> None:
    import json

    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def greet() -> None:
    """The window can be used."""
    sys.stdout.write('"usable"\n')
    sys.stdout.flush()


def say_memory(request: dict[str, Any]) -> None:
    """Bytes of this process in memory, after `idle_ms` with nothing to do."""
    QTimer.singleShot(request["idle_ms"], lambda: say(_bytes("smaps_rollup", "Rss:")))


def forget_peak() -> None:
    with open("/proc/self/clear_refs", "w", encoding="ascii") as switch:  # noqa: PTH123
        switch.write("5")


def peak() -> int:
    """Bytes that this process had in memory at most, since `forget_peak`."""
    return _bytes("status", "VmHWM:")


def _bytes(file: str, name: str) -> int:
    with open(f"/proc/self/{file}", encoding="ascii") as told:  # noqa: PTH123 - pathlib would be measured too
        line = next(line for line in told if line.startswith(name))
    return int(line.split()[1]) * 1024


class Painted(QObject):
    """Calls `after` each time the window has drawn itself and handed the picture over."""

    def __init__(self, window: QObject, after: Callable[[], None]) -> None:
        super().__init__()
        self._after = after
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.UpdateRequest:
            return False
        watched.removeEventFilter(self)  # let the window do it now, to be there when it is done
        QCoreApplication.sendEvent(watched, event)
        watched.installEventFilter(self)
        self._after()
        return True
