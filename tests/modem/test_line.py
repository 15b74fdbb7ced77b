"""Lines out of bytes, however they arrive."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.registry.modem.line import BUFFER, AtLine
from pos_app.adapters.registry.modem.port import PortGoneError


class Tape:
    """A port that plays what was recorded, in pieces, and then stays silent or breaks."""

    def __init__(self, *pieces: bytes, breaks: bool = False) -> None:
        self._pieces, self._breaks, self.written = list(pieces), breaks, b""

    def read(self, timeout: float) -> bytes:
        if self._pieces:
            return self._pieces.pop(0)
        if self._breaks:
            raise PortGoneError
        return b""

    def write(self, octets: bytes) -> None:
        self.written += octets

    def close(self) -> None:
        self._pieces = []


TALK = (
    'AT+CUSD=1,"1",15\r\r\n+CREG: 1\r\n\r\nRING\r\n\r\n+CUSD: 1,"1. استعلام\r\n2. "دو"\r\n3. سه",15\r\n\r\nOK\r\n'
).encode()


@given(st.lists(st.integers(1, len(TALK) - 1), max_size=12, unique=True))
def test_any_cutting_of_the_bytes_says_the_same(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(TALK)]
    line = AtLine(Tape(*(TALK[a:b] for a, b in pairwise(places))))
    answer, sentence = line.say('AT+CUSD=1,"1",15', 1.0)
    assert answer.ok
    assert sentence is not None
    assert sentence.text == '1. استعلام\n2. "دو"\n3. سه'


def test_an_answer_is_told_apart_from_what_comes_unasked() -> None:
    line = AtLine(Tape(b'\r\n+CMTI: "SM",3\r\n+CSQ: 20,0\r\n\r\nOK\r\n'))
    answer = line.command("AT+CSQ", 1.0)
    assert (answer.final, answer.lines) == ("OK", ("+CSQ: 20,0",))
    assert line.wait(0.0) == '+CMTI: "SM",3'


@pytest.mark.parametrize("final", ["ERROR", "+CME ERROR: 30", "+CMS ERROR: 302", "NO CARRIER", "BUSY"])
def test_a_refusal_ends_the_wait_for_a_sentence(final: str) -> None:
    answer, sentence = AtLine(Tape(f"\r\n{final}\r\n".encode())).say("AT+CUSD=1", 1.0)
    assert (answer.final, sentence) == (final, None)


def test_silence_and_a_broken_port_are_told_apart() -> None:
    assert AtLine(Tape()).command("AT", 0.0).final == ""
    with pytest.raises(PortGoneError):
        AtLine(Tape(breaks=True)).command("AT", 1.0)


def test_a_sentence_that_never_ends_does_not_swallow_the_next_answer() -> None:
    tape = Tape(b'+CUSD: 1,"half of a\r\n', b"\r\nOK\r\n")
    line = AtLine(tape)
    assert line.command("AT", 0.0).final == ""
    line._buffer += tape.read(0)
    assert line.command("AT", 1.0).ok


def test_a_flood_without_an_end_is_bounded() -> None:
    line = AtLine(Tape(*[b"x" * 4096] * 50, breaks=True))
    with pytest.raises(PortGoneError):
        line.command("AT", 5.0)
    assert len(line._buffer) <= BUFFER


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_fault(octets: bytes) -> None:
    line = AtLine(Tape(octets, breaks=True))
    try:
        line.say("AT", 1.0)
    except PortGoneError:
        return


def test_what_is_left_of_a_dialogue_before_is_no_sentence_of_this_one() -> None:
    tape = Tape(b"\r\n+CUSD: 2\r\n", b'\r\nOK\r\n\r\n+CUSD: 1,"menu",15\r\n')
    _answer, sentence = AtLine(tape).say("AT+CUSD=1", 1.0, first=True)
    assert sentence is not None
    assert sentence.text == "menu"
