"""The published vectors, each against the rule it belongs to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pos_app.domain import imei
from pos_app.domain.box_code import classify, classify_line
from pos_app.domain.checks import Outcome
from pos_app.domain.digits import fold
from pos_app.domain.hamta import check_dial_code
from pos_app.domain.identifiers import CHECKS, check_mobile, check_national_id, mobile_e164
from pos_app.domain.money import LineAmounts, line_amounts, total
from tests.domain.values import values, vectors

_IDENTIFIERS = {
    "imei": "imei",
    "national_id": "national-id",
    "legal_id": "legal-id",
    "sheba": "sheba",
    "eid": "eid",
    "activation_code": "activation-code",
    "mobile": "mobile",
}


def _cases(part: str) -> list[Any]:
    return [
        pytest.param(check, row, id=f"{kind}-{n}")
        for kind, check in _IDENTIFIERS.items()
        if part in vectors()[kind]
        for n, row in enumerate(values(kind, part))
    ]


@pytest.mark.parametrize(("check", "row"), _cases("valid"))
def test_valid_is_taken_as_it_stands(check: str, row: dict[str, str]) -> None:
    said = CHECKS[check](row["value"])
    assert (said.outcome, said.value, said.code) == (Outcome.OK, row["value"], "")


@pytest.mark.parametrize(("check", "row"), _cases("invalid"))
def test_invalid_never_passes_and_says_why(check: str, row: dict[str, str]) -> None:
    said = CHECKS[check](row["value"])
    assert not said.ok
    assert said.code.startswith(check)


@pytest.mark.parametrize(("check", "row"), _cases("normalise"))
def test_other_spellings_become_canonical(check: str, row: dict[str, str]) -> None:
    said = CHECKS[check](row["input"])
    assert said.ok
    assert said.value == row["output"]
    assert said.outcome is (Outcome.OK if row["input"] == row["output"] else Outcome.FIX)


@pytest.mark.parametrize("row", values("imei", "normalise"))
def test_imei_normalises(row: dict[str, str]) -> None:
    assert imei.normalise(row["input"]) == row["output"]


@pytest.mark.parametrize("row", values("national_id", "pad_after_asking"))
def test_short_national_id_is_padded_only_after_asking(row: dict[str, str]) -> None:
    said = check_national_id(row["input"])
    assert (said.outcome, said.value) == (Outcome.ASK, row["output"])


@pytest.mark.parametrize("row", values("mobile", "warn_not_block"))
def test_unknown_prefix_warns(row: dict[str, str]) -> None:
    said = check_mobile(row["value"])
    assert (said.outcome, said.value) == (Outcome.WARN, row["value"])


@pytest.mark.parametrize("row", values("mobile", "e164"))
def test_mobile_for_the_wire(row: dict[str, str]) -> None:
    assert mobile_e164(row["input"]) == row["output"]


@pytest.mark.parametrize("row", values("digits", "normalise"))
def test_digits_fold(row: dict[str, str]) -> None:
    assert fold(row["input"]) == row["output"]


@pytest.mark.parametrize("row", values("ussd_code", "mangled"))
def test_mangled_dial_code_is_understood(row: dict[str, str]) -> None:
    said = check_dial_code(row["input"])
    assert said.ok
    assert said.value == row["output"]
    assert said.value in vectors()["ussd_code"]["canonical"]


@pytest.mark.parametrize("row", values("ussd_code", "misprint"))
def test_misprint_is_answered_with_what_was_meant(row: dict[str, str]) -> None:
    said = check_dial_code(row["input"])
    assert (said.ok, said.code, said.value) == (False, "ussd-misprint", row["suggest"])


@pytest.mark.parametrize("row", values("box_code", "classify"))
def test_box_code(row: dict[str, str]) -> None:
    said = classify_line(row["input"])
    assert said.kind == row["class"]
    if "value" in row:
        assert said.value == row["value"]


@pytest.mark.parametrize("row", values("box_code", "multi_line"))
def test_payload_of_several_lines(row: dict[str, Any]) -> None:
    codes = classify(row["input"])
    assert [code.kind.value for code in codes] == row["classes"]
    assert [code.value for code in codes] == row["values"]


@pytest.mark.parametrize("row", values("invoice_line", "lines"))
def test_invoice_line(row: dict[str, Any]) -> None:
    hundredths = int(Decimal(row["vra"]) * 100)
    amounts = line_amounts(Decimal(row["am"]), int(row["fee"]), row["dis"], hundredths)
    assert amounts == LineAmounts(row["prdis"], row["dis"], row["adis"], row["vam"], row["tsstam"])


@pytest.mark.parametrize("row", values("invoice_line", "header"))
def test_header_adds_the_cut_rows(row: dict[str, Any]) -> None:
    rows = tuple(line_amounts(Decimal(1), line["adis"], 0, int(line["vra"]) * 100) for line in row["lines"])
    assert [amounts.vam for amounts in rows] == [line["vam"] for line in row["lines"]]
    assert total(rows).vam == row["tvam"]
