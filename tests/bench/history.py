"""The whole history read and verified: a million events. The floor reads the rows with sqlite3 and hashes each once."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from pathlib import Path

from pos_app.adapters.secrets import sealer, secret_store
from pos_app.bootstrap import open_shop
from pos_app.domain.history import Head, head_text, link
from pos_app.settings import Settings
from tests.bench.extent import Extent
from tests.bench.figures import Figure, against
from tests.bench.stock import shop

_AT = "2026-11-22 12:00:00.000000"
_DATA = '{"from": 385000000, "to": 384000000}'
_READ = "select till_id, seq, at, who, kind, subject, data, hash, mac from audit_event order by till_id, seq"


def measure(extent: Extent) -> list[Figure]:
    with shop(extent.stocks[0]) as folder:
        _write(folder, extent.fed)
        services = open_shop(Settings(folder)).services
        begun = time.perf_counter()
        if not services.storage.verify().ok:
            raise ValueError("the history that was written does not hold")
        ours = time.perf_counter() - begun
        services.storage.close()
        floor = _floor(folder / "shop.db")
    return [against(f"history verified, {extent.fed:,} events", ours, floor, "s")]


def _floor(database: Path) -> float:
    begun = time.perf_counter()
    bare = sqlite3.connect(database)
    for row in bare.execute(_READ):
        hashlib.sha256("\x1f".join(map(str, row)).encode()).hexdigest()
    bare.close()
    return time.perf_counter() - begun


def _write(folder: Path, events: int) -> None:
    """A chain as the program writes it, after what opening the shop wrote already."""
    services = open_shop(Settings(folder)).services
    with services.storage.read() as session:
        head = session.history_head(1)
    services.storage.close()
    signing = sealer(secret_store(folder))
    bare = sqlite3.connect(folder / "shop.db")
    bare.execute("PRAGMA synchronous=OFF")
    (seq,) = bare.execute("select coalesce(max(seq), 0) from audit_event where till_id = 1").fetchone()

    def rows() -> object:
        nonlocal head, seq
        for place in range(events):
            seq += 1
            found = link(head.hash, 1, seq, _AT, "Sara", "price-changed", str(place), _DATA)
            head = Head(1, head.count + 1, found)
            yield (1, seq, _AT, "Sara", "price-changed", str(place), _DATA, found, signing.mac(found))

    bare.executemany("insert into audit_event values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows())  # type: ignore[arg-type]
    bare.execute("delete from history_head where till_id = 1")
    last = (1, head.count, head.hash, signing.mac(head_text(head)))
    bare.execute("insert into history_head values (?, ?, ?, ?)", last)
    bare.commit()
    bare.close()
