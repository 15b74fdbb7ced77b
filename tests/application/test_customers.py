"""Customers: kept from finished cases, found again, erased for good while invoices and history hold."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from pos_app.application import (
    completing,
    correcting,
    customers,
    lives,
    printing,
    proforma,
    returns,
    scan,
    search,
    sell,
)
from pos_app.application.search import HitKind
from pos_app.domain.correction import RowChange
from pos_app.domain.errors import PersonErasedError, ShopError
from pos_app.domain.sale import Buyer, Payment, PaymentMethod
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import CASE_GTIN, GALAXY, IMEI1, PIN, Till

CANARY = Buyer(
    name="Canary Person (sample)", national_id="0013542419", mobile="09121112233", address="Canary street 7",
    postal_code="1234567891",
)  # fmt: skip


def sold_to(till: Till, buyer: Buyer = CANARY) -> str:
    sale_id = steps.ready(till.services)
    sell.set_buyer(till.services, sale_id, buyer)
    return completing.complete(till.services, sale_id).number


def customer_id(till: Till, text: str = CANARY.mobile) -> int:
    (hit,) = (hit for hit in search.find(till.services, text) if hit.kind is HitKind.CUSTOMER)
    return int(hit.key)


def erase(till: Till, **how: object) -> None:
    given = {"pin": PIN, "reason": "asked for it", "before_term": True, **how}
    customers.erase(till.services, customer_id(till), **given)  # type: ignore[arg-type]


def test_a_finished_sale_leaves_its_buyer(till: Till) -> None:
    number = sold_to(till)
    page = customers.page(till.services, customer_id(till))
    assert page.customer.person == CANARY
    assert [(case.number, case.imei) for case in page.cases] == [(number, IMEI1)]
    assert page.cases[0].total > 0


@pytest.mark.parametrize("text", ["0013542419", "canary", "Canary Per", "SAMPLE", "+98 912 111 2233"])
def test_he_is_found_by_number_and_name(till: Till, text: str) -> None:
    sold_to(till)
    assert customer_id(till, text) > 0


def test_one_who_comes_back_is_one_customer(till: Till) -> None:
    sold_to(till)
    first = customer_id(till)
    case_id = returns.begin(till.services, IMEI1)
    with till.storage.write() as session:
        customers.take(session, steps.sale_of(till.services, case_id), till.clock.now())
    assert customer_id(till) == first


def test_a_given_up_sale_leaves_nobody(till: Till) -> None:
    sale_id = steps.opened(till.services)
    sell.set_buyer(till.services, sale_id, CANARY)
    sell.abandon(till.services, sale_id)
    assert search.find(till.services, CANARY.mobile) == ()


def test_of_a_given_up_case_nobody_is_kept(till: Till) -> None:
    given_up = steps.opened(till.services)
    sell.set_buyer(till.services, given_up, CANARY)
    sell.abandon(till.services, given_up)
    sold_to(till)
    coming_back = returns.begin(till.services, IMEI1)
    sell.abandon(till.services, coming_back)
    for case_id in (given_up, coming_back):
        assert steps.sale_of(till.services, case_id).buyer == Buyer()
    told = lives.page(till.services, IMEI1).life.events
    assert [(event.state, event.person) for event in told if event.state == "sale-abandoned"] == [
        ("sale-abandoned", "")
    ] * 2  # fmt: skip
    erase(till)
    with sqlite3.connect(till.path) as database:
        assert database.execute("select count(*) from sale where buyer_sealed is not null").fetchone() == (0,)
    database.close()


def test_erased_for_good(till: Till) -> None:
    number = sold_to(till)
    erased = customer_id(till)
    erase(till)
    assert search.find(till.services, CANARY.mobile) == ()
    assert search.find(till.services, "canary") == ()
    page = customers.page(till.services, erased)
    assert page.customer.person == Buyer()
    assert page.customer.erased_at == till.clock.now()
    assert [case.number for case in page.cases] == [number]
    with till.storage.read() as session, pytest.raises(PersonErasedError):
        session.invoice(number)
    with pytest.raises(PersonErasedError):
        printing.prepare(till.services, number)


def gone(till: Till, *numbers: str) -> bool:
    """None of these is readable, and the history holds."""
    for number in numbers:
        with till.storage.read() as session, pytest.raises(PersonErasedError):
            session.invoice(number)
    return till.storage.verify().ok


def voided(till: Till, buyer: Buyer = CANARY) -> tuple[str, str]:
    """A sale without a phone, and what takes it back."""
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    sell.set_buyer(till.services, sale_id, buyer)
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH))
    number = completing.complete(till.services, sale_id).number
    made = correcting.void(till.services, number, reason="typing error", pin=PIN, method=PaymentMethod.CASH)
    return number, made.number


def test_what_voids_his_invoice_is_his_too(till: Till) -> None:
    numbers = voided(till)
    known = customers.page(till.services, customer_id(till))
    assert {case.number for case in known.cases} == set(numbers)
    erase(till)
    assert gone(till, *numbers)
    with till.storage.read() as session:
        assert {session.sale(case.sale_id).buyer for case in known.cases} == {Buyer()}  # type: ignore[union-attr]


def test_one_known_by_name_alone_is_one_with_his_void(till: Till) -> None:
    numbers = voided(till, Buyer(name=CANARY.name))
    his = customer_id(till, "canary")
    customers.erase(till.services, his, pin=PIN, reason="asked for it", before_term=True)
    assert gone(till, *numbers)
    assert search.find(till.services, "canary") == ()


def test_a_void_of_an_earlier_program_goes_with_its_sale(till: Till) -> None:
    numbers = voided(till)
    with sqlite3.connect(till.path) as database:
        database.execute("delete from customer_case where sale_id in (select id from sale where kind = 'return')")
    database.close()
    erase(till)
    assert gone(till, *numbers)


def test_what_corrects_his_invoice_goes_with_it(till: Till) -> None:
    first = sold_to(till)
    less = RowChange(GALAXY.price, 5_000_000, 1)
    made = correcting.correct(till.services, first, {1: less}, reason="typing error", pin=PIN)
    erase(till)
    assert gone(till, first, made.number)


def test_the_prints_of_his_papers_go_too(till: Till) -> None:
    number = sold_to(till)
    till.services.papers.mkdir(exist_ok=True)
    other = till.services.papers / "1405-1-000099.pdf"
    printed = [till.services.papers / f"{name}.pdf" for name in (number, f"{number}-copy-1")]
    for path in (*printed, other):
        path.write_bytes(b"%PDF")
    erase(till)
    assert [path.exists() for path in (*printed, other)] == [False, False, True]


def test_offers_and_corrections_on_the_disk_go_too(till: Till) -> None:
    sale_id = steps.ready(till.services)
    sell.set_buyer(till.services, sale_id, CANARY)
    other = steps.opened(till.services, parts.NOKIA)
    offered, of_another = proforma.paper(till.services, sale_id), proforma.paper(till.services, other)
    number = completing.complete(till.services, sale_id).number
    less = RowChange(GALAXY.price, 5_000_000, 1)
    made = correcting.correct(till.services, number, {1: less}, reason="typing error", pin=PIN)
    corrected = till.services.papers / f"{made.number}.pdf"
    corrected.write_bytes(b"%PDF")
    erase(till)
    assert [path.exists() for path in (offered, corrected, of_another)] == [False, False, True]


def test_the_phones_life_and_the_history_hold(till: Till) -> None:
    sold_to(till)
    before = lives.page(till.services, IMEI1)
    erase(till)
    after = lives.page(till.services, IMEI1)
    assert [event.kind for event in after.life.events] == [event.kind for event in before.life.events]
    assert till.storage.verify().ok


def test_a_document_that_somebody_took_away_is_not_called_erased(till: Till) -> None:
    sold_to(till)
    with sqlite3.connect(till.path) as database:
        database.execute("update invoice set document_sealed = x'02'")
    database.close()
    found = till.storage.verify().bad
    assert found is not None
    assert found.fault == "invoice-changed"


def test_an_altered_invoice_is_not_called_erased(till: Till) -> None:
    number = sold_to(till)
    with sqlite3.connect(till.path) as database:
        database.execute("update invoice set sha256 = ?", ("0" * 64,))
    database.close()
    with till.storage.read() as session, pytest.raises(ShopError, match="invoice-not-as-issued"):
        session.invoice(number)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"before_term": False}, "invoices-to-be-kept"),
        ({"reason": " "}, "reason-missing"),
        ({"pin": "1111"}, "pin-wrong"),
    ],
)
def test_what_refuses_it(till: Till, how: dict[str, object], code: str) -> None:
    sold_to(till)
    with pytest.raises(ShopError) as caught:
        erase(till, **how)
    assert caught.value.code == code
    assert customers.page(till.services, customer_id(till)).customer.person == CANARY


def test_after_the_term_nobody_has_to_answer_for_it(till: Till) -> None:
    sold_to(till)
    till.clock.move(days=366 * 10 + 1)
    erase(till, before_term=False)
    assert search.find(till.services, CANARY.mobile) == ()


def test_while_something_is_owed_he_stays(till: Till) -> None:
    sale_id = steps.owing(till.services)
    sell.set_buyer(till.services, sale_id, CANARY)
    completing.complete(till.services, sale_id)
    with pytest.raises(ShopError, match="duties-open"):
        erase(till)


def test_no_byte_of_him_is_in_the_file_afterwards(till: Till) -> None:
    """Neither in clear nor sealed: what was sealed before is in no row any more, and its key is gone."""
    sold_to(till)
    with sqlite3.connect(till.path) as database:
        (sealed,) = database.execute("select buyer_sealed from sale where buyer_sealed is not null").fetchone()
        (document,) = database.execute("select document_sealed from invoice").fetchone()
    database.close()
    erase(till)
    till.storage.close()
    left = till.path.read_bytes()
    for gone in (sealed, document, CANARY.name.encode(), CANARY.mobile.encode(), CANARY.national_id.encode()):
        assert gone not in left
    with sqlite3.connect(till.path) as database:
        assert database.execute("select count(*) from own_key where subject like 'customer:%'").fetchone() == (0,)
    database.close()


def test_the_second_name_of_one_number(till: Till) -> None:
    sold_to(till)
    other = replace(CANARY, name="Another Person (sample)", national_id="")
    case = replace(steps.sale_of(till.services, steps.opened(till.services, parts.NOKIA)), buyer=other)
    with till.storage.write() as session:
        customers.take(session, case, till.clock.now())
    kinds = [hit.kind for hit in search.find(till.services, CANARY.mobile)]
    assert kinds == [HitKind.CUSTOMER, HitKind.CUSTOMER]
