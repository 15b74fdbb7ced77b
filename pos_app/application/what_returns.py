"""What was typed for a return: an invoice number, a phone's number, or why it is neither."""

from __future__ import annotations

from pos_app.domain import imei, paper_number
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.errors import ShopError
from pos_app.domain.identifiers import check_activation_code

_NEARLY_AN_IMEI = 14  # digits


def number_of(text: str) -> str:
    """Folded; of an invoice, as it is printed. Raises ShopError `return-of-what`, `buy-in-does-not-return`."""
    plain = fold(text).strip()
    if not plain:
        raise ShopError("return-of-what", field="scan")
    number = paper_number.as_printed(plain)
    if number.startswith(paper_number.BUY_IN):
        raise ShopError("buy-in-does-not-return", field="scan", detail=number)
    return number or plain


def unknown(plain: str) -> ShopError:
    """Why nothing that was sold has this number: it is misread, or of no phone and no invoice of ours."""
    if paper_number.as_printed(plain):
        return ShopError("invoice-missing", field="scan", detail=plain)
    number = imei.normalise(plain)
    if imei.is_imei(number):
        return ShopError("unit-not-in-stock", field="scan", detail=number)
    if all_latin_digits(number) and len(number) >= _NEARLY_AN_IMEI:
        return ShopError(imei.check(number).code, field="scan", detail=number)
    if check_activation_code(plain).ok:
        return ShopError("return-of-what", field="scan")  # it may be a code, which is not said again
    return ShopError("invoice-missing", field="scan", detail=plain)
