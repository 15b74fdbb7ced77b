"""The sender killed at each of its lines, one after the other, and started again: exactly one effect at every cut."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from pos_app.adapters.registry import api, session
from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.adapters.storage import operations_write
from pos_app.application import deliver, sync
from pos_app.application.services import Services
from pos_app.bootstrap import open_shop
from pos_app.domain import outbox
from pos_app.domain.outbox import LEASE
from pos_app.domain.registry import Channel, OperationState
from pos_app.practice import CLIENT_ID, CLIENT_SECRET
from pos_app.settings import Settings
from tests.drill import shop
from tests.drill.keys import needless
from tests.drill.phones import phones, write_devices
from tests.drill.run import Row, registry
from tests.drill.till import StepClock

#: The files whose lines are the sender.
SENDER = frozenset(module.__file__ for module in (sync, deliver, outbox, operations_write, api, session))


class Counter:
    """A trace that counts lines of the sender, and kills at number `at` (0 = never)."""

    def __init__(self, at: int) -> None:
        self.at, self.met = at, 0

    def __call__(self, frame: FrameType, event: str, _arg: Any) -> Any:
        if frame.f_code.co_filename not in SENDER:
            return None
        if event == "line":
            self.met += 1
            if self.met == self.at:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def _services(folder: Path, address: str, ahead: timedelta) -> Services:
    clock = StepClock(ahead)
    services = open_shop(Settings(folder, practice=True), clock=clock).services
    services.gateways[Channel.API] = HttpxRegistry(  # type: ignore[index]  # in place, as `reconnect` does
        address, CLIENT_ID, lambda: CLIENT_SECRET, now=clock.now, shop_id="practice-shop"
    )
    return services


def _once(folder: Path, address: str, at: int) -> int:
    """One round in a process of its own, killed at line `at`; how many lines it had if it was not."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        try:
            services = _services(folder, address, timedelta())
            counter = Counter(at)
            sys.settrace(counter)
            sync.once(services)
            sys.settrace(None)
            os.write(writing, str(counter.met).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    said = os.read(reading, 32)
    os.close(reading)
    return int(said or 0)


def killed_at_every_line(each: int = 1) -> Row:
    """`each`: every n-th line. Each cut has a phone and a shop of its own."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="lines-") as name:
        folder = Path(name)
        write_devices(folder / "devices.json", 2)
        phone = phones(1)[0]
        with registry(folder) as there:
            shop.make(folder / "new", 2)
            lines = _whole(folder, there.at.address)
            missing = doubled = left = cuts = 0
            for at in range(1, lines + 1, each):
                there.at.reset()
                here = folder / f"cut-{at}"
                _copy(folder / "new", here)
                _once(here, there.at.address, at)
                services = _services(here, there.at.address, LEASE + timedelta(seconds=1))
                for _ in range(3):
                    sync.once(services)
                with services.storage.read() as reading:
                    entries = [row.entry for row in reading.operations(closed=10)]
                for gateway in services.gateways.values():
                    getattr(gateway, "close", lambda: None)()
                services.storage.close()
                effects = there.at.activations().get(phone.imei, 0)
                missing += effects == 0
                doubled += effects > 1 or bool(needless(there.at.received("activation")))
                left += any(entry.state is not OperationState.SUCCEEDED for entry in entries) or len(entries) != 2
                cuts += 1
    seconds = round(time.monotonic() - begun, 1)
    return Row("killed at every line of the sender", cuts * 2, missing, doubled, 0, 0.0, left == 0, seconds)


def _whole(folder: Path, address: str) -> int:
    _copy(folder / "new", folder / "whole")
    return _once(folder / "whole", address, 0)


def _copy(source: Path, target: Path) -> None:
    import shutil

    shutil.copytree(source, target)
