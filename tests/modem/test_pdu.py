"""Reading messages as a modem hands them over, against published examples and an encoder of another kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.registry.modem import gsm7
from pos_app.adapters.registry.modem.pdu import PduError, read_pdu
from tests.modem.pdus import GSM, NOON, SECOND, deliver, in_parts

LETTERS = [letter for letter in GSM if letter != "ESC"]
gsm_texts = st.text(st.sampled_from(LETTERS + list(SECOND)), max_size=60)
wide_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("pdu", "sender", "text", "at"),
    [
        (
            "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37",
            "27838890001", "hellohello", datetime(2099, 3, 29, 13, 16, 59, tzinfo=UTC),
        ),
        (
            "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07",
            "+31641600986", "How are you?", datetime(2002, 8, 26, 19, 37, 41, tzinfo=UTC),
        ),
        # HAMTA, UCS-2, 22 Nov 2026 15:30 in Tehran (+14 quarters): written by hand, octet by octet
        (
            "000409D0C860931A04000862112251030041080647064506270020",
            "HAMTA", "هما ", datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
        ),
    ],
)  # fmt: skip
def test_published_messages(pdu: str, sender: str, text: str, at: datetime) -> None:
    read = read_pdu(pdu)
    assert (read.sender, read.text, read.at, read.reference) == (sender, text, at, None)


def test_seven_bit_letters_are_those_of_the_standard() -> None:
    assert len(GSM) == len(gsm7.ALPHABET) == 128
    assert [a for a, b in zip(GSM, gsm7.ALPHABET, strict=True) if a != b] == ["ESC"]
    assert {letter: code for code, letter in gsm7.EXTENSION.items()} == SECOND
    assert gsm7.decode([27, 0x41, 65]) == "AA"  # an escape without meaning shows the letter


@given(gsm_texts)
def test_seven_bit_round_trip(text: str) -> None:
    read = read_pdu(deliver(text))
    assert (read.sender, read.text, read.at) == ("HAMTA", text, NOON)


@given(wide_texts, st.sampled_from(["+989120000001", "7777", "HAMTA", "Irancell-1"]))
def test_wide_round_trip(text: str, sender: str) -> None:
    read = read_pdu(deliver(text, sender, ucs2=True))
    assert (read.sender, read.text) == (sender, text)


@given(gsm_texts.filter(lambda text: len(text) > 1), st.integers(1, 20), st.booleans(), st.integers(0, 255))
def test_parts_keep_their_bits_and_order(text: str, size: int, wide: bool, reference: int) -> None:
    reads = [read_pdu(pdu) for pdu in in_parts(text, size, wide=wide, reference=reference)]
    assert "".join(read.text for read in reads) == text
    if len(reads) > 1:
        assert [(read.number, read.count) for read in reads] == [(n, len(reads)) for n in range(1, len(reads) + 1)]
        assert len({read.reference for read in reads}) == 1
        assert (reads[0].reference == reference) is not wide  # 8-bit and 16-bit references never meet


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 30)), st.integers(-47, 55))  # noqa: DTZ001
def test_stamps_of_every_zone(at: datetime, quarters: int) -> None:
    at = at.replace(microsecond=0, tzinfo=UTC)
    zone = timedelta(minutes=15 * quarters)
    if 2000 <= (at + zone).year <= 2099:
        assert read_pdu(deliver("x", at=at, zone=zone)).at == at


def test_a_stamp_that_is_no_date_is_none() -> None:
    pdu = deliver("x")
    assert read_pdu(pdu.replace("62112251030041", "00000000000000")).at is None


@given(st.binary(max_size=60))
def test_any_octets_are_a_message_or_refused(octets: bytes) -> None:
    try:
        read = read_pdu(octets.hex())
    except PduError:
        return
    assert 1 <= read.number <= read.count


@given(st.integers(1, 200))
def test_a_message_cut_short_is_refused(kept: int) -> None:
    pdu = deliver("استعلام 356938035643809")
    if kept * 2 < len(pdu):
        with pytest.raises(PduError):
            read_pdu(pdu[: kept * 2])


@pytest.mark.parametrize("pdu", ["", "0", "xyz", "00" * 500, deliver("x").replace("F004", "F005", 1)])
def test_no_message(pdu: str) -> None:
    with pytest.raises(PduError):
        read_pdu(pdu)
