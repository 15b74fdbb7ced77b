"""The invoice of a phone that is not sealed, and the void or return that takes it back: read off the drawn page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from invoices.fonts import PaperError
from invoices.glyphs import unprintable
from invoices.renderer import PaperRenderer
from pos_app.domain.invoice import RETURN, InvoiceDocument, OpenedGate, PaymentLine
from tests.invoices.drawn import DrawnPage, read
from tests.invoices.samples import returned, sample, used, with_lines
from tests.invoices.tidy import assert_apart, assert_clear, told, words

_SIMS = "از سیم‌کارت 0912***0001 به سیم‌کارت 0912***0000"
_OPENED = f"۱۴۰۵/۰۹/۰۳ ساعت ۱۶:۲۵ با پیامک {_SIMS}"


def one_page(document: InvoiceDocument, *, copy: bool = False) -> DrawnPage:
    (page,) = read(PaperRenderer().render(document, stamp=None, copy=copy))
    return page


def crowded() -> InvoiceDocument:
    """A return with all that may be said, at length."""
    document = returned()
    facts = used().registry
    assert facts
    still_open = replace(facts, transfer_state="awaiting_buyer", activation_state="deferred")
    line = replace(document.lines[0], condition="passenger", description="گوشی موبایل Galaxy S24 Ultra 5G " * 6)
    return replace(
        with_lines(document, (line, replace(line, condition="used"), *(line,) * 7)),
        subject=RETURN,
        reason="ایراد دوربین که در مهلت تست دیده شد و تعمیرگاه نمونه با برگهٔ 1405-22 آن را تأیید کرد " * 6,
        registry=still_open,
        opened=(OpenedGate(kind="release", step_id="inquiry", codes=(), reason="x", by="m", at=document.issued_at),),
        payments=(PaymentLine(method=2, amount=10**12, reference="1405-1-000441"), *document.payments * 3),
    )


def foot(document: InvoiceDocument) -> str:
    """What is read right of the bars."""
    return told(one_page(document), beyond=227)


def test_a_used_phone_is_marked_on_its_line() -> None:
    line = used().lines[0]
    assert "مشکی کارکرده · بدون جعبه شناسهٔ ۱ (IMEI): 353328110002027" in foot(used())
    passenger = foot(replace(used(), lines=(replace(line, condition="passenger", no_box=False),)))
    assert "مشکی مسافری شناسهٔ ۱" in passenger
    assert "بدون جعبه" not in passenger
    for mark in ("کارکرده", "مسافری", "جعبه"):
        assert mark not in foot(sample())


def test_the_transfer_stands_between_inquiry_and_activation() -> None:
    assert words(
        "همتا: استعلام ۱۴۰۵/۰۹/۰۳ ساعت ۱۶:۱۰ با کد دستوری *7777# — قانونی، فعال روی همین سیم‌کارت؛ انتقال مالکیت"
        f" ۱۴۰۵/۰۹/۰۳ ساعت ۱۶:۲۵ {_SIMS} انجام شد؛ فعال‌سازی ۱۴۰۵/۰۹/۰۳ ساعت ۱۶:۳۲ با شناسهٔ"
        " 353328110002027 برای سیم‌کارت 0912 000 0000 انجام شد."
    ) in foot(used())


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("succeeded", f"{_OPENED} انجام شد"),
        ("awaiting_buyer", f"{_OPENED} آغاز شد و با فعال‌سازی برای سیم‌کارت گیرنده کامل می‌شود"),
        ("deferred", f"{_SIMS} هنوز انجام نشده و بر عهدهٔ فروشنده است"),
    ],
)
def test_how_the_transfer_stands(state: str, said: str) -> None:
    facts = used().registry
    assert facts
    alone = replace(facts, transfer_state=state, transfer_channel="sms", activation_state="", verdict="")
    assert words(f"همتا: انتقال مالکیت {said}.") in foot(replace(used(), registry=alone))


def test_an_offset_names_our_paper_and_no_bank() -> None:
    assert words(
        "تهاتر ۶۰٬۰۰۰٬۰۰۰ ریال با رسید خرید دستگاه شمارهٔ B1405-1-000013 · کارتخوان ۱۳۸٬۰۰۰٬۰۰۰ ریال، پایانه 12345678،"
        " شمارهٔ مرجع 405122388277"
    ) in foot(used())
    back = replace(returned(), payments=(PaymentLine(method=2, amount=198_000_000, reference="1405-1-000441"),))
    assert "بازپرداخت به خریدار: تهاتر ۱۹۸٬۰۰۰٬۰۰۰ ریال با صورتحساب شمارهٔ 1405-1-000441" in foot(back)


def test_a_void_says_what_it_takes_back_and_why() -> None:
    text, whole = foot(returned()), told(one_page(returned()))
    assert "صورتحساب ابطالی" in text
    assert "صورتحساب فروش کالا و خدمات" not in text
    assert "ابطال صورتحساب شمارهٔ 1405-1-000431؛ علت: ایراد دوربین که در مهلت تست دیده شد" in whole
    assert "بازپرداخت به خریدار: واریز به حساب ۱۹۸٬۰۰۰٬۰۰۰ ریال، شمارهٔ مرجع 140509051234" in text
    assert words("از سیم‌کارت 0912***0000 به سیم‌کارت 0912***0001 هنوز انجام نشده و بر عهدهٔ خریدار است.") in text
    for other in ("نقدی", "استعلام", "فعالسازی"):  # no sale, no inquiry and no activation belong to it
        assert other not in text


def test_the_shop_s_own_sim_is_masked_where_the_phone_comes_back() -> None:
    facts = used().registry
    assert facts
    back = replace(facts, sim="09120000001", from_sim="0912***0000", to_sim="0912***0001")
    assert words("برای سیم‌کارت 0912***0001 انجام شد.") in foot(replace(returned(), registry=back))
    assert words("برای سیم‌کارت 0912 000 0001 انجام شد.") in foot(replace(used(), registry=back))


def test_a_return_without_money_says_so() -> None:
    text = foot(replace(returned(), subject=RETURN, payments=(), reason=""))
    assert "صورتحساب برگشت از فروش" in text
    assert "برگشت از فروش، مربوط به صورتحساب شمارهٔ 1405-1-000431" in text
    assert "بازپرداخت به خریدار: مبلغی بازپرداخت نشده است." in text
    assert "علت" not in text


def test_another_subject_is_refused() -> None:
    with pytest.raises(PaperError) as caught:
        one_page(replace(used(), subject="gift"))
    assert (caught.value.code, caught.value.detail) == ("subject-unknown", "gift")


@pytest.mark.parametrize("make", [used, returned, crowded])
@pytest.mark.parametrize("copy", [False, True])
def test_pages_are_clear(make: Callable[[], InvoiceDocument], copy: bool) -> None:
    for page in read(PaperRenderer().render(make(), stamp=None, copy=copy)):
        assert_clear(page)
        assert_apart(page)


@pytest.mark.parametrize("make", [used, returned, crowded])
def test_nothing_of_a_code_or_a_fee_of_the_registry(make: Callable[[], InvoiceDocument]) -> None:
    text = " ".join(told(page) for page in read(PaperRenderer().render(make(), stamp=None, copy=False)))
    for never in ("کد فعالسازی", "هزینه", "کارمزد"):
        assert never not in text


def test_a_reason_without_glyphs_is_known_before_the_return() -> None:
    assert unprintable(returned()) == ""
    assert unprintable(replace(returned(), reason="📱", refers_to="李")) == "李📱"
