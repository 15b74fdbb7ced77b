"""What the practice tax office does with a packet: it opens it, looks at the law, and answers when it is asked.

Errors that nobody has published have names of our own here, beginning with `sample-`.
"""

from __future__ import annotations

import base64
import json
import secrets
import threading
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from pos_app.domain import e_invoice_check
from registry_sandbox.tax_envelopes import EnvelopeError, opened_jwe, opened_jws
from registry_sandbox.tax_identity import Files

MOST_PACKETS = 1000
WEEK = timedelta(days=7)
KEY_ID = "6a2bcd88-practice"
_BLANK = "0103502"  # published: an empty optional string


class RefusedError(Exception):
    """HTTP status, code and words."""


@dataclass(slots=True)
class Parcel:
    """A packet that was taken in. `looks`: how often it still says IN_PROGRESS."""

    uid: str
    memory: str
    reference: str
    taken_at: str
    status: str
    tax_id: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    invoice: dict[str, Any] = field(default_factory=dict)
    looks: int = 1
    sign: str = ""


class TaxOfficeRules:
    """Thread-safe. `state` None keeps all in memory; what is on disk outlives a kill."""

    def __init__(self, files: Files, now: Callable[[], datetime], state: Path | None = None, looks: int = 1) -> None:
        self._root = x509.load_pem_x509_certificate(files.root.read_bytes())
        key = serialization.load_pem_private_key(files.server_key.read_bytes(), None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError("server key")
        self._key, self._now, self._state, self._looks = key, now, state, looks
        self._lock = threading.Lock()
        self._nonces: dict[str, datetime] = {}
        self.parcels: dict[str, Parcel] = {}
        if state is not None and state.exists():
            self.parcels = {row["uid"]: Parcel(**row) for row in json.loads(state.read_text("utf-8"))}

    # -- tokens --------------------------------------------------------------------------------

    def nonce(self, seconds: int, *, spent: bool = False) -> dict[str, str]:
        if not 10 <= seconds <= 200:
            raise RefusedError(400, "sample-time-to-live", "10 to 200 seconds")
        given, until = str(uuid.uuid4()), self._now() + timedelta(seconds=seconds)
        if not spent:
            with self._lock:
                self._nonces[given] = until
        return {"nonce": given, "expDate": until.isoformat()}

    def client(self, authorization: str) -> str:
        """The memory that the token is of; its nonce is spent. Raises RefusedError(401)."""
        kind, _, token = authorization.partition(" ")
        try:
            said = json.loads(opened_jws(token, self._root, self._now())) if kind == "Bearer" else {}
        except (EnvelopeError, ValueError) as error:
            raise RefusedError(401, "sample-token", str(error)) from error
        with self._lock:
            until = self._nonces.pop(str(said.get("nonce")), None)
        if until is None or until < self._now():
            raise RefusedError(401, "sample-nonce", "unknown, spent or run out")
        return str(said.get("clientId"))

    def server_information(self) -> dict[str, Any]:
        form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        der = base64.b64encode(self._key.public_key().public_bytes(*form)).decode()
        row = {"key": der, "id": KEY_ID, "algorithm": "RSA", "purpose": 1}
        return {"serverTime": int(self._now().timestamp() * 1000), "publicKeys": [row]}

    # -- packets -------------------------------------------------------------------------------

    def take(self, client: str, body: bytes) -> dict[str, Any]:
        """Every packet gets its reference number; whether it holds is said when it is asked about."""
        try:
            packets = json.loads(body)
            headers = [(p["payload"], p["header"]["requestTraceId"], p["header"]["fiscalId"]) for p in packets]
        except (ValueError, KeyError, TypeError) as error:
            raise RefusedError(400, "sample-packet-form", "a list of packets") from error
        if len(headers) > MOST_PACKETS:
            raise RefusedError(400, "4143", "more than 1000 packets")
        rows = [self._one(client, *packet) for packet in headers]
        self._keep()
        return {"timestamp": int(self._now().timestamp() * 1000), "result": rows}

    def _one(self, client: str, payload: str, uid: str, memory: str) -> dict[str, Any]:
        with self._lock:
            if uid in self.parcels:
                return {"uid": uid, "referenceNumber": None, "errorCode": "sample-uid-twice", "errorDetail": uid}
            if memory != client:
                return {"uid": uid, "referenceNumber": None, "errorCode": "sample-memory", "errorDetail": memory}
            parcel = Parcel(uid, memory, str(uuid.uuid4()), self._now().isoformat(), "SUCCESS", looks=self._looks)
            self._judge(parcel, payload)
            self.parcels[uid] = parcel
            return {"uid": uid, "referenceNumber": parcel.reference, "packetType": None, "data": None}

    def _judge(self, parcel: Parcel, payload: str) -> None:
        try:
            text = opened_jws(opened_jwe(payload, self._key, KEY_ID), self._root, self._now())
            parcel.invoice = json.loads(text)
        except (EnvelopeError, ValueError) as error:
            parcel.errors.append(_told("sample-envelope", str(error)))
        else:
            parcel.errors += self._lawful(parcel)
        if parcel.errors:
            parcel.status = "FAILED"
        else:
            signature = self._key.sign(parcel.tax_id.encode(), padding.PKCS1v15(), hashes.SHA256())
            parcel.sign = base64.b64encode(signature).decode()

    def _lawful(self, parcel: Parcel) -> list[dict[str, str]]:
        header = parcel.invoice.get("header", {})
        parcel.tax_id = str(header.get("taxid", ""))
        found = [
            _told(_BLANK if fault.code == "e-invoice-field-blank" else f"sample-{fault.code}", fault.field)
            for fault in e_invoice_check.faults(parcel.invoice, now=self._now())
        ]
        if parcel.tax_id[:6] != parcel.memory:
            found.append(_told("sample-memory", parcel.memory))
        if self._accepted(parcel.tax_id):
            found.append(_told("sample-tax-id-twice", parcel.tax_id))
        referred = header.get("irtaxid")
        if referred and not self._accepted(referred):
            found.append(_told("sample-referred-unknown", referred))
        return found

    def _accepted(self, tax_id: str) -> bool:
        return any(parcel.tax_id == tax_id and parcel.status == "SUCCESS" for parcel in self.parcels.values())

    def inquire(
        self, client: str, *, uids: list[str], references: list[str], start: str, end: str
    ) -> list[dict[str, Any]]:
        try:
            since, until = datetime.fromisoformat(_six(start)), datetime.fromisoformat(_six(end))
        except ValueError as error:
            raise RefusedError(400, "sample-window", "start and end are times") from error
        if until - since > WEEK:
            raise RefusedError(400, "4164", "at most a week")
        with self._lock:
            rows = []
            for wanted in (*uids, *references):
                parcel = next((p for p in self.parcels.values() if wanted in (p.uid, p.reference)), None)
                inside = parcel is not None and since <= datetime.fromisoformat(parcel.taken_at) <= until
                if parcel is None or parcel.memory != client or not inside:
                    by = "uid" if wanted in uids else "referenceNumber"
                    rows.append({by: wanted, "status": "NOT_FOUND", "data": None, "sign": ""})
                else:
                    rows.append(_row(parcel))
        self._keep()
        return rows

    def in_folder(self, client: str, tax_ids: list[str]) -> list[dict[str, Any]]:
        """Nobody reacts in the practice folder."""
        known = {p.tax_id for p in self.parcels.values() if p.memory == client and p.status == "SUCCESS"}
        return [
            {
                "taxId": tax_id, "invoiceStatus": "AWAITING_REACTION" if tax_id in known else None,
                "article6Status": "NOT_EXCEEDED" if tax_id in known else None,
                "error": None if tax_id in known else "NOT_FOUND",
            }
            for tax_id in tax_ids
        ]  # fmt: skip

    def _keep(self) -> None:
        if self._state is None:
            return
        with self._lock:
            partial = self._state.with_suffix(f".{secrets.token_hex(4)}")
            partial.write_text(json.dumps([asdict(p) for p in self.parcels.values()]), "utf-8")
            partial.replace(self._state)


def _row(parcel: Parcel) -> dict[str, Any]:
    same: dict[str, Any] = {"referenceNumber": parcel.reference, "uid": parcel.uid, "fiscalId": parcel.memory}
    if parcel.looks > 0:
        parcel.looks -= 1
        return {**same, "status": "IN_PROGRESS", "data": {}, "packetType": None, "sign": ""}
    data = {"error": parcel.errors, "warning": parcel.warnings, "success": not parcel.errors}
    return {**same, "status": parcel.status, "data": data, "packetType": "receive_invoice_confirm",
            "sign": parcel.sign}  # fmt: skip


def _told(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message, "errorType": "ERROR"}


def _six(text: str) -> str:
    """Nine decimals, which the office's library writes, cut to the six that Python reads."""
    head, dot, rest = text.partition(".")
    return f"{head}.{rest[:6]}{rest[9:]}" if dot and rest[6:9] == "000" else text
