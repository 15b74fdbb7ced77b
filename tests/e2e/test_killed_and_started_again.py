"""The real window in its own process, the real practice registry over loopback, killed and started again."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pos_app.bootstrap import open_shop
from pos_app.settings import ROOT, Settings
from tests.cli.run import ENVIRONMENT
from tests.registry.practice import in_process
from tests.ui.shop import GALAXY1, GALAXY_CODE, NOKIA, NOKIA_CODE

PHONES = {GALAXY1: GALAXY_CODE, NOKIA: NOKIA_CODE}
KILLS = 6
SEED = 2
LINES = 12  # places that two sales pass


@pytest.mark.slow
def test_every_phone_is_sold_once_and_activated_once(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - repeatable on purpose
    shop = tmp_path / "shop"
    open_shop(Settings(shop, practice=True)).services.storage.close()
    with in_process() as (practice, _process):
        for start in range(KILLS):
            kill_after = chance.randrange(1, LINES // 2)
            run(shop, practice.address, start, kill_after, chance.random() / 4)
        lines = run(shop, practice.address, KILLS, None, 0)
        assert practice.activations() == {GALAXY1: 1, NOKIA: 1}
    program = open_shop(Settings(shop, practice=True))
    with program.services.storage.read() as session:
        numbers = [row.number for row in session.invoices(10)]
        opened = session.open_sales(1)
    program.services.storage.close()
    assert sorted(numbers) == sorted(line.split()[1] for line in lines if line.startswith("issued"))
    assert [int(number[-6:]) for number in sorted(numbers)] == [1, 2], "a number is lost or given twice"
    assert opened == ()


def run(shop: Path, address: str, start: int, kill_after: int | None, moment: float) -> list[str]:
    """One life of the till: killed a moment after so many lines, or left alone until it has sold everything."""
    phones = [f"{first}={code}" for first, code in PHONES.items()]
    command = [sys.executable, "-m", "tests.e2e.till", str(shop), address, str(60 * start), *phones]
    with subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE) as till:
        assert till.stdout is not None
        lines: list[str] = []
        for line in till.stdout:
            lines.append(line.strip())
            if kill_after is not None and len(lines) >= kill_after:
                threading.Event().wait(moment)  # anywhere inside the step
                till.kill()
                break
        status = till.wait(60)
    assert kill_after is not None or status == 0, lines
    return lines
