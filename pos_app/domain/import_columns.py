"""Which column of a shop's or supplier's list is which: each is known by the names that lists really carry, in both
languages. A column that nothing is known of is left alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.digits import plain_name
from pos_app.domain.errors import ShopError

RIAL, TOMAN = "rial", "toman"
UNITS = {RIAL: 1, TOMAN: 10}
MAX_COLUMNS = 200

_NAMES = {
    "imei1": "imei 1|imei|imei no|imei number|imei sim 1|first imei|سریال 1|شناسه 1|آی ام ای آی|ای ام ای آی|imei اول|"
             "شناسه imei|شماره imei|شناسه دستگاه|شناسه یکتا",
    "imei2": "imei 2|second imei|imei sim 2|imei دوم|شناسه 2|سریال 2",
    "serial": "serial|serial number|serial no|sn|s n|سریال|شماره سریال|سریال دستگاه",
    "eid": "eid|esim|esim id|شناسه esim",
    "brand": "brand|maker|manufacturer|make|برند|سازنده|مارک|نام تجاری",
    "model": "model|model name|device|phone|مدل|نام مدل|گوشی|دستگاه",
    "model_code": "model code|model no|model number|code|part number|کد مدل|شماره مدل|پارت نامبر",
    "storage": "storage|memory|capacity|rom|حافظه|ظرفیت|حافظه داخلی",
    "colour": "colour|color|رنگ",
    "title": "title|name|product|product name|description|goods|item|عنوان|نام|نام کالا|کالا|شرح|شرح کالا",
    "gtin": "gtin|barcode|bar code|ean|ean 13|upc|بارکد|بار کد",
    "goods_id": "goods id|goods code|tax goods id|stuff id|sstid|شناسه کالا|شناسه کالا و خدمت|"
                "شناسه مالیاتی کالا|کد کالا",
    "price": "price|sale price|selling price|unit price|قیمت|قیمت فروش|قیمت واحد|مبلغ|مبلغ فروش|بها",
    "cost": "cost|cost price|bought at|purchase price|buying price|buy price|قیمت خرید|مبلغ خرید|بهای خرید|"
            "فی خرید|خرید",
    "supplier": "supplier|vendor|seller|distributor|تامین کننده|تأمین کننده|فروشنده|پخش|شرکت پخش",
    "bought_on": "bought on|date|purchase date|bought date|invoice date|تاریخ|تاریخ خرید|تاریخ فاکتور|تاریخ ورود",
    "condition": "condition|state|status|وضعیت|وضعیت کالا|حالت|نو کارکرده",
    "guarantee": "guarantee|warranty|گارانتی|ضمانت|شرکت گارانتی",
}  # fmt: skip
FIELDS = tuple(_NAMES)
MONEY = ("price", "cost")
_UNIT_WORDS = {
    "rial": RIAL, "rials": RIAL, "irr": RIAL, "ریال": RIAL, "toman": TOMAN, "tomans": TOMAN, "irt": TOMAN,
    "تومان": TOMAN,
}  # fmt: skip
_APART = re.compile(r"[\s_\-–/\\.:;()\[\]{}*#|،]+")
_TOUCHING = re.compile(r"(?<=[^\W\d_])(?=[0-9])|(?<=[0-9])(?=[^\W\d_])")


def _key(text: str) -> str:
    """One writing of a name: folded, words apart, numbers apart from the words that they follow."""
    return " ".join(_TOUCHING.sub(" ", _APART.sub(" ", plain_name(text))).split())


_FIELD_OF = {_key(name): field for field, names in _NAMES.items() for name in (field, *names.split("|"))}


@dataclass(frozen=True, slots=True)
class Columns:
    """`places`: field -> place in a row; `units`: money field -> rial or toman where its name says it; `unread`: names
    of the columns that are left alone."""

    places: dict[str, int]
    units: dict[str, str]
    unread: tuple[str, ...]


def read(header: Sequence[str]) -> Columns:
    """Raises ShopError `import-columns-many`, `import-column-twice`, `import-columns-missing` (of a list that names no
    phone)."""
    if len(header) > MAX_COLUMNS:
        raise ShopError("import-columns-many", detail=str(MAX_COLUMNS))
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    unread: list[str] = []
    for place, cell in enumerate(header):
        words = _key(cell).split()
        unit = next((_UNIT_WORDS[word] for word in words if word in _UNIT_WORDS), "")
        field = _FIELD_OF.get(" ".join(word for word in words if word not in _UNIT_WORDS), "")
        if unit and field not in MONEY:
            field = ""
        if not field:
            unread.extend([cell] if cell else [])
            continue
        if field in places:
            raise ShopError("import-column-twice", detail=cell)
        places[field] = place
        if unit:
            units[field] = unit
    if not {"imei1", "imei2", "serial"} & places.keys():
        raise ShopError("import-columns-missing", detail="imei1")
    return Columns(places, units, tuple(unread))
