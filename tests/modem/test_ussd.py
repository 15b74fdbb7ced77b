"""The network's sentences in every spelling of a modem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.registry.modem.ussd import Sentence, Turn, read_notice, spellings
from tests.modem.pdus import packed, septets

MENU = "1. استعلام اصالت\n2. فعال‌سازی"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('+CUSD: 1,"1. Inquiry\n2. Activation",15', Sentence(Turn.ASKED, "1. Inquiry\n2. Activation")),
        (f'+CUSD: 1,"{MENU.encode("utf-16-be").hex().upper()}",72', Sentence(Turn.ASKED, MENU)),
        (f'+CUSD: 0,"{MENU.encode("utf-16-be").hex()}",72', Sentence(Turn.DONE, MENU)),
        (f'+CUSD: 1,"{MENU.encode("utf-16-be").hex().upper()}",15', Sentence(Turn.ASKED, MENU)),
        (f'+CUSD: 1,"{("fa" + MENU).encode("utf-16-be").hex()[4:]}",17', Sentence(Turn.ASKED, MENU)),
        (f'+CUSD: 1,"{packed(septets("Enter the IMEI")).hex().upper()}",15', Sentence(Turn.ASKED, "Enter the IMEI")),
        (f'+CUSD: 1,"{MENU}",15', Sentence(Turn.ASKED, MENU)),
        ('+CUSD:1,"bare"', Sentence(Turn.ASKED, "bare")),
        ('+CUSD: 1,"with "quotes" inside",15', Sentence(Turn.ASKED, 'with "quotes" inside')),
        ('+CUSD: 0,"482915",15', Sentence(Turn.DONE, "482915")),  # digits stay digits
        ("+CUSD: 2", Sentence(Turn.ENDED)),
        ("+CUSD: 4", Sentence(Turn.NOT_SUPPORTED)),
        ("+CUSD: 5,", Sentence(Turn.TIMED_OUT)),
        ("+CUSD: 9", None),
        ("+CREG: 1", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_sentence_in_each_spelling(line: str, said: Sentence | None) -> None:
    found = read_notice(line)
    assert (found and (found.turn, found.text)) == (said and (said.turn, said.text))


@given(st.text(max_size=200), st.integers(0, 999))
def test_any_text_is_read_without_a_fault(text: str, coding: int) -> None:
    found = read_notice(f'+CUSD: 1,"{text}",{coding}')
    assert found is None or len(found.text) <= 2000


def test_what_is_dialled_in_each_spelling() -> None:
    assert spellings("*7777#") == (
        ("GSM", "*7777#"),
        ("GSM", packed(septets("*7777#")).hex().upper()),
        ("UCS2", "002A00370037003700370023"),
    )


def test_a_sentence_is_not_in_its_repr() -> None:
    assert "0912" not in repr(read_notice('+CUSD: 1,"0912",15'))
