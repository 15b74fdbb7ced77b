"""The Persian of a phone's life: kinds of events, and the codes of states that stand in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from invoices.bidi import island
from invoices.figures import code, prose
from invoices.glyphs import printable
from invoices.wording_buy_in import FLAWS, GRADES
from invoices.wording_registry import CHANNELS, VERDICTS
from pos_app import jalali
from pos_app.domain.digits import persian
from pos_app.domain.life import LifeEvent, LifeKind

TITLE: Final = "پروندهٔ دستگاه"
HONEST: Final = (
    "این پرونده از ثبت‌های خود فروشگاه ساخته شده است و سند سامانهٔ همتا نیست. پاسخ‌های همتا همان‌گونه آمده‌اند که"
    " فروشگاه در زمان نوشته‌شده دریافت و ثبت کرده است."
)
HONEST_SHORT: Final = "ثبت‌های خود فروشگاه؛ سند سامانهٔ همتا نیست."
NOTHING: Final = "هنوز رویدادی ثبت نشده است."

KINDS: Final = {
    LifeKind.ALLOCATED: "همتا آن را در فهرست این فروشگاه گذاشت",
    LifeKind.STOCKED: "وارد موجودی فروشگاه شد",
    LifeKind.BOUGHT_IN: "از مشتری خریده شد",
    LifeKind.INQUIRED: "استعلام اصالت",
    LifeKind.CONTROLLED: "کنترل پاسخ استعلام",
    LifeKind.COMPARED: "بررسی یکی بودن شناسه‌ها",
    LifeKind.RESET: "بازگرداندن به تنظیمات کارخانه",
    LifeKind.GRADED: "درجه‌بندی وضعیت دستگاه",
    LifeKind.TRANSFER: "انتقال مالکیت در همتا",
    LifeKind.ACTIVATION: "فعال‌سازی در همتا",
    LifeKind.SOLD: "فروخته شد",
    LifeKind.RETURNED: "از خریدار پس گرفته شد",
    LifeKind.SWAPPED: "با دستگاه دیگری تعویض شد",
    LifeKind.CONFLICT: "ناسازگاری در داده‌ها",
    LifeKind.PAPER: "صدور سند",
    LifeKind.DECIDED: "ادامه با تصمیم فروشنده",
    LifeKind.RELEASED: "ادامه با مجوز مدیر",
    LifeKind.PRINTED: "چاپ سند",
}
CONDITIONS: Final = {"": "آکبند", "sealed": "آکبند", "used": "کارکرده", "passenger": "مسافری"}
STANDINGS: Final = {
    "intake": "روی پیشخوان برای خرید؛ هنوز از فروشگاه نیست",
    "held": "خریده‌شده؛ تا انجام کارهای باز قابل فروش نیست",
    "in_stock": "در موجودی فروشگاه",
    "reserved": "در سبد یک فروش باز",
    "sold": "فروخته‌شده",
    "back": "برگشته از خریدار؛ تا انتقال مالکیت قابل فروش نیست",
    "left": "از فروشگاه رفته",
    "allocated": "در فهرست همتا، هنوز وارد موجودی نشده",
    "unknown": "نامعلوم",
}
_STEPS: Final = {
    "done": "انجام شد",
    "decided": "با تصمیم ادامه یافت",
    "released": "با مجوز مدیر باز شد",
    "deferred": "هنوز انجام نشده",
    "blocked": "متوقف شد",
    "reopened": "دوباره باز شد",
}
_OPERATIONS: Final = {
    "queued": "در صف انجام",
    "sending": "در حال انجام",
    "accepted": "پذیرفته، منتظر پاسخ",
    "awaiting_buyer": "منتظر فعال‌سازی گیرنده",
    "outcome_unknown": "نتیجه نامعلوم",
    "needs_person": "نیازمند بررسی",
    "succeeded": "انجام شد",
    "rejected": "رد شد",
    "expired": "مهلت گذشت",
    "cancelled": "لغو شد",
}
_PAPERS: Final = {
    "original": "صورتحساب فروش",
    "corrective": "صورتحساب اصلاحی",
    "void": "صورتحساب ابطالی",
    "return": "صورتحساب برگشت از فروش",
    "buy_in": "رسید خرید از مشتری",
    "invoice": "صورتحساب",
    "dossier": "پروندهٔ دستگاه",
    "permit": "مجوز گمرک",
    "identity": "مدرک شناسایی فروشنده",
    "in_stock": "آمادهٔ فروش",
    "left": "از فروشگاه رفت",
    "deleted": "از فهرست برداشته شد",
    "made": "چاپ نخست",
    "copy": "رونوشت",
}
_CONFLICTS: Final = {
    "model": "مدل دیگری با این شناسه ثبت شده است",
    "slots": "شناسهٔ دوم دیگری گفته شده است",
    "withdrawn": "از فهرست همتای فروشگاه برداشته شده است",
    "verdict": "همتا می‌گوید نباید فروخته شود",
    "activation": "همتا فعال‌سازی را تأیید نمی‌کند",
    "operation": "نتیجهٔ یک عملیات دیگرگونه گفته شده است",
    "clone": "گمان جعل شناسه",
    "shop": "گفتهٔ فروشگاه پذیرفته شد",
    "registry": "گفتهٔ همتا پذیرفته شد",
}
_PLACES: Final = {
    "inquiry": "استعلام اصالت",
    "answer_control": "کنترل پاسخ استعلام",
    "box_match": "بررسی یکی بودن شناسه‌ها",
    "factory_reset": "بازگرداندن به تنظیمات کارخانه",
    "reset": "بازگرداندن به تنظیمات کارخانه",
    "transfer": "انتقال مالکیت",
    "activation": "فعال‌سازی",
    "identity": "هویت و رضایت فروشنده",
    "condition": "وضعیت دستگاه",
    "permit": "مجوز گمرک",
    "holder_activation": "فعال‌سازی برای دارندهٔ مجوز",
    "device_match": "همان دستگاه فروخته‌شده",
    "invoice": "صدور سند",
    "sale-abandoned": "رها شد",
    "sealed": "آکبند",
    "used_no_box": "کارکردهٔ بدون جعبه",
    "no_box": "بدون جعبه",
    "used": "کارکرده",
    "passenger": "مسافری",
}
#: Whose word a side of a suspected clone is.
_SOURCES: Final = {
    "product: ": "در موجودی: ",
    "tac: ": "طبق جدول TAC: ",
    "answer: ": "طبق پاسخ همتا: ",
    "before: ": "پیش‌تر دیده شده با نام: ",
}
_ACTORS: Final = {"registry": "همتا", "sync": "خودکار"}
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*")


def standing(life_code: str) -> str:
    return STANDINGS.get(life_code) or _words(life_code)


def state(event: LifeEvent) -> str:
    """The code that belongs to the kind; the words of a verdict, of an operation and of a step never meet."""
    if event.kind is LifeKind.GRADED and event.state in GRADES:
        return f"{code(event.state)} — {GRADES[event.state]}"
    books: tuple[Mapping[str, str], ...] = (VERDICTS, _OPERATIONS, _STEPS, _PAPERS)
    if event.kind is LifeKind.CONFLICT:
        books = (_CONFLICTS, VERDICTS, _OPERATIONS)
    if event.kind in (LifeKind.DECIDED, LifeKind.RELEASED):
        books = (_PLACES, *books)
    return next((book[event.state] for book in books if event.state in book), "") or _words(event.state)


def detail(event: LifeEvent) -> str:
    """Codes in words where every one of them is known, else what stands there."""
    known = {**_PLACES, **FLAWS, **_CONFLICTS, **VERDICTS} if event.kind is LifeKind.CONFLICT else {**FLAWS, **_PLACES}
    pieces = [piece for piece in re.split(r"[\s,،;]+", event.detail) if piece]
    if pieces and all(piece in known for piece in pieces):
        return "، ".join(known[piece] for piece in pieces)
    if event.kind is LifeKind.CONFLICT and event.state == "clone":
        return "؛ ".join(_side(said) for said in event.detail.split(" / "))
    return free(event.detail)


def _side(said: str) -> str:
    source = next((source for source in _SOURCES if said.startswith(source)), "")
    return f"{_SOURCES[source]}{free(said.removeprefix(source))}" if source else free(said)


def actor(who: str) -> str:
    """A person's name, or who else did it."""
    return _ACTORS.get(who) or free(who)


def answered(event: LifeEvent) -> str:
    """When the answer was computed, and how old it was when it was taken."""
    if event.answered_at is None:
        return ""
    at = event.answered_at
    when = f"{island(persian(jalali.date_text(at)))} ساعت {island(persian(jalali.time_text(at)))}"
    old = age(event.at - at)
    return f"پاسخ از {when}{f' ({old} پیش‌تر)' if old else ''}"


def age(passed: timedelta) -> str:
    """«۲ ساعت»; "" for less than a minute, and for an answer from the future, of which nobody knows the age."""
    minutes = int(passed.total_seconds()) // 60
    if minutes <= 0:
        return ""
    for unit, name in ((24 * 60, "روز"), (60, "ساعت")):
        if minutes >= unit:
            return f"{persian(str(minutes // unit))} {name}"
    return f"{persian(str(minutes))} دقیقه"


def day_and_hour(at: datetime) -> tuple[str, str]:
    return island(persian(jalali.date_text(at))), island(persian(jalali.time_text(at)))


def way(channel: str) -> str:
    return CHANNELS.get(channel) or code(channel)


def free(text: str) -> str:
    """What a person once wrote: a character that the font lacks must not keep a dossier from being drawn."""
    return prose(printable(text))


def _words(text: str) -> str:
    return code(text) if _CODE.fullmatch(text) else free(text)
