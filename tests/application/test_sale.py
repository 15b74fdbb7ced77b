"""A sealed phone from scan to paper: what is frozen, what is refused, and that it happens whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from pos_app.adapters.storage.engine import sqlite_engine
from pos_app.application import completing, guide, invoicing, scan, sell
from pos_app.application import shop as shops
from pos_app.application.services import Services
from pos_app.domain.errors import ShopError, StorageError
from pos_app.domain.invoice import from_json, to_json
from pos_app.domain.money import MAX_RIAL, line_amounts
from pos_app.domain.registry import OperationState
from pos_app.domain.run import StepState
from pos_app.domain.sale import Buyer, Payment, PaymentMethod, SaleState
from pos_app.domain.stock import UnitState
from pos_app.domain.vat import SEED
from tests.application import steps
from tests.fakes import parts
from tests.fakes.clock import FrozenClock
from tests.fakes.parts import Till


def audit(till: Till) -> list[tuple[str, str, str]]:
    engine = sqlite_engine(till.path)
    with engine.connect() as connection:
        rows = connection.execute(text("select kind, who, data from audit_event order by seq")).all()
    engine.dispose()
    return [(row.kind, row.who, row.data) for row in rows]


def test_the_whole_sale_over_the_api(till: Till) -> None:
    sale_id = steps.ready(till.services)
    invoice = completing.complete(till.services, sale_id)
    assert invoice.number == "1405-1-000001"
    sale = steps.sale_of(till.services, sale_id)
    assert (sale.state, sale.invoice_number, sale.draft) == (SaleState.COMPLETED, invoice.number, {})
    assert sale.unit is not None
    assert sale.unit.state is UnitState.SOLD
    assert sale.run is not None
    assert [record.state for record in sale.run.records] == [StepState.DONE] * 5
    assert till.registry.active_on == {parts.IMEI1: [parts.BUYER_SIM]}
    assert [kind for kind, _, _ in audit(till)] == ["sale-opened", "shift-opened", "sale-completed"]
    assert len(till.api.commands) == 2
    assert {command.shop_id for command in till.api.commands} == {"shop-1"}


def test_the_frozen_document_is_what_was_sold(till: Till) -> None:
    sale_id = steps.ready(till.services)
    scan.take(till.services, sale_id, f"{parts.CASE_GTIN}\n{parts.CASE_GTIN}")
    scan.take(till.services, sale_id, parts.CASE_GTIN)
    phone, case = steps.sale_of(till.services, sale_id).lines
    sell.change_line(till.services, sale_id, phone.id, fee=384_000_001, discount=1_000_000, quantity=1)
    stored = completing.complete(till.services, sale_id)
    document = from_json(stored.document)
    assert to_json(document) == stored.document
    assert hashlib.sha256(stored.document.encode()).hexdigest() == stored.sha256
    first, second = document.lines
    amounts = line_amounts(Decimal(1), 384_000_001, 1_000_000, 1000)
    assert (first.prdis, first.dis, first.adis, first.vam, first.tsstam) == (
        amounts.prdis, amounts.dis, amounts.adis, amounts.vam, amounts.tsstam,
    )  # fmt: skip
    assert (first.imeis, first.serial, first.guarantee) == (steps.BOTH, "R5CX0000001", "18 months")
    assert (second.quantity, second.fee, second.vam) == ("2", case.fee, 2 * case.fee // 10)
    assert document.tsstam == first.tsstam + second.tsstam
    assert (document.buyer.name, document.buyer.phone) == (steps.BUYER.name, steps.BUYER.mobile)
    assert (document.seller, document.licence_no) == (parts.SHOP.party, parts.SHOP.licence_no)
    (payment,) = document.payments
    assert (payment.method, payment.amount, payment.reference) == (4, document.tsstam, "770011223344")
    registry = document.registry
    assert registry is not None
    assert (registry.verdict, registry.activation_state) == ("LEGAL_NOT_ACTIVATED", "succeeded")
    assert (registry.activated_imei, registry.sim) == (parts.IMEI1, "0912***0001")
    assert [step.step_id for step in document.steps] == ["inquiry", "answer_control", "box_match", "activation"]
    assert parts.CODE not in stored.document
    shops.save(till.services, replace(parts.SHOP, name="Another name"))
    with till.storage.read() as session:
        assert session.invoice(stored.number) == stored


@pytest.mark.parametrize("lack", ["inquiry", "answer_control", "box_match", "activation"])
def test_not_before_every_step(till: Till, lack: str) -> None:
    reach: dict[str, Callable[[Services], str]] = {
        "inquiry": steps.opened, "answer_control": steps.inquired, "box_match": steps.answered,
        "activation": steps.compared,
    }  # fmt: skip
    sale_id = steps.paid(till.services, reach[lack](till.services))
    with pytest.raises(ShopError) as caught:
        completing.complete(till.services, sale_id)
    assert (caught.value.code, caught.value.detail) == ("step-missing", lack)


def test_not_without_buyer_payment_basket_shop(till: Till) -> None:
    services = till.services
    sale_id = steps.compared(services)
    steps.activate(services, sale_id)
    with pytest.raises(ShopError, match="buyer-missing"):
        completing.complete(services, sale_id)
    sell.set_buyer(services, sale_id, steps.BUYER)
    with pytest.raises(ShopError, match="payment-missing"):
        completing.complete(services, sale_id)
    steps.paid(services, sale_id)
    with services.storage.write() as session:
        shops.put(session, replace(parts.SHOP, name=""))
    with pytest.raises(ShopError, match="shop-name-missing"):
        completing.complete(services, sale_id)
    with services.storage.write() as session:
        shops.put(session, parts.SHOP)
        empty = sell.begin(services, session)
    with pytest.raises(ShopError, match="basket-empty"):
        completing.complete(services, empty)
    till.renderer.lacks = "☎"
    with pytest.raises(ShopError, match="glyph-missing"):
        completing.complete(services, sale_id)
    till.renderer.lacks = ""
    assert completing.complete(services, sale_id).number == "1405-1-000001"
    with pytest.raises(ShopError, match="sale-not-open"):
        completing.complete(services, sale_id)


@pytest.mark.parametrize("last", ["complete_sale", "audit", "add_invoice", "add_records", "add_entry"])
def test_a_failure_at_the_end_leaves_nothing(till: Till, last: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from pos_app.adapters.storage.writing import SqlWriteSession

    sale_id = steps.owing(till.services)
    before = (steps.sale_of(till.services, sale_id), steps.entries(till.services, sale_id), audit(till))
    real = getattr(SqlWriteSession, last)

    def fail(self: Any, *args: Any) -> None:
        real(self, *args)
        raise StorageError("storage-write-failed")

    with monkeypatch.context() as patch:
        patch.setattr(SqlWriteSession, last, fail)
        with pytest.raises(StorageError, match="storage-write-failed"):
            completing.complete(till.services, sale_id)
    assert (steps.sale_of(till.services, sale_id), steps.entries(till.services, sale_id), audit(till)) == before
    with till.storage.read() as session:
        assert session.invoices(9) == ()
    assert completing.complete(till.services, sale_id).number == "1405-1-000001"


def sell_a_case(services: Services) -> str:
    sale_id = scan.take(services, "", parts.CASE_GTIN).sale_id
    sell.set_payment(services, sale_id, Payment(method=PaymentMethod.CASH))
    return completing.complete(services, sale_id).number


def test_numbers_go_on_by_till_and_year(till: Till) -> None:
    assert [sell_a_case(till.services), sell_a_case(till.services)] == ["1405-1-000001", "1405-1-000002"]
    assert sell_a_case(till.beside(2)) == "1405-2-000001"
    till.clock.move(days=130)  # past the Jalali new year, which no row of the VAT table covers yet
    with pytest.raises(ShopError, match="vat-rate-missing"):
        sell_a_case(till.services)
    last = SEED[-1]
    begins = last.valid_to + timedelta(days=1)
    shops.save_vat_rates(
        till.services, (*SEED, replace(last, valid_from=begins, valid_to=begins + timedelta(days=364)))
    )  # fmt: skip
    with till.storage.read() as session:  # the refused sale is still open: finish it
        waiting = session.open_sales(1)[0]
    sell.set_payment(till.services, waiting, Payment(method=PaymentMethod.CASH))
    assert completing.complete(till.services, waiting).number == "1406-1-000001"
    till.clock.move(days=-130)  # the PC clock jumps back
    with pytest.raises(ShopError, match="clock-set-back") as caught:
        sell_a_case(till.services)
    assert caught.value.detail == "1406-1-000001"
    assert sell_a_case(till.beside(2)) == "1405-2-000002"  # each till by its own clock
    till.clock.move(days=130, minutes=-4)  # a clock that was put right by a little
    with till.storage.read() as session:
        waiting = session.open_sales(1)[0]
    assert completing.complete(till.services, waiting).number == "1406-1-000002"


def test_an_invoice_dated_too_late_closes_no_till(till: Till) -> None:
    """The clock was wrong then, and is right now: a person says so, once."""
    till.clock.move(days=40)
    sell_a_case(till.services)
    till.clock.move(days=-40)
    with pytest.raises(ShopError, match="clock-set-back"):
        sell_a_case(till.services)
    with till.storage.read() as session:
        waiting = session.open_sales(1)[0]
    assert completing.complete(till.services, waiting, clock_right=True).number == "1405-1-000002"
    assert sell_a_case(till.services) == "1405-1-000003"
    till.clock.move(days=-1)
    with pytest.raises(ShopError, match="clock-set-back"):
        sell_a_case(till.services)


def test_a_clock_before_every_rate_stops_the_issue(tmp_path: Path) -> None:
    clock = FrozenClock(datetime.fromisoformat("2001-01-01T00:00:00+00:00"))
    till = parts.at_work(parts.new_shop(tmp_path), clock=clock)
    with pytest.raises(ShopError, match="vat-rate-missing"):
        completing.complete(till.services, steps.owing(till.services))
    till.storage.close()


def test_a_shop_not_called_for_vat_charges_none(till: Till) -> None:
    with till.storage.write() as session:
        shops.put(session, replace(parts.SHOP, vat_registered=False))
    document = from_json(steps.sold(till.services).document)
    assert (document.vam, document.tsstam, document.vat_source) == (0, parts.GALAXY.price, "not-called")
    assert [line.vat_hundredths for line in document.lines] == [0]


def test_goods_with_a_rate_of_their_own(till: Till) -> None:
    with till.storage.write() as session:
        exempt = replace(parts.CASE, title="Book", gtin="2000000000053", vat_hundredths=0)
        session.put_product(exempt)
    sale_id = scan.take(till.services, "", "2000000000053").sale_id
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.TRANSFER))
    document = from_json(completing.complete(till.services, sale_id).document)
    assert (document.vam, document.lines[0].vat_hundredths, document.payments[0].method) == (0, 0, 7)


def test_the_first_print_is_the_original_every_other_a_copy(till: Till) -> None:
    number = steps.sold(till.services).number
    papers = [invoicing.paper(till.services, number) for _ in range(3)]
    assert [path.name for path in papers] == [f"{number}.pdf", f"{number}-copy-1.pdf", f"{number}-copy-2.pdf"]
    assert all(path.read_bytes().startswith(b"%PDF") for path in papers)
    assert [copy for _, _, copy in till.renderer.drawn] == [False, True, True]
    assert len({to_json(document) for document, _, _ in till.renderer.drawn}) == 1
    with pytest.raises(ShopError, match="invoice-missing"):
        invoicing.paper(till.services, "1405-1-000099")


def test_paper_that_cannot_be_written_loses_no_invoice(till: Till) -> None:
    number = steps.sold(till.services).number
    till.services.papers.write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="paper-not-written"):
        invoicing.paper(till.services, number)
    till.services.papers.unlink()
    assert invoicing.paper(till.services, number).exists()


def test_the_stamp_that_was_frozen_is_the_stamp_that_is_printed(till: Till) -> None:
    sha256 = shops.put_stamp(till.services, b"stamp one")
    with till.storage.write() as session:
        shops.put(session, shops.replace_stamp(parts.SHOP, sha256))
    number = steps.sold(till.services).number
    other = shops.put_stamp(till.services, b"stamp two")
    with till.storage.write() as session:
        shops.put(session, shops.replace_stamp(parts.SHOP, other))
    invoicing.paper(till.services, number)
    assert till.renderer.drawn[0][1] == b"stamp one"
    with pytest.raises(ShopError, match="stamp-too-large"):
        shops.put_stamp(till.services, bytes(shops.MAX_STAMP_BYTES + 1))


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"fee": 0}, "amount-not-positive", "fee"),
        ({"fee": MAX_RIAL + 1}, "amount-too-large", "fee"),
        ({"fee": MAX_RIAL}, "amount-too-large", "fee"),
        ({"discount": 400_000_000}, "discount-too-large", "discount"),
        ({"discount": -1}, "discount-too-large", "discount"),
        ({"quantity": 2}, "quantity-too-large", "quantity"),
        ({"quantity": 0}, "quantity-too-large", "quantity"),
    ],
)
def test_impossible_lines(till: Till, change: dict[str, int], code: str, field: str) -> None:
    sale_id = steps.opened(till.services)
    (line,) = steps.sale_of(till.services, sale_id).lines
    with pytest.raises(ShopError) as caught:
        sell.change_line(till.services, sale_id, line.id, **{"fee": 1000, "discount": 0, "quantity": 1, **change})
    assert parts.codes_of(caught.value) == (code, field)
    assert steps.sale_of(till.services, sale_id).lines == (line,)


def test_the_phone_leaves_only_with_its_sale(till: Till) -> None:
    sale_id = scan.take(till.services, steps.opened(till.services), parts.CASE_GTIN).sale_id
    phone, case = steps.sale_of(till.services, sale_id).lines
    with pytest.raises(ShopError, match="line-holds-device"):
        sell.remove_line(till.services, sale_id, phone.id)
    sell.remove_line(till.services, sale_id, case.id)
    assert steps.sale_of(till.services, sale_id).lines == (phone,)
    with pytest.raises(ShopError, match="line-missing"):
        sell.change_line(till.services, sale_id, case.id, fee=1, discount=0, quantity=1)


@pytest.mark.parametrize(
    ("buyer", "code", "field"),
    [
        (Buyer(name="x", national_id="0499370898"), "national-id-check-digit", "national_id"),
        (Buyer(name="x", mobile="02188776655"), "mobile-landline", "mobile"),
        (Buyer(name="x", postal_code="123"), "postal-code-length", "postal_code"),
    ],
)
def test_a_buyer_with_a_wrong_number(till: Till, buyer: Buyer, code: str, field: str) -> None:
    sale_id = steps.opened(till.services)
    with pytest.raises(ShopError) as caught:
        sell.set_buyer(till.services, sale_id, buyer)
    assert parts.codes_of(caught.value) == (code, field)


def test_a_buyer_is_kept_in_canonical_form(till: Till) -> None:
    sale_id = steps.opened(till.services)
    sell.set_buyer(till.services, sale_id, Buyer(name="  نام ", national_id="۰۴۹۹۳۷۰۸۹۹", mobile="+98 995 234 5678"))
    buyer = steps.sale_of(till.services, sale_id).buyer
    assert (buyer.name, buyer.national_id, buyer.mobile) == ("نام", "0499370899", "09952345678")
    assert "0499370899" not in repr(buyer)


def test_nothing_is_done_to_a_sale_that_is_closed(till: Till) -> None:
    sale_id = steps.sold(till.services).sale_id
    for act in (
        lambda: sell.set_buyer(till.services, sale_id, steps.BUYER),
        lambda: sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH)),
        lambda: sell.save_draft(till.services, sale_id, {"note": "x"}),
        lambda: sell.remove_line(till.services, sale_id, "x"),
        lambda: guide.compare(till.services, sale_id, steps.BOTH, steps.BOTH),
        lambda: steps.activate(till.services, sale_id),
    ):
        with pytest.raises(ShopError, match="sale-not-open"):
            act()


def test_no_private_value_in_audit(till: Till) -> None:
    sale_id = steps.owing(till.services)
    completing.complete(till.services, sale_id)
    told = json.dumps(audit(till), ensure_ascii=False)
    for private in (parts.CODE, parts.BUYER_SIM, steps.BUYER.national_id, steps.BUYER.mobile, steps.BUYER.name):
        assert private not in told
    assert all(entry.state is not OperationState.SENDING for entry in steps.entries(till.services, sale_id))


def test_ends_of_lines_that_are_pasted_into_a_field_become_blanks(till: Till) -> None:
    sale_id = steps.ready(till.services)
    sell.set_buyer(till.services, sale_id, replace(steps.BUYER, name="خریدار\n(نمونه)", address="خط یک\r\nخط دو\t"))
    buyer = steps.sale_of(till.services, sale_id).buyer
    assert (buyer.name, buyer.address) == ("خریدار (نمونه)", "خط یک خط دو")


def test_the_shop_says_everything_on_one_line_but_its_notes(till: Till) -> None:
    changed = replace(parts.SHOP, name="فروشگاه\nنمونه", address="خط یک\r\nخط دو", phone="021\t5550", notes="یک\nدو")
    shops.save(till.services, changed)
    with till.storage.read() as session:
        shop = shops.load(session)
    assert (shop.name, shop.address, shop.phone) == ("فروشگاه نمونه", "خط یک خط دو", "021 5550")
    assert shop.notes == "یک\nدو"
