"""The Persian of the paper: codes of the frozen document -> sentences.

Never here: the activation code, and any price for the registry's service. Both would be violations.
"""

from __future__ import annotations

from typing import Final

from invoices.figures import amount, code, prose
from invoices.fonts import PaperError
from pos_app.domain.buy_in_document import PREFIX
from pos_app.domain.invoice import (
    CORRECTIVE,
    ORIGINAL,
    PROFORMA,
    RETURN,
    SALES,
    VOID,
    InvoiceDocument,
    InvoiceLine,
    OpenedGate,
    PaymentLine,
)

#: By subject, in the tax office's own words.
TITLES: Final = {
    ORIGINAL: "صورتحساب فروش کالا و خدمات",
    VOID: "صورتحساب ابطالی",
    RETURN: "صورتحساب برگشت از فروش",
    CORRECTIVE: "صورتحساب اصلاحی",
    PROFORMA: "پیش‌فاکتور",
}
_ACTS: Final = {VOID: "ابطال", RETURN: "برگشت از فروش، مربوط به", CORRECTIVE: "اصلاح"}
COPY: Final = "رونوشت"
CONDITIONS: Final = {"used": "کارکرده", "passenger": "مسافری"}
NO_BOX: Final = "بدون جعبه"
REFUND: Final = "بازپرداخت به خریدار:"
NO_REFUND: Final = "مبلغی بازپرداخت نشده است."
UNITS_OF_MONEY: Final = {"IRR": "ریال", "QRN": "قران"}
#: Units of measure of the tax office.
UNITS_OF_MEASURE: Final = {
    1627: "عدد",
    1631: "دستگاه",
    1628: "بسته",
    1619: "ست",
    164: "کیلوگرم",
}
OFFSET: Final = 2
#: `pmt` of the tax office.
PAYMENT_METHODS: Final = {
    1: "چک",
    2: "تهاتر",
    3: "نقد",
    4: "کارتخوان",
    5: "درگاه پرداخت",
    6: "کارت به کارت",
    7: "واریز به حساب",
    8: "سایر",
}


def unit_of_money(currency: str) -> str:
    """Raises `PaperError` (`currency-unknown`): an amount without its unit is no amount."""
    try:
        return UNITS_OF_MONEY[currency]
    except KeyError:
        raise PaperError("currency-unknown", detail=currency) from None


def unit_of_measure(unit_code: int) -> str:
    """The unit's name; an unknown one is shown by its code."""
    return UNITS_OF_MEASURE.get(unit_code) or code(str(unit_code))


def title(document: InvoiceDocument) -> str:
    """Raises `PaperError` (`subject-unknown`): a return printed as a sale would be a second sale."""
    try:
        return TITLES[document.subject]
    except KeyError:
        raise PaperError("subject-unknown", detail=document.subject) from None


def reference(document: InvoiceDocument) -> str:
    """Which invoice a void or a return takes back, and why; "" on a sale."""
    if document.subject in (ORIGINAL, PROFORMA):
        return ""
    act = _ACTS[document.subject]
    parts = [f"{act} {paper(document.refers_to)}"]
    if document.reason:
        parts.append(f"علت: {prose(document.reason)}")
    return "؛ ".join(parts)


def condition(line: InvoiceLine) -> str:
    """How the phone is, if it is not a sealed one; "" = nothing to say."""
    return stands(line.condition, no_box=line.no_box)


def stands(condition: str, *, no_box: bool) -> str:
    """«کارکرده · بدون جعبه»."""
    parts = [CONDITIONS.get(condition) or code(condition), NO_BOX if no_box else ""]
    return " · ".join(part for part in parts if part)


def payment(line: PaymentLine, unit: str) -> str:
    """One way of paying. An offset names the paper of ours that it is set off against, everything else its reference
    at the bank."""
    parts = [f"{PAYMENT_METHODS.get(line.method, PAYMENT_METHODS[8])} {amount(line.amount)} {unit}"]
    if line.terminal:
        parts.append(f"پایانه {code(line.terminal)}")
    if line.reference and line.method == OFFSET:
        parts[0] += f" با {paper(line.reference)}"
    elif line.reference:
        parts.append(f"شمارهٔ مرجع {code(line.reference)}")
    return "، ".join(parts)


def paper(number: str) -> str:
    """A paper of ours by its number."""
    kind = "رسید خرید دستگاه" if number.startswith(PREFIX) else "صورتحساب"
    return f"{kind} شمارهٔ {code(number)}"


def settlement(document: InvoiceDocument) -> tuple[bool, bool]:
    """(cash, credit) of the form: credit is what no payment covers, whatever the way of paying."""
    paid = sum(line.amount for line in document.payments)
    return paid > 0 or document.tsstam == 0, paid < document.tsstam


def release(document: InvoiceDocument) -> str:
    """One line when a manager opened a stop; the reason stays in the invoice's file."""
    return released(document.opened, "فروش" if document.subject in SALES else "برگشت")


def released(opened: tuple[OpenedGate, ...], act: str) -> str:
    if any(gate.kind == "release" for gate in opened):
        return f"این {act} با مجوز ثبت‌شدهٔ مدیر فروشگاه انجام شده است."
    return ""
