"""The paper of a phone bought from a person, on one upright page: who, which phone, how much, signed."""

from __future__ import annotations

from invoices.blocks.bars import bars_height, draw_bars
from invoices.blocks.boxes import fields_block, paragraphs_block, party_fields
from invoices.blocks.signatures import signature_boxes
from invoices.blocks.upright_head import HEAD_HEIGHT, draw_upright_head
from invoices.figures import code, moment, prose
from invoices.flow import Block, Placed, paginate
from invoices.pages import draw_pages
from invoices.pen import Pen
from invoices.picture import prepare
from invoices.templates import upright
from invoices.templates.sheet import GAP
from invoices.text import Style
from invoices.wording import stands
from invoices.wording_buy_in import (
    TITLE,
    declaration,
    flaws,
    grade,
    of_registry,
    owed,
    paid,
    price,
)
from pos_app import jalali
from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.digits import persian
from pos_app.domain.imei import grouped

_SHEET = upright.SHEET
_ACROSS = 2
_SIGNED = ("امضای فروشندهٔ دستگاه", "اثر انگشت فروشندهٔ دستگاه", "مهر و امضای فروشگاه")


def render_buy_in(document: BuyInDocument, *, stamp: bytes | None, copy: bool) -> bytes:
    """See `invoices.renderer.A4Renderer.buy_in`."""
    pairs = (
        ("شمارهٔ رسید", code(document.number)),
        ("تاریخ", moment(jalali.instant(document.issued_at))),
    )

    def head(pen: Pen, page: int, pages: int) -> None:
        draw_upright_head(pen, document.shop, TITLE, pairs, page=page, pages=pages, copy=copy)

    return draw_pages(_SHEET, f"{TITLE} {document.number}", _lay_out(document, stamp), head)


def _lay_out(document: BuyInDocument, stamp: bytes | None) -> list[list[Placed]]:
    picture = prepare(stamp) if stamp else None
    blocks = _blocks(document)
    tries = (
        paginate(
            [*blocks, signature_boxes(_SHEET, _SIGNED, picture, height, stamped=2)],
            _SHEET.margin + HEAD_HEIGHT,
            _SHEET.bottom,
        )
        for height in upright.SIGNATURE_HEIGHTS
    )
    return min(tries, key=len)


def _blocks(document: BuyInDocument) -> list[Block]:
    seller = party_fields(document.seller, named="نام و نام خانوادگی")
    if document.document_sha256:
        seller.append(("مدرک شناسایی", "تصویر آن گرفته شده است"))
    blocks = [
        fields_block(_SHEET, "فروشندهٔ دستگاه", seller),
        fields_block(_SHEET, "خریدار (فروشگاه)", party_fields(document.shop, document.licence_no), gap=GAP),
        fields_block(_SHEET, "دستگاه", _device(document), gap=GAP),
        *_bars(document.imeis),
        paragraphs_block(
            _SHEET,
            "بها و پرداخت",
            [(price(document), upright.PRICE), *((text, _SHEET.body) for text in paid(document))],
            gap=GAP,
        ),
    ]
    if document.registry or document.opened:
        blocks.append(_paragraphs("سامانهٔ همتا", of_registry(document)))
    if document.owed:
        blocks.append(_paragraphs("هنوز انجام نشده", owed(document), _SHEET.strong))
    if document.notes:
        blocks.append(_paragraphs("توضیحات", [prose(document.notes)]))
    blocks.append(_paragraphs("اظهار فروشندهٔ دستگاه", declaration(document)))
    return blocks


def _paragraphs(title: str, texts: list[str], style: Style = _SHEET.body) -> Block:
    return paragraphs_block(_SHEET, title, [(text, style) for text in texts], gap=GAP)


def _device(document: BuyInDocument) -> list[tuple[str, str]]:
    device = document.device
    fields = [
        ("نام", prose(device.title)),
        ("برند", prose(device.brand)),
        ("مدل", prose(device.model)),
        *(
            (f"شناسهٔ {persian(str(slot))} (IMEI)", code(grouped(imei)))
            for slot, imei in enumerate(device.imeis, start=1)
        ),
        ("سریال", code(device.serial)),
        ("وضعیت", stands(device.condition, no_box=device.no_box)),
        ("درجه", grade(device.grade)),
        ("ایرادها", flaws(device)),
    ]
    return [(label, value) for label, value in fields if value]


def _bars(imeis: tuple[str, ...]) -> list[Block]:
    """Two beside each other: a scanner must not see four at once."""
    return [_bars_row(imeis[at : at + _ACROSS]) for at in range(0, len(imeis), _ACROSS)]


def _bars_row(imeis: tuple[str, ...]) -> Block:
    height = bars_height() + 8
    cell = _SHEET.width / _ACROSS
    wide = 210.0

    def draw(pen: Pen, top: float) -> None:
        pen.box(_SHEET.left, top, _SHEET.width, height)
        for index, imei in enumerate(imeis):
            middle = _SHEET.right - (index + 0.5) * cell
            draw_bars(pen, imei, middle - wide / 2, top + 4, wide)

    return Block(height, draw)
