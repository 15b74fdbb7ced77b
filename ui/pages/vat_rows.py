"""A row of the VAT table as people write and read it."""

from __future__ import annotations

from pos_app.domain.vat import VatRate
from ui import format as fmt
from ui.days import day_text


def rate_texts(rate: VatRate) -> tuple[str, str, str, str]:
    begin, end = day_text(rate.valid_from), day_text(rate.valid_to)
    return begin, end, fmt.digits(f"{rate.hundredths / 100:g}"), rate.source
