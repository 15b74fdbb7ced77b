"""A sold phone comes back: once, as the same unit, its money and its stock in one transaction."""

from __future__ import annotations

import pytest

from pos_app.application import ask, completing, guide, guide_used, handover, owed, returns, scan, sell, sync
from pos_app.domain.errors import ShopError, StepRefusedError
from pos_app.domain.invoice import from_json
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.domain.stock import Condition, UnitState
from pos_app.ports.storage import StoredInvoice
from tests.application.steps import compared, entries, owing, paid, sale_of, sold
from tests.application.used_steps import SHOP_SIM
from tests.fakes.parts import BUYER_SIM, IMEI1, IMEI2, OTHER1, OTHER2, Till
from tests.fakes.registry import Phone

BOTH = (IMEI1, IMEI2)


def state_of(till: Till, code: str = IMEI1) -> UnitState:
    with till.services.storage.read() as session:
        (hit,) = session.find_units(code)
    return hit.unit.state


def begun(till: Till, text: str = IMEI1, *, subject: str = "return", guarantor: bool = False) -> str:
    case_id = returns.begin(till.services, text)
    returns.choose(till.services, case_id, subject=subject, reason="screen flickers", to_guarantor=guarantor)
    guide_used.match_device(till.services, case_id, BOTH, ())
    return case_id


def asked_again(till: Till, case_id: str, code: str = IMEI1) -> None:
    """What comes back as nobody's is asked after first."""
    ask.inquire(till.services, case_id, BOTH, Channel.API)
    answer = entries(till.services, case_id)[-1].answer
    assert answer is not None
    guide.confirm_answer(till.services, case_id, answer, Channel.API, matches_hand=True)


def ready(till: Till, text: str = IMEI1, **how: object) -> str:
    """All but the transfer back, which is owed; the money in cash."""
    case_id = begun(till, text, **how)  # type: ignore[arg-type]
    guide_used.reset(till.services, case_id, done=True, unlocked=True)
    handover.defer_transfer(
        till.services, case_id, Channel.USSD, imei_used=IMEI1, from_sim=BUYER_SIM, to_sim=SHOP_SIM, reason="later today"
    )  # fmt: skip
    guide.defer_activation(
        till.services, case_id, Channel.USSD, imei_used=IMEI1, sim=SHOP_SIM, code="", reason="later today"
    )  # fmt: skip
    sell.set_payment(till.services, case_id, Payment(method=PaymentMethod.CASH))
    return case_id


@pytest.mark.parametrize("by", ["imei", "second", "invoice"])
def test_by_imei_or_invoice_number(till: Till, by: str) -> None:
    invoice = sold(till.services)
    text = {"imei": IMEI1, "second": IMEI2, "invoice": invoice.number}[by]
    paper = completing.complete(till.services, ready(till, text))
    document = from_json(paper.document)
    assert (document.subject, document.refers_to, document.reason) == ("return", invoice.number, "screen flickers")
    assert document.tsstam == from_json(invoice.document).lines[0].tsstam
    assert [(line.method, line.amount) for line in document.payments] == [(3, document.tsstam)]


def test_until_it_is_transferred_back_it_is_not_for_sale(till: Till) -> None:
    sold(till.services)
    completing.complete(till.services, ready(till))
    assert state_of(till) is UnitState.BACK
    with pytest.raises(ShopError, match="unit-came-back"):
        scan.take(till.services, "", IMEI1)
    with till.services.storage.read() as session:
        transfer, activation = (row.entry for row in session.owed())
    assert transfer.payload["from_msisdn"] == BUYER_SIM
    owed.by_hand(till.services, transfer.id)
    owed.told(till.services, transfer.id, succeeded=True, raw_text="", sender="")
    owed.by_hand(till.services, activation.id, code="512345")
    with till.services.storage.read() as session:
        last = next(row.entry for row in session.owed() if row.entry.kind is OperationKind.ACTIVATION)
    owed.told(till.services, last.id, succeeded=True, raw_text="", sender="")
    assert state_of(till) is UnitState.IN_STOCK
    sale_id = scan.take(till.services, "", IMEI1).sale_id
    assert sale_of(till.services, sale_id).run.checklist_id == "used"  # type: ignore[union-attr]


def test_transferred_back_at_once_it_is_for_sale_at_once(till: Till) -> None:
    sold(till.services)
    case_id = begun(till)
    guide_used.reset(till.services, case_id, done=True, unlocked=True)
    handover.transfer(
        till.services, case_id, Channel.API, imei_used=IMEI1, from_sim=BUYER_SIM, to_sim=SHOP_SIM
    )  # fmt: skip
    code = till.registry.transfers[IMEI1].code
    ask.activate(till.services, case_id, Channel.API, imei_used=IMEI1, sim=SHOP_SIM, code=code)
    sell.set_payment(till.services, case_id, Payment(method=PaymentMethod.CASH))
    completing.complete(till.services, case_id)
    assert state_of(till) is UnitState.IN_STOCK


def test_only_once(till: Till) -> None:
    invoice = sold(till.services)
    first = returns.begin(till.services, IMEI1)
    assert returns.begin(till.services, invoice.number) == first  # the open one is resumed
    with pytest.raises(ShopError, match="already-returned"):
        returns.begin(till.beside(2), IMEI1)
    completing.complete(till.services, ready(till))
    for text in (IMEI1, invoice.number):
        with pytest.raises(ShopError, match=r"already-returned|unit-not-sold-here"):
            returns.begin(till.services, text)


def test_only_what_was_sold_here(till: Till) -> None:
    with pytest.raises(ShopError, match="unit-not-sold-here"):
        returns.begin(till.services, IMEI1)
    with pytest.raises(ShopError, match="unit-not-in-stock"):
        returns.begin(till.services, "356938035643957")
    with pytest.raises(ShopError, match="invoice-missing"):
        returns.begin(till.services, "1405-1-000099")


def test_another_phone_in_the_box_is_found(till: Till) -> None:
    sold(till.services)
    case_id = returns.begin(till.services, IMEI1)
    guide_used.match_device(till.services, case_id, (OTHER1, OTHER2), ())
    with pytest.raises(ShopError, match="manager-needed"):
        guide.decide(till.services, case_id, "device_match", "it looks the same")
    with pytest.raises(StepRefusedError, match="imei-slots-swapped"):
        guide_used.match_device(till.services, case_id, BOTH[::-1], ())


def test_never_activated_nothing_is_transferred_and_nothing_sent_any_more(till: Till) -> None:
    invoice = completing.complete(till.services, owing(till.services))
    case_id = begun(till)
    assert sale_of(till.services, case_id).run.checklist_id == "return_inactive"  # type: ignore[union-attr]
    returns.choose(till.services, case_id, subject="void", reason="changed his mind", still_sealed=True)
    asked_again(till, case_id)
    sell.set_payment(till.services, case_id, Payment(method=PaymentMethod.CARD_READER, reference="1"))
    paper = completing.complete(till.services, case_id)
    document = from_json(paper.document)
    assert (document.subject, document.tsstam) == ("void", from_json(invoice.document).tsstam)
    with till.services.storage.read() as session:
        (hit,) = session.find_units(IMEI1)
        assert session.owed() == ()
        assert session.queue().waiting == 0
    assert (hit.unit.state, hit.unit.condition) == (UnitState.IN_STOCK, Condition.SEALED)
    till.clock.move(hours=1)
    sync.once(till.services)
    assert IMEI1 not in till.registry.active_on


def test_activated_meanwhile_it_is_not_taken_for_nobodys(till: Till) -> None:
    invoice = completing.complete(till.services, owing(till.services))
    case_id = begun(till)
    asked_again(till, case_id)
    sync.once(till.services)  # the background has brought the owed activation to its end
    sell.set_payment(till.services, case_id, Payment(method=PaymentMethod.CASH))
    with pytest.raises(ShopError, match="activated-meanwhile"):
        completing.complete(till.services, case_id)
    sell.abandon(till.services, case_id)
    again = returns.begin(till.services, invoice.number)
    assert sale_of(till.services, again).run.checklist_id == "return"  # type: ignore[union-attr]


def test_without_a_reason_there_is_no_return(till: Till) -> None:
    sold(till.services)
    case_id = returns.begin(till.services, IMEI1)
    with pytest.raises(ShopError, match="reason-missing"):
        returns.choose(till.services, case_id, subject="return", reason=" ")
    with till.services.storage.read() as session:
        lacks = sell.lacks(till.services, session, sale_of(till.services, case_id))
    assert ("return-reason-missing", "") in lacks


def exchanged(till: Till, *, guarantor: bool = False) -> tuple[str, StoredInvoice]:
    sold(till.services)
    case_id = ready(till, guarantor=guarantor)
    sale_id = returns.exchange(till.services, case_id)
    assert returns.exchange(till.services, case_id) == sale_id
    sell_other(till, sale_id)
    return case_id, completing.complete(till.services, sale_id)


def sell_other(till: Till, sale_id: str) -> None:
    """The other phone, ready to be issued in this sale."""
    assert scan.take(till.services, sale_id, OTHER1).sale_id == sale_id
    till.registry.knows(OTHER1, Phone(code="482915"))
    ask.inquire(till.services, sale_id, (OTHER1, OTHER2), Channel.API)
    answer = entries(till.services, sale_id)[-1].answer
    assert answer is not None
    guide.confirm_answer(till.services, sale_id, answer, Channel.API, matches_hand=True)
    guide.compare(till.services, sale_id, (OTHER1, OTHER2), (OTHER1, OTHER2))
    ask.activate(till.services, sale_id, Channel.API, imei_used=OTHER1, sim=BUYER_SIM, code="482915")


def test_an_exchange_of_the_same_price_needs_no_payment(till: Till) -> None:
    case_id, invoice = exchanged(till)
    document = from_json(invoice.document)
    (offset,) = document.payments
    assert (offset.method, offset.amount) == (2, document.tsstam)
    with till.services.storage.read() as session:
        back = session.invoice(offset.reference)
    assert back is not None
    assert from_json(back.document).payments[0].reference == invoice.number
    assert state_of(till) is UnitState.BACK
    assert state_of(till, OTHER1) is UnitState.SOLD
    assert sale_of(till.services, case_id).within == invoice.sale_id


def test_swapped_under_guarantee_the_old_one_goes_to_the_guarantor(till: Till) -> None:
    exchanged(till, guarantor=True)
    assert state_of(till) is UnitState.LEFT
    assert state_of(till, OTHER1) is UnitState.SOLD


def test_a_refused_activation_of_the_sale_is_no_duty_after_the_return(till: Till) -> None:
    sale_id = compared(till.services)
    ask_id = sale_id
    guide.defer_activation(
        till.services, ask_id, Channel.API, imei_used=IMEI1, sim=BUYER_SIM, code="111111", reason="no network"
    )  # fmt: skip
    completing.complete(till.services, paid(till.services, sale_id))
    sync.once(till.services)
    (entry,) = [e for e in entries(till.services, sale_id) if e.kind is OperationKind.ACTIVATION]
    assert entry.state is OperationState.REJECTED
    case_id = begun(till)
    asked_again(till, case_id)
    sell.set_payment(till.services, case_id, Payment(method=PaymentMethod.CASH))
    completing.complete(till.services, case_id)
    with till.services.storage.read() as session:
        assert session.owed() == ()
    assert state_of(till) is UnitState.IN_STOCK
