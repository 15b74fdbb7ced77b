"""Buying from a walk-in: nobody's phone is for sale until all of its checklist holds."""

from __future__ import annotations

import pytest

from pos_app.application import ask, buy_in, completing, guide, guide_used, handover, owed, scan, sell
from pos_app.domain.buy_in_document import from_json
from pos_app.domain.errors import ShopError, StepRefusedError
from pos_app.domain.invoice import from_json as invoice_from
from pos_app.domain.registry import Channel
from pos_app.domain.sale import Buyer, SaleState
from pos_app.domain.stock import Condition, UnitState
from tests.application.steps import ready, sale_of
from tests.application.used_steps import BOTH, OWNER_SIM, PERSON, PICTURE, SHOP_SIM, answered, bought, sold_used, to_buy
from tests.fakes.parts import CASE_GTIN, IMEI1, NOKIA, OTHER1, Till, codes_of

WALK_IN = "356938035643957"


def unit_of(till: Till, code: str = WALK_IN):  # type: ignore[no-untyped-def]
    with till.services.storage.read() as session:
        (hit,) = session.find_units(code)
    return hit.unit


def test_bought_it_is_for_sale_as_a_used_phone(till: Till) -> None:
    case_id = bought(till, to_buy(till))
    assert unit_of(till).state is UnitState.INTAKE
    paper = completing.complete(till.services, case_id)
    document = from_json(paper.document)
    assert paper.number.startswith("B1405-1-")
    assert (document.price, document.device.grade, document.device.no_box) == (70_000_000, "B", True)
    assert document.seller.national_id == "0499370899"
    assert document.owed == ()
    unit = unit_of(till)
    assert (unit.state, unit.condition, unit.asking) == (UnitState.IN_STOCK, Condition.USED, 0)
    sale_id = scan.take(till.services, "", WALK_IN).sale_id
    assert sale_of(till.services, sale_id).run.checklist_id == "used_no_box"  # type: ignore[union-attr]


def test_while_its_activation_is_owed_it_is_held(till: Till) -> None:
    case_id = bought(till, to_buy(till), activate=False)
    document = from_json(completing.complete(till.services, case_id).document)
    assert document.owed == ("activation",)
    assert unit_of(till).state is UnitState.HELD
    with pytest.raises(ShopError, match="unit-held"):
        scan.take(till.services, "", WALK_IN)
    with till.services.storage.read() as session:
        duty = next(row for row in session.owed() if row.entry.kind.value == "activation")
    assert duty.invoice_number == document.number
    owed.by_hand(till.services, duty.entry.id, code="512345")
    with till.services.storage.read() as session:
        duty = next(row for row in session.owed() if row.entry.kind.value == "activation")
    owed.told(till.services, duty.entry.id, succeeded=True, raw_text="", sender="")
    assert unit_of(till).state is UnitState.IN_STOCK


def test_the_walk_in_must_not_leave_before_his_transfer(till: Till) -> None:
    services = till.services
    case_id = to_buy(till)
    guide_used.identity(services, case_id, PERSON, document_seen=True, consent=True, picture=b"x")
    from tests.application.used_steps import answered

    answered(services, case_id, (WALK_IN,))
    guide_used.match_device(services, case_id, (WALK_IN,), (WALK_IN,))
    guide_used.grade(services, case_id, "C", ())
    with pytest.raises(StepRefusedError, match="seller-must-stay"):
        handover.defer_transfer(
            services, case_id, Channel.USSD, imei_used=WALK_IN, from_sim=OWNER_SIM, to_sim=SHOP_SIM, reason="in a hurry"
        )  # fmt: skip
    with pytest.raises(ShopError, match="step-missing"):
        completing.complete(services, case_id)


@pytest.mark.parametrize(
    ("person", "seen", "consent", "code", "field"),
    [
        (Buyer(name="x y", national_id="0499370898", mobile=OWNER_SIM, address="a"), True, True,
         "national-id-check-digit", "national_id"),
        (Buyer(name="x y", national_id="0499370899", mobile="02188776655", address="a"), True, True,
         "mobile-landline", "mobile"),
        (Buyer(name="", national_id="0499370899", mobile=OWNER_SIM, address="a"), True, True,
         "seller-name-missing", "name"),
        (Buyer(name="x y", national_id="", mobile=OWNER_SIM, address="a"), True, True,
         "seller-national-id-missing", "national_id"),
        (PERSON, False, True, "document-not-seen", "identity_seen"),
        (PERSON, True, False, "consent-missing", "identity_consent"),
    ],
)  # fmt: skip
def test_without_identity_and_consent_nothing_is_bought(
    till: Till, person: Buyer, seen: bool, consent: bool, code: str, field: str
) -> None:
    case_id = to_buy(till)
    with pytest.raises(ShopError) as caught:
        guide_used.identity(till.services, case_id, person, document_seen=seen, consent=consent, picture=b"x")
    assert codes_of(caught.value) == (code, field)
    assert sale_of(till.services, case_id).run.records == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("imeis", "code", "field"),
    [
        (("356938035643958",), "imei-check-digit", "imei1"),
        ((WALK_IN, WALK_IN), "imei-slots-equal", "imei2"),
        ((NOKIA,), "imei-in-stock-twice", "imei1"),
        ((WALK_IN, OTHER1), "imei-in-stock-twice", "imei2"),
        (("", ""), "imei-empty", "imei1"),
    ],
)
def test_a_number_that_cannot_be_is_refused_at_its_field(
    till: Till, imeis: tuple[str, ...], code: str, field: str
) -> None:
    case_id = buy_in.begin(till.services)
    with pytest.raises(ShopError) as caught:
        buy_in.put_device(till.services, case_id, brand="Samsung", model="Galaxy A55", imeis=imeis)
    assert codes_of(caught.value) == (code, field)


def test_two_counters_do_not_buy_the_same_phone(till: Till) -> None:
    to_buy(till)
    other = buy_in.begin(till.beside(2))
    with pytest.raises(ShopError, match="imei-being-bought"):
        buy_in.put_device(till.beside(2), other, brand="Samsung", model="Galaxy A55", imeis=(WALK_IN,))


def test_given_up_it_goes_home_and_may_come_again(till: Till) -> None:
    case_id = to_buy(till)
    guide_used.identity(till.services, case_id, PERSON, document_seen=True, consent=True, picture=PICTURE)
    answered(till.services, case_id, (WALK_IN,))
    guide_used.match_device(till.services, case_id, (WALK_IN,), (WALK_IN,))
    sell.abandon(till.services, case_id)
    assert unit_of(till).state is UnitState.LEFT
    again = to_buy(till)
    assert sale_of(till.services, again).unit.id == unit_of(till).id  # type: ignore[union-attr]
    completing.complete(till.services, bought(till, again))
    assert unit_of(till).state is UnitState.IN_STOCK


def test_numbers_that_nobody_compared_stand_in_no_phones_way(till: Till) -> None:
    sell.abandon(till.services, to_buy(till))
    with till.services.storage.read() as session:
        assert session.find_units(WALK_IN) == ()
    again = to_buy(till, imeis=(WALK_IN, "353308110002037"))  # the slip: a second number, read this time
    assert sale_of(till.services, again).unit.imeis == (WALK_IN, "353308110002037")  # type: ignore[union-attr]


def test_a_phone_once_sold_here_keeps_its_life(till: Till) -> None:
    """Lesson 27: the same phone comes back, and the program follows."""
    sale_id, _paper = sold_used(till)
    till.registry.owns(IMEI1, OWNER_SIM)
    case_id = buy_in.begin(till.services)
    buy_in.put_device(
        till.services, case_id, brand="Samsung", model="Galaxy A55", model_code="SM-A556E", imeis=BOTH
    )  # fmt: skip
    assert unit_of(till, IMEI1).state is UnitState.SOLD
    completing.complete(till.services, bought(till, case_id))
    unit = unit_of(till, IMEI1)
    assert unit.state is UnitState.IN_STOCK
    assert sale_of(till.services, sale_id).state is SaleState.COMPLETED
    assert sale_of(till.services, sale_id).unit.id == unit.id  # type: ignore[union-attr]


def test_its_pair_must_be_the_one_that_was_seen(till: Till) -> None:
    sold_used(till)
    case_id = buy_in.begin(till.services)
    with pytest.raises(ShopError) as caught:
        buy_in.put_device(till.services, case_id, brand="Samsung", model="Galaxy A55", imeis=(IMEI1, WALK_IN))
    assert codes_of(caught.value) == ("imei-pair-changed", "imei2")


def test_a_trade_in_is_settled_with_its_sale_in_one_transaction(till: Till) -> None:
    sale_id = ready(till.services)
    case_id = to_buy(till, within=sale_id)
    with till.services.storage.read() as session:
        lacks = sell.lacks(till.services, session, sale_of(till.services, sale_id))
    assert lacks == (("trade-in-unfinished", WALK_IN),)
    bought(till, case_id)
    with pytest.raises(ShopError, match="settled-with-sale"):
        completing.complete(till.services, case_id)
    invoice = completing.complete(till.services, sale_id)
    document = invoice_from(invoice.document)
    offset, card = document.payments
    assert (offset.method, offset.amount) == (2, 70_000_000)
    assert offset.reference.startswith("B1405-1-")
    assert completing.papers(till.services, sale_id) == (invoice.number, offset.reference)
    assert offset.amount + card.amount == document.tsstam
    with till.services.storage.read() as session:
        paper = session.paper(offset.reference)
    assert paper is not None
    assert from_json(paper.document).for_invoice == invoice.number
    assert from_json(paper.document).payment is None
    assert sale_of(till.services, case_id).state is SaleState.COMPLETED
    assert unit_of(till).state is UnitState.IN_STOCK


def test_a_trade_in_that_is_worth_more_is_paid_out(till: Till) -> None:
    sale_id = ready(till.services)
    case_id = to_buy(till, within=sale_id)
    total = 423_500_000
    bought(till, case_id, price=500_000_000)
    document = invoice_from(completing.complete(till.services, sale_id).document)
    assert document.tsstam == total
    assert [(line.method, line.amount) for line in document.payments] == [(2, total)]
    with till.services.storage.read() as session:
        paper = session.paper(document.payments[0].reference)
    assert paper is not None
    out = from_json(paper.document).payment
    assert out is not None
    assert out.amount == 500_000_000 - total


def test_the_sale_given_up_leaves_the_trade_in_to_itself(till: Till) -> None:
    from tests.application.steps import compared

    sale_id = compared(till.services)
    case_id = to_buy(till, within=sale_id)
    sell.abandon(till.services, sale_id)
    assert sale_of(till.services, case_id).within == ""
    assert sale_of(till.services, case_id).state is SaleState.OPEN


def test_a_stolen_phone_is_not_bought(till: Till) -> None:
    from pos_app.domain.verdict import Verdict
    from tests.fakes.registry import Phone

    case_id = to_buy(till)
    till.registry.owns(WALK_IN, OWNER_SIM, Phone(Verdict.BLOCKED_OR_STOLEN))
    del till.registry.active_on[WALK_IN]
    guide_used.identity(till.services, case_id, PERSON, document_seen=True, consent=True, picture=b"x")
    ask.inquire(till.services, case_id, (WALK_IN,), Channel.API)
    from tests.application.steps import entries

    answer = entries(till.services, case_id)[-1].answer
    assert answer is not None
    guide.confirm_answer(till.services, case_id, answer, Channel.API, matches_hand=True)
    with pytest.raises(ShopError, match="manager-needed"):
        guide.decide(till.services, case_id, "answer_control", "he says it is his")


def test_a_walk_ins_transfer_that_nobody_knows_of_needs_the_manager(till: Till) -> None:
    from tests.application.used_steps import answered

    services = till.services
    case_id = to_buy(till)
    guide_used.identity(services, case_id, PERSON, document_seen=True, consent=True, picture=b"x")
    answered(services, case_id, (WALK_IN,))
    guide_used.match_device(services, case_id, (WALK_IN,), (WALK_IN,))
    guide_used.grade(services, case_id, "C", ())
    asked = handover.transfer(
        services, case_id, Channel.USSD, imei_used=WALK_IN, from_sim=OWNER_SIM, to_sim=SHOP_SIM
    )  # fmt: skip
    handover.take_transfer(services, case_id, asked.entry_id, succeeded=None, raw_text="", sender="")
    with pytest.raises(ShopError, match="manager-needed"):
        guide.decide(services, case_id, "transfer", "it will be fine")


def test_an_accessory_is_not_bought_with_it(till: Till) -> None:
    case_id = to_buy(till)
    with pytest.raises(ShopError, match="accessory-needs-sale"):
        scan.take(till.services, case_id, CASE_GTIN)


def test_a_third_number_takes_no_others_place(till: Till) -> None:
    case_id = buy_in.begin(till.services)
    for number in (WALK_IN, "357907110003014"):
        scan.take(till.services, case_id, number)
    with pytest.raises(ShopError, match="both-numbers-read"):
        scan.take(till.services, case_id, "357907110003022")
    draft = sale_of(till.services, case_id).draft
    assert (draft["imei1"], draft["imei2"]) == (WALK_IN, "357907110003014")


def test_a_trade_in_that_is_not_finished_goes_on(till: Till) -> None:
    sale_id = ready(till.services)
    first = buy_in.begin(till.services, within=sale_id)
    with till.services.storage.read() as session:
        assert ("trade-in-not-read", "") in sell.lacks(till.services, session, sale_of(till.services, sale_id))
    assert buy_in.begin(till.services, within=sale_id) == first
    assert buy_in.begin(till.services) != first


def test_a_title_that_would_fill_a_page_is_refused_where_it_is_typed(till: Till) -> None:
    case_id = buy_in.begin(till.services)
    with pytest.raises(ShopError, match="product-title-too-long") as caught:
        buy_in.put_device(till.services, case_id, brand="ب" * 150, model="م" * 150, imeis=(WALK_IN,))
    assert (caught.value.field, caught.value.detail) == ("model", "300")
    buy_in.put_device(till.services, case_id, brand="ب" * 149, model="م\nم" + "م" * 147, imeis=(WALK_IN,))
    line = sale_of(till.services, case_id).device_line
    assert line is not None
    assert line.product.title == "ب" * 149 + " م م" + "م" * 147
