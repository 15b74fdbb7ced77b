"""Backup and restore cut off at hundreds of places: in the table, a broken backup or a lost one counts as missing,
a half restore as doubled."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.backup.cuts import Found, Home, cut_backups, cut_restores
from tests.drill.run import Row

POINTS = 140  # of each kind
LIMITS = tuple(range(4_096, 450_000, 20_000))  # bytes that no file may outgrow


def backups_cut_off(points: int = POINTS) -> Iterator[Row]:
    """Killed, no room, write error: see `tests.backup.cuts`."""
    kinds: dict[str, Callable[[Home], Found]] = {
        "backup cut off": lambda home: cut_backups(home, points, limits=LIMITS),
        "restore cut off, empty folder": lambda home: cut_restores(home, points, limits=LIMITS, replace=False),
        "restore cut off, over a shop": lambda home: cut_restores(home, points, limits=LIMITS, replace=True),
    }
    for name, work in kinds.items():
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="cuts-") as folder:
            found = work(Home(Path(folder)))
        missing, doubled = len(found.broken) + len(found.lost), len(found.half) + len(found.left)
        recovered = 0 < found.finished < found.points
        yield Row(name, found.points, missing, doubled, 0, 0.0, recovered, round(time.monotonic() - begun, 1))
