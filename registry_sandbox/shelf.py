"""The phones that are allocated to each shop, as a list of changes: each change has the next version of its shop.

An item is kept as the JSON that goes over the wire, so that a page of a thousand is put together, not composed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

TABLE = "allocation"
SCHEMA = """
CREATE TABLE IF NOT EXISTS allocation (
    shop TEXT NOT NULL, seq INTEGER NOT NULL, allocation_id TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (shop, seq)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS allocation_of_shop ON allocation (shop, allocation_id);
"""

_INVENTED_TAC = 35_099_900  # a block of numbers that no allocation is known for; eight digits
_PER_TAC = 1_000_000


class Shelf:
    """Over the state's own connection; writers stand inside `with state.change():`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, shop: str, items: Iterable[Mapping[str, Any]]) -> int:
        """Upserts and tombstones, each with the next version. Returns the last version."""
        seq = self.last(shop)
        for item in items:
            seq += 1
            name, body = item["allocation_id"], json.dumps({**item, "version": seq}, ensure_ascii=False)
            self._db.execute("DELETE FROM allocation WHERE shop = ? AND allocation_id = ?", (shop, name))
            self._db.execute("INSERT INTO allocation VALUES (?, ?, ?, ?)", (shop, seq, name, body))
        return seq

    def has(self, shop: str, allocation_id: str) -> bool:
        found = self._db.execute("SELECT 1 FROM allocation WHERE shop = ? AND allocation_id = ?", (shop, allocation_id))
        return found.fetchone() is not None

    def put_many(self, shop: str, count: int, first: int) -> int:
        """`count` invented phones from number `first`, with right check digits. Returns the last version."""
        begin = self.last(shop) + 1
        rows = ((shop, begin + n, f"PRM-{first + n:09d}", _invented(first + n, begin + n)) for n in range(count))
        self._db.execute(
            "DELETE FROM allocation WHERE shop = ? AND allocation_id BETWEEN ? AND ?",
            (shop, f"PRM-{first:09d}", f"PRM-{first + count - 1:09d}"),
        )
        self._db.executemany("INSERT INTO allocation VALUES (?, ?, ?, ?)", rows)
        return begin + count - 1

    def last(self, shop: str) -> int:
        return int(self._db.execute("SELECT max(seq) FROM allocation WHERE shop = ?", (shop,)).fetchone()[0] or 0)

    def page(self, shop: str, after: int, limit: int) -> list[tuple[int, str]]:
        """(version, body as JSON) after this version."""
        return self._db.execute(
            "SELECT seq, body FROM allocation WHERE shop = ? AND seq > ? ORDER BY seq LIMIT ?", (shop, after, limit)
        ).fetchall()

    def counted(self) -> dict[str, int]:
        """Shop -> items that it may ever see, tombstones too."""
        return dict(self._db.execute("SELECT shop, count(*) FROM allocation GROUP BY shop").fetchall())


def _invented(number: int, seq: int) -> str:
    imei, imei2 = _number(2 * number), _number(2 * number + 1)
    return (
        f'{{"allocation_id":"PRM-{number:09d}","version":{seq},"op":"upsert","imei":"{imei}","imei2":"{imei2}",'
        f'"serial":"PRM{number:09d}","brand":"Samsung","model":"SM-A556E","model_code":"SM-A556E",'
        f'"goods_id":"2330000604708","guarantee_tracking_id":null,"allocated_at":"2026-11-01T08:00:00Z"}}'
    )


_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")
_ZEROS = 14 * 48  # what the codes of fourteen digits add beyond the digits


def _number(place: int) -> str:
    """An IMEI with its check digit, made quickly enough for a million of them."""
    body = b"%08d%06d" % (_INVENTED_TAC + place // _PER_TAC, place % _PER_TAC)
    total = sum(body[::2]) + sum(body[1::2].translate(_DOUBLED)) - _ZEROS
    return f"{body.decode()}{-total % 10}"
