"""The Persian of a closed shift's paper."""

from __future__ import annotations

from typing import Final

from invoices.bidi import island
from invoices.figures import amount, code
from pos_app.domain.day_document import DayDocument, Pieces
from pos_app.domain.digits import persian

TITLE: Final = "برگهٔ بستن صندوق"
_KINDS: Final = {"cheque": "ایران‌چک", "note": "اسکناس", "coin": "سکهٔ"}
_LOOSE: Final = "سایر پول‌ها"
_BY_ITSELF: Final = "با نخستین جابه‌جایی پول باز شد؛ موجودی آغاز همان است که شیفت پیش گذاشته بود."
_SEEN: Final = "زنجیرهٔ رویدادها تا این لحظه {count} رویداد دارد. اثر آخرین آن:"


def rials(value: int) -> str:
    return f"{amount(value)} ریال"


def piece(pieces: Pieces) -> tuple[str, str]:
    """What was counted, and what it is worth."""
    if not pieces.rials:
        return _LOOSE, rials(pieces.pieces)
    named = f"{_KINDS.get(pieces.kind, '')} {amount(pieces.rials)} × {island(persian(str(pieces.pieces)))}"
    return named, rials(pieces.rials * pieces.pieces)


def terminal(name: str) -> str:
    return f"کارت‌خوان {code(name)}" if name else "کارت‌خوان (پایانه نوشته نشده)"


def verdict(document: DayDocument) -> str:
    if document.difference == 0:
        return "صندوق برابر است."
    how = "بیش از" if document.difference > 0 else "کمتر از"
    return f"در صندوق {rials(abs(document.difference))} {how} آن بود که باید باشد."


def by_itself(document: DayDocument) -> str:
    return _BY_ITSELF if document.by_itself else ""


def seen(document: DayDocument) -> str:
    """Above the hash of the history's head."""
    return _SEEN.format(count=island(persian(f"{document.head_count:,}".replace(",", "٬"))))
