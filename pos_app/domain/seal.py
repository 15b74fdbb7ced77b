"""What the square code of an invoice says: enough to know the paper by, and what the shop's key signs.

Lines of plain text, so that any scanner shows them and anyone can type them off.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from pos_app.domain.invoice import InvoiceDocument

MARK: Final = "PISHKHAN-1"
#: More numbers than these would make the code too fine for a small paper; their digest stands in their place.
MOST_IMEIS: Final = 24


def message(document: InvoiceDocument) -> str:
    """Number, time of issue (UTC), total with its unit, IMEIs: the bytes of this text (UTF-8) are what is signed."""
    imeis = " ".join(document.imeis)
    if len(document.imeis) > MOST_IMEIS:
        digest = base64.urlsafe_b64encode(hashlib.sha256(imeis.encode("ascii")).digest()).decode("ascii").rstrip("=")
        imeis = f"{len(document.imeis)} sha256:{digest}"
    total = f"{document.tsstam} {document.currency}"
    return "\n".join((MARK, document.number, document.issued_at, total, imeis))


def text(document: InvoiceDocument) -> str:
    """The message, then the shop's public key and the signature where the document has them."""
    if not document.signature:
        return message(document)
    return "\n".join((message(document), document.public_key, document.signature))
