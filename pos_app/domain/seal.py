"""The code that anyone can verify: what an invoice says in one line, signed with the shop's key.

`PISHKHAN1|number|issued at|total|currency|IMEIs|digest|public key|signature`. What is signed is the line up to the
signature. The digest binds all that the line does not name: buyer, lines, registry facts.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from pos_app.domain import frozen
from pos_app.domain.invoice import InvoiceDocument

MARK: Final = "PISHKHAN1"
MAX_TEXT: Final = 4096  # characters; the longest code that we make, has about 650
KEY_BYTES, SIGNATURE_BYTES = 32, 64
_DIGEST_BYTES = 16
_FIELDS = 9
#: More numbers than these would make the code too fine for a small paper: "+56" says how many more there are.
MOST_IMEIS: Final = 24
_DIGITS = re.compile(r"[0-9]{1,20}")

#: Public key, message, signature -> it holds.
Verify = Callable[[bytes, bytes, bytes], bool]


@dataclass(frozen=True, slots=True)
class Sealed:
    """One code, taken apart. `message` is what was signed; key and signature as bytes."""

    number: str
    issued_at: str
    total: int
    currency: str
    imeis: tuple[str, ...]  # the last may be "+56": so many more, bound by the digest
    digest: str
    public_key: bytes
    signature: bytes
    message: bytes

    @property
    def key_text(self) -> str:
        return to_text(self.public_key)


def sealed(document: InvoiceDocument, public_key: bytes, sign: Callable[[bytes], bytes]) -> InvoiceDocument:
    """The same document, signed. `sign` gives 64 bytes over the message."""
    keyed = replace(document, public_key=to_text(public_key), signature="")
    return replace(keyed, signature=to_text(sign(message(keyed))))


def message(document: InvoiceDocument) -> bytes:
    """What the shop's key signs."""
    line = (
        MARK, document.number, document.issued_at, str(document.tsstam), document.currency, ",".join(_imeis(document)),
        digest(document), document.public_key,
    )  # fmt: skip
    return "|".join(line).encode()


def _imeis(document: InvoiceDocument) -> tuple[str, ...]:
    more = len(document.imeis) - MOST_IMEIS
    return (*document.imeis[:MOST_IMEIS], f"+{more}") if more > 0 else document.imeis


def code(document: InvoiceDocument) -> str:
    """The text of the QR code, "" = the invoice is not signed."""
    return f"{message(document).decode()}|{document.signature}" if document.signature else ""


def digest(document: InvoiceDocument) -> str:
    """Half of the SHA-256 of the whole document without its seal, as 22 characters. Of what says anything: a field that
    a later program adds leaves the seals of older invoices whole."""
    bare = frozen.essence(replace(document, public_key="", signature=""))
    return to_text(hashlib.sha256(frozen.to_json(bare).encode()).digest()[:_DIGEST_BYTES])


def read(text: str) -> Sealed:
    """Raises ValueError `not-a-seal` where the text is no code of ours, whole and untouched in form."""
    line = text.strip()
    parts = line.split("|")
    if len(line) > MAX_TEXT or len(parts) != _FIELDS or parts[0] != MARK or not _DIGITS.fullmatch(parts[3]):
        raise ValueError("not-a-seal")
    try:
        public_key, signature = (from_text(part) for part in parts[7:])
        datetime.fromisoformat(parts[2])
    except ValueError as error:
        raise ValueError("not-a-seal") from error
    if (len(public_key), len(signature)) != (KEY_BYTES, SIGNATURE_BYTES):
        raise ValueError("not-a-seal")
    return Sealed(
        number=parts[1], issued_at=parts[2], total=int(parts[3]), currency=parts[4],
        imeis=tuple(imei for imei in parts[5].split(",") if imei), digest=parts[6], public_key=public_key,
        signature=signature, message=line.rpartition("|")[0].encode(),
    )  # fmt: skip


def fingerprint(public_key: bytes) -> str:
    """Sixteen digits in fours, for people to compare: a part of the key's SHA-256 as a number."""
    number = int.from_bytes(hashlib.sha256(public_key).digest()[:8]) % 10**16
    digits = f"{number:016}"
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def from_text(text: str) -> bytes:
    """Inverse of `to_text`, and of nothing else. Raises ValueError."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise ValueError("not-base64url") from error
    if to_text(raw) != text:
        raise ValueError("not-base64url")  # the same bytes can be spelled otherwise: one text, one seal
    return raw
