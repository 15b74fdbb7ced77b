"""The drawn paper of a closed shift: every sum apart, on a sheet and on a slip."""

from __future__ import annotations

from dataclasses import replace

import pytest

from invoices.renderer import PaperRenderer
from pos_app.domain.day_document import ByHand, DayDocument
from tests.invoices.days import FULL, QUIET
from tests.invoices.drawn import DrawnPage, read
from tests.invoices.tidy import assert_apart, assert_clear, told, words

PAPERS = ("a4", "80mm", "58mm")


def pages(document: DayDocument, paper: str) -> list[DrawnPage]:
    return read(PaperRenderer().day(document, paper=paper))


@pytest.mark.parametrize("paper", PAPERS[:2])
def test_every_sum_stands_apart_in_persian(paper: str) -> None:
    """Lesson 59: opening, in, out, expected, counted and difference; lesson 58: both papers carry the same facts."""
    (page,) = pages(FULL, paper)
    text = told(page)
    for said in (
        "برگهٔ بستن صندوق", "Z1405-1-000118", "سارا محمدی", "محمد کریمی", "موجودی آغاز", "۲۰٬۰۰۰٬۰۰۰ ریال",
        "فروش نقدی", "۴۱۲٬۵۰۰٬۰۰۰", "پرداخت برای خرید گوشی", "بازپرداخت مرجوعی و ابطال", "دریافت دستی", "پرداخت دستی",
        "باید در صندوق باشد", "۳۵۶٬۸۰۰٬۰۰۰", "شمرده شد", "۳۵۶٬۳۰۰٬۰۰۰", "تفاوت", "برداشته شد", "۳۳۶٬۳۰۰٬۰۰۰",
        "ایران‌چک ۱٬۰۰۰٬۰۰۰ × ۳۴۰", "سکهٔ ۵٬۰۰۰ × ۱۵", "سایر پول‌ها", "کارت‌خوان 12345678",
        "کارت‌خوان (پایانه نوشته نشده)", "چک، ۲ برگ", "پول خرد از بانک", "۱۸٬۴۱۲", "9f86d081884c7d65",
        "d15d6c15b0f00a08",
    ):  # fmt: skip
        assert words(said) in text, said


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("document", [FULL, QUIET])
def test_nothing_lies_over_another_or_beyond_the_edge(document: DayDocument, paper: str) -> None:
    (page,) = pages(document, paper)
    assert_clear(page, edge=20 if paper == "a4" else 0)
    assert_apart(page)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_quiet_day_says_what_it_is_and_no_more(paper: str) -> None:
    text = told(pages(QUIET, paper)[0])
    assert words("صندوق برابر است") in text
    assert words("با نخستین جابه‌جایی پول باز شد") in text
    for unsaid in ("شمارش", "جز نقد", "دریافت و پرداخت دستی", "زنجیرهٔ رویدادها"):
        assert words(unsaid) not in text, unsaid


@pytest.mark.parametrize("paper", PAPERS)
def test_an_opening_that_was_put_right_stands_beside_what_stood_before(paper: str) -> None:
    (page,) = pages(replace(QUIET, opening=20_000_000, openings_before=(25_000_000, 24_000_000)), paper)
    assert_clear(page, edge=20 if paper == "a4" else 0)
    assert_apart(page)
    for said in ("پیش", "اصلاح", "۲۵٬۰۰۰٬۰۰۰", "۲۴٬۰۰۰٬۰۰۰", "۲۰٬۰۰۰٬۰۰۰"):
        assert words(said) in told(page), said
    assert words("پیش از") not in told(pages(QUIET, paper)[0])


@pytest.mark.parametrize(("counted", "said"), [(5, "بیش از آن بود"), (-5, "کمتر از آن بود")])
def test_the_difference_is_said_in_words(counted: int, said: str) -> None:
    document = replace(FULL, counted=FULL.expected + counted)
    assert words(f"در صندوق ۵ ریال {said}") in told(pages(document, "a4")[0])


def test_many_reasons_go_on_overleaf() -> None:
    many = tuple(ByHand(at=FULL.closed_at, who="x", amount=n, reason=f"شمارهٔ {n}") for n in range(1, 90))
    found = pages(replace(FULL, by_hand=many), "a4")
    assert len(found) > 2
    assert len(pages(replace(FULL, by_hand=many), "80mm")) == 1


@pytest.mark.parametrize("paper", PAPERS)
def test_the_same_shift_is_the_same_bytes(paper: str) -> None:
    assert PaperRenderer().day(FULL, paper=paper) == PaperRenderer().day(FULL, paper=paper)
