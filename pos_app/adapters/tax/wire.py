"""Replies of the taxpayers' system into our words. What does not fit is never a success, and never a refusal."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any

from pos_app.domain.e_sending import FOLDER_STATUSES, NOT_FOUND, STATUSES, InFolder, Looked, Taken, Told, Turned
from pos_app.domain.registry import NotSent, Unreadable

MOST_TOLD = 50  # errors that are kept
MOST_TEXT = 500  # characters of each
_NONCE = re.compile(r"[\x21-\x7e]{1,512}")
_REFERENCE = re.compile(r"[0-9A-Za-z._-]{1,100}")
_LONGEST_WAIT = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Received:
    """One HTTP reply, read to its end."""

    status: int
    body: bytes
    retry_after: str = ""

    @property
    def raw(self) -> str:
        return self.body[:4096].decode("utf-8", "replace").replace("\0", "�")


@dataclass(frozen=True, slots=True)
class ServerKey:
    id: str
    der: bytes


def _json(received: Received) -> Any:
    """None for what is no JSON."""
    try:
        return json.loads(received.body)
    except (ValueError, RecursionError):
        return None


def nonce(received: Received) -> str | NotSent:
    said = _json(received)
    found = said.get("nonce") if received.status == 200 and isinstance(said, dict) else None
    if isinstance(found, str) and _NONCE.fullmatch(found):
        return found
    return _turned_away(received)


def server_key(received: Received) -> ServerKey | NotSent:
    """The first RSA key that the office publishes."""
    said = _json(received)
    rows = said.get("publicKeys") if received.status == 200 and isinstance(said, dict) else None
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("id"), str) and isinstance(row.get("key"), str):
            try:
                return ServerKey(row["id"], base64.b64decode(row["key"], validate=True))
            except (binascii.Error, ValueError):
                continue
    return _turned_away(received)


def _turned_away(received: Received) -> NotSent:
    """Before the packet left: nothing of it can be over there."""
    if received.status in (401, 403):
        return NotSent("tax-token-refused")
    if received.status == 429:
        return NotSent("tax-asks-to-wait", _wait(received))
    return NotSent("tax-office-unwell" if received.status != 200 else "tax-office-unreadable", _wait(received))


def taken(received: Received, uid: str) -> Taken | Turned | NotSent | Unreadable:
    """The answer to the one packet of this id."""
    said = _json(received)
    if received.status in (401, 403, 429):
        return _turned_away(received)
    if received.status >= 500 or not isinstance(said, dict):
        return Unreadable("tax-office-unwell" if received.status >= 500 else "contract-breach", received.raw)
    if 400 <= received.status < 500:
        errors = _told(said.get("errors") if "errors" in said else said.get("error"))
        return Turned(errors, received.raw) if errors else Unreadable("contract-breach", received.raw)
    rows = said.get("result")
    mine = [row for row in rows if isinstance(row, dict) and row.get("uid") == uid] if isinstance(rows, list) else []
    if received.status != 200 or len(mine) != 1:
        return Unreadable("contract-breach", received.raw)
    reference = mine[0].get("referenceNumber")
    if isinstance(reference, str) and _REFERENCE.fullmatch(reference):
        return Taken(reference, received.raw)
    code, text = mine[0].get("errorCode"), mine[0].get("errorDetail")
    if code:
        return Turned((_one(code, text),), received.raw)
    return Unreadable("contract-breach", received.raw)


def looked(received: Received, uid: str, reference: str) -> Looked | NotSent | Unreadable:
    """The row of this packet; an empty list says that it is not known."""
    if received.status in (401, 403, 429):
        return _turned_away(received)
    said = _json(received)
    if received.status != 200 or not isinstance(said, list):
        return Unreadable("tax-office-unwell" if received.status != 200 else "contract-breach", received.raw)
    rows = [row for row in said if isinstance(row, dict)]
    mine = [row for row in rows if row.get("uid") == uid or (reference and row.get("referenceNumber") == reference)]
    if not said:
        return Looked(NOT_FOUND)
    if len(mine) != 1 or mine[0].get("uid") not in (uid, None, "") or mine[0].get("status") not in STATUSES:
        return Unreadable("contract-breach", received.raw)
    row = mine[0]
    data = row["data"] if isinstance(row.get("data"), dict) else {}
    known, sign = row.get("referenceNumber"), row.get("sign")
    return Looked(
        row["status"], known if isinstance(known, str) and _REFERENCE.fullmatch(known) else "",
        _told(data.get("error")), _told(data.get("warning")), sign if isinstance(sign, str) else "",
    )  # fmt: skip


def in_folder(received: Received, tax_id: str) -> InFolder | NotSent | Unreadable:
    """The row of this tax id; one with an error is not in the folder."""
    if received.status in (401, 403, 429):
        return _turned_away(received)
    said = _json(received)
    rows = [row for row in said if isinstance(row, dict)] if isinstance(said, list) else None
    mine = [row for row in rows or () if row.get("taxId") == tax_id]
    if received.status != 200 or rows is None or len(mine) > 1:
        return Unreadable("tax-office-unwell" if received.status != 200 else "contract-breach", received.raw)
    status = mine[0].get("invoiceStatus") if mine else None
    if not status:
        return InFolder("")
    if status not in FOLDER_STATUSES:
        return Unreadable("contract-breach", received.raw)
    exceeded = {"EXCEEDED": True, "NOT_EXCEEDED": False}.get(str(mine[0].get("article6Status")))
    return InFolder(status, exceeded)


def _told(rows: object) -> tuple[Told, ...]:
    if isinstance(rows, dict):
        rows = [rows]
    if not isinstance(rows, list):
        return ()
    return tuple(_one(row.get("code"), row.get("message")) for row in rows[:MOST_TOLD] if isinstance(row, dict))


def _one(code: object, text: object) -> Told:
    clean = str(text or "").replace("\0", "�")[:MOST_TEXT]
    return Told(str(code or "")[:40], clean)


def _wait(received: Received) -> float | None:
    text = received.retry_after.strip()
    return min(float(text), _LONGEST_WAIT) if re.fullmatch(r"[0-9]{1,9}", text) else None
