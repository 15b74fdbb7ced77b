"""Commands to the registry, what may come back, and the states of an operation (`registry-api.md`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pos_app.domain.verdict import InquiryAnswer


class Channel(StrEnum):
    """By which way the registry is asked. Behind all but `API` a person confirms the answer."""

    API = "api"
    MODEM = "modem"  # a GSM modem dials and reads; a person still confirms what it heard
    USSD = "ussd"
    SMS = "sms"
    WEB = "web"
    APP = "app"

    @property
    def assisted(self) -> bool:
        return self is not Channel.API


#: The public channels that are nothing but a person with a phone or a browser.
BY_PERSON = (Channel.USSD, Channel.SMS, Channel.WEB, Channel.APP)
#: Where the answer comes as a message, whose sender must be genuine.
BY_MESSAGE = (Channel.USSD, Channel.SMS, Channel.MODEM)


class OperationKind(StrEnum):
    INQUIRY = "inquiry"
    ACTIVATION = "activation"
    TRANSFER = "transfer"
    TRANSFER_CANCEL = "transfer_cancel"


class OperationState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    AWAITING_BUYER = "awaiting_buyer"
    OUTCOME_UNKNOWN = "outcome_unknown"
    NEEDS_PERSON = "needs_person"
    SUCCEEDED = "succeeded"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        return self in (
            OperationState.SUCCEEDED,
            OperationState.REJECTED,
            OperationState.EXPIRED,
            OperationState.CANCELLED,
        )


class Assurance(StrEnum):
    """How sure we are, rising; it never falls silently."""

    STAFF_WORD = "staff_word"
    EVIDENCE_TEXT = "evidence_text"
    EVIDENCE_PICTURE = "evidence_picture"
    REGISTRY_CONFIRMED = "registry_confirmed"


class Retry(StrEnum):
    NEVER = "never"
    SAME_KEY = "same_key"
    NEW_KEY_AFTER_FIX = "new_key_after_fix"
    AFTER_LOGIN = "after_login"
    RECONCILE = "reconcile"  # ours: the problem names no hint, so ask by our own id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Command:
    """What every command says. `operation_id` (UUID) is the idempotency key."""

    operation_id: str
    shop_id: str
    terminal_id: str
    imei: str
    requested_at: datetime  # UTC, informative only
    local_seq: int  # the till's own order, from 1
    imei2: str | None = None
    document_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryCommand(_Command):
    """Ask whether `imei` is legal, and for what device."""

    purpose: str = "sell"

    @property
    def kind(self) -> OperationKind:
        return OperationKind.INQUIRY


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationCommand(_Command):
    """Bind `imei` to the buyer's SIM. The code stays out of every `repr`, hence of every log."""

    msisdn: str = field(repr=False)  # canonical 09xxxxxxxxx; the wire speaks +989xxxxxxxxx
    activation_code: str = field(repr=False)

    @property
    def kind(self) -> OperationKind:
        return OperationKind.ACTIVATION


class TransferReason(StrEnum):
    SALE = "sale"
    BUY_IN = "buy_in"
    RETURN = "return"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCommand(_Command):
    """Hand `imei` from one SIM's owner to another; complete only when the recipient has activated."""

    from_msisdn: str = field(repr=False)  # canonical 09xxxxxxxxx, as `to_msisdn`
    to_msisdn: str = field(repr=False)
    reason: TransferReason = TransferReason.SALE

    @property
    def kind(self) -> OperationKind:
        return OperationKind.TRANSFER


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCancelCommand(_Command):
    """Take back the transfer `transfer_id`, our own operation that is still open; a command with its own key."""

    transfer_id: str

    @property
    def kind(self) -> OperationKind:
        return OperationKind.TRANSFER_CANCEL


Command = InquiryCommand | ActivationCommand | TransferCommand | TransferCancelCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A readable refusal (RFC 9457). `retry_after` in seconds, None = not said."""

    code: str
    status: int
    title: str = ""
    detail: str = ""
    retry: Retry = Retry.RECONCILE
    retry_after: float | None = None
    field_errors: tuple[tuple[str, str], ...] = ()  # (JSON pointer, code)
    attempts_left: int | None = None
    operation_id: str = ""  # of `transfer-open`: the open one, where it is this client's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """The registry's view of one of our commands."""

    operation_id: str
    kind: OperationKind
    state: OperationState
    version: int
    imei: str
    updated_at: datetime
    assurance: Assurance = Assurance.REGISTRY_CONFIRMED
    channel: Channel = Channel.API
    deadline: datetime | None = None
    registry_ref: str | None = None
    result: InquiryAnswer | None = None
    problem: Problem | None = None


# What a gateway may answer. None of these is an exception: every one is an ordinary day at the counter.


@dataclass(frozen=True, slots=True)
class Answered:
    """A readable contract answer; `raw` is the body as it came; `retry_after` seconds until it may be asked again."""

    operation: Operation
    raw: str = ""
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A readable problem."""

    problem: Problem
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Bytes went out and nothing readable came back: outcome unknown, never "failed", never "legal"."""

    why: str  # code: timeout, html, bad-json, contract-breach, no-problem-body, connection-lost
    raw: str = ""


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing left this machine, so nothing can have happened there. `retry_after`: seconds that the registry asked
    for and that are not over yet."""

    why: str  # code: no-connection, no-credentials, wrong-certificate, not-the-registry, sign-in-unavailable
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One thing for the seller to do. `say` is a code the screen turns into a sentence; `value` is what
    to dial, send, open or type, always a left-to-right island, copied without blanks. It may be the buyer's
    number or the code, so it stays out of every `repr`, as in the command."""

    say: str
    value: str = field(default="", repr=False)
    secret: bool = False  # masked until asked for, e.g. the activation code
    qr: str = ""  # what a phone's camera should read, "" = no QR code


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn of a modem's dialogue. Both sides may hold a number of a person: never in a `repr`."""

    at: datetime
    sent: str = field(repr=False)
    received: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a modem brought back. `text` and `sender` of the answering message, "" = none yet; `why` is the code of
    what made it hand over to the person before the end of its script, "" = walked to the end. Never a verdict."""

    text: str = field(default="", repr=False)
    sender: str = ""
    exchanges: tuple[Exchange, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class ByHand:
    """A person goes on from here: the script that is left, and what a modem heard of it, None = nothing dialled.
    The answer comes back as evidence."""

    channel: Channel
    script: tuple[ScriptLine, ...]
    heard: Heard | None = None


Reply = Answered | Refused | Unreadable | NotSent | ByHand


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the registry can do today."""

    commands: frozenset[OperationKind]
    code_pattern: str = r"^[1-9][0-9]{5}$"
    idempotency_ttl_days: int = 30
    notices: tuple[str, ...] = ()
