"""What the square code says, and what is signed of it."""

from __future__ import annotations

import re
from dataclasses import replace

from pos_app.domain import seal
from tests.invoices.samples import awkward, sample


def test_the_message_is_number_time_total_and_numbers() -> None:
    assert seal.message(sample()).split("\n") == [
        "PISHKHAN-1",
        "1405-1-000418",
        "2026-11-22T08:16:00+00:00",
        "422950000 IRR",
        "356938035643809 356938035643817",
    ]


def test_without_phones_its_last_line_is_empty() -> None:
    document = replace(sample(), lines=sample().lines[1:])
    assert seal.message(document).split("\n")[4:] == [""]


def test_a_signature_is_added_and_signs_nothing_of_itself() -> None:
    signed = replace(sample(), public_key="key", signature="mark")
    assert seal.message(signed) == seal.message(sample()) == seal.text(sample())
    assert seal.text(signed) == seal.message(sample()) + "\nkey\nmark"


def test_very_many_numbers_are_said_by_their_digest() -> None:
    line = awkward().lines[1]
    imeis = tuple(f"3569380300{number:05}" for number in range(25))
    document = replace(sample(), lines=(replace(line, imeis=imeis),))
    last = seal.message(document).split("\n")[-1]
    assert re.fullmatch("25 sha256:[A-Za-z0-9_-]{43}", last)
    other = replace(document, lines=(replace(line, imeis=imeis[::-1]),))
    assert seal.message(other) != seal.message(document)
    assert imeis[0] in seal.message(replace(document, lines=(replace(line, imeis=imeis[:24]),)))
