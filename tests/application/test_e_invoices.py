"""The e-invoice of what this shop has issued."""

from __future__ import annotations

import pytest

from pos_app.application import completing, e_invoices
from pos_app.domain.errors import ShopError
from tests.application.steps import sold
from tests.application.test_returns import ready
from tests.application.test_taxing import remembered
from tests.fakes.parts import Till


def test_of_a_sold_phone(till: Till) -> None:
    remembered(till)
    number = sold(till.services).number
    made = e_invoices.made(till.services, number)
    assert (made.number, made.faults, made.needs_review) == (number, (), False)
    assert made.invoice["body"][0]["sstid"] == "2330000604708"
    assert made.invoice["payments"][0]["trn"] == "770011223344"


def test_without_a_tax_memory_it_may_not_leave(till: Till) -> None:
    made = e_invoices.made(till.services, sold(till.services).number)
    assert ("e-invoice-field-missing", "header.taxid") in [(fault.code, fault.field) for fault in made.faults]


def test_of_a_return_it_carries_what_remains_of_the_first(till: Till) -> None:
    remembered(till)
    first = sold(till.services)
    paper = completing.complete(till.services, ready(till))
    made = e_invoices.made(till.services, paper.number)
    assert made.faults == ()
    assert made.invoice["header"]["irtaxid"] == first.tax_id
    assert made.invoice["header"]["ins"] == 3  # nothing remains


def test_of_no_invoice(till: Till) -> None:
    with pytest.raises(ShopError, match="invoice-missing"):
        e_invoices.made(till.services, "1405-1-999999")
