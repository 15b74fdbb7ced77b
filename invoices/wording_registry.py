"""The Persian of what the registry said: verdicts, ways, and one sentence about inquiry, transfer, activation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from invoices.figures import code, mobile, moment
from pos_app import jalali
from pos_app.domain.hamta import USSD_CODE
from pos_app.domain.identifiers import mobile_masked
from pos_app.domain.invoice import RegistryFacts

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
    "modem": f"کد دستوری {code(USSD_CODE)} با مودم",
    "sms": "پیامک",
    "web": "سایت همتا",
    "app": "برنامهٔ همتا",
}


@dataclass(frozen=True, slots=True)
class Deal:
    """Who owes what is not done yet, in the words of the paper; and whether the SIM that is served is the shop's own,
    which is nobody else's business and therefore masked."""

    transfer: str
    activation: str
    to_shop: bool = False


OF_SALE: Final = Deal("فروشنده", "فروشنده")
OF_RETURN: Final = Deal("خریدار", "فروشگاه", to_shop=True)
OF_BUY_IN: Final = Deal("فروشندهٔ دستگاه", "فروشگاه", to_shop=True)


def registry(facts: RegistryFacts, deal: Deal, *, named: bool = True) -> str:
    """One sentence: how the registry answered, when and by which way, and how transfer and activation stand. `named`:
    it says that it is of Hamta, where no heading does.

    A way is named once, until another one follows it."""
    parts, way = [], ""
    if facts.verdict:
        asked = f" {moment(jalali.instant(facts.inquiry_at))}" if facts.inquiry_at else ""
        answered = VERDICTS.get(facts.verdict) or code(facts.verdict)
        parts.append(f"استعلام{asked}{_by(facts.inquiry_channel)} — {answered}")
        way = facts.inquiry_channel
    if facts.transfer_state:
        parts.append(_transfer(facts, way, deal))
        way = facts.transfer_channel or way
    if facts.activation_state:
        parts.append(_activation(facts, way, deal))
    said = "؛ ".join(parts)
    return (f"همتا: {said}." if named else f"{said}.") if parts else ""


def _transfer(facts: RegistryFacts, way: str, deal: Deal) -> str:
    """Begun is not done: it is complete only when the other side has activated."""
    sims = f" از سیم‌کارت {mobile(facts.from_sim)}" if facts.from_sim else ""
    sims += f" به سیم‌کارت {mobile(facts.to_sim)}" if facts.to_sim else ""
    if facts.transfer_state not in ("succeeded", "awaiting_buyer"):
        return f"انتقال مالکیت{sims} هنوز انجام نشده و بر عهدهٔ {deal.transfer} است"
    when = f" {moment(jalali.instant(facts.transfer_at))}" if facts.transfer_at else ""
    by = "" if facts.transfer_channel == way else _by(facts.transfer_channel)
    if facts.transfer_state == "succeeded":
        return f"انتقال مالکیت{when}{by}{sims} انجام شد"
    return f"انتقال مالکیت{when}{by}{sims} آغاز شد و با فعال‌سازی برای سیم‌کارت گیرنده کامل می‌شود"


def _activation(facts: RegistryFacts, way: str, deal: Deal) -> str:
    if facts.activation_state != "succeeded":
        return f"فعال‌سازی هنوز انجام نشده و بر عهدهٔ {deal.activation} است"
    when = f" {moment(jalali.instant(facts.activation_at))}" if facts.activation_at else ""
    by = "" if facts.activation_channel == way else _by(facts.activation_channel)
    sentence = f"فعال‌سازی{when}{by}"
    if facts.activated_imei:
        sentence += f" با شناسهٔ {code(facts.activated_imei)}"
    if facts.sim:
        sim = mobile_masked(facts.sim) if deal.to_shop and "*" not in facts.sim else facts.sim
        sentence += f" برای سیم‌کارت {mobile(sim)}"
    return sentence + " انجام شد"


def _by(channel: str) -> str:
    return f" با {CHANNELS.get(channel) or code(channel)}" if channel else ""
