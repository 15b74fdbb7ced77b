"""Dial codes and IMEIs inside running texts, however a message, a page or a right-to-left layout has mangled them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.hamta import SHOW_IMEI_CODE, USSD_CODE, dial_codes_in, imeis_in
from tests.domain.values import IMEI1, IMEI2, STRANGER, imeis

MISPRINT = "ussd-misprint"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("کد *7777# را بگیرید", [("*7777#", USSD_CODE, "")]),
        ("کد #7777* را بگیرید", [("#7777*", USSD_CODE, "")]),
        ("کد #۷۷۷۷* را بگیرید", [("#7777*", USSD_CODE, "")]),
        ("کد # 7777 * را", [("# 7777 *", USSD_CODE, "")]),
        ("\u2066*7777#\u2069", [("*7777#", USSD_CODE, "")]),
        ("*777# یا #777*", [("*777#", USSD_CODE, MISPRINT), ("#777*", USSD_CODE, MISPRINT)]),
        ("شناسه با #06#* یا *#06# یا #۰۶#*", [(code, SHOW_IMEI_CODE, "") for code in ("#06#*", "*#06#", "#06#*")]),
        ("#060#*", [("#060#*", SHOW_IMEI_CODE, MISPRINT)]),
        ("*7777# *#06#", [("*7777#", USSD_CODE, ""), ("*#06#", SHOW_IMEI_CODE, "")]),
        ("*140# و *4# و 7777", []),
        ("", []),
    ],
)
def test_dial_codes_in(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(code.shown, code.means, code.code) for code in dial_codes_in(text)] == found


@given(st.text())
def test_any_text_has_codes_of_the_registry_or_none(text: str) -> None:
    assert {code.means for code in dial_codes_in(text)} <= {USSD_CODE, SHOW_IMEI_CODE}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("356938-03-564380-9", [IMEI1]),
        ("۳۵۶۹۳۸ ۰۳ ۵۶۴۳۸۰ ۹", [IMEI1]),
        ("٣٥٦٩٣٨٠٣٥٦٤٣٨٠٩", [IMEI1]),
        ("356938035643809/01", [IMEI1]),
        ("356938/03/564380/9", [IMEI1]),
        ("35693803-564380-9", [IMEI1]),
        ("35-693803-564380-9", [IMEI1]),
        ("35693 80356 43809", [IMEI1]),
        ("3569 3803 5643 809", [IMEI1]),
        ("\u2066356938035643809\u2069", [IMEI1]),
        (IMEI1 + "01", [IMEI1]),
        (IMEI1[:14], [IMEI1[:14]]),
        (IMEI1 + "1", [IMEI1]),  # cut to what can be compared
        (f"{IMEI1}،{IMEI2} و {STRANGER}.", [IMEI1, IMEI2, STRANGER]),
        (f"{IMEI1} {IMEI2}", [IMEI1, IMEI2]),
        (f"{IMEI1} {IMEI1}", [IMEI1]),
        ("09121234567 482915", []),  # a mobile number and a code
        ("6037 9911 2233 4455", []),  # a bank card
        ("20261122 120000", []),  # a day and a time
        ("89989350000012345678", []),  # a SIM card
        ("1405/08/12 15:30", []),
        ("", []),
    ],
)
def test_imeis_in(text: str, found: list[str]) -> None:
    assert list(imeis_in(text)) == found


@given(imeis, st.sampled_from(["{}", "{}/01", "{}01", "IMEI:{}", "شناسه {} است", "({})"]))
def test_every_imei_is_found_where_it_stands(imei: str, frame: str) -> None:
    grouped = f"{imei[:6]}-{imei[6:8]}-{imei[8:14]}-{imei[14]}"
    assert imeis_in(frame.format(imei)) == (imei,)
    if not frame.endswith("01"):
        assert imeis_in(frame.format(grouped)) == (imei,)


@given(st.text(st.sampled_from("0123456789۰۹ -/.x\n\u200c"), max_size=80))
def test_what_is_found_is_always_digits_of_that_length(text: str) -> None:
    for number in imeis_in(text):
        assert number.isascii()
        assert number.isdecimal()
        assert 14 <= len(number) <= 15
