"""`make faults`: the whole drill; a table, and `build/faults.json`."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from pos_app.settings import ROOT
from tests.drill.backups import backups_cut_off
from tests.drill.counter_till import NAME, counter_under_faults
from tests.drill.lines import killed_at_every_line
from tests.drill.run import Row, run
from tests.drill.scenarios import SCENARIOS

OPERATIONS = 500
OUT = ROOT / "build" / "faults.json"
_COLUMNS = {"ops": 6, "missing": 8, "doubled": 8, "false legal": 12, "UI block": 9, "at rest": 9, "ended": 6, "s": 6}
HEAD = " ".join([f"{'fault':40}", *(f"{name:>{width}}" for name, width in _COLUMNS.items())])


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.drill")
    words.add_argument("--operations", type=int, default=OPERATIONS)
    words.add_argument("--only", default="", help="part of a scenario's name")
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    rows: list[Row] = []
    print(HEAD)
    for place, scenario in enumerate(SCENARIOS):
        if given.only in scenario.name:
            rows.append(run(scenario, given.operations, given.seed + place))
            _show(rows[-1])
    if given.only in NAME:
        rows.append(counter_under_faults(given.operations, given.seed))
        _show(rows[-1])
    if given.only in "killed at every line":
        rows.append(killed_at_every_line())
        _show(rows[-1])
    if given.only in "backup and restore cut off":
        for row in backups_cut_off():
            rows.append(row)
            _show(row)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", "utf-8")
    print(f"{OUT.relative_to(ROOT)}: {sum(row.operations for row in rows):,} operations")
    return 0 if all(row.good for row in rows) else 1


def _show(row: Row) -> None:
    print(
        f"{row.fault:40} {row.operations:6} {row.effects_missing:8} {row.effects_doubled:8} {row.false_legal:12} "
        f"{row.ui_block_ms_max:7.1f}ms {row.ui_rest_ms_max:7.1f}ms "
        f"{'yes' if row.recovered else 'NO':>6} {row.seconds:6.1f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
