"""The Persian of the paper: codes of the frozen document -> sentences.

Never here: the activation code, and any price for the registry's service. Both would be violations.
"""

from __future__ import annotations

from typing import Final

from invoices.figures import amount, code, mobile, moment
from invoices.fonts import PaperError
from pos_app import jalali
from pos_app.domain.hamta import USSD_CODE
from pos_app.domain.invoice import InvoiceDocument, PaymentLine, RegistryFacts

TITLE: Final = "صورتحساب فروش کالا و خدمات"
COPY: Final = "رونوشت"
UNITS_OF_MONEY: Final = {"IRR": "ریال"}
#: Units of measure of the tax office.
UNITS_OF_MEASURE: Final = {
    1627: "عدد",
    1631: "دستگاه",
    1628: "بسته",
    1619: "ست",
    164: "کیلوگرم",
}
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
VERDICTS: Final = {
    "LEGAL_NOT_ACTIVATED": "قانونی، فعال نشده",
    "LEGAL_ACTIVE_THIS_SIM": "قانونی، فعال روی همین سیم‌کارت",
    "LEGAL_ACTIVE_OTHER_SIM": "قانونی، فعال روی سیم‌کارت دیگر",
    "LEGAL_PASSENGER": "قانونی، مسافری",
    "PRE_REGISTRY_OWNED": "پیش از طرح رجیستری",
    "UNAVAILABLE": "پاسخی نرسید",
    "OTHER": "نامشخص",
    "NOT_REGISTERED": "ثبت نشده",
    "BLOCKED_OR_STOLEN": "مسدود یا سرقتی",
    "DUPLICATE_IMEI": "شناسهٔ جعلی یا تکراری",
    "INVALID_IMEI": "شناسهٔ نادرست",
}
CHANNELS: Final = {
    "api": "سامانهٔ همتا",
    "ussd": f"کد دستوری {code(USSD_CODE)}",
    "sms": "پیامک",
    "web": "سایت همتا",
    "app": "برنامهٔ همتا",
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


def payment(line: PaymentLine, unit: str) -> str:
    parts = [f"{PAYMENT_METHODS.get(line.method, PAYMENT_METHODS[8])} {amount(line.amount)} {unit}"]
    if line.terminal:
        parts.append(f"پایانه {code(line.terminal)}")
    if line.reference:
        parts.append(f"شمارهٔ مرجع {code(line.reference)}")
    return "، ".join(parts)


def settlement(document: InvoiceDocument) -> tuple[bool, bool]:
    """(cash, credit) of the form: credit is what no payment covers, whatever the way of paying."""
    paid = sum(line.amount for line in document.payments)
    return paid > 0 or document.tsstam == 0, paid < document.tsstam


def registry(facts: RegistryFacts) -> str:
    """One sentence: how the registry answered, when and by which way, and how activation stands."""
    sentence = "همتا: استعلام"
    if facts.inquiry_at:
        sentence += f" {moment(jalali.instant(facts.inquiry_at))}"
    sentence += f"{_by(facts.inquiry_channel)} — {VERDICTS.get(facts.verdict) or code(facts.verdict)}؛ "
    return f"{sentence}{_activation(facts)}."


def _activation(facts: RegistryFacts) -> str:
    if facts.activation_state != "succeeded":
        return "فعال‌سازی هنوز انجام نشده و بر عهدهٔ فروشنده است"
    when = f" {moment(jalali.instant(facts.activation_at))}" if facts.activation_at else ""
    same_way = facts.activation_channel == facts.inquiry_channel
    sentence = f"فعال‌سازی{when}{'' if same_way else _by(facts.activation_channel)}"
    if facts.activated_imei:
        sentence += f" با شناسهٔ {code(facts.activated_imei)}"
    if facts.sim:
        sentence += f" برای سیم‌کارت {mobile(facts.sim)}"
    return sentence + " انجام شد"


def _by(channel: str) -> str:
    return f" با {CHANNELS.get(channel) or code(channel)}" if channel else ""


def release(document: InvoiceDocument) -> str:
    """One line when a manager opened a stop; the reason stays in the invoice's file."""
    if any(gate.kind == "release" for gate in document.opened):
        return "این فروش با مجوز ثبت‌شدهٔ مدیر فروشگاه انجام شده است."
    return ""
