"""A traveller's phone: its permit opens the way, its holder's SIM comes first, then the transfer to whoever buys it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import ask, completing, guide_used, handover, scan, sell
from pos_app.domain.errors import ShopError, StepRefusedError
from pos_app.domain.evidence import PermitEvidence
from pos_app.domain.invoice import from_json
from pos_app.domain.registry import Channel, OperationKind
from pos_app.domain.run import StepState
from pos_app.domain.sale import Buyer, Payment, PaymentMethod
from pos_app.domain.stock import Condition
from pos_app.domain.verdict import Verdict
from tests.application.steps import entries, last_record, sale_of
from tests.application.used_steps import BOTH, BUYER_SIM, answered
from tests.fakes.parts import IMEI1, IMEI2, NOKIA, Till
from tests.fakes.registry import Phone

HOLDER_SIM, CODE = "09121110000", "540982"
PERMIT = PermitEvidence(
    holder="بهنام یکتا (نمونه)",
    passport_no="a12 345 678",
    brand="Samsung",
    model="SM-A556E",
    imeis=BOTH,
    way="customs",
    kept=True,
)


def compared(till: Till) -> str:
    """Up to the permit."""
    from pos_app.application import guide

    services = till.services
    till.registry.knows(IMEI1, Phone(Verdict.LEGAL_PASSENGER, CODE))
    with services.storage.write() as session:
        (hit,) = session.find_units(IMEI1)
        session.change_unit(replace(hit.unit, condition=Condition.PASSENGER, price=300_000_000))
    sale_id = scan.take(services, "", IMEI1).sale_id
    answered(services, sale_id)
    guide.compare(services, sale_id, BOTH, BOTH)
    return sale_id


def held(till: Till, permit: PermitEvidence = PERMIT) -> str:
    sale_id = compared(till)
    guide_used.permit(till.services, sale_id, permit)
    ask.activate(
        till.services, sale_id, Channel.API, imei_used=IMEI1, sim=HOLDER_SIM, code=CODE, step_id="holder_activation"
    )  # fmt: skip
    return sale_id


def paid(till: Till, sale_id: str, name: str = "Reza") -> str:
    sell.set_buyer(till.services, sale_id, Buyer(name=name, mobile=BUYER_SIM))
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH))
    return sale_id


def test_to_another_buyer_it_is_activated_twice(till: Till) -> None:
    sale_id = held(till)
    services = till.services
    sale = sale_of(services, sale_id)
    assert handover.usual_parties(sale, "")[0] == HOLDER_SIM
    assert last_record(services, sale_id, "permit").evidence.passport_no == "A12345678"  # type: ignore[union-attr]
    with pytest.raises(StepRefusedError, match="seller-must-stay"):  # the traveller, here
        handover.defer_transfer(
            services, sale_id, Channel.USSD, imei_used=IMEI1, from_sim=HOLDER_SIM, to_sim=BUYER_SIM, reason="later"
        )  # fmt: skip
    handover.transfer(services, sale_id, Channel.API, imei_used=IMEI1, from_sim=HOLDER_SIM, to_sim=BUYER_SIM)
    code = till.registry.transfers[IMEI1].code
    ask.activate(services, sale_id, Channel.API, imei_used=IMEI1, sim=BUYER_SIM, code=code)
    document = from_json(completing.complete(services, paid(till, sale_id)).document)
    assert document.lines[0].condition == "passenger"
    assert document.registry is not None
    assert document.registry.transfer_state == "succeeded"
    assert till.registry.active_on[IMEI1] == [HOLDER_SIM, BUYER_SIM]
    steps = [e.step for e in entries(services, sale_id) if e.kind is OperationKind.ACTIVATION]
    assert steps == ["holder_activation", ""]
    assert all(not e.payload.get("activation_code") for e in entries(services, sale_id))


def test_its_holder_takes_it_with_one_activation(till: Till) -> None:
    sale_id = held(till, replace(PERMIT, for_holder=True))
    with pytest.raises(ShopError, match="holder-is-not-buyer"):
        completing.complete(till.services, paid(till, sale_id))
    same = PERMIT.holder.replace("ی", "ي")  # as another keyboard writes it
    document = from_json(completing.complete(till.services, paid(till, sale_id, same)).document)
    assert document.registry is not None
    assert (document.registry.activation_state, document.registry.transfer_state) == ("succeeded", "")
    assert till.registry.active_on[IMEI1] == [HOLDER_SIM]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"imeis": (NOKIA,)}, "permit-for-another-phone", "permit_imei1"),
        ({"imeis": (IMEI1, NOKIA)}, "permit-for-another-phone", "permit_imei2"),
        ({"imeis": ("356938035643808",)}, "imei-check-digit", "permit_imei1"),
        ({"imeis": ()}, "imei-empty", "permit_imei1"),
        ({"holder": " "}, "permit-holder-missing", "permit_holder"),
        ({"passport_no": ""}, "permit-passport-no-missing", "permit_passport_no"),
    ],
)
def test_a_permit_that_is_not_for_it_is_refused_at_its_field(
    till: Till, change: dict[str, object], code: str, field: str
) -> None:
    sale_id = compared(till)
    with pytest.raises(StepRefusedError) as caught:
        guide_used.permit(till.services, sale_id, replace(PERMIT, **change))  # type: ignore[arg-type]
    assert (code, field) in [(finding.code, finding.field) for finding in caught.value.findings]
    assert sale_of(till.services, sale_id).run.last("permit") is None  # type: ignore[union-attr]


def test_a_permit_for_another_model_stops(till: Till) -> None:
    sale_id = compared(till)
    guide_used.permit(till.services, sale_id, replace(PERMIT, brand="Apple", model="A3293"))
    record = last_record(till.services, sale_id, "permit")
    assert record.state is StepState.BLOCKED
    assert [finding.code for finding in record.findings] == ["permit-model-differs"]


@pytest.mark.parametrize(
    ("change", "code"), [({"passport_no": "A1"}, "passport-length"), ({"kept": False}, "permit-not-kept")]
)
def test_what_is_odd_about_a_permit_is_decided_with_a_reason(till: Till, change: dict[str, object], code: str) -> None:
    from pos_app.application import guide

    sale_id = compared(till)
    guide_used.permit(till.services, sale_id, replace(PERMIT, **change))  # type: ignore[arg-type]
    assert [finding.code for finding in last_record(till.services, sale_id, "permit").findings] == [code]
    guide.decide(till.services, sale_id, "permit", "an old passport")
    assert last_record(till.services, sale_id, "permit").state is StepState.DECIDED


def test_the_buyers_activation_does_not_begin_on_the_holders_sim(till: Till) -> None:
    sale_id = held(till)
    with pytest.raises(ShopError, match="step-out-of-order"):
        ask.activate(till.services, sale_id, Channel.API, imei_used=IMEI1, sim=BUYER_SIM, code=CODE)
    assert IMEI2 not in till.registry.active_on


def test_a_number_scanned_from_the_permit_goes_into_its_field(till: Till) -> None:
    """Also that of another phone: to find it is what the step is for. Held out for nothing, it is refused as ever."""
    sale_id = compared(till)
    stranger = "352099001761481"
    scan.take(till.services, sale_id, stranger, "permit_imei2")
    scan.take(till.services, sale_id, IMEI1, "permit_imei1")
    draft = sale_of(till.services, sale_id).draft
    assert (draft["permit_imei1"], draft["permit_imei2"]) == (IMEI1, stranger)
    with pytest.raises(ShopError) as refused:
        scan.take(till.services, sale_id, stranger)
    assert refused.value.field == "scan"
