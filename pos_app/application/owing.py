"""What a completed case still owes the registry becomes an operation in the case's own transaction."""

from __future__ import annotations

from pos_app.application.codes import code_field
from pos_app.application.handover import reason_of
from pos_app.application.services import Services
from pos_app.domain.evidence import ActivationEvidence, TransferEvidence
from pos_app.domain.ids import new_id
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.run import StepRecord, StepState
from pos_app.domain.sale import Sale
from pos_app.ports.storage import WriteSession

_SAID = ("msisdn", "activation_code", "from_msisdn", "to_msisdn")  # whom to whom, by which code


def owe(services: Services, session: WriteSession, case: Sale) -> None:
    """Deferred transfers and activations, in the order of their steps. The other party's code comes with the transfer,
    so such an activation waits for a person."""
    for record in _deferred(case):
        said, draft = record.evidence, case.draft
        if isinstance(said, TransferEvidence):
            payload = {
                "from_msisdn": draft.get("from_sim", ""), "to_msisdn": draft.get("to_sim", ""),
                "reason": reason_of(case.kind).value,
            }  # fmt: skip
            _add(services, session, case, OperationKind.TRANSFER, record, said.imei, payload)
        elif isinstance(said, ActivationEvidence):
            sim = draft.get("sim" if record.step_id == OperationKind.ACTIVATION.value else "holder_sim", "")
            payload = {"msisdn": sim, "activation_code": draft.get(code_field(record.step_id), "")}
            _add(services, session, case, OperationKind.ACTIVATION, record, said.imei, payload)


def _deferred(case: Sale) -> list[StepRecord]:
    if case.run is None:
        return []
    last = {record.step_id: record for record in case.run.records}
    return [record for record in last.values() if record.state is StepState.DEFERRED]


def _add(
    services: Services, session: WriteSession, case: Sale, kind: OperationKind, record: StepRecord, number: str,
    payload: dict[str, str],
) -> None:  # fmt: skip
    """Unless one is open, was brought to its end by the background meanwhile, or was refused for these very words: that
    stays the duty, no try is wasted."""
    step = "" if record.step_id == kind.value else record.step_id
    earlier = [e for e in session.entries_of(case.id) if e.kind is kind and e.step == step]
    if any(not e.state.final or e.state is OperationState.SUCCEEDED for e in earlier):
        return
    words = (number, *(payload.get(name, "") for name in _SAID))
    if any(e.state is OperationState.REJECTED and _words(e) == words for e in earlier):
        return
    channel = record.channel or Channel.USSD
    if kind is OperationKind.ACTIVATION and channel is Channel.API and not payload["activation_code"]:
        channel = Channel.USSD
    now = services.clock.now()
    session.add_entry(
        OutboxEntry(
            id=new_id(now), sale_id=case.id, device_key=number, kind=kind, channel=channel,
            state=OperationState.QUEUED, till_id=services.till_id,
            local_seq=session.next_local_seq(services.till_id), created_at=now, next_at=now,
            payload={**payload, "shop": services.shop_id}, step=step,
        )
    )  # fmt: skip


def _words(entry: OutboxEntry) -> tuple[str, ...]:
    return (entry.device_key, *(entry.payload.get(name, "") for name in _SAID))
