"""The dossier of one phone for a dispute: its whole life in order, over as many upright pages as it takes."""

from __future__ import annotations

from invoices.blocks.boxes import fields_block, paragraphs_block, party_fields
from invoices.blocks.event_table import event_blocks
from invoices.blocks.signatures import signature_boxes
from invoices.blocks.upright_head import HEAD_HEIGHT, draw_upright_head
from invoices.figures import code, moment
from invoices.flow import Block, Placed, paginate
from invoices.pages import draw_pages
from invoices.pen import MUTED, Pen
from invoices.picture import prepare
from invoices.templates import upright
from invoices.templates.sheet import GAP
from invoices.wording_life import CONDITIONS, HONEST, HONEST_SHORT, TITLE, free, standing
from pos_app.domain.digits import persian
from pos_app.domain.dossier import Dossier
from pos_app.domain.imei import grouped
from pos_app.domain.life import Life

_SHEET = upright.SHEET
_FOOT = 16.0
_SIGNED = ("مهر و امضای فروشگاه", "تهیه‌کننده")


def render_dossier(dossier: Dossier, *, stamp: bytes | None) -> bytes:
    """See `invoices.renderer.PaperRenderer.dossier`."""
    pairs = (("تاریخ تهیه", moment(dossier.made_at)), ("تهیه‌کننده", free(dossier.made_by)))
    pages = _lay_out(dossier, stamp)

    def furnish(pen: Pen, page: int, count: int) -> None:
        draw_upright_head(pen, dossier.shop, TITLE, pairs, page=page, pages=count)
        if count > 1:
            top = _SHEET.bottom - upright.FINE.leading
            number = next(iter(dossier.life.imeis), "")
            named = f"{HONEST_SHORT} {code(number)}" if number else HONEST_SHORT
            pen.text(named, (_SHEET.left + _SHEET.right) / 2, top, upright.FINE, MUTED, align="centre")

    name = f"{TITLE} {' '.join(dossier.life.imeis)}".strip()
    return draw_pages(_SHEET, name, pages, furnish, author=dossier.shop.name)


def _lay_out(dossier: Dossier, stamp: bytes | None) -> list[list[Placed]]:
    picture = prepare(stamp) if stamp else None
    blocks: list[Block] = [
        fields_block(_SHEET, "دستگاه", _device(dossier.life)),
        fields_block(_SHEET, "فروشگاه", party_fields(dossier.shop, dossier.licence_no), gap=GAP),
        paragraphs_block(_SHEET, "این برگه چیست", [(HONEST, _SHEET.body)], gap=GAP),
        *event_blocks(dossier.life.events),
    ]
    tries = (
        paginate(
            [*blocks, signature_boxes(_SHEET, _SIGNED, picture, height)],
            _SHEET.margin + HEAD_HEIGHT,
            _SHEET.bottom - _FOOT,
        )
        for height in upright.SIGNATURE_HEIGHTS
    )
    return min(tries, key=len)


def _device(life: Life) -> list[tuple[str, str]]:
    condition = CONDITIONS.get(life.condition) or code(life.condition)
    fields = [
        ("نام", free(life.title)),
        ("برند", free(life.brand)),
        ("مدل", free(life.model)),
        *((f"شناسهٔ {persian(str(n))} (IMEI)", code(grouped(imei))) for n, imei in enumerate(life.imeis, start=1)),
        ("سریال", code(life.serial)),
        ("نوع", condition),
        ("وضعیت کنونی", standing(life.standing)),
        ("شمار رویدادها", persian(str(len(life.events)))),
    ]
    return [(label, value) for label, value in fields if value]
