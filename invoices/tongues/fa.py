"""The Persian of the paper.

Never here: the activation code, and any price for the registry's service. Both would be violations.
"""

from __future__ import annotations

from typing import Final

from invoices.figures import code
from invoices.tongues.tongue import Tongue
from pos_app.domain.hamta import USSD_CODE

_WORDS: Final = {
    # head
    "offer_no": "شمارهٔ پیش‌فاکتور",
    "serial_no": "شمارهٔ سریال",
    "date": "تاریخ",
    "page_of": "صفحهٔ {page} از {pages}",
    "moment": "{day} ساعت {hour}",
    "copy": "رونوشت",
    "no_invoice": "این برگه پیشنهاد قیمت است و صورتحساب نیست؛ سند فروش، پرداخت یا اعتبار مالیاتی به شمار نمی‌آید.",
    "tax_id": "شمارهٔ منحصربه‌فرد مالیاتی: {tax_id}",
    "short_tax_id": "شمارهٔ مالیاتی",
    "invoice_type": "صورتحساب {type}، الگوی فروش",
    # parties
    "seller": "مشخصات فروشنده",
    "buyer": "مشخصات خریدار",
    "party_name": "نام شخص حقیقی / حقوقی",
    "party_kind": "نوع شخص",
    "economic_no": "شمارهٔ اقتصادی",
    "registration_no": "شمارهٔ ثبت",
    "national_id": "کد ملی",
    "legal_id": "شناسهٔ ملی",
    "foreigner_id": "کد فراگیر",
    "postal_code": "کد پستی",
    "phone": "تلفن",
    "licence_no": "شمارهٔ پروانهٔ کسب",
    "address": "نشانی",
    "a_buyer": "خریدار",
    "final_consumer": "مصرف‌کنندهٔ نهایی",
    # references
    "of_void": "ابطال {paper}",
    "of_return": "برگشت از فروش، مربوط به {paper}",
    "of_corrective": "اصلاح {paper}",
    "with_tax_id": "{act}، شمارهٔ مالیاتی {tax_id}",
    "reason": "علت: {reason}",
    "semicolon": "؛ ",
    "comma": "، ",
    "invoice": "صورتحساب شمارهٔ {number}",
    "buy_in": "رسید خرید دستگاه شمارهٔ {number}",
    # table
    "column_row": "ردیف",
    "column_goods_code": "کد کالا",
    "column_description": "شرح کالا یا خدمات",
    "column_quantity": "تعداد / مقدار",
    "column_unit": "واحد اندازه‌گیری",
    "column_fee": "مبلغ واحد ({unit})",
    "column_prdis": "مبلغ کل ({unit})",
    "column_dis": "مبلغ تخفیف ({unit})",
    "column_adis": "مبلغ کل پس از تخفیف ({unit})",
    "column_vat_rate": "نرخ مالیات (٪)",
    "column_vam": "جمع مالیات و عوارض ({unit})",
    "column_tsstam": "جمع مبلغ کل بعلاوه جمع مالیات و عوارض ({unit})",
    "imei": "شناسهٔ {slot} (IMEI): {imei}",
    "imeis": "شناسه‌ها (IMEI): {imeis}",
    "device_serial": "سریال: {serial}",
    "goods_code": "کد کالا: {code}",
    "no_box": "بدون جعبه",
    "in_words": "جمع کل به حروف: {words} {unit}",
    "grand_total": "جمع کل",
    "carried": "جمع تا این صفحه، نقل به صفحهٔ بعد",
    "brought": "نقل از صفحهٔ قبل",
    # a slip's own
    "times": "{quantity} {measure} × {price}",
    "sum_of_lines": "جمع مبلغ",
    "discount": "تخفیف",
    "after_discount": "پس از تخفیف",
    "vat": "مالیات و عوارض",
    "vat_at": "مالیات و عوارض ({rate}٪)",
    "line_total": "جمع ردیف",
    "to_pay": "مبلغ قابل پرداخت",
    "sum_undone": "جمع کل",
    "payments": "پرداخت",
    # terms
    "terms": "شرایط و نحوهٔ فروش:",
    "cash": "نقدی",
    "credit": "غیرنقدی",
    "refund": "بازپرداخت به خریدار:",
    "no_refund": "مبلغی بازپرداخت نشده است.",
    "notes": "توضیحات: {notes}",
    "terminal": "پایانه {terminal}",
    "bank_reference": "شمارهٔ مرجع {reference}",
    "cheque_reference": "شناسهٔ صیادی {reference}",
    "owed": "پرداخت‌نشده (چک و اقساط): {amount}",
    "due": "سررسید {day}",
    "offset_with": "{paid} با {paper}",
    "released_sale": "این فروش با مجوز ثبت‌شدهٔ مدیر فروشگاه انجام شده است.",
    "released_return": "این برگشت با مجوز ثبت‌شدهٔ مدیر فروشگاه انجام شده است.",
    "released_buy_in": "این خرید با مجوز ثبت‌شدهٔ مدیر فروشگاه انجام شده است.",
    # instalments
    "instalments": "اقساط",
    "instalment_due": "سررسید",
    "instalment_amount": "مبلغ ({unit})",
    "instalments_sum": "جمع اقساط: {amount}",
    # signatures
    "sign_seller": "مهر و امضای فروشنده",
    "sign_buyer": "مهر و امضای خریدار",
    "stamp_picture": "مهر فروشگاه",
    "logo_picture": "نشان فروشگاه",
    "scan_to_verify": "اصالت صورتحساب",
    "key_number": "شمارهٔ کلید امضای فروشگاه: {number}",
    # the registry
    "registry": "همتا: {said}.",
    "unnamed_registry": "{said}.",
    "inquiry": "استعلام{when}{by} — {verdict}",
    "when": " {moment}",
    "by": " با {channel}",
    "from_sim": " از سیم‌کارت {sim}",
    "to_sim": " به سیم‌کارت {sim}",
    "transfer_owed": "انتقال مالکیت{sims} هنوز انجام نشده و بر عهدهٔ {who} است",
    "transfer_done": "انتقال مالکیت{when}{by}{sims} انجام شد",
    "transfer_begun": "انتقال مالکیت{when}{by}{sims} آغاز شد و با فعال‌سازی برای سیم‌کارت گیرنده کامل می‌شود",
    "activation_owed": "فعال‌سازی هنوز انجام نشده و بر عهدهٔ {who} است",
    "activation_done": "فعال‌سازی{when}{by}{imei}{sim} انجام شد",
    "with_imei": " با شناسهٔ {imei}",
    "for_sim": " برای سیم‌کارت {sim}",
}
_BOOKS: Final = {
    # By subject, in the tax office's own words.
    "titles": {
        "original": "صورتحساب فروش کالا و خدمات",
        "corrective": "صورتحساب اصلاحی",
        "void": "صورتحساب ابطالی",
        "return": "صورتحساب برگشت از فروش",
        "proforma": "پیش‌فاکتور",
    },
    "types": {"1": "نوع اول", "2": "نوع دوم", "3": "نوع سوم"},
    "kinds": {"natural": "حقیقی", "legal": "حقوقی", "partnership": "مشارکت مدنی", "foreigner": "غیرایرانی"},
    "conditions": {"used": "کارکرده", "passenger": "مسافری"},
    # Units of measure of the tax office.
    "measures": {"1627": "عدد", "1631": "دستگاه", "1628": "بسته", "1619": "ست", "164": "کیلوگرم"},
    # `pmt` of the tax office.
    "methods": {
        "1": "چک",
        "2": "تهاتر",
        "3": "نقد",
        "4": "کارتخوان",
        "5": "درگاه پرداخت",
        "6": "کارت به کارت",
        "7": "واریز به حساب",
        "8": "سایر",
    },
    "verdicts": {
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
    },
    "channels": {
        "api": "سامانهٔ همتا",
        "ussd": f"کد دستوری {code(USSD_CODE)}",
        "modem": f"کد دستوری {code(USSD_CODE)} با مودم",
        "sms": "پیامک",
        "web": "سایت همتا",
        "app": "برنامهٔ همتا",
    },
    # Who owes what is not done yet.
    "debtors": {"seller": "فروشنده", "buyer": "خریدار", "shop": "فروشگاه", "device_seller": "فروشندهٔ دستگاه"},
}

FA: Final = Tongue("fa", True, _WORDS, _BOOKS)
