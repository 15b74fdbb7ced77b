"""The paper of a closed shift: on A4 and on a slip the same lines, in the same order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from invoices.blocks.ledger import Entry, ledger, words
from invoices.blocks.signatures import signature_boxes
from invoices.blocks.upright_head import HEAD_HEIGHT, draw_upright_head
from invoices.figures import code, moment
from invoices.flow import Block, paginate, stacked
from invoices.fonts import Weight
from invoices.pages import draw_pages
from invoices.pen import Pen
from invoices.templates import upright
from invoices.templates.sheet import Sheet
from invoices.templates.template import Template
from invoices.text import Style
from invoices.wording_day import TITLE, by_itself, piece, rials, seen, terminal, verdict
from invoices.wording_life import free
from pos_app.domain.day_document import DayDocument
from pos_app.domain.digits import persian

_SIGNED = ("امضای فروشنده", "امضای تحویل‌گیرنده")
_HASH_GROUP = 16  # characters, so that a slip holds two on a line and a person can compare them
_SIGN_HIGH: Final = (96.0, 64.0, 40.0)  # the lower ones where they save a page
_SIGN_HIGH_SLIP: Final = 44.0


def render_day(document: DayDocument, template: Template) -> bytes:
    """See `invoices.renderer.PaperRenderer.day`."""
    sheet = template.sheet if template.roll else upright.SHEET
    top = sheet.margin if template.roll else sheet.margin + HEAD_HEIGHT
    blocks = [*(_head(document, template) if template.roll else ()), *_body(document, sheet, slip=template.roll)]
    tries = (paginate([*blocks, _signatures(sheet, high)], top, sheet.bottom) for high in _heights(template))
    pages = min(tries, key=len)
    pairs = (("شماره", code(document.number)), ("بسته شد", _moment(document.closed_at)))

    def furnish(pen: Pen, page: int, count: int) -> None:
        if not template.roll:
            draw_upright_head(pen, document.shop, TITLE, pairs, page=page, pages=count)

    name = f"{TITLE} {document.number}"
    return draw_pages(sheet, name, pages, furnish, author=document.shop.name, roll=template.roll)


def _head(document: DayDocument, template: Template) -> list[Block]:
    sheet = template.sheet
    return [
        *words(sheet, free(document.shop.name), template.style("shop", Weight.BOLD), centred=True),
        *words(sheet, TITLE, template.style("title", Weight.BOLD), centred=True, gap=sheet.gap),
        *words(sheet, f"شماره: {code(document.number)}", sheet.medium, centred=True),
    ]


def _body(document: DayDocument, sheet: Sheet, *, slip: bool) -> list[Block]:
    small = Style(Weight.REGULAR, sheet.size - 0.6)
    blocks = [
        *ledger(sheet, "شیفت", _shift(document)),
        *words(sheet, by_itself(document), small, gap=2),
        *ledger(sheet, "پول نقد صندوق", _cash(document)),
        *words(sheet, verdict(document), sheet.strong, gap=3),
        *words(sheet, f"توضیح: {free(document.note)}" if document.note else "", sheet.body),
        *ledger(sheet, "شمارش", [Entry(*piece(one)) for one in document.pieces]),
        *ledger(sheet, "جز نقد", _beside(document)),
        *ledger(sheet, "دریافت و پرداخت دستی", _by_hand(document)),
    ]
    return [*blocks, *_history(document, sheet, across=2 if slip else 4)]


def _history(document: DayDocument, sheet: Sheet, *, across: int) -> list[Block]:
    """Where the history stood: never parted from what it is."""
    if not document.head_hash:
        return []
    groups = [document.head_hash[at : at + _HASH_GROUP] for at in range(0, len(document.head_hash), _HASH_GROUP)]
    lines = ["\u00a0".join(groups[at : at + across]) for at in range(0, len(groups), across)]
    blocks = words(sheet, seen(document), Style(Weight.REGULAR, sheet.size - 0.6))
    for line in lines:
        blocks += words(sheet, code(line), Style(Weight.REGULAR, sheet.size - 1), centred=True)
    return [replace(stacked(*blocks), gap=sheet.gap)]


def _heights(template: Template) -> tuple[float, ...]:
    return (_SIGN_HIGH_SLIP,) if template.roll else _SIGN_HIGH


def _signatures(sheet: Sheet, high: float) -> Block:
    return signature_boxes(sheet, _SIGNED, None, high)


def _shift(document: DayDocument) -> list[Entry]:
    return [
        Entry("صندوق", _till(document), words=True),
        Entry(f"باز شد: {free(document.opened_by)}", _moment(document.opened_at), words=True),
        Entry(f"بسته شد: {free(document.closed_by)}", _moment(document.closed_at), words=True),
        Entry("شمار فروش‌ها", persian(str(document.sale_count)), words=True),
    ]


def _till(document: DayDocument) -> str:
    """Its number, and its name where it has one of its own."""
    number = persian(str(document.till_id))
    named = document.till_name not in ("", str(document.till_id))
    return f"{number} — {free(document.till_name)}" if named else number


def _cash(document: DayDocument) -> list[Entry]:
    return [
        *(Entry("موجودی آغاز پیش از اصلاح", rials(before)) for before in document.openings_before),
        Entry("موجودی آغاز", rials(document.opening)),
        Entry("فروش نقدی", rials(document.sales)),
        Entry("پرداخت برای خرید گوشی", rials(document.bought)),
        Entry("بازپرداخت مرجوعی و ابطال", rials(document.returned)),
        Entry("تفاوت اصلاح فاکتور", rials(document.corrected)),
        Entry("دریافت دستی", rials(document.paid_in)),
        Entry("پرداخت دستی", rials(document.paid_out)),
        Entry("باید در صندوق باشد", rials(document.expected), strong=True),
        Entry("شمرده شد", rials(document.counted), strong=True),
        Entry("تفاوت", rials(document.difference), strong=True),
        Entry("برای شیفت بعد ماند", rials(document.left)),
        Entry("برداشته شد", rials(document.taken)),
    ]


def _beside(document: DayDocument) -> list[Entry]:
    entries = [Entry(terminal(card.terminal), rials(card.amount)) for card in document.cards]
    if document.transfers:
        entries.append(Entry("واریز به حساب", rials(document.transfers)))
    if document.cheque_count:
        entries.append(Entry(f"چک، {persian(str(document.cheque_count))} برگ", rials(document.cheques)))
    return entries


def _by_hand(document: DayDocument) -> list[Entry]:
    return [
        Entry(free(one.reason), rials(one.amount), under=f"{_moment(one.at)} — {free(one.who)}")
        for one in document.by_hand
    ]


def _moment(text: str) -> str:
    return moment(datetime.fromisoformat(text))
