"""The sheet with the recovery key: what it opens, where to keep it, and how it is typed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from invoices.blocks.boxes import paragraphs_block
from invoices.blocks.upright_head import HEAD_HEIGHT, draw_upright_head
from invoices.figures import code, moment, prose
from invoices.flow import Block, paginate
from invoices.fonts import Weight
from invoices.pages import draw_pages
from invoices.pen import INK, MUTED, Pen
from invoices.templates import upright
from invoices.templates.sheet import GAP
from invoices.text import Style
from invoices.wording_life import free
from pos_app.domain.invoice import Party

TITLE: Final = "کلید بازیابی پشتیبان‌ها"
_SHEET = upright.SHEET
_TEXT = Style(Weight.REGULAR, 11)
_KEY = Style(Weight.BOLD, 20)
_SMALL = Style(Weight.REGULAR, 8.5)
_IN_A_ROW = 5
_ORDER: Final = "هشت دستهٔ چهارتایی و دو نویسهٔ بررسی؛ از چپ به راست تایپ کنید"
_WHAT: Final = (
    "اگر این رایانه بسوزد، دزدیده شود یا از کار بیفتد، فروشگاه با دو چیز برمی‌گردد: یک پروندهٔ پشتیبان و همین کلید.",
    "پشتیبان‌ها رمز شده‌اند؛ بی این کلید هیچ‌کس، حتی سازندهٔ برنامه، نمی‌تواند آن‌ها را روی رایانهٔ دیگری باز کند.",
)
_KEEP: Final = (
    "این برگه را جدا از رایانه و جدا از حافظهٔ پشتیبان نگه دارید؛ گاوصندوق یا خانهٔ مالک جای خوبی است.",
    "هر کس این برگه و یک پروندهٔ پشتیبان را داشته باشد، همهٔ داده‌های فروشگاه و مشتریان را می‌بیند.",
    "از برگه عکس نگیرید و آن را با پیام نفرستید. پس از چاپ، پروندهٔ این برگه را از رایانه پاک کنید.",
    "اگر برگه گم شد یا کسی آن را دید، در برنامه کلید تازه بسازید و چاپ کنید.",
)
_HOW: Final = (
    "برنامه را روی رایانهٔ تازه باز کنید، «بازگرداندن از پشتیبان» را بزنید و پروندهٔ پشتیبان را نشان دهید.",
    "کلید را همان‌گونه که اینجاست تایپ کنید. خط تیره‌ها، فاصله‌ها و بزرگی و کوچکی حروف مهم نیستند.",
    "در این کلید حرف O و حرف‌های I و L نیست: هر گردی صفر و هر خط راستی یک است.",
    "دو نویسهٔ آخر برای یافتن اشتباه تایپ‌اند: اگر چیزی جابه‌جا یا غلط تایپ شود، برنامه پیش از هر کاری می‌گوید.",
)
_RENEWED: Final = (
    "این کلید به جای کلید پیشین آمده است. پشتیبان‌هایی که پیش از این تاریخ ساخته شده‌اند، با برگهٔ پیشین باز می‌شوند.",
    "برگهٔ پیشین را تا زمانی که آن پشتیبان‌ها را نگه می‌دارید دور نیندازید.",
)


def render_recovery(key: str, *, shop_name: str, made_at: datetime, renewed: bool) -> bytes:
    """`key` as `domain.recovery_code` spells it. Raises `PaperError` `glyph-missing` for the shop's name."""
    shop = Party(name=shop_name)
    blocks = [
        _told("این برگه چیست", _WHAT, 0),
        _key_block(key),
        _told("کجا نگه دارید", _KEEP, GAP),
        _told("چگونه به کار می‌رود", _HOW, GAP),
        *([_told("کلید پیشین", _RENEWED, GAP)] if renewed else []),
    ]
    pages = paginate(blocks, _SHEET.margin + HEAD_HEIGHT, _SHEET.bottom)

    def furnish(pen: Pen, page: int, count: int) -> None:
        pairs = (("تاریخ ساخت", moment(made_at)),)
        draw_upright_head(pen, shop, TITLE, pairs, page=page, pages=count)

    return draw_pages(_SHEET, TITLE, pages, furnish, author=free(shop_name))


def _told(title: str, texts: tuple[str, ...], gap: float) -> Block:
    return paragraphs_block(_SHEET, title, [(prose(text), _TEXT) for text in texts], gap=gap)


def _key_block(key: str) -> Block:
    """In rows of five groups, from left to right, as it is typed."""
    groups = key.split("-")
    rows = [groups[at : at + _IN_A_ROW] for at in range(0, len(groups), _IN_A_ROW)]
    leading = _KEY.leading * 1.35
    height = leading * len(rows) + 34

    def draw(pen: Pen, top: float) -> None:
        pen.box(_SHEET.left, top, _SHEET.width, height, radius=4)
        middle = (_SHEET.left + _SHEET.right) / 2
        y = top + 12
        for row in rows:
            pen.text(code("  ".join(row)), middle, y, _KEY, INK, align="centre")
            y += leading
        pen.text(_ORDER, middle, y, _SMALL, MUTED, align="centre")

    return Block(height, draw, gap=GAP)
