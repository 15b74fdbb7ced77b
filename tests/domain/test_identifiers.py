"""What holds for every number, not only for the published ones."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn

from pos_app.domain import imei
from pos_app.domain.box_code import BoxCode, CodeKind, classify, classify_line
from pos_app.domain.checks import Check, Outcome
from pos_app.domain.digits import fold, latin, persian
from pos_app.domain.hamta import (
    GENUINE_SENDERS,
    SHOW_IMEI_CODE,
    SITE,
    SMS_NUMBER,
    USSD_CODE,
    check_dial_code,
    sender_is_genuine,
)
from pos_app.domain.identifiers import CHECKS, check_national_id, mobile_masked
from pos_app.domain.ids import new_id
from tests.domain.values import NOON, imeis, instants


@given(imeis, st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(number: str, place: int, shift: int) -> None:
    wrong = str((int(number[place]) + shift) % 10)
    said = imei.check(number[:place] + wrong + number[place + 1 :])
    assert said.outcome is Outcome.REFUSE


@given(imeis, st.integers(0, 13))
def test_swapped_neighbours_are_caught_but_for_zero_and_nine(number: str, place: int) -> None:
    one, other = number[place], number[place + 1]
    assume(one != other and {one, other} != {"0", "9"})  # the one blind spot of Luhn
    assert not imei.check(number[:place] + other + one + number[place + 2 :]).ok


@given(st.lists(imeis | st.text("0123456789۱٣", min_size=13, max_size=16), max_size=6))
def test_a_page_of_numbers_is_judged_as_each_of_them(numbers: list[str]) -> None:
    assert imei.are_imeis(numbers) == all(imei.is_imei(number) for number in numbers)
    for number in numbers:
        assert imei.is_imei(number) == (imei.check(number) == Check(Outcome.OK, number))


@given(imeis)
def test_the_check_digit_is_that_of_the_library(number: str) -> None:
    for last in "0123456789":
        assert imei.is_imei(number[:-1] + last) == luhn.is_valid(number[:-1] + last)


@pytest.mark.parametrize(
    "number", ["0" * 15, "۳۵۶۹۳۸۰۳۵۶۴۳۸۰۹", "356938035643809\n", "", "35693803564380", "3569380356438٠9"]
)
def test_only_the_canonical_form_is_an_imei(number: str) -> None:
    assert not imei.is_imei(number)
    assert not imei.are_imeis(["356938035643809", number])


@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_digits_come_back(text: str) -> None:
    assert latin(persian(latin(text))) == latin(text)


@given(st.text(max_size=200))
def test_classification_is_total(text: str) -> None:
    for code in classify(text):
        assert code.kind in CodeKind
        assert (code.kind is CodeKind.ASK) == bool(code.reason)


@given(st.text("0123456789-/ :IME\n", max_size=60))
def test_classification_is_total_near_the_border(text: str) -> None:
    assert all(isinstance(code, BoxCode) for code in classify(text))


@given(imeis, st.sampled_from(["", "IMEI:", "IMEI1: ", "imei2:", "IMEI 1 :"]), st.sampled_from(["", "/01", " ", "\r"]))
def test_an_imei_is_never_a_serial(number: str, label: str, tail: str) -> None:
    assert [code.kind for code in classify(label + number + tail)] == [CodeKind.IMEI]
    assert classify_line(persian(number)).value == number


@given(imeis, st.integers(0, 14), st.integers(1, 9))
def test_a_misread_imei_is_asked_about(number: str, place: int, shift: int) -> None:
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert classify_line(wrong).kind is CodeKind.ASK


@given(st.sampled_from(sorted(CHECKS)), st.text(max_size=60))
def test_checks_are_total(name: str, text: str) -> None:
    said = CHECKS[name](text)
    assert said.ok or said.code
    if said.ok:
        assert CHECKS[name](said.value).value == said.value


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_a_national_id_is_caught(body: str, place: int, shift: int) -> None:
    rest = sum(int(d) * w for d, w in zip(body, range(10, 1, -1), strict=True)) % 11
    number = body + str(rest if rest < 2 else 11 - rest)
    assume(number != number[0] * 10)
    assert check_national_id(number).ok
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    new_rest = sum(int(d) * w for d, w in zip(wrong[:9], range(10, 1, -1), strict=True)) % 11
    assume({rest, new_rest} != {1, 10})  # both write the digit 1: the rule's own blind spot
    assert not check_national_id(wrong).ok


def test_national_id_of_remainder_one_ends_in_one() -> None:
    assert check_national_id("1234567891").ok


@pytest.mark.parametrize("text", ["همتا", "HAMTA", "hamta", " Hamta ", "7777", "۷۷۷۷"])
def test_genuine_senders(text: str) -> None:
    assert sender_is_genuine(text)


@pytest.mark.parametrize("text", ["", "77777", "+987777", "HAMTA1", "سامانه", "همتا "[:-2]])
def test_other_senders_are_fraud(text: str) -> None:
    assert not sender_is_genuine(text)


def test_constants_of_the_public_channels() -> None:
    assert (USSD_CODE, SHOW_IMEI_CODE, SMS_NUMBER, SITE) == ("*7777#", "*#06#", "7777", "hamta.ntsw.ir")
    assert GENUINE_SENDERS == ("همتا", "HAMTA", "7777")
    assert check_dial_code("*4#").code == "ussd-unknown"


def test_mobile_is_masked_in_the_middle() -> None:
    assert mobile_masked("09121234567") == "0912***4567"
    assert mobile_masked("123") == "***"


@given(imeis)
def test_imei_in_groups_reads_back(number: str) -> None:
    grouped = imei.grouped(number)
    assert [len(part) for part in grouped.split()] == [6, 2, 6, 1]
    assert imei.normalise(grouped) == number


def test_differing_places_are_marked() -> None:
    assert imei.differing_places("123", "1234") == (3,)
    assert imei.differing_places("123", "143") == (1,)


@given(st.lists(instants, min_size=2, max_size=5))
def test_ids_sort_as_they_were_made(moments: list[object]) -> None:
    made = [new_id(at) for at in sorted({m.replace(microsecond=0) for m in moments})]  # type: ignore[attr-defined]
    assert made == sorted(made)
    assert len(new_id(NOON)) == 36


def test_codes_and_numbers_stay_out_of_repr() -> None:
    """One of them may be an activation code, a national id, a phone number."""
    assert "482915" not in repr(Check(Outcome.OK, "482915"))
    assert "482915" not in repr(classify_line("482915"))


@pytest.mark.parametrize("text", ["490154203237518/01", "490154203237518 / ۰۱", "IMEI: 49-015420-323751-8/78"])
def test_the_version_of_the_software_is_cut(text: str) -> None:
    assert imei.check(text) == Check(Outcome.FIX, "490154203237518")


@pytest.mark.parametrize(
    "text", ["352099009000080/352099009000098", "352099009000080 / 352099009000098", "490154203237518/1",
             "490154203237518/", "490154203237518/78/01", "490154203237518/012"]
)  # fmt: skip
def test_no_second_number_is_dropped_behind_a_slash(text: str) -> None:
    said = imei.check(text)
    assert (said.outcome, said.code) == (Outcome.REFUSE, "imei-not-digits")
    assert {code.kind for code in classify(text)} <= {CodeKind.IMEI, CodeKind.ASK}


def test_both_numbers_of_one_line_are_read() -> None:
    pair = (BoxCode(CodeKind.IMEI, "352099009000080"), BoxCode(CodeKind.IMEI, "352099009000098"))
    assert classify("352099009000080 / ۳۵۲۰۹۹۰۰۹۰۰۰۰۹۸") == pair
    assert classify("352099009000080/352099009000098") == pair
