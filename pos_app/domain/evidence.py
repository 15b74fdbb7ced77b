"""What proves a step. One frozen shape per kind; each names its own fields for the record on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pos_app.domain.registry import OperationState
from pos_app.domain.verdict import InquiryAnswer, Verdict


class EvidenceKind(StrEnum):
    INQUIRY = "inquiry"
    ANSWER = "answer"
    BOX_MATCH = "box_match"
    ACTIVATION = "activation"
    INVOICE = "invoice"
    RESET = "reset"
    TRANSFER = "transfer"
    PERMIT = "permit"
    IDENTITY = "identity"
    GRADE = "grade"
    DEVICE_MATCH = "device_match"


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryEvidence:
    """Step 1: the IMEIs as read from the box, and whether an answer came to the question."""

    box: tuple[str, ...]
    operation_id: str = ""
    answered: bool = False
    why: str = ""  # code of what prevented an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEvidence:
    """Step 2: the answer as a person confirmed it. `matches_hand` None = not said yet."""

    answer: InquiryAnswer
    matches_hand: bool | None = None
    sender: str = ""
    picture_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxMatchEvidence:
    """Step 3: box against device, slot by slot. Both sources are kept."""

    box: tuple[str, ...]
    device: tuple[str, ...]
    picture_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationEvidence:
    """Step 4. `state` of the operation; `sim` masked; never the code. `deferred`: owed, with the sale's duties."""

    imei: str
    sim: str
    state: OperationState
    operation_id: str = ""
    deferred: bool = False
    problem: str = ""
    attempts_left: int | None = None
    raw_text: str = ""
    sender: str = ""
    picture_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceEvidence:
    """Step 5: the paper's number and the hash of its frozen document."""

    number: str
    document_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetEvidence:
    """The phone at its first-start screen, before the person who takes it over. `unlocked`: that screen asks for no
    account of the owner before."""

    done: bool
    unlocked: bool
    impossible: bool = False  # it does not start, or its screen is dead
    picture_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferEvidence:
    """From the owner's SIM to the other party's, both masked. It is complete only when that party has activated; this
    records that it was opened. `to_owner`: both numbers were one and the same."""

    imei: str
    from_sim: str
    to_sim: str
    state: OperationState
    to_owner: bool = False
    operation_id: str = ""
    deferred: bool = False
    problem: str = ""
    deadline: datetime | None = None
    raw_text: str = ""
    sender: str = ""
    picture_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitEvidence:
    """The customs permit of a passenger device. `for_holder`: its holder himself takes the phone; `way`: customs,
    online or "" = not said."""

    holder: str
    passport_no: str
    brand: str
    model: str
    imeis: tuple[str, ...]
    particulars: str = ""
    way: str = ""
    for_holder: bool = False
    kept: bool = False  # the permit stays here until the phone is active
    picture_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityEvidence:
    """Who sells to the shop. The person stands with the buy-in itself; here, what was looked at."""

    name: str
    national_id: str  # masked
    mobile: str  # masked
    address: bool
    document_seen: bool
    consent: bool
    picture_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeEvidence:
    """Condition by a short list: a grade A to D, flaws by their codes."""

    grade: str
    flaws: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceMatchEvidence:
    """Without a box: the phone's own screen against its slot tray, and both against what the shop knows. `tray_says`:
    "" = read, none = no number is printed there, unreadable. `dead`: the phone shows nothing any more."""

    device: tuple[str, ...]
    dead: bool = False
    tray: tuple[str, ...] = ()
    tray_says: str = ""
    picture_sha256: str = ""


Evidence = (
    InquiryEvidence
    | AnswerEvidence
    | BoxMatchEvidence
    | ActivationEvidence
    | InvoiceEvidence
    | ResetEvidence
    | TransferEvidence
    | PermitEvidence
    | IdentityEvidence
    | GradeEvidence
    | DeviceMatchEvidence
)

KINDS: dict[EvidenceKind, type[Evidence]] = {
    EvidenceKind.INQUIRY: InquiryEvidence,
    EvidenceKind.ANSWER: AnswerEvidence,
    EvidenceKind.BOX_MATCH: BoxMatchEvidence,
    EvidenceKind.ACTIVATION: ActivationEvidence,
    EvidenceKind.INVOICE: InvoiceEvidence,
    EvidenceKind.RESET: ResetEvidence,
    EvidenceKind.TRANSFER: TransferEvidence,
    EvidenceKind.PERMIT: PermitEvidence,
    EvidenceKind.IDENTITY: IdentityEvidence,
    EvidenceKind.GRADE: GradeEvidence,
    EvidenceKind.DEVICE_MATCH: DeviceMatchEvidence,
}
_LISTS = ("box", "device", "tray", "imeis", "flaws", "pictures")


def kind_of(evidence: Evidence) -> EvidenceKind:
    return next(kind for kind, shape in KINDS.items() if isinstance(evidence, shape))


def to_plain(evidence: Evidence) -> dict[str, Any]:
    """JSON-ready, with its kind."""
    return {"kind": kind_of(evidence).value, **_plain(asdict(evidence))}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime) else value


def from_plain(plain: dict[str, Any]) -> Evidence:
    """Inverse of `to_plain`. Raises KeyError, ValueError or TypeError on anything else."""
    fields = {**plain}
    shape = KINDS[EvidenceKind(fields.pop("kind"))]
    for name in _LISTS:
        if name in fields:
            fields[name] = tuple(fields[name])
    if shape is AnswerEvidence:
        fields["answer"] = answer_from_plain(fields["answer"])
    if "state" in fields:
        fields["state"] = OperationState(fields["state"])
    if fields.get("deadline"):
        fields["deadline"] = datetime.fromisoformat(fields["deadline"])
    return shape(**fields)


def reworded(evidence: Evidence, clean: Callable[[str], str]) -> Evidence:
    """What a person pasted in becomes what `clean` makes of it."""
    match evidence:
        case ActivationEvidence() | TransferEvidence():
            return replace(evidence, raw_text=clean(evidence.raw_text))
        case AnswerEvidence(answer=answer):
            return replace(evidence, answer=replace(answer, raw_text=clean(answer.raw_text)))
        case _:
            return evidence


def answer_to_plain(answer: InquiryAnswer) -> dict[str, Any]:
    return dict(_plain(asdict(answer)))


def answer_from_plain(plain: dict[str, Any]) -> InquiryAnswer:
    fields = {**plain, "verdict": Verdict(plain["verdict"]), "reasons": tuple(plain.get("reasons", ()))}
    for name in ("as_of", "deadline"):
        if fields.get(name):
            fields[name] = datetime.fromisoformat(fields[name])
    return InquiryAnswer(**fields)
