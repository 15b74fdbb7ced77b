"""The code of an invoice: made, read, and broken by any change."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.signing import verify
from pos_app.domain import seal
from pos_app.domain.invoice import InvoiceDocument, Party, from_json, to_json
from tests.domain.e_invoices import document, line
from tests.domain.values import IMEI1, IMEI2

FOLDER = Path(__file__).parent

KEY = bytes(range(32))


def sign(message: bytes) -> bytes:
    """No signature: what stands for one where only the form counts."""
    return (message * 64)[-64:]


def issued(**more: object) -> InvoiceDocument:
    bare = document(line(imeis=(IMEI1, IMEI2)), **{"number": "1405-1-000418", **more})
    return seal.sealed(bare, KEY, sign)


def test_the_code_says_what_the_paper_says() -> None:
    paper = issued()
    said = seal.read(seal.code(paper))
    assert (said.number, said.issued_at, said.total) == ("1405-1-000418", paper.issued_at, paper.tsstam)
    assert (said.currency, said.imeis, said.public_key) == ("IRR", (IMEI1, IMEI2), KEY)
    assert said.message == seal.message(paper)
    assert said.signature == sign(said.message)
    assert len(seal.code(paper)) < 300


def test_it_survives_being_written_down() -> None:
    paper = issued(buyer=Party(name="علی (نمونه)"))
    assert seal.code(from_json(to_json(paper))) == seal.code(paper)


def test_of_very_many_numbers_the_first_stand_in_it_and_all_count() -> None:
    many = tuple(f"{350_000_000_000_000 + at:015}" for at in range(80))
    paper = seal.sealed(document(line(imeis=many)), KEY, sign)
    said = seal.read(seal.code(paper))
    assert said.imeis == (*many[:24], "+56")
    assert len(seal.code(paper)) < 700
    other = replace(paper, lines=(replace(paper.lines[0], imeis=(*many[:-1], IMEI1)),))
    assert seal.message(other) != seal.message(paper)


def test_an_unsigned_one_has_no_code() -> None:
    assert seal.code(document(line())) == ""


@pytest.mark.parametrize(
    "change",
    [
        {"tsstam": 1}, {"number": "1405-1-000419"}, {"buyer": Party(name="Other (sample)")}, {"notes": "x"},
        {"tax_id": "A1121605032000000000C0"}, {"issued_at": "2026-11-22T08:31:00+00:00"},
        {"public_key": seal.to_text(bytes(32))},
    ],
)  # fmt: skip
def test_whatever_is_changed_the_message_is_another(change: dict[str, object]) -> None:
    paper = issued()
    assert seal.message(replace(paper, **change)) != seal.message(paper)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["", "x", "PISHKHAN1", "|" * 8, "PISHKHAN1|1|2026-11-22|x|IRR|||a|b", "9" * 5000],
)
def test_another_text_is_no_code(text: str) -> None:
    with pytest.raises(ValueError, match="not-a-seal"):
        seal.read(text)


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    for tried in (text, f"PISHKHAN1|{text}", "|".join(["PISHKHAN1", *([text] * 8)])):
        with suppress(ValueError):
            assert seal.read(tried).number


@given(st.binary(max_size=80))
def test_bytes_have_one_spelling(raw: bytes) -> None:
    assert seal.from_text(seal.to_text(raw)) == raw


@pytest.mark.parametrize("text", ["A", "AB", "A+==", "ل", "AA AA"])
def test_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not-base64url"):
        seal.from_text(text)


def test_a_fingerprint_is_for_people() -> None:
    assert seal.fingerprint(KEY) == seal.fingerprint(KEY)
    assert seal.fingerprint(KEY) != seal.fingerprint(bytes(32))
    assert [len(part) for part in seal.fingerprint(KEY).split(" ")] == [4, 4, 4, 4]


def test_a_seal_outlives_what_later_programs_add() -> None:
    """Signed by a program that knew no more fields than these; it holds as long as no default changes."""
    old = from_json((FOLDER / "sealed-once.json").read_text("utf-8"))
    assert seal.digest(old) == "3wzCrDtid0NxIa8v0tdKUg"
    said = seal.read(seal.code(old))
    assert verify(said.public_key, said.message, said.signature)
    later = replace(old, unit_rials=old.unit_rials, instalments=())
    assert seal.message(later) == seal.message(old)
