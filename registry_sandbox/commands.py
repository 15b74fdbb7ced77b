"""Reading a command: the contract's rules for each field, and the fingerprint that tells a repeat from a reuse."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry_sandbox.devices import is_imei
from registry_sandbox.problems import Refusal
from registry_sandbox.reading import read_json


@dataclass(frozen=True, slots=True)
class ReceivedCommand:
    """A well-formed command. `fingerprint` is equal for equal payloads only, `asks` for the same wish under any key."""

    kind: str
    operation_id: str
    shop_id: str
    imei: str
    fingerprint: str
    asks: str = ""
    msisdn: str | None = None
    activation_code: str | None = None
    from_msisdn: str = ""
    to_msisdn: str = ""
    transfer_id: str = ""


def read_command(kind: str, key: str | None, body: bytes, transfer_id: str = "") -> ReceivedCommand | Refusal:
    """`transfer_id`: what the path names, for a cancelling."""
    if not key:
        return Refusal("idempotency-key-missing")
    try:
        fields = read_json(body)
    except ValueError:
        return Refusal("request-invalid", "the body is not JSON")
    if not isinstance(fields, dict):
        return Refusal("request-invalid", "the body is not an object")
    wrong = [(name, code) for name, (code, holds) in _rules(kind).items() if not holds(fields.get(name))]
    if wrong:
        listed = [{"pointer": f"/{name}", "code": code} for name, code in wrong]
        return Refusal(wrong[0][1], extra={"field_errors": listed})
    operation_id = str(uuid.UUID(fields["operation_id"]))
    if key.strip('"').lower() != operation_id:
        return Refusal("request-invalid", "Idempotency-Key and operation_id differ")
    if kind == "transfer" and fields["from_msisdn"] == fields["to_msisdn"]:
        same = [{"pointer": "/to_msisdn", "code": "msisdn-invalid"}]
        return Refusal("msisdn-invalid", "the recipient is the owner", {"field_errors": same})
    wish = {name: said for name, said in fields.items() if name not in _OF_THE_KEY}
    return ReceivedCommand(
        kind=kind,
        operation_id=operation_id,
        shop_id=fields["shop_id"],
        imei=fields["imei"],
        fingerprint=_digest([kind, transfer_id, fields]),
        asks=_digest([kind, transfer_id, wish]),
        msisdn=fields.get("msisdn"),
        activation_code=fields.get("activation_code"),
        from_msisdn=fields.get("from_msisdn", ""),
        to_msisdn=fields.get("to_msisdn", ""),
        transfer_id=transfer_id,
    )


#: What differs between two keys for the same wish.
_OF_THE_KEY = frozenset({"operation_id", "requested_at", "local_seq", "terminal_id", "document_ref"})


def _digest(said: list[Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


Rule = tuple[str, Callable[[Any], bool]]


def _rules(kind: str) -> dict[str, Rule]:
    """Field -> (code of the refusal, what must hold). A missing field is judged as null."""
    common: dict[str, Rule] = {
        "operation_id": ("request-invalid", _is_uuid),
        "shop_id": ("request-invalid", _is_text),
        "terminal_id": ("request-invalid", _is_text),
        "local_seq": ("request-invalid", lambda v: type(v) is int and v >= 1),
        "requested_at": ("request-invalid", _is_instant),
        "document_ref": ("request-invalid", lambda v: v is None or isinstance(v, str)),
        "imei": ("imei-invalid", is_imei),
        "imei2": ("imei-invalid", lambda v: v is None or is_imei(v)),
    }
    if kind == "activation":
        return common | {
            "msisdn": ("msisdn-invalid", _is_msisdn),
            "activation_code": ("code-invalid", lambda v: _matches(r"[1-9][0-9]{5}", v)),
        }
    if kind == "transfer":
        return common | {
            "from_msisdn": ("msisdn-invalid", _is_msisdn),
            "to_msisdn": ("msisdn-invalid", _is_msisdn),
            "reason": ("request-invalid", lambda v: v in ("sale", "buy_in", "return", "correction")),
        }
    if kind == "transfer_cancel":
        return common
    return common | {
        "purpose": ("request-invalid", lambda v: v in (None, "buy_in", "sell", "audit")),
        "msisdn": ("msisdn-invalid", lambda v: v is None or _is_msisdn(v)),
    }


def _matches(pattern: str, value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(pattern, value))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_msisdn(value: object) -> bool:
    return _matches(r"\+989[0-9]{9}", value)


def _is_uuid(value: object) -> bool:
    return _matches(r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value)


def _is_instant(value: object) -> bool:
    if not isinstance(value, str) or "T" not in value.upper():
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
