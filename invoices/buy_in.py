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
from invoices.templates.sheet import Sheet
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

_ACROSS = 2
_SIGNED = ("امضای فروشندهٔ دستگاه", "اثر انگشت فروشندهٔ دستگاه", "مهر و امضای فروشگاه")


def render_buy_in(document: BuyInDocument, *, stamp: bytes | None, copy: bool) -> bytes:
    """See `invoices.renderer.PaperRenderer.buy_in`."""
    pairs = (
        ("شمارهٔ رسید", code(document.number)),
        ("تاریخ", moment(jalali.instant(document.issued_at))),
    )

    def head(pen: Pen, page: int, pages: int) -> None:
        draw_upright_head(pen, document.shop, TITLE, pairs, page=page, pages=pages, copy=copy)

    name = f"{TITLE} {document.number}"
    return draw_pages(upright.SHEET, name, _lay_out(document, stamp), head, author=document.shop.name)


def _lay_out(document: BuyInDocument, stamp: bytes | None) -> list[list[Placed]]:
    """Set closer, and with less room to sign in, only where that saves a page."""
    picture = prepare(stamp) if stamp else None
    tries = []
    for sheet in (upright.SHEET, upright.CLOSE):
        blocks = _blocks(document, sheet)
        for height in upright.SIGNATURE_HEIGHTS:
            signatures = signature_boxes(sheet, _SIGNED, picture, height, stamped=2)
            pages = paginate([*blocks, signatures], sheet.margin + HEAD_HEIGHT, sheet.bottom)
            if len(pages) == 1:
                return pages
            tries.append(pages)
    return min(tries, key=len)


def _blocks(document: BuyInDocument, sheet: Sheet) -> list[Block]:
    seller = party_fields(document.seller, named="نام و نام خانوادگی")
    if document.document_sha256:
        seller.append(("مدرک شناسایی", "تصویر آن گرفته شده است"))
    blocks = [
        fields_block(sheet, "فروشندهٔ دستگاه", seller),
        fields_block(sheet, "خریدار (فروشگاه)", party_fields(document.shop, document.licence_no), gap=sheet.gap),
        fields_block(sheet, "دستگاه", _device(document), gap=sheet.gap),
        *_bars(document.imeis, sheet),
        paragraphs_block(
            sheet,
            "بها و پرداخت",
            [(price(document), upright.PRICE), *((text, sheet.body) for text in paid(document))],
            gap=sheet.gap,
        ),
    ]
    if document.registry or document.opened:
        blocks.append(_paragraphs(sheet, "سامانهٔ همتا", of_registry(document)))
    if document.owed:
        blocks.append(_paragraphs(sheet, "هنوز انجام نشده", owed(document), sheet.strong))
    if document.notes:
        blocks.append(_paragraphs(sheet, "توضیحات", [prose(document.notes)]))
    blocks.append(_paragraphs(sheet, "اظهار فروشندهٔ دستگاه", declaration(document)))
    return blocks


def _paragraphs(sheet: Sheet, title: str, texts: list[str], style: Style | None = None) -> Block:
    return paragraphs_block(sheet, title, [(text, style or sheet.body) for text in texts], gap=sheet.gap)


def _device(document: BuyInDocument) -> list[tuple[str, str]]:
    device = document.device
    fields = [
        ("نام", prose(device.title)),
        ("برند", prose(device.brand)),
        ("مدل", prose(device.model)),
        ("کد مدل", code(device.model_code)),
        *(
            (f"شناسهٔ {persian(str(slot))} (IMEI)", code(grouped(imei)))
            for slot, imei in enumerate(device.imeis, start=1)
        ),
        ("سریال", code(device.serial)),
        ("وضعیت", stands(device.condition, no_box=False)),
        ("جعبه", "ندارد" if device.no_box else "همراه دستگاه"),
        ("درجه", grade(device.grade)),
        ("ایرادها", flaws(device)),
    ]
    return [(label, value) for label, value in fields if value]


def _bars(imeis: tuple[str, ...], sheet: Sheet) -> list[Block]:
    """Two beside each other: a scanner must not see four at once."""
    return [_bars_row(imeis[at : at + _ACROSS], sheet) for at in range(0, len(imeis), _ACROSS)]


def _bars_row(imeis: tuple[str, ...], sheet: Sheet) -> Block:
    height = bars_height() + 8
    cell = sheet.width / _ACROSS
    wide = 210.0

    def draw(pen: Pen, top: float) -> None:
        pen.box(sheet.left, top, sheet.width, height)
        for index, imei in enumerate(imeis):
            middle = sheet.right - (index + 0.5) * cell
            draw_bars(pen, imei, middle - wide / 2, top + 4, wide)

    return Block(height, draw)
