"""A pasted list: a phone a line, in the ways that people and scanners write it."""

from __future__ import annotations

import pytest

from pos_app.domain import pasted
from tests.fakes.parts import EID, IMEI1, IMEI2, NOKIA, OTHER1


@pytest.mark.parametrize(
    ("line", "imeis", "serial"),
    [
        (IMEI1, (IMEI1,), ""),
        (f"{IMEI1} {IMEI2}", (IMEI1, IMEI2), ""),
        (f"{IMEI1},{IMEI2}", (IMEI1, IMEI2), ""),
        (f"IMEI1: {IMEI1}; IMEI2: {IMEI2}", (IMEI1, IMEI2), ""),
        ("۳۵۶۹۳۸۰۳۵۶۴۳۸۰۹", (IMEI1,), ""),
        ("35-693803-564380-9", (IMEI1,), ""),
        (f"{IMEI1}\tR5CX0000001", (IMEI1,), "R5CX0000001"),
        ("SN: F2LXK1ABCD", (), "F2LXK1ABCD"),
        (f"{IMEI1} {IMEI2} {EID}", (IMEI1, IMEI2), ""),
    ],
)
def test_a_phone_a_line(line: str, imeis: tuple[str, ...], serial: str) -> None:
    (one,) = pasted.read(f"\n{line}\n\n")
    assert (one.line, one.imeis, one.serial, one.reasons) == (2, imeis, serial, ())


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("356938035643808", "imei-check-digit"), ("35693803564380", "imei-14-digits"), ("12345", "imei-short"),
        (f"{IMEI1} {IMEI1}", "imei-slots-equal"), (f"{IMEI1} {IMEI2} {OTHER1}", "imeis-too-many"),
        (f"{IMEI1},123", "imei-short"),
    ],
)  # fmt: skip
def test_a_line_that_is_none_says_why(line: str, code: str) -> None:
    (one,) = pasted.read(line)
    assert code in [reason.code for reason in one.reasons]


def test_what_comes_twice_is_bad_the_second_time() -> None:
    said = pasted.read(f"{IMEI1} {IMEI2}\n{NOKIA}\n{IMEI2}\n")
    assert [[(r.code, r.detail) for r in line.reasons] for line in said] == [[], [], [("imei-twice", "1")]]


def test_an_endless_list_is_cut_aloud() -> None:
    said = pasted.read("\n".join(["x1"] * (pasted.MAX_LINES + 5)))
    assert said[-1].reasons[0].code == "list-too-long"
