"""A page that shows at once whether a printer prints this program's Persian right, and how far it reaches.

Each sample stands under the sentence that says what must be seen, so that nobody needs another page beside it.
"""

from __future__ import annotations

from typing import Final

from invoices.bidi import island
from invoices.blocks.bars import draw_bars
from invoices.figures import amount, code, prose
from invoices.flow import Block, paginate
from invoices.fonts import Weight
from invoices.pages import draw_pages
from invoices.pen import BLACK, INK, MUTED, Pen
from invoices.templates.template import POINTS_PER_MM, Template
from invoices.text import Style, fit, wrap
from pos_app.domain.digits import persian
from pos_app.domain.imei import grouped

TITLE: Final = "برگهٔ آزمایشی چاپگر"
_IMEI: Final = "356938035643809"
#: What must be seen, and the sample that shows it.
_SAMPLES: Final = (
    ("حروف به هم چسبیده‌اند و از راست به چپ خوانده می‌شوند", "پیشخوان: خرید و فروش گوشی همراه"),
    ("نیم‌فاصله: کلمه جدا نشده و حروف نچسبیده‌اند", "می‌خواهم، گوشی‌ها، فعال‌سازی، خانه‌ای"),
    ("هر پرانتز رو به نوشتهٔ خود باز است", "(پرانتز) [کروشه] «گیومه» {آکولاد}"),
    ("رقم‌ها از چپ به راست‌اند", f"{island('۰۱۲۳۴۵۶۷۸۹')} و {island('0123456789')}"),
    ("مبلغ با جداکننده و واحد", f"{amount(385_000_000)} ریال، {amount(-12_500)} ریال"),
    ("لاتین و فارسی در یک سطر، ظرفیت پس از نام", prose("گوشی Galaxy A55 (5G) با ۲۵۶ گیگابایت، رنگ آبی")),
    ("شمارهٔ صورتحساب و کد دستوری", f"{code('1405-1-000418')} و {code('*7777#')}"),
    ("شناسهٔ دستگاه در چهار دسته", code(grouped(_IMEI))),
)
_TICK, _LONG_TICK = 4.0, 8.0
_INSET: Final = 0.3  # half a rule, so that the last one is whole
_HAIRLINES: Final = (0.36, 0.72, 1.08)  # points: one, two and three dots at 203 dots an inch
_BARS_MM: Final = 58.0


def render_trial(template: Template, *, printer: str) -> bytes:
    """PDF on this paper. `printer` = what the shop calls it, "" = its own default."""
    sheet = template.sheet
    body, small = template.style("body"), template.style("small")
    title = Style(Weight.BOLD, template.sizes["title"])
    blocks = [
        _words(template, TITLE, title, align="centre"),
        _words(template, _paper(template), small, align="centre"),
        *([_words(template, code(printer), small, align="centre")] if printer else []),
        _ruler(template),
        _words(template, "هر دو سر خط‌کش و همهٔ شماره‌هایش باید دیده شود", small),
        *(block for seen, sample in _SAMPLES for block in _pair(template, seen, sample)),
        *(_words(template, f"قلم {name}: نمونهٔ نوشته ۱۲۳", Style(weight, body.size), gap=3) for name, weight in (
            ("نازک", Weight.REGULAR), ("میانه", Weight.MEDIUM), ("پررنگ", Weight.BOLD),
        )),
        _hairlines(template),
        _words(template, "سه خط بالا پیوسته‌اند و هر یک از پیشین پررنگ‌تر است", small),
        _barcode(template),
        _words(template, "بارکد بالا باید با بارکدخوان خوانده شود", small),
        *([_ruler(template)] if template.roll else []),
    ]  # fmt: skip
    pages = paginate(blocks, sheet.margin, sheet.bottom)
    return draw_pages(sheet, TITLE, pages, lambda *_page: None, author="", roll=template.roll)


def _paper(template: Template) -> str:
    across = persian(f"{template.page[0] / POINTS_PER_MM:g}".replace(".", "٫"))
    reach = persian(f"{template.sheet.width / POINTS_PER_MM:.0f}")
    return f"کاغذ {code(template.name)}: پهنا {island(across)} و چاپ {island(reach)} میلی‌متر"


def _words(template: Template, text: str, style: Style, *, gap: float = 2, align: str = "right") -> Block:
    sheet = template.sheet
    lines = wrap(text, style, sheet.width)

    def draw(pen: Pen, top: float) -> None:
        x = (sheet.left + sheet.right) / 2 if align == "centre" else sheet.right
        pen.lines(lines, x, top, style, INK, align=align)

    return Block(len(lines) * style.leading, draw, gap=gap)


def _pair(template: Template, seen: str, sample: str) -> list[Block]:
    strong = Style(Weight.BOLD, template.sizes["body"] * 1.15)
    sheet, small = template.sheet, template.style("small")

    def told(pen: Pen, top: float) -> None:
        pen.lines(wrap(seen, small, sheet.width), sheet.right, top, small, MUTED)

    height = len(wrap(seen, small, sheet.width)) * small.leading
    return [Block(height, told, gap=5), _words(template, sample, strong, gap=0)]


def _ruler(template: Template) -> Block:
    """From edge to edge of what is drawn, in millimetres from the leading side."""
    sheet, size = template.sheet, Style(Weight.REGULAR, 6)
    whole = int(sheet.width / POINTS_PER_MM + 0.01)

    def draw(pen: Pen, top: float) -> None:
        left, right = sheet.left + _INSET, sheet.right - _INSET
        pen.level(left, right, top)
        for mm in range(whole + 1):
            x = min(max(sheet.right - mm * POINTS_PER_MM, left), right)
            pen.upright(x, top, top + (_LONG_TICK if mm % 10 == 0 else _TICK if mm % 5 == 0 else _TICK / 2))
            if mm % 10 == 0:
                align = "right" if mm == 0 else "left" if mm == whole else "centre"
                pen.text(persian(str(mm)), x, top + _LONG_TICK + 1, size, BLACK, align=align)
        pen.upright(left, top, top + _LONG_TICK)

    return Block(_LONG_TICK + 1 + size.leading, draw, gap=6)


def _hairlines(template: Template) -> Block:
    sheet = template.sheet

    def draw(pen: Pen, top: float) -> None:
        for at, thick in enumerate(_HAIRLINES):
            pen.bar(sheet.left, top + at * 4, sheet.width, thick)

    return Block(4.0 * len(_HAIRLINES), draw, gap=8)


def _barcode(template: Template) -> Block:
    sheet, small = template.sheet, template.style("small")
    wide = min(_BARS_MM * POINTS_PER_MM, sheet.width)
    small = fit(code(grouped(_IMEI)), small, wide)

    def draw(pen: Pen, top: float) -> None:
        draw_bars(pen, _IMEI, (sheet.left + sheet.right - wide) / 2, top, wide, template.room.bars, small)

    return Block(template.bars_height, draw, gap=8)
