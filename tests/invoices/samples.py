"""Plainly invented papers for the tests and the bench."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pos_app.domain import buy_in_document
from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.dossier import Dossier
from pos_app.domain.invoice import InvoiceDocument, InvoiceLine, from_json
from pos_app.domain.life import Life, LifeEvent, LifeKind

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "samples"
_SIMS = "از 0935***0000 به 0912***0001"
MORNING = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def sample() -> InvoiceDocument:
    """A phone with two slots and an accessory, activated, paid by card reader and cash."""
    return _invoice("invoice-new-device.json")


def used() -> InvoiceDocument:
    """A used phone without its box, transferred and activated, partly set off against a buy-in."""
    return _invoice("invoice-used-device.json")


def returned() -> InvoiceDocument:
    """The void of `used`: money back, the transfer back still owed by the buyer."""
    return _invoice("invoice-return.json")


def awkward() -> InvoiceDocument:
    """Forty lines, ten IMEIs in one of them, names of mixed scripts, a cheque and instalments, a tax id."""
    return _invoice("invoice-awkward.json")


def bought() -> BuyInDocument:
    """That same phone as a walk-in sold it: transfer begun, activation owed."""
    return buy_in_document.from_json((FOLDER / "buy-in-walk-in.json").read_text("utf-8"))


def _invoice(name: str) -> InvoiceDocument:
    return from_json((FOLDER / name).read_text("utf-8"))


def with_lines(document: InvoiceDocument, lines: tuple[InvoiceLine, ...]) -> InvoiceDocument:
    """The document with other lines, numbered anew, totals and payment to match."""
    numbered = tuple(replace(line, row_no=row) for row, line in enumerate(lines, start=1))
    sums = {name: sum(getattr(line, name) for line in numbered) for name in ("prdis", "dis", "adis", "vam", "tsstam")}
    payment = replace(document.payments[0], amount=sums["tsstam"])
    return replace(document, lines=numbered, payments=(payment,), **sums)


def a_life() -> Life:
    """Bought from a walk-in, sold, returned, sold no more: one event of every kind."""
    device = bought().device
    told = (
        LifeEvent(MORNING, LifeKind.ALLOCATED, channel="api", detail="Samsung SM-G990E"),
        _at(5, LifeKind.BOUGHT_IN, person="ر*** آ***", number="B1405-1-000012"),
        _at(20, LifeKind.INQUIRED, channel="ussd", state="LEGAL_ACTIVE_OTHER_SIM", answered=17),
        _at(22, LifeKind.CONTROLLED, state="done"),
        _at(24, LifeKind.COMPARED, state="done", detail="no_box"),
        _at(26, LifeKind.GRADED, state="B", detail="screen_scratched, battery_weak"),
        _at(31, LifeKind.TRANSFER, person="ر*** آ***", channel="ussd", state="succeeded", detail=_SIMS),
        _at(36, LifeKind.ACTIVATION, channel="ussd", state="succeeded", detail="0912***0001"),
        _at(38, LifeKind.PAPER, state="buy_in", number="B1405-1-000012"),
        _at(39, LifeKind.PRINTED, state="made", number="B1405-1-000012"),
        _at(40, LifeKind.STOCKED),
        _at(45, LifeKind.CONFLICT, state="model", detail="SM-G990E / SM-A037F"),
        _at(47, LifeKind.RELEASED, who="مدیر نمونه", state="inquiry", reason="برچسب زیر باتری و رسید خرید دیده شد"),
        _at(4000, LifeKind.RESET, state="done"),
        _at(4030, LifeKind.DECIDED, state="inquiry", reason="شبکه قطع بود؛ پاسخ روز پیش پذیرفته شد", answered=3000),
        _at(4060, LifeKind.SOLD, person="ع*** آ***", number="1405-1-000431"),
        _at(6600, LifeKind.RETURNED, person="ع*** آ***", number="1405-1-000440", reason="ایراد دوربین"),
        _at(6610, LifeKind.SWAPPED, detail="353328110002047"),
    )  # fmt: skip
    return Life(device.title, device.brand, device.model, device.imeis, device.serial, "used", "held", told)


def _at(
    minutes: int, kind: LifeKind, *, who: str = "مریم نمونه‌پور", person: str = "", channel: str = "", state: str = "",
    detail: str = "", number: str = "", reason: str = "", answered: int | None = None,
) -> LifeEvent:  # fmt: skip
    answered_at = None if answered is None else MORNING + timedelta(minutes=answered)
    return LifeEvent(
        MORNING + timedelta(minutes=minutes), kind, who, person, channel, state, detail, number, answered_at, reason
    )


def a_dossier(life: Life | None = None) -> Dossier:
    paper = bought()
    return Dossier(MORNING + timedelta(days=6), "مریم نمونه‌پور", paper.shop, paper.licence_no, life or a_life())
