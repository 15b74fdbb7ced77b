"""The tax id of an invoice: drawn with its number, of its own instant, never twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import completing, scan, sell
from pos_app.application import shop as shops
from pos_app.domain import tax_id
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import InvoiceDocument, from_json
from pos_app.domain.sale import Payment, PaymentMethod
from tests.application.steps import sold
from tests.application.test_returns import ready
from tests.fakes.parts import CASE_GTIN, SHOP, Till

MEMORY, OTHER_MEMORY = "A11216", "DEF5GH"


def remembered(till: Till, memory: str = MEMORY, **changes: object) -> None:
    shops.save(till.services, replace(SHOP, tax_memory=memory, **changes))  # type: ignore[arg-type]


def sell_one(till: Till) -> InvoiceDocument:
    return from_json(sold(till.services).document)


def sell_case(till: Till) -> InvoiceDocument:
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH))
    return from_json(completing.complete(till.services, sale_id).document)


def test_without_a_memory_there_is_none(till: Till) -> None:
    document = sell_one(till)
    assert (document.tax_id, document.needs_review) == ("", False)


def test_its_day_is_the_invoices_own(till: Till) -> None:
    remembered(till)
    document = sell_one(till)
    found = tax_id.parse(document.tax_id)
    assert (found.memory, found.serial) == (MEMORY, 1)
    assert found.day.isoformat() == document.issued_at[:10]
    with till.services.storage.read() as session:
        stored = session.invoice(document.number)
    assert stored is not None
    assert stored.tax_id == document.tax_id


def test_the_first_hours_of_a_day_are_looked_at(till: Till) -> None:
    remembered(till)
    till.clock.move(hours=9)  # 00:30 in Tehran, 21:00 in UTC
    document = sell_case(till)
    assert tax_id.parse(document.tax_id).day.isoformat() == document.issued_at[:10] == "2026-11-22"
    assert document.needs_review


def test_a_memory_that_comes_back_goes_on(till: Till) -> None:
    def serial() -> int:
        return tax_id.parse(sell_case(till).tax_id).serial

    remembered(till, tax_serial_above=455)
    assert serial() == 456
    remembered(till, OTHER_MEMORY)
    assert serial() == 1
    remembered(till)
    assert serial() == 457


def test_what_refers_to_it_names_its_id_and_has_one_of_its_own(till: Till) -> None:
    remembered(till)
    first = sell_one(till)
    paper = completing.complete(till.services, ready(till))
    document = from_json(paper.document)
    assert document.refers_to_tax_id == first.tax_id
    assert tax_id.parse(document.tax_id).serial == 2
    assert paper.tax_id == document.tax_id


def test_what_refers_to_a_paper_without_id_has_none(till: Till) -> None:
    sell_one(till)
    remembered(till)
    document = from_json(completing.complete(till.services, ready(till)).document)
    assert (document.refers_to_tax_id, document.tax_id) == ("", "")


def test_nothing_refers_to_what_is_dated_later(till: Till) -> None:
    sell_one(till)
    case_id = ready(till)
    till.clock.move(days=-1)
    with pytest.raises(ShopError, match="before-referred"):
        completing.complete(till.services, case_id)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"tax_memory": "A1121"}, "tax-memory-form", "tax_memory"),
        ({"tax_serial_above": -1}, "tax-serial-out-of-range", "tax_serial_above"),
        ({"tax_serial_above": tax_id.MAX_SERIAL}, "tax-serial-out-of-range", "tax_serial_above"),
        ({"send_term_days": 0}, "send-term-out-of-range", "send_term_days"),
    ],
)
def test_a_wrong_setting_is_named_at_its_field(till: Till, changes: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(ShopError, match=code) as caught:
        shops.save(till.services, replace(SHOP, **changes))  # type: ignore[arg-type]
    assert caught.value.field == field


def test_a_memory_is_kept_in_capitals(till: Till) -> None:
    remembered(till, " a112-16 ")
    with till.services.storage.read() as session:
        assert shops.load(session).tax_memory == MEMORY
