"""`main.py tax-id` and `main.py e-invoice`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import main as program
from pos_app.application import completing, scan, sell
from pos_app.application import shop as shops
from pos_app.bootstrap import open_shop
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.settings import Settings
from tests.domain.values import values

CASE_GTIN = "2000000000107"  # of the practice shop


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


def sold(folder: Path, **changes: Any) -> str:
    """The number of a sale of the practice shop in this folder."""
    services = open_shop(Settings(folder, practice=True)).services
    with services.storage.write() as session:
        shops.put(session, replace(shops.load(session), vat_registered=False, **changes))  # whatever year it is
    sale_id = scan.take(services, "", CASE_GTIN).sale_id
    sell.set_payment(services, sale_id, Payment(method=PaymentMethod.CASH))
    number = completing.complete(services, sale_id).number
    services.storage.close()
    return number


def test_e_invoice_prints_the_official_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = sold(tmp_path)
    assert program.main(["e-invoice", number, "--data", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    made = json.loads(shown)
    assert made["header"]["tbill"] == sum(row["tsstam"] for row in made["body"])
    assert shown == json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n"
    persian = number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert program.main(["e-invoice", persian, "--data", str(tmp_path)]) == 0


def test_e_invoice_that_may_not_leave_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = sold(tmp_path, tax_memory="")
    assert program.main(["e-invoice", number, "--data", str(tmp_path)]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "e-invoice-field-missing: header.taxid\n")


def test_e_invoice_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sold(tmp_path)
    assert program.main(["e-invoice", "1405-1-999999", "--data", str(tmp_path)]) == 2
    assert "invoice-missing" in capsys.readouterr().err
    assert program.main(["e-invoice", "1405-1-000001", "--data", str(tmp_path / "none")]) == 2
    assert "storage-unreachable" in capsys.readouterr().err
