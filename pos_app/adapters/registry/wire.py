"""Replies into domain answers, commands into bodies. What does not fit the contract is never a verdict.

Neither status nor content type is believed alone. Imported with the first call, as `shapes` is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pos_app.adapters.registry.shapes import CapabilitiesShape, OperationShape, ProblemShape, Question, TimeShape
from pos_app.domain.identifiers import mobile_e164
from pos_app.domain.registry import (
    ActivationCommand,
    Answered,
    Capabilities,
    Command,
    InquiryCommand,
    Refused,
    TransferCommand,
    Unreadable,
)

RAW_LIMIT = 64 * 1024  # characters of a reply that are kept
_LONGEST_WAIT = 10**9  # seconds; a longer Retry-After is cut to this


@dataclass(frozen=True, slots=True)
class Received:
    """One HTTP reply, read to its end. Header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def raw(self) -> str:
        return as_raw(self.body)


def as_raw(body: bytes) -> str:
    """The body for the records: cut, and without the NUL that no database text can hold."""
    return body[: 4 * RAW_LIMIT].decode("utf-8", "replace").replace("\0", "\ufffd")[:RAW_LIMIT]


ShapeT = TypeVar("ShapeT", bound=BaseModel)


def read(received: Received, shape: type[ShapeT], statuses: tuple[int, ...]) -> ShapeT | Refused | Unreadable:
    """A body of this shape, a readable problem, or Unreadable with the reason's code. Never raises."""
    if "content-encoding" in received.headers and received.headers["content-encoding"].lower() != "identity":
        return Unreadable("contract-breach", received.raw)  # we asked for plain bytes
    if received.media_type == "application/problem+json":
        problem = _parse(received, ProblemShape)
        if isinstance(problem, Unreadable):
            return problem
        if received.status < 400 or problem.status != received.status:
            return Unreadable("contract-breach", received.raw)
        return Refused(problem.to_domain(retry_after(received.headers)), received.raw)
    if received.status in statuses and received.media_type == "application/json":
        return _parse(received, shape)
    if received.media_type in ("text/html", "application/xhtml+xml") or received.body.lstrip()[:1] == b"<":
        return Unreadable("html", received.raw)
    return Unreadable("no-problem-body" if received.status >= 400 else "contract-breach", received.raw)


def _parse(received: Received, shape: type[ShapeT]) -> ShapeT | Unreadable:
    try:
        return shape.model_validate_json(received.body)
    except ValidationError as error:
        broken = any(e["type"] == "json_invalid" for e in error.errors(include_url=False, include_context=False))
        if received.body.lstrip()[:1] == b"<":
            return Unreadable("html", received.raw)
        return Unreadable("bad-json" if broken else "contract-breach", received.raw)


def read_operation(
    received: Received, question: Question, statuses: tuple[int, ...]
) -> Answered | Refused | Unreadable:
    """The answer to this very question, or why it is none."""
    found = read(received, OperationShape, statuses)
    if not isinstance(found, OperationShape):
        return found
    if not found.answers(question):
        return Unreadable("contract-breach", received.raw)
    return Answered(found.to_domain(question), received.raw, retry_after(received.headers))


def read_capabilities(received: Received) -> Capabilities | Refused | Unreadable:
    found = read(received, CapabilitiesShape, (200,))
    if not isinstance(found, CapabilitiesShape):
        return found
    try:
        re.compile(found.code_pattern)
    except (re.error, RecursionError, OverflowError):
        return Unreadable("contract-breach", received.raw)
    return found.to_domain()


def read_time(received: Received) -> datetime | Refused | Unreadable:
    found = read(received, TimeShape, (200,))
    return found.now if isinstance(found, TimeShape) else found


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from seconds or an HTTP date held against the reply's own `Date`; None = not said."""
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+", text):
        return float(min(int(text[:10]) if len(text) <= 10 else _LONGEST_WAIT, _LONGEST_WAIT))
    until, now = http_date(text), http_date(headers.get("date", ""))
    if until is None or now is None:
        return None
    return min(max((until - now).total_seconds(), 0.0), float(_LONGEST_WAIT))


def http_date(text: str) -> datetime | None:
    """An HTTP date as UTC, None for anything else."""
    try:
        found = parsedate_to_datetime(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def command_body(command: Command) -> dict[str, Any]:
    """The JSON that goes out; what is not said is left out."""
    body: dict[str, Any] = {
        "operation_id": command.operation_id,
        "shop_id": command.shop_id,
        "terminal_id": command.terminal_id,
        "imei": command.imei,
        "requested_at": command.requested_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "local_seq": command.local_seq,
    }
    if command.imei2 is not None:
        body["imei2"] = command.imei2
    if command.document_ref is not None:
        body["document_ref"] = command.document_ref
    if isinstance(command, ActivationCommand):
        return body | {"msisdn": mobile_e164(command.msisdn), "activation_code": command.activation_code}
    if isinstance(command, TransferCommand):
        parties = {"from_msisdn": mobile_e164(command.from_msisdn), "to_msisdn": mobile_e164(command.to_msisdn)}
        return body | parties | {"reason": command.reason.value}
    if isinstance(command, InquiryCommand):
        return body | {"purpose": command.purpose}
    return body  # a cancelling names its transfer in the path
