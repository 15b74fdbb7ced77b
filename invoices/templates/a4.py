"""A4, lying: eleven official columns need the width. Lengths in points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from invoices.figures import amount, code, quantity
from invoices.fonts import Weight
from invoices.templates import sheet
from invoices.text import Style
from invoices.wording import unit_of_measure
from pos_app.domain.digits import persian
from pos_app.domain.invoice import InvoiceLine

SHEET: Final = sheet.Sheet(page=(841.89, 595.276), margin=26.0, grid=5, size=8.6)
PAGE: Final = SHEET.page
MARGIN: Final = SHEET.margin
GAP: Final = sheet.GAP
ROW_AIR: Final = 7.0
PAD: Final = sheet.PAD
RADIUS: Final = sheet.RADIUS
LEFT: Final = SHEET.left
RIGHT: Final = SHEET.right
WIDTH: Final = SHEET.width

TITLE: Final = Style(Weight.BOLD, 16)
SHOP: Final = Style(Weight.BOLD, 11.5)
BODY: Final = SHEET.body
STRONG: Final = SHEET.strong
MEDIUM: Final = SHEET.medium
SMALL: Final = Style(Weight.REGULAR, 7.8)
HEADING: Final = Style(Weight.BOLD, 7.5)
MARK: Final = Style(Weight.BOLD, 10)
MONEY: Final = Style(Weight.REGULAR, 8.4, tabular=True)
MONEY_TOTAL: Final = Style(Weight.BOLD, 8.4, tabular=True)

#: The description keeps at least this much; the money columns grow with their amounts and shrink their type for it.
DESCRIPTION_AT_LEAST: Final = 175.0
SMALLEST_MONEY: Final = 5.5
#: The lower one where it saves a page.
SIGNATURE_HEIGHTS: Final = (104.0, 80.0)
BARCODE_HEIGHT: Final = 24.0


@dataclass(frozen=True, slots=True)
class Column:
    """`heading` may name `{unit}`. `total` = the field of the document that stands under the column."""

    heading: str
    text: Callable[[InvoiceLine], str]
    width: float
    money: bool = False
    total: str = ""


DESCRIPTION: Final = 2
#: From right to left, in the order of the form.
COLUMNS: Final = (
    Column("ردیف", lambda line: persian(str(line.row_no)), 25),
    Column("کد کالا", lambda line: code(line.goods_code), 72),
    Column("شرح کالا یا خدمات", lambda line: line.description, 0),
    Column("تعداد / مقدار", lambda line: quantity(line.quantity), 32),
    Column("واحد اندازه‌گیری", lambda line: unit_of_measure(line.unit_code), 44),
    Column("مبلغ واحد ({unit})", lambda line: amount(line.fee), 58, money=True),
    Column("مبلغ کل ({unit})", lambda line: amount(line.prdis), 58, money=True, total="prdis"),
    Column("مبلغ تخفیف ({unit})", lambda line: amount(line.dis), 48, money=True, total="dis"),
    Column("مبلغ کل پس از تخفیف ({unit})", lambda line: amount(line.adis), 58, money=True, total="adis"),
    Column("جمع مالیات و عوارض ({unit})", lambda line: amount(line.vam), 54, money=True, total="vam"),
    Column(
        "جمع مبلغ کل بعلاوه جمع مالیات و عوارض ({unit})",
        lambda line: amount(line.tsstam),
        72,
        money=True,
        total="tsstam",
    ),
)
