"""The shop's own keys: they sign each invoice at issue, and stay known when a till gets a new one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from pos_app.application.services import Services
from pos_app.domain import seal
from pos_app.domain.invoice import InvoiceDocument
from pos_app.ports.storage import ReadSession, WriteSession

_SETTING = "invoice_keys"


def sealed(services: Services, document: InvoiceDocument) -> InvoiceDocument:
    """Signed with this till's key; without a seal where the till has none: that of an original seals nothing else."""
    if services.signer is None:
        return replace(document, public_key="", signature="")
    return seal.sealed(document, services.signer.public_key, services.signer.sign)


def known(session: ReadSession) -> tuple[str, ...]:
    """Public keys of all tills of this shop, base64url, the newest last."""
    return tuple(json.loads(session.setting(_SETTING) or "[]"))


def remember(session: WriteSession, public_key: bytes, *, till_id: int, now: datetime) -> bool:
    """A new machine, or a new keyring, has a new key; what the old one signed stays the shop's. Whether this one is new
    while the shop has others: customers will see another number."""
    text, before = seal.to_text(public_key), known(session)
    if text in before:
        return False
    session.put_setting(_SETTING, json.dumps([*before, text]))
    if before:
        session.audit(till_id, now, "", "invoice-key-new", str(till_id), {"key": text, "before": len(before)})
    return bool(before)
