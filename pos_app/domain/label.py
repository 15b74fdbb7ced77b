"""What stands on a label: one phone of the stock, or goods on the shelf."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.money import CURRENCY


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """`code` is the barcode: the first IMEI or the serial of a phone, the product's own of goods. `price` is what a
    buyer pays, tax and all; None = not to be told. `condition` "" = new."""

    title: str
    model: str = ""
    code: str
    imei2: str = ""
    serial: str = ""
    condition: str = ""
    price: int | None = None
    currency: str = CURRENCY
    shop: str = ""
