"""A registry in memory that obeys the contract; scripted replies stand in for its honest ones.

Held to the same suite as the HTTP client (tests/contract/test_registry_contract.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pos_app.domain.registry import (
    ActivationCommand,
    Answered,
    Capabilities,
    Command,
    InquiryCommand,
    NotSent,
    Operation,
    OperationKind,
    OperationState,
    Problem,
    Refused,
    Reply,
    Retry,
    ScriptLine,
    Unreadable,
)
from pos_app.domain.verdict import InquiryAnswer, Verdict

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

#: A reply, or what makes one of the command. NotSent and Unreadable mean that nothing happened there.
Step = Reply | Callable[[Command], Reply]

_RETRY = {
    "idempotency-mismatch": (422, Retry.NEVER),
    "operation-not-found": (404, Retry.SAME_KEY),
    "activation-code-wrong": (422, Retry.NEW_KEY_AFTER_FIX),
    "rate-limited": (429, Retry.SAME_KEY),
    "upstream-unavailable": (503, Retry.SAME_KEY),
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


def refused(code: str, *, attempts_left: int | None = None, retry_after: float | None = None) -> Refused:
    """The contract's status and hint for this code; 409 `never` unless the table says otherwise."""
    status, retry = _RETRY.get(code, (409, Retry.NEVER))
    return Refused(Problem(code=code, status=status, retry=retry, attempts_left=attempts_left, retry_after=retry_after))


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


class ScriptedRegistry:
    """`replies` in order for new keys, or by kind for good; when they end it answers honestly from `phones`.

    `online` False: nothing leaves this machine.
    """

    def __init__(
        self, replies: Sequence[Step] | Mapping[OperationKind, Step] = (), *, phones: Mapping[str, Phone] = PHONES
    ) -> None:
        self._by_kind = dict(replies) if isinstance(replies, Mapping) else {}
        self._in_order = [] if isinstance(replies, Mapping) else list(replies)
        self._phones = phones
        self._kept: dict[str, tuple[Command, Reply]] = {}
        self._wrong: dict[str, int] = {}
        self.active_on: dict[str, list[str]] = {}  # IMEI -> SIMs, one for each activation that took effect
        self.online = True

    def submit(self, command: Command) -> Reply:
        if not self.online:
            return NotSent("no-connection")
        if command.operation_id in self._kept:
            first, reply = self._kept[command.operation_id]
            return reply if first == command else refused("idempotency-mismatch")
        scripted = self._scripted(command)
        if scripted is None or isinstance(scripted, _Lost):
            honest = self._honest(command)
            self._kept[command.operation_id] = (command, honest)
            return Unreadable(scripted.why) if scripted else honest
        if isinstance(scripted, Answered | Refused) and not _passing(scripted):
            self._kept[command.operation_id] = (command, scripted)
        return scripted

    def script(self, command: Command) -> tuple[ScriptLine, ...]:
        return ()

    def look_up(self, operation_id: str, kind: OperationKind) -> Reply:
        if not self.online:
            return NotSent("no-connection")
        if operation_id not in self._kept:
            return refused("operation-not-found")
        command, reply = self._kept[operation_id]
        if not isinstance(reply, Refused):
            return reply
        view = answered(command, state=OperationState.REJECTED).operation
        return Answered(
            Operation(
                operation_id=view.operation_id,
                kind=kind,
                state=view.state,
                version=1,
                imei=view.imei,
                updated_at=NOON,
                problem=reply.problem,
            )
        )

    def capabilities(self) -> Capabilities | NotSent | Unreadable:
        return Capabilities(commands=frozenset(OperationKind)) if self.online else NotSent("no-connection")

    def server_time(self) -> datetime | NotSent | Unreadable:
        return NOON if self.online else NotSent("no-connection")

    def _scripted(self, command: Command) -> Reply | None:
        step = self._in_order.pop(0) if self._in_order else self._by_kind.get(command.kind)
        return step(command) if callable(step) else step

    def _honest(self, command: Command) -> Reply:
        if isinstance(command, ActivationCommand):
            return self._activate(command)
        return self._inquire(command) if isinstance(command, InquiryCommand) else refused("not-owner")

    def _inquire(self, command: InquiryCommand) -> Reply:
        phone = self._phones.get(command.imei, Phone(Verdict.NOT_REGISTERED, brand="", model="", importer=""))
        verdict = Verdict.LEGAL_ACTIVE_OTHER_SIM if command.imei in self.active_on else phone.verdict
        return answered(
            command,
            InquiryAnswer(
                verdict=verdict,
                imei=command.imei,
                brand=phone.brand,
                model=phone.model,
                importer=phone.importer,
                import_type="commercial" if phone.brand else "",
                as_of=NOON,
            ),
        )

    def _activate(self, command: ActivationCommand) -> Reply:
        phone = self._phones.get(command.imei)
        if phone is None:
            return refused("imei-not-registered")
        owners = self.active_on.get(command.imei, [])
        if owners:
            this = owners[-1] == command.msisdn
            return refused("already-activated-this-sim" if this else "already-activated-other-sim")
        if phone.verdict in _BARS_ACTIVATION:
            return refused(_BARS_ACTIVATION[phone.verdict])
        if command.activation_code != phone.code or self._wrong.get(command.imei, 0) >= 3:
            self._wrong[command.imei] = min(self._wrong.get(command.imei, 0) + 1, 3)
            return refused("activation-code-wrong", attempts_left=3 - self._wrong[command.imei])
        self.active_on.setdefault(command.imei, []).append(command.msisdn)
        return answered(command)
