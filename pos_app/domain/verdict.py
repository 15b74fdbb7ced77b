"""The registry's answer to an inquiry, and the gate each normalised result opens or shuts.

Hamta publishes no such list; it is ours. The exact sentences of Hamta are unknown: no result is ever
deduced from text, a person confirms it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class Gate(IntEnum):
    """Ordered: the worst finding of a step decides."""

    PASS = 0
    DECISION = 1  # reason and name are recorded, then the sale goes on
    STOP = 2  # only a manager's PIN with a reason reopens it
    REFUSE = 3  # fails our own check: never passes


class Verdict(StrEnum):
    LEGAL_NOT_ACTIVATED = "LEGAL_NOT_ACTIVATED"
    LEGAL_ACTIVE_THIS_SIM = "LEGAL_ACTIVE_THIS_SIM"
    LEGAL_ACTIVE_OTHER_SIM = "LEGAL_ACTIVE_OTHER_SIM"
    LEGAL_PASSENGER = "LEGAL_PASSENGER"
    PRE_REGISTRY_OWNED = "PRE_REGISTRY_OWNED"
    UNAVAILABLE = "UNAVAILABLE"
    OTHER = "OTHER"
    NOT_REGISTERED = "NOT_REGISTERED"
    BLOCKED_OR_STOLEN = "BLOCKED_OR_STOLEN"
    DUPLICATE_IMEI = "DUPLICATE_IMEI"
    INVALID_IMEI = "INVALID_IMEI"

    @property
    def gate(self) -> Gate:
        return _GATES[self]


_GATES = {
    Verdict.LEGAL_NOT_ACTIVATED: Gate.PASS,
    Verdict.LEGAL_ACTIVE_THIS_SIM: Gate.PASS,
    Verdict.LEGAL_ACTIVE_OTHER_SIM: Gate.PASS,
    Verdict.LEGAL_PASSENGER: Gate.PASS,
    Verdict.PRE_REGISTRY_OWNED: Gate.PASS,
    Verdict.UNAVAILABLE: Gate.DECISION,
    Verdict.OTHER: Gate.DECISION,
    Verdict.NOT_REGISTERED: Gate.STOP,
    Verdict.BLOCKED_OR_STOLEN: Gate.STOP,
    Verdict.DUPLICATE_IMEI: Gate.STOP,
    Verdict.INVALID_IMEI: Gate.STOP,
}


#: The registry knows whose it is.
OWNED = (Verdict.LEGAL_ACTIVE_OTHER_SIM, Verdict.LEGAL_ACTIVE_THIS_SIM, Verdict.PRE_REGISTRY_OWNED)

#: It says nothing of the phone.
NO_ANSWER = (Verdict.UNAVAILABLE, Verdict.OTHER)


@dataclass(frozen=True, slots=True)
class InquiryAnswer:
    """The six official fields, the normalised result, and the raw words kept unchanged.

    `as_of` (UTC) is when the registry computed the answer, not when it was sent; None for an answer
    that a person read off another screen. `seen_on_network_before` None = not said.
    """

    verdict: Verdict
    imei: str
    brand: str = ""
    model: str = ""
    importer: str = ""
    import_type: str = ""  # commercial, passenger, other, or "" = not said
    currency_type: str = ""
    seen_on_network_before: bool | None = None
    raw_text: str = ""
    as_of: datetime | None = None
    provisional: bool = False
    reasons: tuple[str, ...] = field(default=())
    deadline: datetime | None = None
