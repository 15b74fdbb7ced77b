"""A registry in memory that obeys the contract; scripted replies stand in for its honest ones.

Held to the same suite as the HTTP client (tests/contract/test_registry_contract.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.domain.imei import is_imei
from pos_app.domain.registry import (
    ActivationCommand,
    Answered,
    Capabilities,
    Command,
    NotSent,
    Operation,
    OperationKind,
    OperationState,
    Problem,
    Refused,
    Reply,
    Retry,
    ScriptLine,
    TransferCancelCommand,
    TransferCommand,
    Unreadable,
)
from pos_app.domain.verdict import InquiryAnswer, Verdict
from tests.fakes.lists import NOON, ScriptedLists

#: A reply, or what makes one of the command. NotSent and Unreadable mean that nothing happened there.
Step = Reply | Callable[[Command], Reply]

_RETRY = {
    "idempotency-mismatch": (422, Retry.NEVER),
    "operation-not-found": (404, Retry.SAME_KEY),
    "activation-code-wrong": (422, Retry.NEW_KEY_AFTER_FIX),
    "rate-limited": (429, Retry.SAME_KEY),
    "upstream-unavailable": (503, Retry.SAME_KEY),
    "imei-invalid": (422, Retry.NEW_KEY_AFTER_FIX),
    "msisdn-invalid": (422, Retry.NEW_KEY_AFTER_FIX),
    "unauthenticated": (401, Retry.AFTER_LOGIN),
}


@dataclass(frozen=True, slots=True)
class Phone:
    """What the fake registry knows of one IMEI."""

    verdict: Verdict = Verdict.LEGAL_NOT_ACTIVATED
    code: str = ""
    brand: str = "Samsung"
    model: str = "SM-A556E"
    importer: str = "بازرگانی تمرینی سپیدار"


PHONES: Mapping[str, Phone] = {
    "356938035643809": Phone(code="482915"),
    "490154203237518": Phone(code="731204", brand="Nokia", model="TA-1234"),
    "353308110002011": Phone(Verdict.BLOCKED_OR_STOLEN, "615023", model="SM-A156E"),
}

_BARS_ACTIVATION = {
    Verdict.NOT_REGISTERED: "imei-not-registered",
    Verdict.BLOCKED_OR_STOLEN: "blocked-or-stolen",
    Verdict.DUPLICATE_IMEI: "duplicate-imei",
}


def refused(
    code: str, *, attempts_left: int | None = None, retry_after: float | None = None, operation_id: str = ""
) -> Refused:
    """The contract's status and hint for this code; 409 `never` unless the table says otherwise."""
    status, retry = _RETRY.get(code, (409, Retry.NEVER))
    problem = Problem(
        code=code,
        status=status,
        retry=retry,
        attempts_left=attempts_left,
        retry_after=retry_after,
        operation_id=operation_id,
    )
    return Refused(problem)


def answered(
    command: Command, result: InquiryAnswer | None = None, state: OperationState = OperationState.SUCCEEDED
) -> Answered:
    return Answered(
        Operation(
            operation_id=command.operation_id,
            kind=command.kind,
            state=state,
            version=1,
            imei=command.imei,
            updated_at=NOON,
            result=result,
        ),
        raw="{}",
    )


def lost(why: str = "timeout") -> Callable[[Command], Reply]:
    """It happens, and its reply is lost."""
    return lambda _command: _Lost(why)


@dataclass(frozen=True, slots=True)
class _Lost(Unreadable):
    """Marks an Unreadable behind which the command was carried out."""


def _passing(reply: Reply) -> bool:
    """A refusal of the moment, which the same key may try again: the command was never carried out."""
    return isinstance(reply, Refused) and reply.problem.retry in (Retry.SAME_KEY, Retry.AFTER_LOGIN)


@dataclass(slots=True)
class OpenTransfer:
    """The recipient, and the code that was sent to him."""

    command: TransferCommand
    code: str


class ScriptedRegistry(ScriptedLists):
    """`replies` in order for new keys, or by kind for good; when they end it answers honestly from `phones`."""

    def __init__(
        self, replies: Sequence[Step] | Mapping[OperationKind, Step] = (), *, phones: Mapping[str, Phone] = PHONES
    ) -> None:
        super().__init__()
        self._by_kind = dict(replies) if isinstance(replies, Mapping) else {}
        self._in_order = [] if isinstance(replies, Mapping) else list(replies)
        self._phones = phones
        self._kept: dict[str, tuple[Command, Reply]] = {}
        self._wrong: dict[str, int] = {}
        self._cancelled: set[str] = set()  # the cancellings that were done
        self.active_on: dict[str, list[str]] = {}  # IMEI -> SIMs, one for each activation that took effect
        self.transfers: dict[str, OpenTransfer] = {}  # IMEI -> the open one
        for imei in phones:
            self._note(imei, "registered")

    def submit(self, command: Command) -> Reply:
        if not self.online:
            return NotSent("no-connection")
        if command.operation_id in self._kept:
            first, reply = self._kept[command.operation_id]
            return reply if first == command else refused("idempotency-mismatch")
        scripted = self._scripted(command)
        if scripted is None or isinstance(scripted, _Lost):
            honest = self._honest(command)
            self._keep(command, honest)
            return Unreadable(scripted.why) if scripted else honest
        if isinstance(scripted, Answered | Refused) and not _passing(scripted):
            self._keep(command, scripted)
        return scripted

    def _keep(self, command: Command, reply: Reply) -> None:
        self._kept[command.operation_id] = (command, reply)
        if isinstance(reply, Answered):
            self._show(reply)
            self._go_on(command)
        elif isinstance(reply, Refused):
            rejected = answered(command, state=OperationState.REJECTED).operation
            self._show(Answered(replace(rejected, problem=reply.problem)))

    def _go_on(self, command: Command) -> None:
        """What follows an acceptance at once: the code is sent, the cancelling is done."""
        opened = self.transfers.get(command.imei)
        if opened is not None and opened.command == command:
            self.decide(command.operation_id, OperationState.AWAITING_BUYER)
        elif isinstance(command, TransferCancelCommand) and command.operation_id in self._cancelled:
            self.decide(command.operation_id, OperationState.SUCCEEDED)

    def decide(self, operation_id: str, state: OperationState) -> None:
        """The registry's verdict on an operation that it has kept."""
        told = self._views[operation_id]
        operation = replace(told.operation, state=state, version=told.operation.version + 1)
        self._show(replace(told, operation=operation))

    def script(self, command: Command) -> tuple[ScriptLine, ...]:
        return ()

    def look_up(self, operation_id: str, kind: OperationKind) -> Reply:
        if not self.online:
            return NotSent("no-connection")
        return self._views.get(operation_id) or refused("operation-not-found")

    def capabilities(self) -> Capabilities | NotSent | Unreadable:
        return Capabilities(commands=frozenset(OperationKind)) if self.online else NotSent("no-connection")

    def server_time(self) -> datetime | NotSent | Unreadable:
        return NOON if self.online else NotSent("no-connection")

    def _scripted(self, command: Command) -> Reply | None:
        step = self._in_order.pop(0) if self._in_order else self._by_kind.get(command.kind)
        return step(command) if callable(step) else step

    def device(self, imei: str) -> InquiryAnswer | Refused | Unreadable | NotSent:
        if not self.online:
            return NotSent("no-connection")
        return self._answer(imei) if is_imei(imei) else refused("imei-invalid")

    def _honest(self, command: Command) -> Reply:
        if isinstance(command, ActivationCommand):
            return self._activate(command)
        if isinstance(command, TransferCommand):
            return self._transfer(command)
        if isinstance(command, TransferCancelCommand):
            return self._cancel(command)
        return answered(command, self._answer(command.imei))

    def _answer(self, imei: str) -> InquiryAnswer:
        phone = self._phones.get(imei, Phone(Verdict.NOT_REGISTERED, brand="", model="", importer=""))
        return InquiryAnswer(
            verdict=Verdict.LEGAL_ACTIVE_OTHER_SIM if imei in self.active_on else phone.verdict,
            imei=imei,
            brand=phone.brand,
            model=phone.model,
            importer=phone.importer,
            import_type="commercial" if phone.brand else "",
            as_of=NOON,
        )

    def _activate(self, command: ActivationCommand) -> Reply:
        phone = self._phones.get(command.imei)
        if phone is None:
            return refused("imei-not-registered")
        transfer = self.transfers.get(command.imei)
        if transfer is not None and transfer.command.to_msisdn == command.msisdn:
            return self._complete(command, transfer)
        owners = self.active_on.get(command.imei, [])
        if owners:
            this = owners[-1] == command.msisdn
            return refused("already-activated-this-sim" if this else "already-activated-other-sim")
        if phone.verdict in _BARS_ACTIVATION:
            return refused(_BARS_ACTIVATION[phone.verdict])
        if (wrong := self._wrong_code(command, phone.code, command.imei)) is not None:
            return wrong
        self._now_owns(command, "activated")
        return answered(command)

    def _complete(self, command: ActivationCommand, transfer: OpenTransfer) -> Reply:
        if (wrong := self._wrong_code(command, transfer.code, transfer.command.operation_id)) is not None:
            return wrong
        del self.transfers[command.imei]
        self._now_owns(command, "transferred")
        self.decide(transfer.command.operation_id, OperationState.SUCCEEDED)
        return answered(command)

    def _wrong_code(self, command: ActivationCommand, right: str, of: str) -> Reply | None:
        if command.activation_code == right and self._wrong.get(of, 0) < 3:
            return None
        self._wrong[of] = min(self._wrong.get(of, 0) + 1, 3)
        return refused("activation-code-wrong", attempts_left=3 - self._wrong[of])

    def knows(self, imei: str, phone: Phone) -> None:
        """From now on it is in the register."""
        self._phones = {**self._phones, imei: phone}

    def owns(self, imei: str, sim: str, phone: Phone | None = None) -> None:
        """From the start the phone is active on this SIM."""
        self.knows(imei, phone or self._phones.get(imei, Phone()))
        self.active_on[imei] = [sim]

    def _now_owns(self, command: ActivationCommand, event: str) -> None:
        self.active_on.setdefault(command.imei, []).append(command.msisdn)
        self._note(command.imei, event)

    def _transfer(self, command: TransferCommand) -> Reply:
        phone = self._phones.get(command.imei)
        if phone is None:
            return refused("imei-not-registered")
        if phone.verdict in _BARS_ACTIVATION:
            return refused(_BARS_ACTIVATION[phone.verdict])
        if command.from_msisdn == command.to_msisdn:
            return refused("msisdn-invalid")
        if (opened := self.transfers.get(command.imei)) is not None:
            return refused("transfer-open", operation_id=opened.command.operation_id)
        owners = self.active_on.get(command.imei, [])
        if not owners or owners[-1] != command.from_msisdn:
            return refused("owned-by-other" if owners else "not-owner")
        self.transfers[command.imei] = OpenTransfer(command, f"{200_000 + len(self._kept)}")
        self._note(command.imei, "transfer_requested")
        return answered(command, state=OperationState.ACCEPTED)

    def _cancel(self, command: TransferCancelCommand) -> Reply:
        opened = self.transfers.get(command.imei)
        if opened is None or opened.command.operation_id != command.transfer_id:
            return refused("transfer-not-open")
        del self.transfers[command.imei]
        self.decide(command.transfer_id, OperationState.CANCELLED)
        self._cancelled.add(command.operation_id)
        return answered(command, state=OperationState.ACCEPTED)
