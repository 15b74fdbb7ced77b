"""What is typed for a return and leads nowhere is refused with a sentence of its own."""

from __future__ import annotations

import pytest

from pos_app.application import completing, returns
from pos_app.domain.errors import ShopError
from tests.application.steps import sale_of, sold
from tests.application.used_steps import bought, to_buy
from tests.fakes.parts import CODE, IMEI1, Till

MISREAD = IMEI1[:-1] + str((int(IMEI1[-1]) + 1) % 10)


@pytest.mark.parametrize(
    ("text", "code", "detail"),
    [
        ("", "return-of-what", ""), ("  \u200c ", "return-of-what", ""),
        (MISREAD, "imei-check-digit", MISREAD), (f"IMEI: {MISREAD}/01", "imei-check-digit", MISREAD),
        (IMEI1[:14], "imei-14-digits", IMEI1[:14]), (IMEI1 + "1", "imei-16-digits", IMEI1 + "1"),
        ("B1405-1-1", "buy-in-does-not-return", "B1405-1-000001"),
        ("b۱۴۰۵-۱-۰۰۰۰۰۱", "buy-in-does-not-return", "B1405-1-000001"),
        ("1405-1-99", "invoice-missing", "1405-1-000099"), ("356938035643957", "unit-not-in-stock", "356938035643957"),
        ("R5CX-none", "invoice-missing", "R5CX-none"), (CODE, "return-of-what", ""),
    ],
)  # fmt: skip
def test_each_has_its_own_word(till: Till, text: str, code: str, detail: str) -> None:
    with pytest.raises(ShopError) as caught:
        returns.begin(till.services, text)
    assert (caught.value.code, caught.value.field, caught.value.detail) == (code, "scan", detail)


def test_the_paper_of_a_purchase_that_was_made_here(till: Till) -> None:
    paper = completing.complete(till.services, bought(till, to_buy(till)))
    with pytest.raises(ShopError, match="buy-in-does-not-return"):
        returns.begin(till.services, paper.number)


def test_an_invoice_number_is_known_without_its_zeros_and_in_persian_digits(till: Till) -> None:
    paper = sold(till.services)
    year, at, seq = paper.number.split("-")
    case_id = returns.begin(till.services, f"{year}-{at}-{int(seq)}")
    assert sale_of(till.services, case_id).refers_to == paper.sale_id
    persian = paper.number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert returns.begin(till.services, persian) == case_id
