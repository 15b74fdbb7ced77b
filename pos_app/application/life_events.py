"""What happened to one phone, as events: from its cases, its operations, its papers, conflicts and the audit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.domain.conflict import Conflict
from pos_app.domain.evidence import (
    ActivationEvidence,
    AnswerEvidence,
    BoxMatchEvidence,
    DeviceMatchEvidence,
    GradeEvidence,
    IdentityEvidence,
    InquiryEvidence,
    PermitEvidence,
    ResetEvidence,
    TransferEvidence,
)
from pos_app.domain.feed import Allocation
from pos_app.domain.identifiers import mobile_masked
from pos_app.domain.life import LifeEvent, LifeKind
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import OperationKind
from pos_app.domain.run import StepRecord, StepState
from pos_app.domain.sale import Sale
from pos_app.ports.lives import OperationTurn, PaperOf, Told

REGISTRY = "registry"  # who is no person: the registry itself
TO = " > "  # from one SIM to the other; the paper's font has no arrow
_OPERATIONS = {
    OperationKind.INQUIRY: LifeKind.INQUIRED,
    OperationKind.ACTIVATION: LifeKind.ACTIVATION,
    OperationKind.TRANSFER: LifeKind.TRANSFER,
    OperationKind.TRANSFER_CANCEL: LifeKind.TRANSFER,
}
_PAPERS = {"original": LifeKind.SOLD, "buy_in": LifeKind.BOUGHT_IN, "corrective": LifeKind.PAPER}
_OPENED = {StepState.DECIDED: LifeKind.DECIDED, StepState.RELEASED: LifeKind.RELEASED}
_TURNED = ("settled", "told", "crashed", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that the disk holds of one phone. `reasons`: why an invoice was undone, by the number of the paper that undid
    it. `swapped`: id of a return, or of the sale that it was settled in -> the IMEI of the other phone."""

    unit_id: int = 0
    cases: tuple[Sale, ...] = ()
    entries: tuple[OutboxEntry, ...] = ()
    turns: tuple[OperationTurn, ...] = ()
    papers: tuple[PaperOf, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    standing: frozenset[int] = frozenset()  # of the conflicts, those that a manager still has to settle
    allocations: tuple[Allocation, ...] = ()
    told: tuple[Told, ...] = ()
    reasons: Mapping[str, str]
    swapped: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """An event, and whether something of it is still open: a duty, or a conflict that nobody has settled."""

    event: LifeEvent
    open: bool = False


def events(known: Known, now: datetime) -> tuple[Marked, ...]:
    """Oldest first."""
    people = {case.id: case.buyer.name for case in known.cases}
    found = [
        *_allocated(known, now), *_arrived(known), *_steps(known), *_operations(known, people), *_papers(known, people),
        *_conflicts(known), *_audited(known, people),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda marked: marked.event.at))  # stable: in the order of work where times equal


def _allocated(known: Known, now: datetime) -> Iterator[Marked]:
    for row in known.allocations:
        names = dict.fromkeys(f"{row.brand} {row.model} {row.model_code}".split())
        state = "deleted" if row.deleted else ""
        at = row.allocated_at or now
        yield Marked(LifeEvent(at, LifeKind.ALLOCATED, who=REGISTRY, state=state, detail=" ".join(names)))


def _arrived(known: Known) -> Iterator[Marked]:
    for said in known.told:
        if said.kind == "unit-taken-in":
            yield Marked(LifeEvent(said.at, LifeKind.STOCKED, who=said.who, state="in_stock"))


def _audited(known: Known, people: Mapping[str, str]) -> Iterator[Marked]:
    for said in known.told:
        if said.kind == "unit-freed" and said.data.get("unit") == known.unit_id:
            yield Marked(LifeEvent(said.at, LifeKind.STOCKED, who=said.who, state="in_stock"))
        elif said.kind == "sale-abandoned":
            person = people.get(said.subject, "")
            yield Marked(LifeEvent(said.at, LifeKind.DECIDED, who=said.who, person=person, state=said.kind))
        elif said.kind == "checklist-chosen":
            lists = said.data.get("list") or [""]
            reason = str(said.data.get("reason", ""))
            yield Marked(LifeEvent(said.at, LifeKind.DECIDED, who=said.who, state=str(lists[-1]), reason=reason))
        elif said.kind == "unit-settled" and said.data.get("unit") == known.unit_id:
            becomes, reason = str(said.data.get("becomes", "")), str(said.data.get("reason", ""))
            yield Marked(LifeEvent(said.at, LifeKind.RELEASED, who=said.who, state=becomes, reason=reason))
        elif said.kind == "dossier-made":
            yield Marked(LifeEvent(said.at, LifeKind.PAPER, who=said.who, state="dossier"))


# -- steps -------------------------------------------------------------------------------------------


def _steps(known: Known) -> Iterator[Marked]:
    for case in known.cases:
        for record in case.run.records if case.run else ():
            event = _step(record, case.buyer.name)
            if event is not None:
                yield Marked(event)


def _step(record: StepRecord, person: str) -> LifeEvent | None:
    """None for what another event says: asked anew, or the paper at the end."""
    if record.state in _OPENED:
        return LifeEvent(
            record.at, _OPENED[record.state], who=record.opened_by, state=record.step_id, reason=record.reason
        )  # fmt: skip
    if record.state is StepState.REOPENED:
        return None
    said, done = record.evidence, record.state.value
    event = LifeEvent(
        record.at, LifeKind.COMPARED, who=record.by, channel=record.channel.value if record.channel else "", state=done,
        reason=record.reason,
    )  # fmt: skip
    match said:
        case InquiryEvidence():
            return replace(event, kind=LifeKind.INQUIRED, detail=said.why)
        case AnswerEvidence(answer=answer):
            names = " ".join(dict.fromkeys(f"{answer.brand} {answer.model}".split()))
            return replace(
                event, kind=LifeKind.CONTROLLED, state=answer.verdict.value, detail=names, answered_at=answer.as_of
            )  # fmt: skip
        case BoxMatchEvidence():
            return event
        case DeviceMatchEvidence():
            return replace(event, detail="no_box")
        case ResetEvidence():
            return replace(event, kind=LifeKind.RESET)
        case GradeEvidence():
            return replace(event, kind=LifeKind.GRADED, state=said.grade, detail=" ".join(said.flaws))
        case PermitEvidence():
            names = " ".join(dict.fromkeys(f"{said.brand} {said.model}".split()))
            return replace(event, kind=LifeKind.PAPER, state="permit", person=said.holder, detail=names)
        case IdentityEvidence():
            return replace(event, kind=LifeKind.PAPER, state="identity", person=said.name)
        case TransferEvidence() | ActivationEvidence():
            to = f"{said.from_sim}{TO}{said.to_sim}" if isinstance(said, TransferEvidence) else said.sim
            kind = LifeKind.TRANSFER if isinstance(said, TransferEvidence) else LifeKind.ACTIVATION
            state = "deferred" if record.state is StepState.DEFERRED else said.state.value
            who = record.opened_by or record.by
            return replace(event, kind=kind, state=state, detail=to, person=person, who=who)
        case _:
            return None


# -- operations --------------------------------------------------------------------------------------


def _operations(known: Known, people: Mapping[str, str]) -> Iterator[Marked]:
    """What the records of the steps do not say: questions beside a case, and how it went on after its end."""
    said = set()
    for case in known.cases:
        for record in case.run.records if case.run else ():
            operation_id = getattr(record.evidence, "operation_id", "")
            state = getattr(record.evidence, "state", None)
            said |= {operation_id, (operation_id, state.value if state else "")}
    for entry in known.entries:
        duty = not entry.state.final
        event = LifeEvent(
            entry.created_at, _OPERATIONS[entry.kind], person=people.get(entry.sale_id, ""),
            channel=entry.channel.value, state=entry.state.value, detail=_whom(entry),
        )  # fmt: skip
        if entry.kind is OperationKind.INQUIRY:
            if entry.id not in said:
                yield Marked(_answered(entry, event), duty)
            continue
        turns = [turn for turn in known.turns if turn.operation_id == entry.id and turn.kind in _TURNED]
        told = [turn for turn in turns if (entry.id, turn.state.value) not in said]
        for turn in told:
            yield Marked(replace(event, at=turn.at, state=turn.state.value, who=turn.who), duty and turn is turns[-1])
        if not told and (duty or entry.id not in said):
            # The duty stands where it began, although its step has said so before.
            yield Marked(event, duty)


def _answered(entry: OutboxEntry, event: LifeEvent) -> LifeEvent:
    answer = entry.answer
    if answer is None:
        return event
    names = " ".join(dict.fromkeys(f"{answer.brand} {answer.model}".split()))
    at = entry.settled_at or entry.created_at
    return replace(
        event, at=at, state=answer.verdict.value, detail=names, answered_at=answer.as_of
    )  # fmt: skip


def _whom(entry: OutboxEntry) -> str:
    """Masked numbers: never a code."""
    masked = [mobile_masked(entry.payload.get(name, "")) for name in ("from_msisdn", "to_msisdn", "msisdn")
              if entry.payload.get(name)]  # fmt: skip
    return TO.join(masked)


# -- papers and conflicts ----------------------------------------------------------------------------


def _papers(known: Known, people: Mapping[str, str]) -> Iterator[Marked]:
    sellers = {said.subject: said.who for said in known.told if said.kind.endswith(("-completed", "-returned"))}
    cases = {case.id: case for case in known.cases}
    for paper in known.papers:
        case = cases.get(paper.sale_id)
        who = sellers.get(paper.sale_id) or (case.seller if case else "")
        event = LifeEvent(
            paper.issued_at, _PAPERS.get(paper.kind, LifeKind.RETURNED), who=who, person=people.get(paper.sale_id, ""),
            state=paper.kind, number=paper.number, detail=paper.refers_to, reason=known.reasons.get(paper.number, ""),
        )  # fmt: skip
        yield Marked(event)
        other = known.swapped.get(paper.sale_id)
        if other:
            yield Marked(replace(event, kind=LifeKind.SWAPPED, state="", number="", reason="", detail=other))
        for nth, at in paper.prints:
            state = "made" if nth == 1 else "copy"
            yield Marked(LifeEvent(at, LifeKind.PRINTED, state=state, number=paper.number))


def _conflicts(known: Known) -> Iterator[Marked]:
    for conflict in known.conflicts:
        sides = f"{conflict.shop_says} / {conflict.registry_says}"
        event = LifeEvent(conflict.found_at, LifeKind.CONFLICT, state=conflict.kind.value, detail=sides)
        yield Marked(event, not conflict.decision and conflict.id in known.standing)
        if conflict.decision and conflict.decided_at is not None:
            yield Marked(
                replace(
                    event, at=conflict.decided_at, state=conflict.decision, detail=conflict.kind.value,
                    who=conflict.decided_by, reason=conflict.reason,
                )
            )  # fmt: skip
