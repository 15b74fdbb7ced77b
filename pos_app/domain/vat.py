"""VAT is a dated table, not a constant; the rate of the invoice's day is frozen on the invoice.

A shop that was not called for VAT (فراخوان نشده) sends rate 0. A day that no row covers stops the issue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pos_app.domain.errors import ShopError


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRate:
    """Both ends inclusive, Gregorian days of Tehran; `hundredths` 1000 = 10 %."""

    valid_from: date
    valid_to: date
    hundredths: int
    source: str
    entered_by: str


@dataclass(frozen=True, slots=True)
class Vat:
    """What holds for one invoice: the rate, and on what ground."""

    hundredths: int
    source: str


NOT_CALLED = Vat(0, "not-called")

#: Seed of a new shop's table; the marks of confidence stay in `source`, the owner edits the rows.
SEED = (
    VatRate(
        valid_from=date(2023, 3, 21), valid_to=date(2024, 3, 19), hundredths=900,
        source="نمونهٔ رسمی سال ۱۴۰۲", entered_by="pishkhan",
    ),
    VatRate(
        valid_from=date(2024, 3, 20), valid_to=date(2026, 3, 20), hundredths=1000,
        source="دانستهٔ عمومی؛ از حسابدار بپرسید", entered_by="pishkhan",
    ),
    VatRate(
        valid_from=date(2026, 3, 21), valid_to=date(2027, 3, 20), hundredths=1000,
        source="بخشنامهٔ ۲۰۰/۱۰۰۵/ص مورخ ۱۴۰۵/۰۱/۳۱ به نقل از دیگران؛ از حسابدار بپرسید", entered_by="pishkhan",
    ),
)  # fmt: skip


def rate_for(day: date, rates: tuple[VatRate, ...], *, registered: bool) -> Vat:
    """Raises ShopError `vat-rate-missing` rather than guess; of two rows that cover a day the later wins."""
    if not registered:
        return NOT_CALLED
    fitting = [rate for rate in rates if rate.valid_from <= day <= rate.valid_to]
    if not fitting:
        raise ShopError("vat-rate-missing", detail=day.isoformat())
    best = max(fitting, key=lambda rate: rate.valid_from)
    return Vat(best.hundredths, best.source)
