"""The activation code: kept while its step needs it, never in a reason that stands in the open, wiped when used."""

from __future__ import annotations

from pos_app.domain.covered import codes_in, holds, without_code
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import OperationKind
from pos_app.domain.sale import Sale
from pos_app.ports.storage import ReadSession, WriteSession

ACTIVATION = OperationKind.ACTIVATION.value
_FIELDS = ("code", "holder_code")


def code_field(step_id: str) -> str:
    """Where its code is kept while the step is open: a passenger phone has its holder's and its buyer's."""
    return "code" if step_id == ACTIVATION else "holder_code"


def field_of_scan(sale: Sale) -> str:
    """Where a code goes that is scanned now: the holder's comes first, and is not asked for twice."""
    passenger = sale.run is not None and sale.run.checklist_id == "passenger"
    holder = passenger and sale.run is not None and not sale.run.passed("holder_activation")
    return code_field("holder_activation" if holder else ACTIVATION)


def refuse_in(session: ReadSession, reason: str, case: Sale | None, *more: str, field: str = "reason") -> None:
    """Reasons stand in the open: in audit, life page and invoice file. A code that the case (or the sale that it
    undoes) knows, or that is being set now (`more`), never does. Raises ShopError `reason-holds-code`."""
    codes = [fold(code) for code in more]
    if case is not None:
        codes += [fold(case.draft.get(name, "")) for name in _FIELDS]
        codes += [_code(entry) for case_id in (case.id, case.refers_to) if case_id
                  for entry in session.entries_of(case_id)]  # fmt: skip
    if any(holds(reason, code) for code in codes):
        raise ShopError("reason-holds-code", field=field)


def forget(session: WriteSession, entry: OutboxEntry) -> None:
    """The code has done its work, or is of no use any more: it is wiped from every try of its step, from what was
    typed, and from all that was pasted into the case. The refused ones go with it: they may be another phone's."""
    if entry.kind is not OperationKind.ACTIVATION:
        session.forget_code(entry.id)
        return
    case = session.sale(entry.sale_id)
    own = session.entries_of(entry.sale_id)
    same = [e for e in own if e.kind is OperationKind.ACTIVATION and e.step == entry.step]
    tries = [e for e in same if e.id == entry.id or e.state.final]
    draft = case.draft if case is not None else {}
    name = code_field(entry.step or ACTIVATION)
    codes = {code for code in (fold(draft.get(name, "")), *(_code(e) for e in tries)) if code}
    if not codes and entry.channel.assisted:  # typed into the phone itself: only the message that was pasted has it
        codes = {code for e in own if e.kind is OperationKind.TRANSFER and e.channel.assisted
                 for code in codes_in(e.raw)}  # fmt: skip
    for one in tries:
        session.forget_code(one.id)
    if codes:
        session.reword(entry.sale_id, lambda text: without_code(text, *codes))
    if draft and len(tries) == len(same):  # a try that is open still needs what was typed
        left = {key: text if key in _FIELDS else without_code(text, *codes) for key, text in draft.items()}
        session.set_draft(entry.sale_id, {key: text for key, text in left.items() if key != name})


def _code(entry: OutboxEntry) -> str:
    return entry.payload.get("activation_code", "")
