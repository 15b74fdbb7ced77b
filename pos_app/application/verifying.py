"""Is this invoice as the shop issued it? Asked of a code, of a document's file, or of what a lens read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pos_app.domain import document_check, seal
from pos_app.domain.invoice import from_json


class Outcome(StrEnum):
    VALID = "valid"
    ALTERED = "altered"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


class Whose(StrEnum):
    """UNKNOWN: nobody said which keys are the shop's; the fingerprint is to be compared with the one it shows."""

    SHOP = "shop"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verification:
    outcome: Outcome
    whose: Whose = Whose.UNKNOWN
    sealed: seal.Sealed | None = None

    @property
    def holds(self) -> bool:
        return self.outcome is Outcome.VALID and self.whose is not Whose.OTHER


def verify(text: str, holds: seal.Verify, keys: tuple[str, ...] = ()) -> Verification:
    """`text`: a code, or the JSON of a document, whose every field then counts. `keys`: the shop's, where they are
    known. Never raises: what cannot be read is UNREADABLE."""
    line = text
    if text.lstrip().startswith("{"):
        try:
            document = from_json(text)
        except (ValueError, TypeError, KeyError, AttributeError):
            return Verification(Outcome.UNREADABLE)
        if document_check.faults(document):
            return Verification(Outcome.UNREADABLE if not document.signature else Outcome.ALTERED)
        if not document.signature:
            return Verification(Outcome.UNSIGNED)
        line = seal.code(document)
    try:
        said = seal.read(line)
    except ValueError:
        return Verification(Outcome.UNREADABLE)
    if not holds(said.public_key, said.message, said.signature):
        return Verification(Outcome.ALTERED, sealed=said)
    whose = Whose.UNKNOWN if not keys else Whose.SHOP if said.key_text in keys else Whose.OTHER
    return Verification(Outcome.VALID, whose, said)
