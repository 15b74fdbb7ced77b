"""A stocktake by scanner: one scan one phone. It finds out and writes down; what is done about it, people do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.box_code import BoxCode, CodeKind, classify
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import Right
from pos_app.domain.stock import ProductKind, UnitState
from pos_app.domain.typed import one_line
from pos_app.ports.stocktakes import Pile, Scan, Stocktake
from pos_app.ports.storage import ReadSession, UnitHit

SHOWN, ALL = 60, 2_000_000  # scans that are listed, and that are written into a table
MAX_NOTE = 400  # characters
_FINDINGS = {
    UnitState.IN_STOCK: "counted", UnitState.HELD: "kept", UnitState.BACK: "kept", UnitState.INTAKE: "kept",
    UnitState.SOLD: "sold", UnitState.LEFT: "gone",
}  # fmt: skip


class Heard(StrEnum):
    """What a scan was."""

    COUNTED = "counted"
    AGAIN = "again"  # counted before
    KEPT = "kept"  # it lies here, and is kept back
    SOLD = "sold"  # it lies here, and the shop has sold it
    GONE = "gone"  # it lies here, and had left
    UNKNOWN = "unknown"
    PIECE = "piece"  # one more of goods that are counted


@dataclass(frozen=True, slots=True)
class Word:
    """The answer to one scan: `pieces` of goods that are counted by now."""

    heard: Heard
    code: str
    title: str = ""
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The stocktake that is open, None = none; `counts` by finding, with `expected` and `pieces`."""

    stocktake: Stocktake | None
    counts: dict[str, int]
    scans: tuple[Scan, ...] = ()
    piles: tuple[Pile, ...] = ()

    @property
    def left(self) -> int:
        """Phones that should lie here and were not scanned yet."""
        return max(0, self.counts.get("expected", 0) - self.counts.get("counted", 0) - self.counts.get("kept", 0))


def standing(services: Services) -> Standing:
    with services.storage.read() as session:
        found = session.open_stocktake(services.till_id)
        return _standing(session, found) if found is not None else Standing(None, {})


def closed(services: Services, limit: int = 20) -> tuple[Stocktake, ...]:
    with services.storage.read() as session:
        return tuple(one for one in session.stocktakes(limit) if one.closed_at is not None)


def result(services: Services, stocktake: Stocktake) -> Standing:
    """What a closed one found: everything but what was counted as it should be."""
    with services.storage.read() as session:
        scans = session.stocktake_scans(stocktake.id, 1_000, without_counted=True)
        return Standing(stocktake, stocktake.result, scans, session.piles(stocktake.id))


def whole(services: Services, stocktake: Stocktake) -> Standing:
    """Every scan of it."""
    with services.storage.read() as session:
        counts = stocktake.result or session.stocktake_counts(stocktake.id)
        return Standing(stocktake, counts, session.stocktake_scans(stocktake.id, ALL), session.piles(stocktake.id))


@needs(Right.INTAKE)
def begin(services: Services) -> Standing:
    """Raises ShopError `stocktake-open-already`."""
    now = services.clock.now()
    with services.storage.write() as session:
        stocktake_id = session.open_new_stocktake(services.till_id, now, services.person)
        session.audit(services.till_id, now, services.person, "stocktake-opened", str(stocktake_id), {})
    return standing(services)


@needs(Right.SELL)
def scan(services: Services, text: str) -> Word:
    """One scan of a phone by any of its numbers, or of a counted piece by its barcode. Raises ShopError
    `stocktake-none-open`, `scan-empty`, `scan-its-imei` (the barcode of a phone's product), or why it is no number."""
    codes = tuple(dict.fromkeys(classify(text)))
    if not codes:
        raise ShopError("scan-empty")
    now = services.clock.now()
    with services.storage.write() as session:
        open_one = _open(session, services.till_id)
        for code in codes:
            hits = session.find_units(code.value) if code.kind is not CodeKind.GTIN else ()
            if hits:
                hit = _one(hits, code)
                finding = _FINDINGS[hit.unit.state]
                name, title = hit.unit.name, hit.unit.product.title
                new = session.count_unit(open_one.id, hit.unit.id, name, finding, now, services.person)
                return Word(Heard(finding) if new else Heard.AGAIN, name, title)
        piece = next((code for code in codes if code.kind is CodeKind.GTIN), None)
        product = session.product_by_gtin(piece.value) if piece else None
        if product is not None and piece is not None:
            if product.kind is ProductKind.DEVICE:
                raise ShopError("scan-its-imei", detail=product.title)
            pieces = session.count_pieces(open_one.id, product.id, piece.value, 1, now, services.person)
            return Word(Heard.PIECE, piece.value, product.title, pieces)
        first = next((code for code in codes if code.kind is CodeKind.IMEI), codes[0])
        if first.kind is CodeKind.ASK:
            raise ShopError(first.reason, detail=first.value)
        new = session.count_unknown(open_one.id, first.value, now, services.person)
        return Word(Heard.UNKNOWN if new else Heard.AGAIN, first.value)


@needs(Right.SELL)
def take_back(services: Services) -> str:
    """The last scan was none. Its code, "" = there is none."""
    with services.storage.write() as session:
        return session.take_back_scan(_open(session, services.till_id).id)


@needs(Right.INTAKE)
def close(services: Services, note: str = "") -> Standing:
    """Writes down what is missing. Nothing of the stock is changed by it. Raises ShopError `stocktake-none-open`."""
    now = services.clock.now()
    with services.storage.write() as session:
        open_one = _open(session, services.till_id)
        missing = session.write_missing(open_one.id, now, services.person)
        counts = session.stocktake_counts(open_one.id) | {"missing": missing}
        told = one_line(note).strip()[:MAX_NOTE]
        session.close_stocktake(open_one.id, now, services.person, told, counts)
        data: dict[str, object] = {**counts, "note": told}
        session.audit(services.till_id, now, services.person, "stocktake-closed", str(open_one.id), data)
        done = next(one for one in session.stocktakes(SHOWN) if one.id == open_one.id)
    return result(services, done)


def _open(session: ReadSession, till_id: int) -> Stocktake:
    found = session.open_stocktake(till_id)
    if found is None:
        raise ShopError("stocktake-none-open")
    return found


def _standing(session: ReadSession, stocktake: Stocktake) -> Standing:
    return Standing(
        stocktake, session.stocktake_counts(stocktake.id), session.stocktake_scans(stocktake.id, SHOWN),
        session.piles(stocktake.id),
    )  # fmt: skip


def _one(hits: tuple[UnitHit, ...], code: BoxCode) -> UnitHit:
    """A serial may be that of several phones: then only an IMEI says which."""
    if len(hits) > 1:
        raise ShopError("serial-of-several", detail=code.value)
    return hits[0]
