"""Which tables there are, their columns, and where their rows come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from pos_app.application.guide_used import masked_id
from pos_app.application.services import Services
from pos_app.domain import buy_in_document, invoice
from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.effect import Effect, effect
from pos_app.domain.identifiers import mobile_masked
from pos_app.domain.invoice import CORRECTIVE, RETURN, VOID, InvoiceDocument
from pos_app.domain.sale import Buyer
from pos_app.ports.exports import Issued, IssuedPage
from pos_app.ports.storage import ReadSession

PAGE = 2_000  # rows of one reading
_PAPERS = 200  # documents of one reading: each has to be opened
_METHODS = ("", "cheque", "offset", "cash", "card_reader", "gateway", "card_to_card", "transfer", "other")

Period = tuple[date, date] | None
Rows = Callable[[Services, Period], Iterator[tuple[Any, ...]]]


class Kind(Enum):
    """Of a column: text, whole number, a code that is said in words, an instant, a day."""

    TEXT = "text"
    NUMBER = "number"
    CODE = "code"
    AT = "at"
    DAY = "day"


T, N, C, AT, DAY = Kind.TEXT, Kind.NUMBER, Kind.CODE, Kind.AT, Kind.DAY


@dataclass(frozen=True, slots=True)
class Book:
    columns: tuple[tuple[str, Kind], ...]
    rows: Rows


# -- straight from the database ----------------------------------------------------------------------


def _table(*names: str, at: int | None = None) -> Rows:
    """`at`: place of the day or instant by which a period is cut out."""

    def rows(services: Services, period: Period) -> Iterator[tuple[Any, ...]]:
        for name in names:
            after: tuple[Any, ...] | None = None
            while True:
                with services.storage.read() as session:
                    found, after = session.export_page(name, after, PAGE)
                yield from (row for row in found if at is None or _within(row[at], period))
                if after is None:
                    break

    return rows


def _customers(services: Services, period: Period) -> Iterator[tuple[Any, ...]]:
    """`period` cuts by the day of their last case."""
    for key, first_at, last_at, cases, erased_at in _table("customers", at=2)(services, period):
        with services.storage.read() as session:
            found = session.customer(key)
        person = found.person if found is not None else Buyer()
        yield (
            key, _person(person.name), masked_id(person.national_id),
            mobile_masked(person.mobile) if person.mobile else "", cases, first_at, last_at, erased_at,
        )  # fmt: skip


def _within(value: datetime | date | None, period: Period) -> bool:
    if period is None:
        return True
    if value is None:
        return False
    from pos_app import jalali

    day = jalali.local(value).date() if isinstance(value, datetime) else value
    return period[0] <= day <= period[1]


# -- from the frozen documents -----------------------------------------------------------------------


def _issued(services: Services, period: Period, page: Callable[[ReadSession, Any], IssuedPage]) -> Iterator[Issued]:
    after: tuple[Any, ...] | None = None
    while True:
        with services.storage.read() as session:
            found, after = page(session, after)
        yield from (one for one in found if _within(one.issued_at, period))
        if after is None:
            return


def invoices(services: Services, period: Period) -> Iterator[tuple[Issued, InvoiceDocument]]:
    for one in _issued(services, period, lambda session, after: session.issued_page(after, _PAPERS)):
        yield one, invoice.from_json(one.document)


def effect_of(services: Services, document: InvoiceDocument) -> Effect:
    if document.subject != CORRECTIVE:
        return effect(document)
    with services.storage.read() as session:
        stored = session.invoice(document.refers_to, for_books=True)
    return effect(document, invoice.from_json(stored.document) if stored else None)


def _sales(services: Services, period: Period) -> Iterator[tuple[Any, ...]]:
    for one, document in invoices(services, period):
        change, buyer = effect_of(services, document), document.buyer
        yield (
            one.number, one.issued_at, document.subject, document.refers_to, document.tax_id,
            document.lines[0].description if document.lines else "", len(document.lines), _person(buyer.name),
            masked_id(buyer.national_id), mobile_masked(buyer.phone) if buyer.phone else "", change.net,
            change.discount, change.vat, change.total, document.tsstam * document.unit_rials, one.seller, one.till_id,
        )  # fmt: skip


def _person(name: str) -> str:
    """«علی ر…», or «ع…»: enough for who looks it up, too little for who finds the file."""
    first, _, rest = name.strip().partition(" ")
    return f"{first} {rest.strip()[:1]}…" if rest.strip() else f"{first[:1]}…" if first else ""


def _lines(services: Services, period: Period) -> Iterator[tuple[Any, ...]]:
    for one, document in invoices(services, period):
        unit, sign = document.unit_rials, -1 if document.subject in (VOID, RETURN) else 1
        for line in document.lines:
            sums = (line.fee, line.prdis, line.dis, line.adis)
            imeis = (*line.imeis, "", "")
            yield (
                one.number, one.issued_at, document.subject, line.row_no, line.description, line.goods_code,
                line.goods_id, line.quantity, line.unit_code, *(sign * unit * value for value in sums),
                _percent(line.vat_hundredths), sign * unit * line.vam, sign * unit * line.tsstam, imeis[0], imeis[1],
                line.serial, line.condition or "sealed",
            )  # fmt: skip


def _payments(services: Services, period: Period) -> Iterator[tuple[Any, ...]]:
    for one, document in invoices(services, period):
        sign = -1 if document.subject in (VOID, RETURN) else 1
        for line in document.payments:
            method = _METHODS[line.method] if line.method < len(_METHODS) else str(line.method)
            due = date.fromisoformat(line.due) if line.due else None
            yield (
                one.number, one.issued_at, document.subject, method, sign * line.amount * document.unit_rials,
                line.reference, line.terminal, due,
            )  # fmt: skip
        for part in document.instalments:
            yield (
                one.number, one.issued_at, document.subject, "instalment", sign * part.amount * document.unit_rials, "",
                "", date.fromisoformat(part.due),
            )  # fmt: skip


def _buy_ins(services: Services, period: Period) -> Iterator[tuple[Any, ...]]:
    for one in _issued(services, period, lambda session, after: session.papers_page(after, _PAPERS)):
        document: BuyInDocument = buy_in_document.from_json(one.document)
        device, person, paid = document.device, document.seller, document.payment
        imeis = (*device.imeis, "", "")
        yield (
            one.number, one.issued_at, device.title, device.brand, device.model, imeis[0], imeis[1], device.serial,
            device.grade, document.price, _METHODS[paid.method] if paid else "", document.for_invoice,
            _person(person.name), masked_id(person.national_id), mobile_masked(person.phone) if person.phone else "",
            one.seller, one.till_id,
        )  # fmt: skip


def _vat(services: Services, period: Period) -> Iterator[tuple[Any, ...]]:
    """By quarter of the Jalali year, as VAT is declared, and by rate."""
    from pos_app import jalali

    sums: dict[tuple[int, int, int, str], list[int]] = {}
    for one, document in invoices(services, period):
        year, month, _ = jalali.parts(jalali.local(one.issued_at).date())
        before = _rates(services, document)
        sign = -1 if document.subject in (VOID, RETURN) else 1
        rates = sorted({line.vat_hundredths for line in document.lines} | before.keys())
        for rate in rates:
            lines = [line for line in document.lines if line.vat_hundredths == rate]
            was_net, was_vat = before.get(rate, (0, 0))
            net = sum(line.adis for line in lines) * document.unit_rials - was_net
            vat = sum(line.vam for line in lines) * document.unit_rials - was_vat
            total = sums.setdefault((year, (month + 2) // 3, rate, document.subject), [0, 0, 0])
            for place, value in enumerate((1, sign * net, sign * vat)):
                total[place] += value
    for (year, quarter, rate, subject), (count, net, vat) in sorted(sums.items()):
        yield year, quarter, _percent(rate), subject, count, net, vat, net + vat


def _rates(services: Services, document: InvoiceDocument) -> dict[int, tuple[int, int]]:
    """What a corrective takes the place of: net and VAT by rate."""
    if document.subject != CORRECTIVE:
        return {}
    with services.storage.read() as session:
        stored = session.invoice(document.refers_to, for_books=True)
    was = invoice.from_json(stored.document) if stored else None
    found: dict[int, tuple[int, int]] = {}
    for line in was.lines if was else ():
        net, vat = found.get(line.vat_hundredths, (0, 0))
        unit = was.unit_rials if was else 1
        found[line.vat_hundredths] = net + line.adis * unit, vat + line.vam * unit
    return found


def _percent(hundredths: int) -> str:
    return f"{hundredths // 100}" if hundredths % 100 == 0 else f"{hundredths // 100}.{hundredths % 100:02}"


BOOKS: dict[str, Book] = {
    "units": Book((
        ("id", N), ("imei1", T), ("imei2", T), ("serial", T), ("eid", T), ("title", T), ("brand", T), ("model", T),
        ("model_code", T), ("state", C), ("condition", C), ("grade", T), ("price", N), ("cost", N), ("entered", AT),
        ("supplier", T), ("purchase_number", T), ("bought", DAY),
    ), _table("units")),
    "products": Book((
        ("id", N), ("kind", C), ("title", T), ("category", T), ("brand", T), ("model", T), ("model_code", T),
        ("gtin", T), ("goods_id", T), ("unit_code", N), ("price", N), ("vat_percent", T), ("guarantee", T),
        ("in_stock", N), ("low_level", N),
    ), _table("products")),
    "sales": Book((
        ("number", T), ("issued", AT), ("subject", C), ("refers_to", T), ("tax_id", T), ("title", T), ("lines", N),
        ("buyer", T), ("buyer_id", T), ("buyer_mobile", T), ("net", N), ("discount", N), ("vat", N), ("total", N),
        ("invoice_total", N), ("seller", T), ("till", N),
    ), _sales),
    "invoices": Book((
        ("number", T), ("issued", AT), ("subject", C), ("row_no", N), ("title", T), ("goods_code", T), ("goods_id", T),
        ("quantity", T), ("unit_code", N), ("fee", N), ("gross", N), ("discount", N), ("net", N), ("vat_percent", T),
        ("vat", N), ("total", N), ("imei1", T), ("imei2", T), ("serial", T), ("condition", C),
    ), _lines),
    "buy-ins": Book((
        ("number", T), ("issued", AT), ("title", T), ("brand", T), ("model", T), ("imei1", T), ("imei2", T),
        ("serial", T), ("grade", T), ("total", N), ("method", C), ("refers_to", T), ("walk_in", T), ("walk_in_id", T),
        ("walk_in_mobile", T), ("seller", T), ("till", N),
    ), _buy_ins),
    "payments": Book((
        ("number", T), ("issued", AT), ("subject", C), ("method", C), ("amount", N), ("reference", T), ("terminal", T),
        ("due", DAY),
    ), _payments),
    "vat": Book((
        ("year", N), ("quarter", N), ("vat_percent", T), ("subject", C), ("invoices", N), ("net", N), ("vat", N),
        ("total", N),
    ), _vat),
    "customers": Book((
        ("id", N), ("buyer", T), ("buyer_id", T), ("buyer_mobile", T), ("cases", N), ("first_case", AT),
        ("last_case", AT), ("erased", AT),
    ), _customers),
    "purchases": Book((
        ("purchase", N), ("supplier", T), ("purchase_number", T), ("bought", DAY), ("source", C), ("title", T),
        ("quantity", N), ("cost", N), ("total", N), ("person", T), ("written", AT),
    ), _table("purchases", at=3)),
    "movements": Book((
        ("moved", AT), ("movement", C), ("title", T), ("imei1", T), ("quantity", N), ("cost", N), ("reference", T),
        ("person", T),
    ), _table("movements_in", "movements_out", "movements", at=0)),
    "events": Book((
        ("till", N), ("seq", N), ("moved", AT), ("person", T), ("event", T), ("subject_of", T), ("data", T),
    ), _table("events", at=2)),
}  # fmt: skip
