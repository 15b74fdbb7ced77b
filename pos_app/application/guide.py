"""The checklist at work: evidence in, the next state of the run on disk, or every reason why not."""

from __future__ import annotations

from dataclasses import replace

from pos_app.application import codes, hands, sell, tacs
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.application.staff import approved_by
from pos_app.domain import imei, which_list
from pos_app.domain import run as runs
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import ActivationEvidence, AnswerEvidence, BoxMatchEvidence, Evidence
from pos_app.domain.facts import Facts
from pos_app.domain.identifiers import check_activation_code, check_mobile, mobile_masked
from pos_app.domain.registry import Channel, OperationState
from pos_app.domain.rights import Right
from pos_app.domain.run import Run
from pos_app.domain.sale import Sale
from pos_app.domain.verdict import NO_ANSWER, OWNED, Gate, InquiryAnswer
from pos_app.ports.storage import ReadSession, WriteSession

MAX_TEXT = 20_000  # characters of a pasted answer
ANSWERS = 50  # of one phone are looked through for a stop


def facts_for(session: ReadSession, sale: Sale, channel: Channel | None, numbers: tuple[str, ...]) -> Facts:
    """What the shop knows when this evidence is judged."""
    if sale.unit is None or sale.run is None:
        raise ShopError("sale-without-device")
    strangers = [number for number in numbers if number not in sale.unit.imeis]
    elsewhere = tuple(number for number in strangers if session.find_units(number))
    return Facts(unit=sale.unit, channel=channel, elsewhere=elsewhere)


def add(
    services: Services, session: WriteSession, sale: Sale, step_id: str, evidence: Evidence, channel: Channel | None
) -> Run:
    """Judges and records one step inside the caller's transaction. Raises StepRefusedError, ShopError."""
    numbers = getattr(evidence, "box", ())
    facts = facts_for(session, sale, channel, numbers)
    if isinstance(evidence, AnswerEvidence):
        facts = replace(facts, stopped=_stopped(session, facts.unit.imeis))
    before = sale.run
    assert before is not None  # noqa: S101 - facts_for has just proved it
    after = runs.record(
        services.list_of(before), before, step_id, evidence, facts,
        channel=channel, at=services.clock.now(), by=services.person,
    )  # fmt: skip
    session.add_records(sale.id, after.records[len(before.records) :])
    tacs.heard(services, session, sale, after.records[-1])
    return _owned_after_all(services, session, sale, after)


def _stopped(session: ReadSession, numbers: tuple[str, ...]) -> str:
    """The stop that nothing but a person's reading has contradicted: the newest answers back to the service's last."""
    for entry in session.answers_about(numbers, ANSWERS):
        if entry.answer is not None and entry.answer.verdict.gate is Gate.STOP:
            return entry.answer.verdict.value
        if entry.channel is Channel.API and entry.answer is not None and entry.answer.verdict not in NO_ANSWER:
            return ""
    return ""


def _owned_after_all(services: Services, session: WriteSession, sale: Sale, run: Run) -> Run:
    """A phone comes back that should be nobody's, and the registry names an owner: it takes the long way."""
    last = run.records[-1]
    owned = isinstance(last.evidence, AnswerEvidence) and last.evidence.answer.verdict in OWNED
    if run.checklist_id != which_list.RETURN_INACTIVE or not owned or not last.state.passed:
        return run
    version = services.checklists[which_list.RETURN].version
    session.change_run(sale.id, which_list.RETURN, version)
    return replace(run, checklist_id=which_list.RETURN, version=version)


@needs(Right.SELL)
def compare(services: Services, sale_id: str, box: tuple[str, ...], device: tuple[str, ...]) -> None:
    """Step 3: both sources, both slots, compared by the program; needs no network."""
    evidence = BoxMatchEvidence(box=numbers(box), device=numbers(device))
    with services.storage.write() as session:
        add(services, session, sell.load(session, sale_id), "box_match", evidence, None)


def numbers(values: tuple[str, ...]) -> tuple[str, ...]:
    """Normalised; empty slots at the end vanish, one before a filled slot stays to be refused."""
    plain = [imei.normalise(value) for value in values]
    while plain and not plain[-1]:
        plain.pop()
    return tuple(plain)


@needs(Right.SELL)
def confirm_answer(
    services: Services, sale_id: str, answer: InquiryAnswer, channel: Channel, *,
    matches_hand: bool | None, sender: str = "", picture: bytes | None = None,
) -> None:  # fmt: skip
    """Step 2: a person has read the answer and compared it with the phone in the hand."""
    with services.storage.write() as session:
        sha256 = session.put_picture(picture) if picture else ""
        evidence = AnswerEvidence(
            answer=answer, matches_hand=matches_hand, sender=fold(sender), picture_sha256=sha256
        )  # fmt: skip
        add(services, session, sell.load(session, sale_id), "answer_control", evidence, channel)


@needs(Right.SELL)
def defer_activation(services: Services, sale_id: str, channel: Channel, *, imei_used: str, sim: str, code: str,
                     reason: str, step_id: str = "activation") -> None:  # fmt: skip
    """The activation waits: a duty with the sale, its SIM and code kept sealed until it is done."""
    said = check_mobile(sim)
    if not said.ok:
        raise ShopError(said.code, field="sim", detail=said.value)
    code_said = check_activation_code(code)
    if code and not code_said.ok:
        raise ShopError(code_said.code, field="code")
    evidence = ActivationEvidence(
        imei=imei.normalise(imei_used), sim=mobile_masked(said.value), state=OperationState.QUEUED, deferred=True
    )
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        sell.refuse_unsound(services, session, sale)
        if step_id == "activation":
            hands.refuse_another_sim(session, sale, said.value)
        if channel is Channel.API and not code and code_is_on_the_box(sale):
            raise ShopError("activation-code-missing", field="code")
        put_off(services, session, sale, step_id, evidence, channel, reason, code_said.value)
        field = "sim" if step_id == "activation" else "holder_sim"
        kept = {field: said.value, codes.code_field(step_id): code_said.value if code else ""}
        session.set_draft(sale_id, {**sale.draft, **kept})


def put_off(
    services: Services, session: WriteSession, sale: Sale, step_id: str, evidence: Evidence, channel: Channel,
    reason: str, code: str = "",
) -> None:  # fmt: skip
    """Records a step as owed: name and reason stand in the record and in the audit. `code`: what is being set."""
    codes.refuse_in(session, reason, sale, code)
    now = services.clock.now()
    after = add(services, session, sale, step_id, evidence, channel)
    decided = runs.decide(services.list_of(after), after, step_id, reason=reason, by=services.person, at=now)
    session.add_records(sale.id, decided.records[len(after.records) :])
    data: dict[str, object] = {"why": reason}
    session.audit(services.till_id, now, services.person, f"{step_id.replace('_', '-')}-deferred", sale.id, data)


def code_is_on_the_box(sale: Sale) -> bool:
    """A sealed phone's code can be read now; one that a transfer sends is not there yet."""
    return sale.run is not None and sale.run.last("transfer") is None


@needs(Right.SELL)
def decide(services: Services, sale_id: str, step_id: str, reason: str) -> None:
    """A seller carries an unclear step on; reason and name stand in the record."""
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        codes.refuse_in(session, reason, sale)
        before = _run(sale)
        now = services.clock.now()
        after = runs.decide(services.list_of(before), before, step_id, reason=reason, by=services.person, at=now)
        session.add_records(sale_id, after.records[len(before.records) :])
        data: dict[str, object] = {"step": step_id, "reason": reason}
        session.audit(services.till_id, now, services.person, "step-decided", sale_id, data)


@needs(Right.RELEASE_STOP)
def release(services: Services, sale_id: str, step_id: str, *, pin: str, reason: str) -> None:
    """A manager reopens a stop: PIN and reason, both on the record and in the invoice's file."""
    if len(reason.strip()) < runs.MIN_REASON:
        raise ShopError("reason-missing", field="reason")  # before the PIN, so that no try is spent on it
    with services.storage.read() as looked:
        codes.refuse_in(looked, reason, sell.load(looked, sale_id))
    manager = approved_by(services, Right.RELEASE_STOP, pin)
    with services.storage.write() as session:
        before = _run(sell.load(session, sale_id))
        now = services.clock.now()
        after = runs.release(services.list_of(before), before, step_id, reason=reason, manager=manager.name, at=now)
        session.add_records(sale_id, after.records[len(before.records) :])
        data: dict[str, object] = {"step": step_id, "reason": reason, "seller": services.person}
        session.audit(services.till_id, now, manager.name, "step-released", sale_id, data)


def _run(sale: Sale) -> Run:
    if sale.run is None:
        raise ShopError("sale-without-device")
    return sale.run
