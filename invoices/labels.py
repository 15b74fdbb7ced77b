"""Labels of phones and goods: places on a sheet or pages of a roll, each filled by the lines of its template."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from invoices.barcode import QUIET, bars
from invoices.currencies import currency
from invoices.figures import code
from invoices.fonts import PaperError
from invoices.label_template import LabelTemplate, LinePlan
from invoices.pen import BLACK, Pen
from invoices.templates.template import POINTS_PER_MM
from invoices.text import Style, fit, wrap
from invoices.tongues import TONGUES, Tongue
from pos_app.domain.imei import grouped
from pos_app.domain.label import Label

_LEADING: Final = 1.32  # of a label's lines: closer than running text, marks of letters still apart
_SCALES: Final = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
_MOST_ROWS: Final = 2  # of a name
_FINEST: Final = 0.165 * POINTS_PER_MM  # a bar; hand scanners lose thinner ones
_TITLE: Final = {"fa": "برچسب", "en": "Labels"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a line of the template became; `draw` gets the middle and the top."""

    height: float
    draw: Callable[[Pen, float, float], None]


def render_labels(labels: tuple[Label, ...], template: LabelTemplate, *, skip: int = 0) -> bytes:
    """PDF. `skip`: so many places of the first sheet stay blank. Raises `PaperError` `glyph-missing`,
    `paper-block-too-tall` where a label cannot hold its lines even in small type, `label-of-what` without any."""
    if not labels:
        raise PaperError("label-of-what")
    tongue = TONGUES[template.language]
    places = template.across * template.down
    pen = Pen(template.page, _TITLE[tongue.code], author=labels[0].shop, language=tongue.code, rtl=tongue.rtl)
    for at, label in enumerate(labels, start=skip % places):
        if at and at % places == 0:
            pen.next_page(template.page)
        down, across = divmod(at % places, template.across)
        _one(pen, template, tongue, label, across, down)
    return pen.finish()


def _one(pen: Pen, template: LabelTemplate, tongue: Tongue, label: Label, across: int, down: int) -> None:
    """Places run in the direction of the language, row by row."""
    wide, high = template.label
    place = template.across - 1 - across  # the pen's own left is that of a paper from right to left
    middle = template.margin + place * (wide + template.gaps[0]) + wide / 2
    top = template.margin + down * (high + template.gaps[1])
    inner, room = wide - 2 * template.padding, high - 2 * template.padding
    for scale in _SCALES:
        pieces = list(_pieces(template, tongue, label, inner, scale))
        spare = room - sum(piece.height for piece in pieces)
        if spare >= 0:
            break
    else:
        raise PaperError("paper-block-too-tall")
    gap = min(spare / (len(pieces) + 1), 4.0) if pieces else 0
    top += template.padding + (spare - gap * (len(pieces) - 1)) / 2
    for piece in pieces:
        pen.block()
        piece.draw(pen, middle, top)
        top += piece.height + gap


def _pieces(
    template: LabelTemplate, tongue: Tongue, label: Label, inner: float, scale: float
) -> Iterable[_Piece]:  # fmt: skip
    for plan in template.lines:
        style = Style(plan.weight, plan.size * scale, line_factor=_LEADING)
        if plan.kind == "code":
            if label.code:
                yield _barcode(template, label.code, style, inner, scale) or _lines(code(label.code), style, inner)
        elif text := _text(plan, tongue, label):
            yield _lines(text, style, inner)


def _text(plan: LinePlan, tongue: Tongue, label: Label) -> str:
    if plan.kind == "price":
        if label.price is None:
            return ""
        money = currency(label.currency)
        return f"{tongue.amount(label.price, money.digits)}\u00a0{money.names[tongue.code]}"
    if plan.kind == "condition":
        return tongue.word("conditions", label.condition) if label.condition else ""
    if plan.kind == "imei2":
        return tongue.say("imei", slot=tongue.number("2"), imei=code(grouped(label.imei2))) if label.imei2 else ""
    if plan.kind == "serial":
        return tongue.say("device_serial", serial=code(label.serial)) if label.serial else ""
    return tongue.prose(getattr(label, plan.kind))


def _lines(text: str, style: Style, inner: float) -> _Piece:
    rows = wrap(text, style, inner)
    if len(rows) > _MOST_ROWS:  # set smaller until two rows hold it
        small = style
        while len(rows) > _MOST_ROWS and small.size > style.size * 0.5:
            small = Style(style.weight, small.size * 0.94, line_factor=_LEADING)
            rows = wrap(text, small, inner)
        style = small
    if len(rows) > _MOST_ROWS:
        rows = (*rows[: _MOST_ROWS - 1], rows[_MOST_ROWS - 1] + "…")
        style = min((fit(row, style, inner) for row in rows), key=lambda fitted: fitted.size)

    def draw(pen: Pen, middle: float, top: float) -> None:
        pen.lines(rows, middle, top, style, BLACK, align="centre")

    return _Piece(len(rows) * style.leading, draw)


def _barcode(template: LabelTemplate, text: str, style: Style, inner: float, scale: float) -> _Piece | None:
    """None where it could not be read: letters that Code 128 lacks, or bars too fine for this label."""
    if not text.isascii() or not text.isprintable():
        return None
    modules = bars(text)[0] + 2 * QUIET
    module = inner / modules
    if template.dot and module >= template.dot:
        module = module // template.dot * template.dot  # whole dots: no bar is wider than its like
    if module < _FINEST:
        return None
    wide, high = module * modules, template.bars * scale
    shown = code(grouped(text)) if len(text) == 15 and text.isdigit() else code(text)
    digits = fit(shown, style, inner)

    def draw(pen: Pen, middle: float, top: float) -> None:
        left = middle - wide / 2
        pen.code128(text, left, top, wide, high)
        pen.text(shown, middle, top + high + 0.5, digits, BLACK, align="centre")

    return _Piece(high + 0.5 + digits.leading, draw)
