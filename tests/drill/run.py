"""One scenario from beginning to end: goes wrong, is healed, is counted."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pos_app.practice import CLIENT_ID, CLIENT_SECRET
from pos_app.settings import ROOT
from tests.cli.run import ENVIRONMENT
from tests.drill import shop
from tests.drill.keys import needless
from tests.drill.phones import write_devices
from tests.drill.proxy import between
from tests.drill.scenarios import Scenario
from tests.registry.practice import PracticeAt

NOWHERE = "http://127.0.0.1:9"  # nobody listens there
FIRST_ROUNDS = 60  # of the part in which things go wrong
MONTH = 30
PATIENCE = 600.0  # seconds until a part counts as stuck


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. `effects_doubled` counts keys that nobody had a reason for, too, whatever came of
    them. `ui_block_ms_max`: longest time in which the window's thread did nothing; `ui_rest_ms_max`:
    the same of the window before its first round, which is this machine's part in it."""

    fault: str
    operations: int
    effects_missing: int
    effects_doubled: int
    false_legal: int
    ui_block_ms_max: float
    recovered: bool
    seconds: float
    ui_rest_ms_max: float = 0.0

    @property
    def good(self) -> bool:
        return not (self.effects_missing or self.effects_doubled or self.false_legal) and self.recovered


class Till:
    """The client's process, and what it says."""

    def __init__(self, folder: Path, address: str, *options: str) -> None:
        command = [sys.executable, "-m", "tests.drill.till", str(folder), address, *options]
        self._process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE)
        self.said: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said.append(json.loads(line))

    def kill(self) -> None:
        self._process.kill()
        self.end()

    def end(self) -> None:
        """Waits; a till that is stuck is killed and seen in its rows."""
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def ahead(self) -> float:
        return next((said["ahead"] for said in reversed(self.said) if "ahead" in said), 0.0)

    @property
    def gap(self) -> float:
        return max((said["gap_ms"] for said in self.said if "gap_ms" in said), default=0.0)

    @property
    def rest(self) -> float:
        return max((said["rest_ms"] for said in self.said if "rest_ms" in said), default=0.0)


class Registry:
    """The practice registry's process; killed and started again it is the same one, on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.port = folder, 0
        self._process: subprocess.Popen[str] | None = None
        self.at = PracticeAt("")

    def start(self) -> None:
        command = [sys.executable, "-m", "registry_sandbox", "--port", str(self.port), "--until-stdin-closes"]
        command += ["--devices", str(self._folder / "devices.json"), "--state", str(self._folder / "registry.db")]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )  # fmt: skip
        assert self._process.stdout is not None
        address = json.loads(self._process.stdout.readline())["address"]
        self.port = int(address.rpartition(":")[2])
        self.at = PracticeAt(address)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


@contextmanager
def registry(folder: Path) -> Iterator[Registry]:
    running = Registry(folder)
    running.start()
    try:
        yield running
    finally:
        running.kill()


def run(scenario: Scenario, operations: int, seed: int) -> Row:
    begun = time.monotonic()
    count = scenario.operations if scenario.operations and operations >= 500 else operations
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    with tempfile.TemporaryDirectory(prefix="drill-") as name, ExitStack() as stack:
        folder = Path(name)
        write_devices(folder / "devices.json", count // 2)
        shop.make(folder / "shop", 2 if scenario.pull else count)
        there = stack.enter_context(registry(folder))
        if scenario.pull:
            there.at._ask("POST", f"/_practice/allocations/many?count={count}&first=500000")
        address = there.at.address
        line = stack.enter_context(between(address, seed)) if scenario.cut else None
        tills = _go_wrong(
            scenario, folder / "shop", line[0] if line else address, there, chance, thorough=operations >= 500
        )
        middle = shop.outcome(folder / "shop", count, _effects(there), ended=False)
        there.at.heal()
        if line:
            line[1].set()
        last = Till(folder / "shop", address, "--until-empty", *_options(scenario, tills, 2_000))
        last.end()
        tills.append(last)
        if scenario.pull:
            kept = shop.allocated(folder / "shop")
            missing, doubled = max(0, count - kept), max(0, kept - count)
            false_legal, recovered = 0, bool(last.said) and not last.said[-1].get("problem")
        else:
            found = shop.outcome(folder / "shop", count, _effects(there), ended=True)
            missing = found.missing + found.lost + middle.lost
            doubled = found.doubled + sum(needless(there.at.received("activation")).values())
            false_legal, recovered = found.false_legal + middle.false_legal, found.open == 0
    gap, rest = max(till.gap for till in tills), max(till.rest for till in tills)
    seconds = round(time.monotonic() - begun, 1)
    return Row(scenario.name, count, missing, doubled, false_legal, gap, recovered, seconds, rest)


def _go_wrong(
    scenario: Scenario, folder: Path, address: str, there: Registry, chance: random.Random, *, thorough: bool
) -> list[Till]:
    """The part in which the fault strikes; every till that ran."""
    if scenario.faults:
        there.at._ask("PUT", "/_practice/faults", list(scenario.faults))
    if scenario.revoked:
        there.at._ask("DELETE", f"/_practice/clients/{CLIENT_ID}")
    if scenario.away:
        gone = Till(folder, NOWHERE, "--rounds", str(MONTH), "--day-each-round")
        gone.end()
        return [gone]
    tills: list[Till] = []
    for _ in range(scenario.kills if thorough else min(scenario.kills, 3)):
        till = Till(folder, address, *_options(scenario, tills, FIRST_ROUNDS))
        _until_it_works(till)
        threading.Event().wait(chance.uniform(0.0, 0.4))
        till.kill()
        tills.append(till)
    together = [Till(folder, address, *_options(scenario, tills, FIRST_ROUNDS)) for _ in range(scenario.tills)]
    if scenario.registry_dies:
        for _ in range(4):
            _until_it_works(together[0])
            threading.Event().wait(chance.uniform(0.1, 0.5))
            there.kill()
            there.start()
    for till in together:
        till.end()
    if scenario.revoked:
        body = {"id": CLIENT_ID, "secret": CLIENT_SECRET, "shop": "practice-shop"}
        there.at._ask("POST", "/_practice/clients", body)
    return tills + together


def _until_it_works(till: Till) -> None:
    while till.running and not till.said:
        threading.Event().wait(0.01)


def _options(scenario: Scenario, before: list[Till], rounds: int) -> list[str]:
    ahead = max((till.ahead for till in before), default=0.0)
    options = ["--deadline", str(scenario.deadline), "--rounds", str(rounds), "--ahead", str(ahead)]
    options += ["--pull"] if scenario.pull else []
    options += ["--page", scenario.page] if scenario.page else []
    return [*options, "--no-changes"] if scenario.asks_itself and rounds == FIRST_ROUNDS else options


def _effects(there: Registry) -> dict[str, int]:
    return there.at.activations()
