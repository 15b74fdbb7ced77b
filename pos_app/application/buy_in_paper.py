"""The paper that a walk-in and the shop sign, fixed at the end of the buy-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pos_app.application.invoicing import opened_gates, registry_facts, step_facts
from pos_app.application.shop import Shop
from pos_app.domain.buy_in_document import BoughtDevice, BuyInDocument, to_json
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import GradeEvidence, IdentityEvidence
from pos_app.domain.invoice import Party, PaymentLine
from pos_app.domain.run import StepState
from pos_app.domain.sale import Sale
from pos_app.domain.stock import Condition

__all__ = ["build", "to_json"]


def build(
    case: Sale, shop: Shop, *, number: str, at: datetime, price: int, payment: PaymentLine | None, for_invoice: str
) -> BuyInDocument:
    """`payment`: what is paid out beside that which the invoice `for_invoice` sets off; None = all of it there."""
    unit, run, person = case.unit, case.run, case.buyer
    if unit is None or run is None:
        raise ShopError("sale-without-device")
    last = {record.step_id: record for record in run.records}
    seen = last["identity"].evidence if "identity" in last else None
    graded = last["condition"].evidence if "condition" in last else None
    owed = tuple(
        step_id
        for step_id in ("transfer", "activation")
        if step_id in last and last[step_id].state in (StepState.DEFERRED, StepState.DECIDED)
    )
    from pos_app import jalali

    currency = shop.currency_on(jalali.local(at).date())
    paid = replace(payment, amount=currency.of(payment.amount)) if payment is not None else None
    return BuyInDocument(
        number=number, issued_at=at.isoformat(), currency=currency.code, shop=shop.party, licence_no=shop.licence_no,
        stamp_sha256=shop.stamp_sha256,
        seller=Party(
            name=person.name, national_id=person.national_id, address=person.address, postal_code=person.postal_code,
            phone=person.mobile,
        ),
        document_sha256=seen.picture_sha256 if isinstance(seen, IdentityEvidence) else "",
        device=BoughtDevice(
            title=unit.product.title, brand=unit.product.brand, model=unit.product.model,
            model_code=unit.product.model_code, imeis=unit.imeis, serial=unit.serial, condition=Condition.USED.value,
            no_box=not unit.boxed,
            grade=graded.grade if isinstance(graded, GradeEvidence) else "",
            flaws=graded.flaws if isinstance(graded, GradeEvidence) else (),
        ),
        price=currency.of(price), payment=paid, for_invoice=for_invoice, registry=registry_facts(run),
        steps=step_facts(run), opened=opened_gates(run), owed=owed,
    )  # fmt: skip
