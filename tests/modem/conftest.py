"""A modem that answers, a gateway on it, and everything it told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from pos_app.adapters.registry.modem import ModemRegistry, Timing, modem_from
from pos_app.adapters.registry.scripts import shipped
from pos_app.domain.registry import Exchange
from pos_app.domain.scripts import Scripts

if sys.platform == "win32":  # no pseudo-terminals there
    collect_ignore = ["test_dialogue.py", "test_trouble.py", "test_messages.py"]
else:
    from tests.modem.network import Registry
    from tests.modem.simulator import Habits, Simulator

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
#: Long where something is expected to come, short where a test waits for nothing.
QUICK = Timing(total=20.0, step=5.0, command=5.0, sms=0.3, poll=0.1)


class Bench:
    """A gateway on a simulated modem."""

    def __init__(self, simulator: Simulator, scripts: Scripts, timing: Timing) -> None:
        self.modem, self.registry = simulator, simulator.registry
        self.told: list[tuple[str, Exchange]] = []
        self.gateway: ModemRegistry = modem_from(
            simulator.port, scripts, lambda operation_id, turn: self.told.append((operation_id, turn)),
            now=lambda: NOW, timing=timing,
        )  # fmt: skip


MakeBench = Callable[..., Bench]


@pytest.fixture
def bench() -> Iterator[MakeBench]:
    running: list[Simulator] = []

    def make(
        registry: Registry | None = None, habits: Habits | None = None, *, scripts: Scripts | None = None,
        timing: Timing = QUICK,
    ) -> Bench:  # fmt: skip
        simulator = Simulator(registry, habits)
        running.append(simulator)
        simulator.__enter__()
        return Bench(simulator, scripts or shipped(), timing)

    yield make
    for simulator in running:
        simulator.__exit__()
