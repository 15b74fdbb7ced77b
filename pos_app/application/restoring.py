"""A shop is back: a backup is opened, tried, brought up to date, and put into its folder as one step.

What nobody can know any more is said, not guessed: see decision 0021.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pos_app import jalali
from pos_app.application import recovery
from pos_app.application import shop as shops
from pos_app.domain import series
from pos_app.domain.backup import DATABASE, Lacks, Manifest, lacking
from pos_app.domain.errors import ShopError, StorageError
from pos_app.domain.history import Head
from pos_app.domain.series import Jump, Series
from pos_app.ports.backups import DATA_KEY, RECOVERY_KEY, SHOP_KEYS, Opened, Remains, RestoreDesk
from pos_app.ports.storage import Storage, WriteSession

THIS_COMPUTER, BY_RECOVERY = "this-computer", "recovery-key"
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class LastPapers:
    """What the person says of papers made after the backup. `told`: the newest of a series; `nothing_later`: there is
    none in any other series. Neither = nobody knows."""

    told: Mapping[Series, int]
    nothing_later: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """`way`: this-computer or recovery-key; `replaced`: name of the database that was put aside, "" = none;
    `unknown`: codes of what nobody can say; `history` "" = its chain was verified and holds, else what is wrong."""

    manifest: Manifest
    way: str
    replaced: str
    lacks: Lacks
    jumps: tuple[Jump, ...]
    serials: Mapping[str, int]
    unknown: tuple[str, ...]
    history: str = ""


def read_last(texts: tuple[str, ...]) -> LastPapers:
    """Words of a person: numbers, or none, or unknown. Raises ShopError `invoice-number-form`."""
    told: dict[Series, int] = {}
    nothing = False
    for text in texts:
        word = text.strip().lower()
        if word in (series.NONE, series.UNKNOWN, ""):
            nothing = nothing or word == series.NONE
            continue
        try:
            of, last = series.read_number(text)
        except ValueError as error:
            raise ShopError(str(error), field="last_invoice", detail=text[:40]) from error
        told[of] = max(last, told.get(of, 0))
    return LastPapers(told, nothing)


def restore(
    desk: RestoreDesk, file: Path, now: datetime, *, last: LastPapers, ask_key: Callable[[], str], replace: bool
) -> Restored:
    """`ask_key` gives what a person types for the recovery key; it is asked only where this computer's own key does not
    open the file. Raises ShopError `shop-has-data`, `backup-*`, `not-a-backup`, `recovery-key-*`, StorageError."""
    with desk.alone():
        return _restore(desk, file, now, last, ask_key, replace=replace)


def _restore(
    desk: RestoreDesk, file: Path, now: datetime, last: LastPapers, ask_key: Callable[[], str], *, replace: bool
) -> Restored:
    parts = desk.backup
    if parts.database.exists() and not replace:
        raise ShopError("shop-has-data", detail=str(parts.folder))
    parts.files.check(file)
    opened, way = _open(desk, file, ask_key)
    left = parts.snapshots.remains(parts.database)
    with parts.scratch() as room:
        manifest = parts.files.unpack(file, opened, room)
        if parts.snapshots.look(room / DATABASE) != manifest.contents:
            raise ShopError("backup-damaged", detail="counts-differ")
        keys = {name: value for name, value in opened.shop_keys.items() if name in SHOP_KEYS}
        keys = desk.complete(keys)
        if way == THIS_COMPUTER and parts.store.get(RECOVERY_KEY):
            keys.pop(RECOVERY_KEY, None)  # its paper may have been renewed since
        said = _bring_on(desk, room / DATABASE, keys, manifest, left, last, now, file.name, way)
        keys |= said.witness
        damaged = left is not None and left.contents is None
        suffix = f".{'corrupt' if damaged else 'replaced'}-{now:{_STAMP}}"
        replaced = desk.placing.commit(room, keys, suffix)
    unknown = _unknown(said.lacks, said.jumps, said.serials, last, left, manifest)
    return Restored(manifest, way, replaced, said.lacks, said.jumps, said.serials, unknown, said.history)


@dataclass(frozen=True, slots=True)
class _Brought:
    jumps: tuple[Jump, ...]
    serials: Mapping[str, int]
    lacks: Lacks
    history: str
    witness: Mapping[str, str]


def _open(desk: RestoreDesk, file: Path, ask_key: Callable[[], str]) -> tuple[Opened, str]:
    own = desk.backup.store.get(DATA_KEY)
    opened = desk.backup.files.open_here(file, own) if own else None
    if opened is not None:
        return opened, THIS_COMPUTER
    return desk.backup.files.open_by_recovery(file, recovery.read(ask_key())), BY_RECOVERY


def _bring_on(
    desk: RestoreDesk, copy: Path, keys: Mapping[str, str], manifest: Manifest, left: Remains | None, last: LastPapers,
    now: datetime, name: str, way: str,
) -> _Brought:  # fmt: skip
    """Migrates the copy, moves its numbers, and writes into its history what happened. All before it has a name."""
    ours = left is not None and left.shop_id == manifest.shop_id
    lacks = lacking(manifest, left.contents if left is not None and ours else None)
    storage = desk.open_copy(copy, keys)
    try:
        history = _verified(storage, manifest)
        with storage.write() as session:
            jumps, serials = _move(session, manifest, left if ours else None, last, now)
            heads = {till: [head.count, head.hash] for till, head in manifest.contents.heads.items()}
            data: dict[str, object] = {
                "made_at": manifest.made_at.isoformat(), "heads": heads, "way": way, "lacks_events": lacks.events,
                "lacks_sales": lacks.sales, "lacks_invoices": lacks.invoices, "serials": dict(serials),
                "history": history,
            }  # fmt: skip
            session.audit(desk.till_id, now, "", "restored", name, data)
            if left is not None and ours:
                _erase_again(session, desk.till_id, left.erased, now)
            for jump in jumps:
                if jump.skipped:
                    said: dict[str, object] = {
                        "till": jump.series.till, "kind": jump.series.kind, "year": jump.series.year,
                        "from": jump.was + 1, "to": jump.last, "basis": jump.basis,
                    }  # fmt: skip
                    session.audit(desk.till_id, now, "", "numbers-skipped", jump.series.counter, said)
        with storage.read() as reading:
            end = desk.witness(reading.history_heads())
    finally:
        storage.close()
    if any(copy.with_name(f"{copy.name}{side}").exists() for side in ("-journal", "-wal")):
        raise StorageError("storage-write-failed", detail="not-closed")
    return _Brought(jumps, serials, lacks, history, end)


def _verified(storage: Storage, manifest: Manifest) -> str:
    heads = manifest.contents.heads
    found = storage.verify(tuple(Head(int(till), head.count, head.hash) for till, head in heads.items() if head.hash))
    return found.bad.fault if found.bad else "database" if found.database else ""


def _erase_again(session: WriteSession, till_id: int, erased: tuple[str, ...], now: datetime) -> None:
    """A backup of an earlier day still has their keys; what was promised to them holds. Known by their cases: the row
    of a customer may be somebody else's in this line of the history, and a case that is not here is nobody's."""
    for customer_id in sorted({session.customer_of(case) for case in erased} - {0}):
        known = session.customer(customer_id)
        if known is not None and known.erased_at is None:
            cases = session.erase_customer(customer_id, now)
            data: dict[str, object] = {"cases": list(cases), "reason": "erased before the restore"}
            session.audit(till_id, now, "", "person-erased", str(customer_id), data)


def _move(
    session: WriteSession, manifest: Manifest, left: Remains | None, last: LastPapers, now: datetime
) -> tuple[tuple[Jump, ...], Mapping[str, int]]:
    held, read = session.counters(), left.counters if left else None
    begun, ended = sorted((jalali.year(manifest.made_at), jalali.year(now)))
    jumps = series.jumps(
        held, session.till_ids(), range(begun, ended + 1), last.told, read, nothing_later=last.nothing_later
    )
    for jump in jumps:
        if jump.skipped:
            session.raise_series(jump.series, jump.last)
    shop = shops.load(session)
    serials: dict[str, int] = {}
    memories = {*held.serials, *(read.serials if read else ()), *([shop.tax_memory] if shop.tax_memory else ())}
    for memory in sorted(memories):
        given = held.serials.get(memory, shop.tax_serial_above if memory == shop.tax_memory else 0)
        known = read.serials.get(memory, 0) if read else None
        above = series.serial_above(given, known, nothing_later=last.nothing_later and not last.told)
        if above > given:
            session.raise_tax_serial(memory, above)
            serials[memory] = above
    return jumps, serials


def _unknown(
    lacks: Lacks, jumps: tuple[Jump, ...], serials: Mapping[str, int], last: LastPapers, left: Remains | None,
    manifest: Manifest,
) -> tuple[str, ...]:  # fmt: skip
    """What an honest answer cannot contain."""
    found = []
    if lacks.sales is None and not last.nothing_later:
        found.append("sales-after-the-backup")
    if lacks.sales is None and manifest.contents.rows.get("customer") and not last.nothing_later:
        found.append("erasures-after-the-backup")
    if any(jump.basis == series.UNKNOWN for jump in jumps):
        found.append("invoice-numbers-after-the-backup")
    read = left is not None and left.counters is not None and left.shop_id == manifest.shop_id
    if serials and not read:
        found.append("tax-serials-after-the-backup")
    return tuple(found)
