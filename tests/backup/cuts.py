"""Backup and restore cut off at many places: killed there, or the disk refuses there. What must hold afterwards is
looked at by a program that is started anew."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from pos_app import backup_parts
from pos_app.adapters import sealed_files
from pos_app.adapters.local import file_lock, placing, scratch
from pos_app.adapters.secrets import KeyFileStore
from pos_app.adapters.storage import migrate, series, snapshot
from pos_app.application import backups, recovery, restoring
from pos_app.domain.errors import ShopError
from pos_app.ports.secrets import SecretStore
from pos_app.settings import Settings
from tests.backup import shop as backup_shop
from tests.backup.shop import BackupShop

#: The files whose lines are cut through.
CUT = frozenset(
    module.__file__
    for module in (backups, recovery, restoring, sealed_files, file_lock, placing, scratch, snapshot, series, migrate)
)
KILL, NO_ROOM, NO_DISK = "kill", "no room", "write error"
WAYS = (KILL, NO_ROOM, NO_DISK)


class Counter:
    """A trace that counts lines, and at number `at` does what `way` says (0 = never)."""

    def __init__(self, at: int, way: str) -> None:
        self.at, self.way, self.met = at, way, 0

    def __call__(self, frame: FrameType, event: str, _arg: Any) -> Any:
        if frame.f_code.co_filename not in CUT:
            return None
        if event == "line":
            self.met += 1
            if self.met == self.at:
                if self.way == KILL:
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(errno.ENOSPC if self.way == NO_ROOM else errno.EIO, "cut here")
        return self


def lines_of(work: Callable[[], object], at: int = 0, way: str = KILL, limit: int = 0) -> int:
    """Runs `work` in a process of its own; how many lines it had. `limit`: no file may grow longer (bytes)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        try:
            sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 - until this process ends
            if limit:
                import resource

                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            counter = Counter(at, way)
            sys.settrace(counter if not limit else None)
            try:
                work()
            finally:
                sys.settrace(None)
            os.write(writing, str(counter.met).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    said = os.read(reading, 32)
    os.close(reading)
    return int(said or 0)


@dataclass
class Found:
    """`broken`: named backups that do not open; `lost`: older good ones that are gone; `half`: folders that are
    neither as before nor restored; `left`: plain copies that are still there after the next start."""

    points: int = 0
    finished: int = 0
    broken: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not (self.broken or self.lost or self.half or self.left)


def cuts_of(count: int, points: int, seed: int) -> Iterator[tuple[int, str]]:
    """`points` different places among `count` lines, each with a way; all of them where there are not more."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    places = sorted(chance.sample(range(1, count + 1), min(points, count)))
    for nth, place in enumerate(places):
        yield place, WAYS[nth % len(WAYS)]


class Home:
    """One shop with keys in files, one good rolling backup of it on a stick, and copies of both to spoil."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = KeyFileStore(folder / "new" / "keys")
        shop = _made(folder / "new", self.store)
        shop.sell()
        (folder / "stick").mkdir()
        self.good = backups.make_rolling(shop.services, folder / "stick").file
        shop.sell(backup_shop.SECOND)  # what the good one lacks
        shop.close()
        self.key = self.store.get("recovery-key") or ""

    def again(self) -> tuple[Path, Path]:
        """A fresh copy of shop and stick."""
        here = self.folder / "here"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(self.folder / "new", here / "shop")
        shutil.copytree(self.folder / "stick", here / "stick")
        return here / "shop", here / "stick"


def _made(folder: Path, store: SecretStore) -> BackupShop:
    return backup_shop.made(folder, store)


def backup_once(shop: Path, stick: Path) -> None:
    opened = backup_shop.opened(shop, KeyFileStore(shop / "keys"))
    opened.clock.move(hours=1)
    try:
        backups.make_rolling(opened.services, stick)
    finally:
        opened.close()


def restore_once(shop: Path, file: Path, key: str, *, replace: bool) -> None:
    shop.mkdir(exist_ok=True)
    settings, store = Settings(shop), KeyFileStore(shop / "keys")
    placing.finish(shop, store)
    desk = backup_parts.restore_desk(settings, store, 1)
    from tests.fakes.clock import NOON

    restoring.restore(
        desk, file, NOON, last=restoring.read_last(("none",)), ask_key=lambda: key, replace=replace
    )  # fmt: skip


def cut_backups(home: Home, points: int, seed: int = 1, limits: tuple[int, ...] = ()) -> Found:
    """Cut at `points` places, and with files that may not grow beyond each of `limits`."""
    found = Found()
    shop, stick = home.again()
    count = lines_of(lambda: backup_once(shop, stick))
    for at, way, limit in [*((at, way, 0) for at, way in cuts_of(count, points, seed)), *((0, "", x) for x in limits)]:
        shop, stick = home.again()
        lines_of(lambda: backup_once(shop, stick), at, way, limit)  # noqa: B023 - it runs at once
        where = f"{way or limit} at {at}"
        found.points += 1
        opened = backup_shop.opened(shop, KeyFileStore(shop / "keys"))
        _named_ones_open(opened, stick, home.good.name, where, found)
        opened.clock.move(hours=2)
        backups.make_rolling(opened.services, stick)  # the next one goes well, whatever was left
        found.left += [f"{where}: {path.name}" for path in shop.glob(".scratch-*")]
        opened.close()
    return found


def _named_ones_open(opened: BackupShop, stick: Path, good: str, where: str, found: Found) -> None:
    names = [path.name for path in stick.iterdir() if not path.name.startswith(".")]
    for name in names:
        try:
            backups.try_open(opened.services, stick / name)
            found.finished += name != good
        except ShopError as error:
            found.broken.append(f"{where}: {name} {error.code}")
    if good not in names:
        found.lost.append(where)


def cut_restores(home: Home, points: int, seed: int = 2, limits: tuple[int, ...] = (), *, replace: bool) -> Found:
    """The same for a restore: into an empty folder, or over the shop that lacks nothing (`replace`)."""
    found = Found()

    def fresh() -> Path:
        shop, _ = home.again()
        if not replace:
            shutil.rmtree(shop)
        return shop

    shop = fresh()
    count = lines_of(lambda: restore_once(shop, home.good, home.key, replace=replace))
    restored = _sales(shop)
    before = {2} if replace else {None}
    assert restored == 1
    for at, way, limit in [*((at, way, 0) for at, way in cuts_of(count, points, seed)), *((0, "", x) for x in limits)]:
        shop = fresh()
        lines_of(lambda: restore_once(shop, home.good, home.key, replace=replace), at, way, limit)  # noqa: B023
        where = f"{way or limit} at {at}"
        found.points += 1
        store = KeyFileStore(shop / "keys")
        placing.finish(shop, store) if shop.exists() else None
        stands = _sales(shop)
        found.finished += stands == restored
        if stands not in {*before, restored}:
            found.half.append(f"{where}: {stands}")
        elif stands is not None:
            _opens(shop, store, where, found)
        if stands == restored and not (shop / "templates" / "a4.toml").exists():
            found.half.append(f"{where}: templates")
        if shop.exists():
            scratch.sweep(shop)
            found.left += [f"{where}: {path.name}" for path in (*shop.glob(".scratch-*"), *shop.glob("*.pending"))]
            found.left += [f"{where}: {path.name}" for path in shop.glob("shop.db-journal")]
        kept = [path for path in shop.glob("shop.db.replaced-*") if not path.name.endswith("-journal")]
        if replace and stands == restored and (len(kept) != 1 or _sales_in(kept[0]) != 2):
            found.lost.append(f"{where}: the old database")
    return found


def _opens(shop: Path, store: KeyFileStore, where: str, found: Found) -> None:
    """With the keys that lie there now, and a sale can be made."""
    opened = backup_shop.opened(shop, store)
    try:
        with opened.services.storage.read() as session:
            for row in session.invoices(9):
                assert session.invoice(row.number) is not None
            assert any(session.picture(sha) for sha in _pictures(shop))
    except (ShopError, AssertionError) as error:
        found.half.append(f"{where}: {error}")
    finally:
        opened.close()


def _pictures(shop: Path) -> list[str]:
    with sqlite3.connect(shop / "shop.db") as raw:
        found = [row[0] for row in raw.execute("select sha256 from picture")]
    raw.close()
    return found


def _sales(shop: Path) -> int | None:
    return _sales_in(shop / "shop.db") if (shop / "shop.db").exists() else None


def _sales_in(path: Path) -> int:
    with sqlite3.connect(path) as raw:
        (found,) = raw.execute("select count(*) from sale where state = 'completed'").fetchone()
        checked = raw.execute("pragma quick_check").fetchone()
    raw.close()
    return int(found) if checked == ("ok",) else -1


def every(found: Mapping[str, Found]) -> bool:
    return all(one.good for one in found.values())
