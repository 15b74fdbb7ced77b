"""Head of every page of the form: shop, title, number and time; and the blocks of seller and buyer."""

from __future__ import annotations

from invoices.blocks.boxes import fields_block, party_fields
from invoices.composition import Composition
from invoices.figures import code
from invoices.flow import Block
from invoices.fonts import Weight
from invoices.pen import INK, MUTED, Pen
from invoices.templates.sheet import PAD, RADIUS
from invoices.templates.template import BlockPlan
from invoices.text import fit, width, wrap
from invoices.wording import kind_of_invoice, reference, tax_facts, tax_id_of, title

_SIDE = 0.285  # of the width, for the shop on one side and the number on the other
_PAIRS = 3


def head_height(c: Composition) -> float:
    template = c.template
    middle = template.style("title").leading + template.style("mark").leading + 4
    return max(middle, _PAIRS * (c.sheet.strong.leading + 1.5)) + 5


def draw_head(pen: Pen, c: Composition, page: int, pages: int) -> None:
    plan, say, number = c.template.plan("head"), c.tongue.say, c.tongue.number
    taxed = bool(plan and plan.tax)
    facts = [kind_of_invoice(c.document, c.tongue) if taxed else ""]
    if pages > 1:
        facts.append(say("page_of", page=number(str(page)), pages=number(str(pages))))
    _shop(pen, c, " · ".join(fact for fact in facts if fact))
    _title(pen, c)
    top = c.sheet.margin
    pairs = head_pairs(c)
    if taxed and (tax_id := tax_id_of(c.document)):
        pairs.append((say("short_tax_id"), code(tax_id)))
    for label, value in pairs:
        top = _trailing_pair(pen, c, label, value, top)


def head_pairs(c: Composition) -> list[tuple[str, str]]:
    """Number and day; an offer has a number of its own series, or none."""
    date = (c.tongue.say("date"), c.tongue.moment(c.document.issued_at))
    number = (c.tongue.say("offer_no" if c.offer else "serial_no"), code(c.document.number))
    return [number, date] if c.document.number else [date]


def paper_title(c: Composition) -> str:
    """The shop's own words for a sale's paper, else the official ones."""
    return (c.own("title") if c.document.subject == "original" else "") or title(c.document, c.tongue)


def _shop(pen: Pen, c: Composition, facts: str) -> None:
    """Name and address, and below them what kind of invoice this is, and which page."""
    template, sheet, plan = c.template, c.sheet, c.template.plan("head")
    seller, field = c.document.seller, c.tongue.field
    right, side = sheet.right, sheet.width * _SIDE
    if c.logo:
        high = head_height(c) - 8
        wide = min(high * c.logo.width / c.logo.height, side / 2)
        high = wide * c.logo.height / c.logo.width
        pen.picture(c.logo, right - wide, sheet.margin, wide, high, alt=c.tongue.say("logo_picture"))
        right, side = right - wide - 2 * PAD, side - wide - 2 * PAD
    shop, small = template.style("shop", Weight.BOLD), template.style("small")
    name = field(seller.name)
    if name:
        pen.text(name, right, sheet.margin + 2, fit(name, shop, side), INK)
    address = field(seller.address)
    if plan and plan.address and address and width(address, small) <= side:  # the seller's block below has it in full
        pen.text(address, right, sheet.margin + 3 + shop.leading, small, MUTED)
    if facts:
        pen.block()
        pen.text(facts, right, sheet.margin + 4 + shop.leading + small.leading, fit(facts, small, side), INK)


def _title(pen: Pen, c: Composition) -> None:
    sheet, words = c.sheet, paper_title(c)
    middle = (sheet.left + sheet.right) / 2
    style = c.template.style("title", Weight.BOLD)
    fitted = fit(words, style, sheet.width * (1 - 2 * _SIDE))
    pen.text(words, middle, sheet.margin + (style.leading - fitted.leading) / 2, fitted, INK, align="centre", tag="H1")
    if c.copy:
        copy_mark(pen, c, middle, sheet.margin + style.leading + 0.5)


def copy_mark(pen: Pen, c: Composition, middle: float, top: float) -> None:
    """«رونوشت» in a box around `middle`."""
    words, mark = c.tongue.say("copy"), c.template.style("mark", Weight.BOLD)
    wide = width(words, mark) + 16
    pen.box(middle - wide / 2, top, wide, mark.leading + 2.4, radius=RADIUS)
    pen.block()
    pen.text(words, middle, top + 1, mark, INK, align="centre")


def _trailing_pair(pen: Pen, c: Composition, label: str, value: str, top: float) -> float:
    """Label and value ending at the trailing margin."""
    strong, left, side = c.sheet.strong, c.sheet.left, c.sheet.width * _SIDE
    label = f"{label}:"
    style = fit(value, strong, side - width(label, c.sheet.body) - 3)
    pen.block()
    pen.text(label, left + width(value, style) + 3, top, c.sheet.body, MUTED, align="left")
    pen.text(value, left, top + (strong.leading - style.leading) / 2, style, INK, align="left")
    return top + strong.leading + 1.5


def reference_blocks(c: Composition, plan: BlockPlan) -> list[Block]:
    """Above all else: which invoice this one changes and why, or that it is none."""
    del plan
    return _boxed(c, c.tongue.say("no_invoice") if c.offer else reference(c.document, c.tongue))


def tax_blocks(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    return _boxed(c, " · ".join(tax_facts(c.document, c.tongue)))


def _boxed(c: Composition, text: str) -> list[Block]:
    sheet = c.sheet
    lines = wrap(text, sheet.strong, c.template.inner)
    if not lines:
        return []
    height = len(lines) * sheet.strong.leading + 6

    def draw(pen: Pen, top: float) -> None:
        pen.box(sheet.left, top, sheet.width, height, radius=RADIUS)
        pen.lines(lines, sheet.right - PAD, top + 3, sheet.strong, INK)

    return [Block(height, draw, gap=sheet.gap)]


def seller_blocks(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    fields = party_fields(c.document.seller, c.document.licence_no, tongue=c.tongue)
    return [fields_block(c.sheet, c.tongue.say("seller"), fields, gap=c.sheet.gap)]


def buyer_fields(c: Composition) -> list[tuple[str, str]]:
    """An unnamed buyer is the final consumer: the form's block stays, its empty fields do not."""
    fields = party_fields(c.document.buyer, tongue=c.tongue)
    return fields or [(c.tongue.say("a_buyer"), c.tongue.say("final_consumer"))]


def buyer_blocks(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    return [fields_block(c.sheet, c.tongue.say("buyer"), buyer_fields(c), gap=c.sheet.gap)]
