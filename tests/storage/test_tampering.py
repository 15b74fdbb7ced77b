"""A thousand edits by somebody who has the file and not the key: each is found, by the command's own means."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.adapters.storage.engine import sqlite_engine
from pos_app.adapters.storage.storage import SqlStorage
from pos_app.application import day_close
from pos_app.ports.history import Verified
from tests.application import steps
from tests.fakes import parts
from tests.fakes.clock import NOON

EDITS = 1_000
EVENTS = 60
SEED = 1405


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with a sale, and events of two tills."""
    path = parts.new_shop(tmp_path_factory.mktemp("written"))
    till = parts.at_work(path)
    steps.sold(till.services)
    with till.storage.read() as session:
        shift = session.open_shift(1)
    assert shift is not None
    day_close.close(till.services, shift.id, counted={}, left=0, remark="")
    with till.services.storage.write() as session:
        for place in range(EVENTS):
            session.audit(1 + place % 2, NOON, f"who {place % 3}", "price-changed", f"case-{place}", {"to": place})
    till.storage.close()
    return path


@pytest.fixture
def copy(written: Path, tmp_path: Path) -> Callable[[], Path]:
    return lambda: Path(shutil.copy(written, tmp_path / "shop.db"))


def verified(path: Path) -> Verified:
    storage = SqlStorage(sqlite_engine(path), parts.SEALER)
    try:
        return storage.verify()
    finally:
        storage.close()


def test_it_holds_as_it_was_written(copy: Callable[[], Path]) -> None:
    found = verified(copy())
    assert found.ok
    assert (found.invoices, [head.till_id for head in found.heads]) == (1, [1, 2])


@pytest.mark.parametrize(
    "statement", ["drop table audit_event", "drop table invoice", "update audit_event set till_id = 'x' where seq = 2",
                  "alter table history_head rename to gone"],
)  # fmt: skip
def test_what_cannot_even_be_read_is_no_crash(copy: Callable[[], Path], statement: str) -> None:
    path = copy()
    with sqlite3.connect(path) as database:
        _open_up(database)
        database.execute("pragma foreign_keys = off")
        database.execute(statement)
    database.close()
    assert not verified(path).ok


def test_a_thousand_random_edits_are_found(copy: Callable[[], Path]) -> None:
    chance = random.Random(SEED)  # noqa: S311 - repeatable on purpose
    path = copy()
    whole = path.read_bytes()
    missed = []
    for nth in range(EDITS):
        path.write_bytes(whole)
        edit = chance.choice(_KINDS)
        with sqlite3.connect(path) as database:
            _open_up(database)
            told = edit(database, chance)
        database.close()
        if verified(path).ok:
            missed.append((nth, told))
    assert missed == []


def _open_up(database: sqlite3.Connection) -> None:
    for (name,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        database.execute(f"drop trigger {name}")


def _some(database: sqlite3.Connection, table: str, chance: random.Random) -> int:
    rows = database.execute(f"select rowid from {table}").fetchall()  # noqa: S608
    return int(chance.choice(rows)[0])


def _update(database: sqlite3.Connection, chance: random.Random) -> str:
    column = chance.choice(("at", "who", "kind", "subject", "data", "hash", "mac", "seq"))
    row = _some(database, "audit_event", chance)
    (old,) = database.execute(f"select {column} from audit_event where rowid = ?", (row,)).fetchone()  # noqa: S608
    new = old + chance.randrange(1_000, 9_000) if column == "seq" else _other(str(old), chance)
    database.execute(f"update audit_event set {column} = ? where rowid = ?", (new, row))  # noqa: S608
    return f"{column} of {row}: {old!r} to {new!r}"


def _other(text: str, chance: random.Random) -> str:
    """One letter changed, taken out or put in."""
    at = chance.randrange(len(text) + 1)
    letter = chance.choice("abcdef0123456789")
    made = chance.choice((text[:at] + letter + text[at:], text[:at] + letter + text[at + 1 :], text[:-1]))
    return made if made != text else text + "0"


def _delete(database: sqlite3.Connection, chance: random.Random) -> str:
    row = _some(database, "audit_event", chance)
    database.execute("delete from audit_event where rowid = ?", (row,))
    return f"deleted {row}"


def _cut(database: sqlite3.Connection, chance: random.Random) -> str:
    """The end of a till's history, and its head set to what is the end now."""
    many = chance.randrange(1, 10)
    database.execute(
        "delete from audit_event where till_id = 1 and seq in"
        " (select seq from audit_event where till_id = 1 order by seq desc limit ?)",
        (many,),
    )
    if chance.random() < 0.5:
        database.execute(
            "update history_head set count = count - ?, hash = (select hash from audit_event where till_id = 1"
            " order by seq desc limit 1) where till_id = 1",
            (many,),
        )
    return f"cut {many}"


def _insert(database: sqlite3.Connection, chance: random.Random) -> str:
    """A copy of an event, signature and all, at a free place before, between or behind the others."""
    row = _some(database, "audit_event", chance)
    taken = {seq for (seq,) in database.execute("select seq from audit_event where till_id = 1")}
    seq = chance.choice([at for at in range(-1, max(taken) + 3) if at not in taken])
    database.execute(
        "insert into audit_event select 1, ?, at, who, kind, subject, data, hash, mac from audit_event where rowid = ?",
        (seq, row),
    )
    return f"inserted {row} at {seq}"


def _swap(database: sqlite3.Connection, chance: random.Random) -> str:
    one, other = chance.sample(database.execute("select seq from audit_event where till_id = 1").fetchall(), 2)
    for was, to in ((one[0], -7), (other[0], one[0]), (-7, other[0])):
        database.execute("update audit_event set seq = ? where till_id = 1 and seq = ?", (to, was))
    return f"swapped {one[0]} and {other[0]}"


def _head(database: sqlite3.Connection, chance: random.Random) -> str:
    column = chance.choice(("count", "hash", "mac"))
    new: object = chance.randrange(100, 200) if column == "count" else f"{chance.getrandbits(256):064x}"
    if chance.random() < 0.2:
        database.execute("delete from history_head where till_id = 2")
        return "no head of till 2"
    database.execute(f"update history_head set {column} = ? where till_id = 1", (new,))  # noqa: S608
    return f"head {column}"


def _invoice(database: sqlite3.Connection, chance: random.Random) -> str:
    """What the books say of an invoice; or the invoice gone, with all that refers to it."""
    row = _some(database, "invoice", chance)
    kind = chance.choice(("total", "sha256", "document", "gone", "number", "issued_at", "tax_id", "type"))
    if kind == "total":
        database.execute("update invoice set total = total + ? where rowid = ?", (chance.choice((-10, 10)), row))
    elif kind == "sha256":
        database.execute("update invoice set sha256 = ? where rowid = ?", (f"{chance.getrandbits(256):064x}", row))
    elif kind == "document":
        (sealed,) = database.execute("select document_sealed from invoice where rowid = ?", (row,)).fetchone()
        at = chance.randrange(len(sealed))
        changed = sealed[:at] + bytes([sealed[at] ^ (1 << chance.randrange(8))]) + sealed[at + 1 :]
        database.execute("update invoice set document_sealed = ? where rowid = ?", (changed, row))
    elif kind == "issued_at":
        database.execute("update invoice set issued_at = '2024-01-01 00:00:00.000000' where rowid = ?", (row,))
    elif kind == "tax_id":
        database.execute("update invoice set tax_id = 'A11111' where rowid = ?", (row,))
    elif kind == "type":
        column = chance.choice(("sha256", "document_sealed", "total"))
        database.execute(f"update invoice set {column} = cast(x'ff' as text) where rowid = ?", (row,))  # noqa: S608
    elif kind == "number":
        database.execute("update invoice set number = '1405-1-000999' where rowid = ?", (row,))
    else:
        database.execute("delete from invoice where rowid = ?", (row,))
    return f"invoice {kind}"


def _shift(database: sqlite3.Connection, chance: random.Random) -> str:
    """The closed day: its paper, its sums, the money that moved."""
    statement = chance.choice((
        "update shift set document = replace(document, '0', '1')", "update shift set opening = opening + 10",
        "update shift set closed_by = 'x'", "update cash_move set amount = amount + 10",
        "update cash_move set way = 'transfer' where way = 'card_reader'", "delete from cash_move",
        ("insert into cash_move select id + 100, shift_id, at, who, cause, way, amount, terminal, number, reason"
        " from cash_move limit 1"),
    ))  # fmt: skip
    database.execute(statement)
    return statement


def _no_text(database: sqlite3.Connection, chance: random.Random) -> str:
    """A value that is no text any more."""
    column = chance.choice(("at", "who", "kind", "subject", "data", "hash", "mac"))
    value = chance.choice(("cast(x'ff' as text)", "x'ff'", "7", "1.5"))
    row = _some(database, "audit_event", chance)
    database.execute(f"update audit_event set {column} = {value} where rowid = ?", (row,))  # noqa: S608
    return f"{column} of {row} to {value}"


_KINDS = (_update, _update, _update, _delete, _cut, _insert, _swap, _head, _invoice, _invoice, _shift, _no_text)
