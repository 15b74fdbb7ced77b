"""The way of one sale through the use cases, step by step, so that a test begins where its own subject does."""

from __future__ import annotations

from dataclasses import replace

from pos_app.application import ask, completing, guide, scan, sell
from pos_app.application.services import Services
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import Channel
from pos_app.domain.run import StepRecord
from pos_app.domain.sale import Buyer, Payment, PaymentMethod, Sale
from pos_app.domain.verdict import InquiryAnswer, Verdict
from pos_app.ports.storage import StoredInvoice
from tests.fakes.parts import BUYER_SIM, CODE, IMEI1, IMEI2

BUYER = Buyer(name="علی رضایی", national_id="0499370899", mobile="09121234567")
BOTH = (IMEI1, IMEI2)
ANSWER = InquiryAnswer(Verdict.LEGAL_NOT_ACTIVATED, IMEI1, brand="Samsung", model="SM-A556E")


def sale_of(services: Services, sale_id: str) -> Sale:
    with services.storage.read() as session:
        sale = session.sale(sale_id)
    assert sale is not None
    return sale


def last_record(services: Services, sale_id: str, step_id: str) -> StepRecord:
    run = sale_of(services, sale_id).run
    assert run is not None
    record = run.last(step_id)
    assert record is not None
    return record


def entries(services: Services, sale_id: str) -> tuple[OutboxEntry, ...]:
    with services.storage.read() as session:
        return session.entries_of(sale_id)


def opened(services: Services, code: str = IMEI1) -> str:
    """A sale of the phone with this number, just scanned."""
    return scan.take(services, "", code).sale_id


def inquired(services: Services, box: tuple[str, ...] = BOTH) -> str:
    sale_id = opened(services, box[0])
    ask.inquire(services, sale_id, box, Channel.API)
    return sale_id


def answered(services: Services, box: tuple[str, ...] = BOTH) -> str:
    """Steps 1 and 2 done over the API: the registry's own answer, confirmed by the seller."""
    sale_id = inquired(services, box)
    answer = entries(services, sale_id)[-1].answer
    assert answer is not None
    guide.confirm_answer(services, sale_id, answer, Channel.API, matches_hand=True)
    return sale_id


def compared(services: Services, box: tuple[str, ...] = BOTH) -> str:
    sale_id = answered(services, box)
    guide.compare(services, sale_id, box, box)
    return sale_id


def activate(
    services: Services, sale_id: str, *, code: str = CODE, channel: Channel = Channel.API, sim: str = BUYER_SIM,
    imei: str = IMEI1,
) -> ask.Asked:  # fmt: skip
    return ask.activate(services, sale_id, channel, imei_used=imei, sim=sim, code=code)


def paid(services: Services, sale_id: str) -> str:
    """Buyer and payment stand."""
    sell.set_buyer(services, sale_id, BUYER)
    sell.set_payment(services, sale_id, Payment(method=PaymentMethod.CARD_READER, reference="770011223344"))
    return sale_id


def ready(services: Services) -> str:
    """All that is missing is the finishing press."""
    sale_id = compared(services)
    activate(services, sale_id)
    return paid(services, sale_id)


def owing(services: Services, box: tuple[str, ...] = BOTH) -> str:
    """Ready, with the activation put off."""
    sale_id = compared(services, box)
    guide.defer_activation(
        services, sale_id, Channel.API, imei_used=box[0], sim=BUYER_SIM, code=CODE, reason="no network"
    )  # fmt: skip
    return paid(services, sale_id)


def sold(services: Services) -> StoredInvoice:
    return completing.complete(services, ready(services))


def answer_with(verdict: Verdict = Verdict.LEGAL_NOT_ACTIVATED, **changes: object) -> InquiryAnswer:
    return replace(ANSWER, verdict=verdict, **changes)  # type: ignore[arg-type]
