"""What a sentence does with its value: days in the shop's calendar, counts in its digits, and what to do next."""

from __future__ import annotations

import pytest

from pos_app import i18n
from pos_app.domain.duty import CodeAt
from pos_app.domain.sale import CaseKind
from pos_app.domain.verdict import Gate, Verdict
from ui import format as fmt
from ui import notices, sentences, words
from ui.view_models.notice import Notice, placed
from ui.widgets.fields import MoneyField


@pytest.fixture(autouse=True)
def _language_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("language", "catalogue"):
        monkeypatch.setattr(i18n._Current, name, getattr(i18n._Current, name))
    i18n.use("fa")


@pytest.mark.parametrize("code", ["vat-rate-missing", "vat-row-backwards", "vat-rows-overlap"])
def test_a_day_is_said_in_the_jalali_calendar(code: str) -> None:
    assert "\u2068۱۴۰۵/۰۹/۰۱\u2069" in notices.sentence(code, "2026-11-22")
    i18n.use("en")
    assert "\u20681405/09/01\u2069" in notices.sentence(code, "2026-11-22")
    assert "no day" in notices.sentence(code, "no day")


def test_tries_that_are_left_are_counted_in_persian_digits() -> None:
    assert "\u2068۲\u2069" in notices.sentence("activation-code-wrong", "2")
    none_left = notices.sentence("activation-code-wrong", "0")
    assert none_left == notices.sentence("activation-code-used-up")
    assert "گارانتی" in none_left
    unknown = notices.sentence("activation-code-wrong")
    assert unknown.endswith("بخوانید.")
    assert notices.severity("activation-code-used-up") == sentences.STOP


def test_identifiers_keep_their_latin_digits() -> None:
    assert "356938035643809" in notices.sentence("unit-not-in-stock", "356938035643809")


@pytest.mark.parametrize("verdict", list(Verdict))
def test_an_answer_that_holds_the_phone_back_says_what_to_do(verdict: Verdict, language: str) -> None:
    i18n.use(language)
    said = notices.verdict_sentence(verdict.value)
    answer = notices.sentence("verdict-gate", i18n.text(words.VERDICTS[verdict]))
    assert said.startswith(answer)
    assert (said != answer) == (verdict.gate is not Gate.PASS)
    if verdict.gate is Gate.STOP:
        assert ("تحویل ندهید" if language == "fa" else "hand the phone over") in said


def test_an_answer_that_nobody_knows_shows_as_itself() -> None:
    assert "NEW_ONE" in notices.verdict_sentence("NEW_ONE")


def test_giving_up_and_parking_are_two_words() -> None:
    assert "لغو" in i18n.text("give the sale up")
    assert "لغو" in notices.sentence("press-again-to-give-up")
    assert "کنار بگذارید" in notices.sentence("sale-has-device", "1")


@pytest.mark.parametrize(
    ("typed", "amount", "why"),
    [
        ("", 0, ""), ("۳۸۵٬۰۰۰٬۰۰۰", 385_000_000, ""), ("12a4", None, "amount-not-digits"),
        ("12345678901234", None, "amount-too-large"), ("9" * 400, None, "amount-too-large"),
        ("-5", None, "amount-not-digits"),
    ],
)  # fmt: skip
def test_a_price_says_what_is_wrong_with_it(qtbot: object, typed: str, amount: int | None, why: str) -> None:
    field = MoneyField("price")
    qtbot.addWidget(field)  # type: ignore[attr-defined]
    field.edit.setText(typed)
    assert (field.amount(), field.why()) == (amount, why)


def test_latin_parts_of_a_persian_name_are_islands() -> None:
    said = fmt.natural("گوشی سامسونگ Galaxy A54 — ۱۲۸ گیگابایت")
    assert said == "\u2068گوشی سامسونگ \u2066Galaxy A54\u2069 — ۱۲۸ گیگابایت\u2069"
    assert fmt.natural("قاب S23+ شفاف") == "\u2068قاب \u2066S23+\u2069 شفاف\u2069"
    assert fmt.natural("Galaxy A54 128GB") == "\u2068Galaxy A54 128GB\u2069"


@pytest.mark.parametrize(
    ("at", "kind", "word"),
    [
        (CodeAt.CARD, CaseKind.SALE, "جعبه"), (CodeAt.MESSAGE, CaseKind.SALE, "خریدار"),
        (CodeAt.MESSAGE, CaseKind.BUY_IN, "فروشگاه"), (CodeAt.PERMIT, CaseKind.SALE, "کارتابل"),
    ],
)  # fmt: skip
def test_a_code_is_looked_for_where_it_lies(at: CodeAt, kind: CaseKind, word: str) -> None:
    wrong, missing = "activation-code-wrong", "activation-code-missing"
    for code, detail in ((wrong, "2"), (wrong, ""), (missing, "")):
        there = placed(Notice(code, detail), at, kind)
        said = notices.sentence(there.code, there.detail)
        assert word in said
        assert word == "جعبه" or "جعبه" not in said


def test_a_sold_phone_is_named_by_its_invoice() -> None:
    said = notices.sentence("unit-already-sold", "490154203237518 1405-1-000012")
    assert "۱۴۰۵-۱-۰۰۰۰۱۲" in said
    assert "490154203237518" not in said
