"""An invoice on any paper: the blocks of its template in their order, flowed over pages, drawn with one pen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from invoices.blocks import slip_foot, slip_goods, slip_head
from invoices.blocks.head import buyer_blocks, draw_head, head_height, paper_title, reference_blocks, seller_blocks
from invoices.blocks.head import tax_blocks as form_tax
from invoices.blocks.instalments import instalment_blocks
from invoices.blocks.sign import footer_blocks, signature_block
from invoices.blocks.table import table_blocks
from invoices.blocks.terms import bars_blocks, terms_blocks
from invoices.composition import Composition
from invoices.currencies import currency
from invoices.flow import Block, Placed, paginate
from invoices.fonts import PaperError
from invoices.pages import draw_pages
from invoices.pen import Pen
from invoices.picture import prepare
from invoices.templates.template import BlockPlan, Template
from invoices.tongues import TONGUES
from pos_app.domain import seal
from pos_app.domain.invoice import PROFORMA, InvoiceDocument

Build = Callable[[Composition, BlockPlan], list[Block]]

#: By kind of block. Head and signatures of the form stand apart: one is on every page, one has several heights.
_FORM: Final[dict[str, Build]] = {
    "reference": reference_blocks,
    "tax": form_tax,
    "seller": seller_blocks,
    "buyer": buyer_blocks,
    "lines": table_blocks,
    "instalments": instalment_blocks,
    "terms": terms_blocks,
    "bars": bars_blocks,
    "footer": footer_blocks,
}
_SLIP: Final[dict[str, Build]] = {
    "head": slip_head.slip_head,
    "reference": slip_head.slip_reference,
    "tax": slip_head.slip_tax,
    "seller": slip_head.slip_seller,
    "buyer": slip_head.slip_buyer,
    "lines": slip_goods.slip_lines,
    "totals": slip_goods.slip_totals,
    "words": slip_goods.slip_words,
    "payments": slip_foot.slip_payments,
    "instalments": slip_foot.slip_instalments,
    "registry": slip_foot.slip_registry,
    "terms": slip_foot.slip_terms,
    "bars": slip_foot.slip_bars,
    "qr": slip_foot.slip_qr,
    "signatures": slip_foot.slip_signature,
    "footer": slip_foot.slip_footer,
}


def render_paper(
    document: InvoiceDocument, template: Template, *, language: str, stamp: bytes | None, copy: bool
) -> bytes:
    """See `invoices.renderer.PaperRenderer.render`."""
    tongue = TONGUES.get(language or template.language)
    if tongue is None:
        raise PaperError("language-unknown", detail=language)
    c = Composition(
        document=document,
        template=template,
        sheet=template.sheet,
        tongue=tongue,
        money=currency(document.currency),
        stamp=prepare(stamp) if stamp else None,
        logo=prepare(template.logo) if template.logo else None,
        copy=copy,
        verification="" if document.subject == PROFORMA else seal.code(document),
    )
    name = f"{paper_title(c)} {document.number}".strip()
    slip = template.look == "slip"

    def furnish(pen: Pen, page: int, pages: int) -> None:
        if not slip and template.plan("head"):
            draw_head(pen, c, page, pages)

    pages = _slip(c) if slip else _form(c)
    return draw_pages(c.sheet, name, pages, furnish, author=document.seller.name, roll=template.roll, tongue=tongue)


def _form(c: Composition) -> list[list[Placed]]:
    """The lowest height of the signatures that saves a page, else the first."""
    top = c.sheet.margin + (head_height(c) if c.template.plan("head") else 0)
    plan = c.template.plan("signatures")
    tries = [paginate(list(_blocks(c, height)), top, c.sheet.bottom) for height in (plan.heights if plan else (0.0,))]
    return min(tries, key=len)


def _blocks(c: Composition, height: float) -> Iterator[Block]:
    for plan in c.template.blocks:
        if plan.kind == "signatures":
            if block := signature_block(c, plan, height):
                yield block
        elif plan.kind in _FORM:
            yield from _FORM[plan.kind](c, plan)


def _slip(c: Composition) -> list[list[Placed]]:
    blocks = [block for plan in c.template.blocks for block in _SLIP[plan.kind](c, plan)]
    return paginate(blocks, c.sheet.margin, c.sheet.bottom)
