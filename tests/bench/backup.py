"""Backup and restore of a whole shop, beside the least that either can cost."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

from pos_app import backup_parts
from pos_app.adapters.secrets import KeyFileStore
from pos_app.application import backups, restoring
from pos_app.bootstrap import open_shop
from pos_app.ports.clock import Clock
from pos_app.settings import Settings
from tests.bench import stock
from tests.bench.extent import Extent
from tests.bench.figures import Figure, against


def measure(extent: Extent) -> list[Figure]:
    """Floor of a backup: SQLite's bare backup API, nothing encrypted, checked or tried. Of a restore: a copy of the
    file. Everything is in the system's cache for both."""
    units = extent.large
    with stock.shop(units) as folder:
        room = Path(mkdtemp(prefix="backup-", dir=stock.FOLDER))
        try:
            services = open_shop(Settings(folder)).services
            floor = _best(lambda: _bare(folder / "shop.db", room / "bare.db"), extent.starts)
            file = room / "one.pskbackup"
            hourly = _best(lambda: backups.make(services, file, thorough=False), extent.starts)
            made = _best(lambda: backups.make(services, file), extent.starts)
            services.storage.close()
            key = (folder / "keys" / "recovery-key").read_text("utf-8")
            copied = _best(lambda: shutil.copyfile(folder / "shop.db", room / "copy.db"), extent.starts)
            back = _best(lambda: _restored(room / "home", file, key, services.clock), extent.starts)
        finally:
            shutil.rmtree(room)
    name = f"{units:,} units"
    return [
        against(f"hourly backup, {name}", hourly * 1000, floor * 1000, "ms"),
        against(f"backup with the whole history verified, {name}", made * 1000, floor * 1000, "ms"),
        against(f"restore of a shop, {name}", back * 1000, copied * 1000, "ms"),
    ]


def _best(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(max(1, min(3, rounds))):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def _bare(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def _restored(home: Path, file: Path, key: str, clock: Clock) -> None:
    shutil.rmtree(home, ignore_errors=True)
    (home / "keys").mkdir(parents=True)
    desk = backup_parts.restore_desk(Settings(home), KeyFileStore(home / "keys"), 1)
    restoring.restore(
        desk, file, clock.now(), last=restoring.read_last(("none",)), ask_key=lambda: key, replace=False
    )  # fmt: skip
