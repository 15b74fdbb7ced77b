"""The Persian of the buy-in paper: how the phone was found, how it was paid, what the seller declares, what is owed."""

from __future__ import annotations

from typing import Final

from invoices.currencies import currency
from invoices.figures import amount, code, prose
from invoices.wording import OFFSET, paper, payment, released, unit_of_money
from invoices.wording_registry import OF_BUY_IN, registry
from pos_app.domain.buy_in_document import BoughtDevice, BuyInDocument
from pos_app.domain.digits import persian
from pos_app.words import in_words

TITLE: Final = "رسید خرید دستگاه کارکرده از مشتری"
GRADES: Final = {
    "A": "در حد نو",
    "B": "کارکرد کم",
    "C": "کارکرد آشکار",
    "D": "با ایراد",
}
FLAWS: Final = {
    "screen_scratched": "خط و خش صفحه‌نمایش",
    "screen_cracked": "شکستگی صفحه‌نمایش",
    "body_scratched": "خط و خش بدنه",
    "body_dented": "ضربه یا فرورفتگی بدنه",
    "battery_weak": "باتری ضعیف",
    "camera_fault": "ایراد دوربین",
    "speaker_fault": "ایراد بلندگو یا میکروفون",
    "charging_fault": "ایراد شارژ",
    "fingerprint_fault": "ایراد اثر انگشت یا تشخیص چهره",
    "buttons_fault": "ایراد دکمه‌ها",
    "water_damage": "آب‌خوردگی",
    "repaired_before": "سابقهٔ تعمیر",
}
NO_FLAWS: Final = "ایرادی ثبت نشده است"
OWED: Final = {
    "transfer": "انتقال مالکیت دستگاه در همتا به سیم‌کارت فروشگاه؛ بر عهدهٔ فروشندهٔ دستگاه",
    "activation": "فعال‌سازی دستگاه برای سیم‌کارت فروشگاه؛ بر عهدهٔ فروشگاه",
}


def grade(code_: str) -> str:
    """«B — کارکرد کم»: the letter that the shop's list shows, and what it means."""
    words = GRADES.get(code_)
    return f"{code(code_)} — {words}" if words else code(code_)


def flaws(device: BoughtDevice) -> str:
    return "، ".join(FLAWS.get(flaw) or code(flaw) for flaw in device.flaws) or NO_FLAWS


def price(document: BuyInDocument) -> str:
    """In digits and in words, each with its unit."""
    unit = unit_of_money(document.currency)
    return f"بهای خرید: {amount(document.price)} {unit} — به حروف: {in_words(document.price)} {unit}"


def paid(document: BuyInDocument) -> list[str]:
    """Set off in an invoice, paid, or plainly neither."""
    sentences = []
    line = document.payment
    if line and line.method == OFFSET and line.reference == document.for_invoice != "":
        line = None  # the sentence about the invoice says it
    if document.for_invoice:
        part = "بخشی از بهای" if line else "بهای"
        sentences.append(f"{part} این دستگاه در {paper(document.for_invoice)} تهاتر شده است.")
    if line:
        left = "پرداخت باقی‌مانده" if document.for_invoice else "روش پرداخت"
        sentences.append(f"{left}: {payment(line, currency(document.currency))}")
    return sentences or ["هنوز پولی پرداخت نشده است."]


def of_registry(document: BuyInDocument) -> list[str]:
    said = registry(document.registry, OF_BUY_IN, named=False) if document.registry else ""
    return [sentence for sentence in (said, released(document.opened, "released_buy_in")) if sentence]


def owed(document: BuyInDocument) -> list[str]:
    """Each duty with its debtor, and what it keeps from happening."""
    until = "این کار" if len(document.owed) == 1 else "این کارها"
    duties = [f"• {OWED.get(duty) or code(duty)}" for duty in document.owed]
    return [*duties, f"تا انجام {until}، این دستگاه برای فروش گذاشته نمی‌شود."] if duties else []


def declaration(document: BuyInDocument) -> list[str]:
    """What the seller signs."""
    seller = document.seller
    who = f"اینجانب {prose(seller.name)}" if seller.name else "اینجانب"
    if seller.national_id:
        who += f" با کد ملی {code(seller.national_id)}"
    picture = " و تصویر مدرک شناسایی" if document.document_sha256 else ""
    points = (
        "مالک قانونی این دستگاه هستم و اختیار فروش آن را دارم.",
        "این دستگاه سرقتی، مفقودی یا امانی نیست و در رهن، وثیقه یا توقیف کسی نیست.",
        "با انتقال مالکیت این دستگاه در سامانهٔ همتا به سیم‌کارت فروشگاه موافقم.",
        "مشخصات، وضعیت و بهای نوشته‌شده در این برگه را خوانده‌ام و می‌پذیرم.",
        f"رضایت می‌دهم که فروشگاه مشخصات هویتی{picture} من را طبق قانون و برای پاسخ به مراجع قانونی نگه دارد.",
    )
    return [f"{who} اعلام می‌کنم که:", *(f"{persian(str(n))}. {point}" for n, point in enumerate(points, start=1))]
