"""`python -m tests.bench [--quick] [--only NAME]`: measures, prints a table, writes `build/bench.json`."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import asdict

from pos_app.settings import ROOT
from tests.bench import (
    backup,
    box,
    feed,
    history,
    importing,
    looking,
    memory,
    outbox,
    page,
    sale,
    scan,
    search,
    slip,
    start,
    window_feed,
)
from tests.bench.extent import QUICK, WHOLE, Extent
from tests.bench.figures import Figure, table

OUT = ROOT / "build" / "bench.json"
MEASUREMENTS: dict[str, Callable[[Extent], list[Figure]]] = {
    "scan": scan.measure,
    "start": start.measure,
    "sale": sale.measure,
    "page": page.measure,
    "memory": memory.measure,
    "photo": box.measure,
    "feed": feed.measure,
    "window feed": window_feed.measure,
    "outbox": outbox.measure,
    "slip": slip.measure,
    "search": search.measure,
    "history": history.measure,
    "backup": backup.measure,
    "import": importing.measure,
    "looking": looking.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Figures, each against its floor.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: under a minute, coarser")
    parser.add_argument("--only", action="append", choices=MEASUREMENTS, help="this measurement; may be repeated")
    given = parser.parse_args()
    extent = QUICK if given.quick else WHOLE
    figures: list[Figure] = []
    for name in given.only or MEASUREMENTS:
        print(f"{name} …", flush=True)
        figures += MEASUREMENTS[name](extent)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n", "utf-8")
    print(table(figures))


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main()
