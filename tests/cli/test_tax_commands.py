"""`main.py tax-id`."""

from __future__ import annotations

from typing import Any

import pytest

import main as program
from tests.domain.values import values


@pytest.mark.parametrize("row", values("tax_id", "valid"))
def test_tax_id_prints_what_the_vectors_say(row: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["tax-id", row["memory"], str(row["days"]), str(row["serial"])]) == 0
    assert capsys.readouterr().out == row["taxid"] + "\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["DEF5G", "18463", "12"], "tax-memory-form: DEF5G"),
        (["DEF5GH", "x", "12"], "tax-days-out-of-range: x"),
        (["DEF5GH", "18463", "1.5"], "tax-serial-out-of-range: 1.5"),
        (["DEF5GH", "-1", "12"], "tax-days-out-of-range: -1"),
        (["DEF5GH", "18463", "0"], "tax-serial-out-of-range: 0"),
        (["DEF5GH", "18463", "1000000000000"], "tax-serial-out-of-range: 1000000000000"),
        (["DEF5GH", "18463", "9" * 5000], "tax-serial-out-of-range: " + "9" * 40),
    ],
)
def test_bad_parts_are_one_line_and_two(words: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["tax-id", *words]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", code + "\n")


def test_persian_digits_and_small_letters_are_understood(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["tax-id", "def5gh", "۱۸۴۶۳", "۱۲"]) == 0
    assert capsys.readouterr().out == "DEF5GH0481F000000000C2\n"
