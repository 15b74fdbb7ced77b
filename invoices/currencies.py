"""The money of a document by its tag. A new currency is a row here; nothing else of the paper knows one by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from invoices.fonts import PaperError


@dataclass(frozen=True, slots=True)
class Currency:
    """`names` by language; `digits` = how many of an amount's last digits are decimals."""

    names: Mapping[str, str]
    digits: int = 0


CURRENCIES: Final[dict[str, Currency]] = {
    "IRR": Currency({"fa": "ریال", "en": "IRR"}),
    "IRN": Currency({"fa": "ریال جدید", "en": "new rial"}),
    "QRN": Currency({"fa": "قران", "en": "qeran"}),
}


def currency(tag: str) -> Currency:
    """Raises `PaperError` (`currency-unknown`): an amount without its unit is no amount."""
    try:
        return CURRENCIES[tag]
    except KeyError:
        raise PaperError("currency-unknown", detail=tag) from None
