"""Is the shop's memory as it was written? Read once from the first event to the last, in the order of the key.

Every event is hashed and its signature compared; the head says where the end must be. The events name each invoice
with the hash of its document, so that the invoices are held to the history, and the documents, which are sealed, to
their hashes. It is read in short pages: with the rollback journal a long reader would keep the counter from selling.
What is written meanwhile is read at the end."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any

from sqlalchemy import Connection, Table, literal, select, text
from sqlalchemy.exc import DBAPIError

from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.day_tables import shift
from pos_app.adapters.storage.faults import code_of
from pos_app.adapters.storage.history_tables import history_head
from pos_app.adapters.storage.own_keys import of_case
from pos_app.adapters.storage.people_tables import own_key
from pos_app.adapters.storage.shift_digest import digest
from pos_app.domain.errors import PersonErasedError, StorageError
from pos_app.domain.history import Head, head_text, instant, link
from pos_app.ports.history import BadRow, Verified
from pos_app.ports.secrets import Sealer

_EVENTS = text(
    "select seq, at, who, kind, subject, data, hash, mac from audit_event"
    " where till_id = :till and seq > :after order by seq limit :at_most"
)
_KEYS = text("select seq from audit_event where till_id = :till and seq > :after order by seq limit :at_most")
_LAST = text("select till_id, max(seq) from audit_event group by till_id")
_FIRST = -(2**63)  # below every seq, also below one that was never given
_MOST_TOLD = 20  # lines of the database's own complaint
_PAGE = 5_000  # rows that are read at once

Connect = Callable[[], AbstractContextManager[Connection]]


class _Found(Exception):  # noqa: N818 - it is a finding, and ends the walk
    def __init__(self, table: str, key: str, fault: str) -> None:
        super().__init__(fault)
        self.row = BadRow(table=table, key=key, fault=fault)


@dataclass(frozen=True, slots=True)
class _Said:
    """What the columns beside a document say of it."""

    number: str
    total: int
    issued_at: datetime
    subject: str | None = None
    refers_to: str | None = None
    tax_id: str | None = None

    def holds(self, document: dict[str, Any]) -> bool:
        price = document["tsstam"] * document.get("unit_rials", 1) if "tsstam" in document else document["price"]
        same = (document["number"], price) == (self.number, self.total)
        of_invoice = self.subject is None or (
            (document.get("subject", "original"), document.get("refers_to", ""), document.get("tax_id", ""))
            == (self.subject, self.refers_to or "", self.tax_id)
        )
        return same and of_invoice and datetime.fromisoformat(document["issued_at"]) == self.issued_at


def _told_by(error: Exception) -> str | None:
    """What SQLite says of the disk, where it is that and not a value."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    return code_of(cause) if isinstance(cause, sqlite3.Error) else None


class Verification:
    def __init__(self, connect: Connect, sealer: Sealer, witnesses: tuple[Head, ...]) -> None:
        self._connect, self._sealer = connect, sealer
        self._witnesses = {(head.till_id, head.count): head.hash for head in witnesses if head.count}
        self._ends: dict[int, Head] = {}
        self._read: dict[int, int] = {}  # till -> the last seq that was read
        self._told: dict[str, bytes] = {}  # number of an invoice or buy-in -> hash of its document, by its event
        self._untold: dict[str, tuple[str, bytes]] = {}  # number -> table and hash of one of which no event was read
        self._closed: dict[str, str] = {}  # id of a shift -> its digest, by the event of its closing
        self._erased: set[str] = set()  # cases whose person was erased, by the event that tells it
        self._invoices = 0

    def run(self) -> Verified:
        database = self._database()
        bad = None
        try:
            self._events()
            for table, place in ((t.invoice, "invoice.document"), (t.paper, "paper.document")):
                self._documents(table, place)
            closed = self._closed_shifts()
            self._events()  # what was written while the documents were read
            self._settle()
            self._days(closed)
        except _Found as found:
            bad = found.row
        except (DBAPIError, UnicodeDecodeError) as error:
            if (code := _told_by(error)) is not None:
                raise StorageError(code) from error
            database = (*database, "a table or a value cannot be read")
        heads = tuple(self._ends[till] for till in sorted(self._ends))
        return Verified(database=database, heads=heads, invoices=self._invoices, bad=bad)

    def _database(self) -> tuple[str, ...]:
        """SQLite's own check of every page, index and reference; PostgreSQL sees to its pages itself."""
        with self._connect() as db:
            if db.dialect.name != "sqlite":
                return ()
            said = db.exec_driver_sql(f"PRAGMA integrity_check({_MOST_TOLD})").scalars().all()
            lost = db.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST_TOLD)
        complaints = [str(line) for line in said if line != "ok"]
        return (*complaints, *(f"a row of {row[0]} refers to no {row[2]}" for row in lost))

    # -- the chain -----------------------------------------------------------------------------------

    def _events(self) -> None:
        """Of every till, on from where they were read to."""
        with self._connect() as db:
            last = {row[0]: row[1] for row in db.execute(_LAST)}
            known = {row.till_id: row for row in db.execute(select(history_head))}
        strange = next((till for till in (*last, *known) if not isinstance(till, int)), None)
        if strange is not None:
            raise _Found("audit_event", f"{strange}/{last.get(strange, '')}", "foreign")
        for till_id in sorted({*last, *known, *self._ends}):
            row = known.get(till_id)
            if row is None:
                raise _Found("history_head", str(till_id), "cut")
            head = Head(till_id, row[1], row.hash)
            if not self._signed(head_text(head), row.mac):
                raise _Found("history_head", str(till_id), "foreign")
            self._chain(head)
            if self._read[till_id] != last.get(till_id):
                raise _Found("audit_event", f"{till_id}/{last.get(till_id, '')}", "foreign")  # it stands behind the end

    def _chain(self, until: Head) -> None:
        till_id = until.till_id
        here = self._ends.get(till_id, Head(till_id))
        while here.count < until.count:
            at_most = min(_PAGE, until.count - here.count)
            with self._connect() as db:
                after = self._read.get(till_id, _FIRST)
                page = self._page(db, till_id, after, at_most)
            for row in page:
                here = self._ends[till_id] = self._link(here, row)
            if len(page) < at_most:
                raise _Found("history_head", str(till_id), "cut")
        if here != until:
            raise _Found("history_head", str(till_id), "cut")

    def _page(self, db: Connection, till_id: int, after: int, at_most: int) -> list[Any]:
        """Where a value is no text any more its event is looked for, one by one."""
        asked = {"till": till_id, "after": after, "at_most": at_most}
        try:
            return list(db.execute(_EVENTS, asked).all())
        except (DBAPIError, UnicodeDecodeError):
            keys = db.scalars(_KEYS, asked).all()
        for seq in keys:
            try:
                db.execute(_EVENTS, {"till": till_id, "after": seq - 1, "at_most": 1}).all()
            except (DBAPIError, UnicodeDecodeError):
                raise _Found("audit_event", f"{till_id}/{seq}", "broken") from None
        raise _Found("audit_event", f"{till_id}/{after}", "broken")

    def _link(self, before: Head, row: Any) -> Head:
        seq, at, who, kind, subject, data, written, mac = row
        till_id, key = before.till_id, f"{before.till_id}/{seq}"
        if not all(isinstance(part, str) for part in (who, kind, subject, data, written, mac)):
            raise _Found("audit_event", key, "broken")
        if not self._signed(written, mac):
            raise _Found("audit_event", key, "foreign")
        moment = instant(at) if isinstance(at, datetime) else str(at)
        if link(before.hash, till_id, seq, moment, who, kind, subject, data) != written:
            raise _Found("audit_event", key, "broken")
        if self._witnesses.pop((till_id, before.count + 1), written) != written:
            raise _Found("audit_event", key, "not-as-witnessed")
        self._read[till_id] = seq
        if '"document": "' in data:
            told = json.loads(data)
            self._told[str(told["invoice"])] = bytes.fromhex(told["document"])
        elif kind == "shift-closed" and '"shift": "' in data:
            self._closed[subject] = str(json.loads(data)["shift"])
        elif kind == "person-erased":
            self._erased.update(json.loads(data)["cases"])
        return Head(till_id, before.count + 1, written)

    def _signed(self, words: object, mac: object) -> bool:
        return compare_digest(str(mac).encode(), self._sealer.mac(str(words)).encode())

    # -- the invoices --------------------------------------------------------------------------------

    def _documents(self, table: Table, place: str) -> None:
        c, last = table.c, ""
        beside = (c.issued_at, *((c.subject, c.refers_to, c.tax_id) if table is t.invoice else ()))
        while True:
            with self._connect() as db:
                page = db.execute(
                    select(c.number, c.total, c.sha256, c.document_sealed, c.sale_id, own_key.c.key_sealed, *beside)
                    .outerjoin(own_key, own_key.c.subject == literal(of_case("")) + c.sale_id)
                    .where(c.number > last).order_by(c.number).limit(_PAGE)
                ).all()  # fmt: skip
            for number, total, sha256, sealed, sale_id, key_sealed, *columns in page:
                last = number
                key = self._own(sale_id, key_sealed)
                said = _Said(number, total, *columns)
                found = self._document(key, table.name, f"{place}:{number}", said, sealed)
                if sale_id in self._erased:
                    found = bytes.fromhex(sha256)  # its person is gone, on record; what stands beside it is held
                if found.hex() != sha256:
                    raise _Found(table.name, number, "invoice-changed")
                told = self._told.pop(number, None)
                if told is None:
                    self._untold[number] = (table.name, found)
                elif told != found:
                    raise _Found(table.name, number, "invoice-changed")
                self._invoices += 1
            if len(page) < _PAGE:
                return

    def _own(self, sale_id: str, key_sealed: bytes | None) -> Sealer:
        try:
            key = self._sealer.open(key_sealed, f"own_key:{of_case(sale_id)}") if key_sealed is not None else None
        except StorageError:
            raise _Found("own_key", of_case(sale_id), "foreign") from None
        return self._sealer.under(key)

    def _document(self, key: Sealer, table: str, place: str, said: _Said, sealed: object) -> bytes:
        """The hash of the document, which must say what the columns beside it say."""
        try:
            document = key.open(sealed, place) if isinstance(sealed, bytes) else b"null"
            frozen = json.loads(document)
            held = said.holds(frozen)
        except (StorageError, PersonErasedError, ValueError, TypeError, KeyError):
            held = False
        if not held:
            raise _Found(table, said.number, "invoice-changed")
        return hashlib.sha256(document).digest()

    def _closed_shifts(self) -> set[str]:
        with self._connect() as db:
            return {str(shift_id) for shift_id in db.scalars(select(shift.c.id).where(shift.c.closed_at.is_not(None)))}

    def _days(self, known: set[str]) -> None:
        """Every closed shift, with its paper and its money, is the one whose closing is on record. `known`: those that
        were closed before the last events were read, so that each of them has its event."""
        for shift_id in sorted(known - self._closed.keys()):
            raise _Found("shift", shift_id, "shift-unknown")
        there = self._closed_shifts()
        for shift_id, closed in sorted(self._closed.items()):
            if shift_id not in there:
                raise _Found("shift", shift_id, "shift-missing")
            with self._connect() as db:
                changed = digest(db, int(shift_id)) != closed
            if changed:
                raise _Found("shift", shift_id, "shift-changed")

    def _settle(self) -> None:
        for number, (table, found) in self._untold.items():
            told = self._told.pop(number, None)
            if told is None:
                raise _Found(table, number, "invoice-unknown")
            if told != found:
                raise _Found(table, number, "invoice-changed")
        with self._connect() as db:
            for number in sorted(self._told):  # of one that was issued after its page was read there is a row by now
                if not any(
                    db.scalar(select(table.c.number).where(table.c.number == number)) for table in (t.invoice, t.paper)
                ):
                    raise _Found("invoice", number, "invoice-missing")
        for till_id, _count in sorted(self._witnesses):
            raise _Found("history_head", str(till_id), "cut")
