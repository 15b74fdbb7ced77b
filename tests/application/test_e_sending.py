"""Invoices go to the taxpayers' system in the background: queued with the invoice, once, and never blindly again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pos_app.application import completing, correcting, e_sending, scan, sell, tax_link
from pos_app.application.services import Services
from pos_app.domain.correction import RowChange
from pos_app.domain.e_sending import InFolder, Looked, Sending, SendState, Told, Turned
from pos_app.domain.errors import ShopError
from pos_app.domain.registry import NotSent, Unreadable
from pos_app.domain.sale import Payment, PaymentMethod
from tests.application.steps import sold
from tests.application.test_returns import ready
from tests.application.test_taxing import remembered
from tests.fakes.parts import CASE_GTIN, PIN, Till
from tests.fakes.tax import ScriptedOffice

UNPLACED = (Told("sample-error", "words"),)


@pytest.fixture
def office(till: Till) -> ScriptedOffice:
    def no_transaction() -> None:
        assert till.storage.open == 0, "the tax office was called inside a transaction"

    return ScriptedOffice(watch=no_transaction)


@pytest.fixture
def shop(till: Till, office: ScriptedOffice) -> Services:
    """It sends."""
    remembered(till)
    with till.services.storage.write() as session:
        session.put_setting(tax_link.ON, "1")
    return replace(till.services, tax=lambda: office)


def at(services: Services, number: str) -> Sending:
    with services.storage.read() as session:
        found = session.sending(number)
    assert found is not None
    return found


def sell_case(services: Services) -> str:
    sale_id = scan.take(services, "", CASE_GTIN).sale_id
    sell.set_payment(services, sale_id, Payment(method=PaymentMethod.CASH))
    return completing.complete(services, sale_id).number


def rounds(till: Till, services: Services, times: int, **apart: float) -> e_sending.Round:
    for _time in range(times):
        done = e_sending.once(services)
        till.clock.move(**(apart or {"minutes": 6}))
    return done


def test_off_by_default(till: Till, office: ScriptedOffice) -> None:
    remembered(till)
    services = replace(till.services, tax=lambda: office)
    number = sold(services).number
    with services.storage.read() as session:
        assert session.sending(number) is None
        assert session.unqueued(9) == (number,)
    assert not e_sending.once(services).on
    assert office.packets == []
    with pytest.raises(ShopError, match="tax-sending-off"):
        e_sending.queue_earlier(services, number)


def test_from_the_sale_to_the_signed_success(till: Till, shop: Services, office: ScriptedOffice) -> None:
    paper = sold(shop)
    assert at(shop, paper.number).state is SendState.WAITING
    done = e_sending.once(shop)
    assert (done.on, done.sent, done.settled, done.counts.waiting) == (True, 1, 0, 1)
    (packet,) = office.packets
    assert json.loads(packet.text)["header"]["taxid"] == paper.tax_id
    assert (packet.uid, packet.memory) == (at(shop, paper.number).uid, "A11216")
    assert e_sending.once(shop).sent == 0  # the first look is not due
    rounds(till, shop, 1)
    done = e_sending.once(shop)
    assert done.settled == 1
    found = at(shop, paper.number)
    assert (found.state, found.sign, found.reference) == (SendState.SUCCEEDED, "signed", f"ref-{packet.uid[:8]}")
    assert found.packet == packet.text
    assert office.asked == [(packet.uid, found.reference)]
    assert e_sending.once(shop).sent == 0
    assert len(office.packets) == 1


def test_killed_between_sending_and_answer(till: Till, shop: Services, office: ScriptedOffice) -> None:
    number = sold(shop).number

    def killed() -> None:
        raise KeyboardInterrupt

    office.watch = killed
    with pytest.raises(KeyboardInterrupt):
        e_sending.once(shop)
    office.watch = lambda: None
    assert at(shop, number).state is SendState.SENDING
    assert e_sending.once(shop).sent == 0  # the lease is still somebody's
    till.clock.move(minutes=2)
    e_sending.once(shop)
    assert office.packets == []
    assert office.asked == [(at(shop, number).uid, "")]
    assert at(shop, number).state is SendState.SUCCEEDED


def test_what_never_arrived_goes_again_as_the_same_packet(till: Till, shop: Services, office: ScriptedOffice) -> None:
    office.sends = [Unreadable("timeout")]
    office.looks = [Looked("NOT_FOUND"), Looked("NOT_FOUND")]
    number = sold(shop).number
    rounds(till, shop, 1, seconds=30)
    assert at(shop, number).state is SendState.UNKNOWN
    rounds(till, shop, 1)
    assert at(shop, number).state is SendState.UNKNOWN  # not found so early says nothing
    rounds(till, shop, 2)
    first, second = office.packets
    assert first == second
    assert at(shop, number).state is SendState.SENT


def test_an_answer_that_was_lost_is_found(till: Till, shop: Services, office: ScriptedOffice) -> None:
    office.sends = [Unreadable("connection-lost")]
    office.looks = [Looked("IN_PROGRESS", "ref-1"), Looked("SUCCESS", "ref-1", sign="s")]
    number = sold(shop).number
    rounds(till, shop, 3)
    found = at(shop, number)
    assert (found.state, found.reference) == (SendState.SUCCEEDED, "ref-1")
    assert len(office.packets) == 1
    assert office.asked == [(found.uid, ""), (found.uid, "ref-1")]


def test_a_failure_goes_again_under_the_same_tax_id(till: Till, shop: Services, office: ScriptedOffice) -> None:
    office.looks = [Looked("FAILED", errors=UNPLACED)]
    paper = sold(shop)
    done = rounds(till, shop, 2)
    found = at(shop, paper.number)
    assert (found.state, found.errors, done.counts.called) == (SendState.FAILED, UNPLACED, 1)
    e_sending.again(shop, paper.number)
    rounds(till, shop, 2)
    first, second = office.packets
    assert first.uid != second.uid
    assert first.text == second.text
    assert at(shop, paper.number).state is SendState.SUCCEEDED
    with pytest.raises(ShopError, match="e-invoice-under-way"):
        e_sending.again(shop, paper.number)


def test_refused_at_the_door(shop: Services, office: ScriptedOffice) -> None:
    office.sends = [Turned(UNPLACED)]
    number = sold(shop).number
    e_sending.once(shop)
    found = at(shop, number)
    assert (found.state, found.errors, found.first_sent_at) == (SendState.FAILED, UNPLACED, None)


def test_our_own_check_comes_first(shop: Services, office: ScriptedOffice) -> None:
    number = sell_case(shop)  # its goods id is no official one
    done = e_sending.once(shop)
    assert (done.sent, done.settled, office.packets) == (0, 1, [])
    found = at(shop, number)
    assert (found.state, found.problem) == (SendState.HELD, "e-invoice-faulty")
    assert Told("e-invoice-field-missing", "body[0].sstid") in found.errors
    uid = found.uid
    e_sending.again(shop, number)
    assert (at(shop, number).state, at(shop, number).uid) == (SendState.WAITING, uid)  # it has never left
    e_sending.close(shop, number, "handed in by the accountant")
    assert at(shop, number).state is SendState.CLOSED


def test_between_the_days_a_person_looks_first(till: Till, shop: Services, office: ScriptedOffice) -> None:
    till.clock.move(hours=9)  # 00:30 in Tehran
    number = sold(shop).number
    e_sending.once(shop)
    assert (at(shop, number).state, at(shop, number).problem) == (SendState.HELD, "e-invoice-needs-review")
    e_sending.again(shop, number)
    e_sending.once(shop)
    assert len(office.packets) == 1


def test_a_return_waits_for_its_original(till: Till, shop: Services, office: ScriptedOffice) -> None:
    office.looks = [Looked("FAILED", errors=UNPLACED)]
    first = sold(shop)
    paper = completing.complete(shop, ready(replace(till, services=shop)))
    rounds(till, shop, 3)
    assert [json.loads(packet.text)["header"]["taxid"] for packet in office.packets] == [first.tax_id]
    assert at(shop, paper.number).problem == "e-invoice-original-open"
    e_sending.again(shop, first.number)
    rounds(till, shop, 4)
    last = json.loads(office.packets[-1].text)["header"]
    assert (last["taxid"], last["irtaxid"]) == (paper.tax_id, first.tax_id)
    assert at(shop, paper.number).state is SendState.SUCCEEDED


def test_corrective_and_void_are_queued_too(till: Till, shop: Services) -> None:
    number = sell_case(shop)
    change = {1: RowChange(fee=2_000_000, discount=0, quantity=1)}
    made = correcting.correct(shop, number, change, reason="typed wrongly", pin=PIN)
    voided = correcting.void(shop, made.number, reason="typed wrongly", pin=PIN, method=PaymentMethod.CASH)
    assert at(shop, made.number).refers_to == number
    assert at(shop, voided.number).refers_to == made.number


def test_after_its_term_it_says_so(till: Till, shop: Services, office: ScriptedOffice) -> None:
    office.sends = [NotSent("no-connection")]
    number = sold(shop).number
    e_sending.once(shop)
    assert not e_sending.seen(shop, number).late
    till.clock.move(days=13)
    assert e_sending.seen(shop, number).late
    e_sending.once(shop)
    early, late = (json.loads(packet.text)["header"] for packet in office.packets)
    assert "insr" not in early
    assert late["insr"] == 1


def test_without_a_net_the_rest_waits(till: Till, shop: Services, office: ScriptedOffice) -> None:
    office.sends = [NotSent("no-connection")]
    sold(shop)
    sell_case(shop)
    done = e_sending.once(shop)
    assert (done.sent, done.problem, done.counts.waiting) == (1, "no-connection", 2)


def test_without_a_key_nothing_moves_and_it_is_said(shop: Services, office: ScriptedOffice) -> None:
    number = sold(shop).number
    office.problem = "tax-key-password"
    assert e_sending.once(shop).problem == "tax-key-password"
    assert at(shop, number).attempts == 0


def test_a_person_at_the_counter_goes_first(shop: Services, office: ScriptedOffice) -> None:
    sold(shop)
    with shop.waiting.person():
        assert e_sending.once(shop).sent == 0
    assert e_sending.once(shop).sent == 1


def test_what_was_issued_before_is_queued_by_hand(till: Till, office: ScriptedOffice) -> None:
    without = sold(till.services).number
    remembered(till)
    number = sell_case(till.services)
    with till.services.storage.write() as session:
        session.put_setting(tax_link.ON, "1")
    services = replace(till.services, tax=lambda: office)
    e_sending.queue_earlier(services, number)
    assert at(services, number).state is SendState.WAITING
    with pytest.raises(ShopError, match="e-invoice-queued-already"):
        e_sending.queue_earlier(services, number)
    with pytest.raises(ShopError, match="e-invoice-not-due"):
        e_sending.queue_earlier(services, without)


def test_a_sale_that_fails_queues_nothing(till: Till, shop: Services) -> None:
    sale_id = scan.take(shop, "", CASE_GTIN).sale_id
    sell.set_payment(shop, sale_id, Payment(method=PaymentMethod.CASH))
    till.renderer.lacks = "x"
    with pytest.raises(ShopError, match="glyph-missing"):
        completing.complete(shop, sale_id)
    with shop.storage.read() as session:
        assert session.sending_counts().waiting == 0


def test_closing_wants_a_reason(shop: Services) -> None:
    number = sold(shop).number
    with pytest.raises(ShopError, match="reason-missing"):
        e_sending.close(shop, number, " ")


def test_what_the_buyer_said(till: Till, shop: Services, office: ScriptedOffice) -> None:
    number = sold(shop).number
    assert e_sending.in_folder(shop, number) == InFolder("AWAITING_REACTION", exceeded=False)
    office.folder = NotSent("tax-no-connection")
    with pytest.raises(ShopError, match="tax-no-connection"):
        e_sending.in_folder(shop, number)
    with pytest.raises(ShopError, match="tax-sending-off"):
        e_sending.in_folder(till.services, number)
