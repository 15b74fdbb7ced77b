"""Pages of the registry's lists: their shapes, and what they are in the domain.

Allocations come by the million, so their items are plain dictionaries, their texts are held to patterns by pydantic's
own engine, and their IMEIs are checked a page at a time. Imported with the first call only.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, with_config
from typing_extensions import TypedDict  # pydantic takes typing's own from Python 3.12 on only

from pos_app.adapters.registry.shapes import Counted, DeviceShape, Instant, OperationShape, Question, Text
from pos_app.adapters.registry.wire import Received, read
from pos_app.domain.feed import Allocation, AllocationPage, CursorGone, HistoryEvent, HistoryPage, OperationPage
from pos_app.domain.imei import are_imeis
from pos_app.domain.registry import OperationKind, Refused, Unreadable
from pos_app.domain.verdict import InquiryAnswer

#: Only names come again and again in a list; looking for its values among those seen before costs more than it saves.
_STRICT = ConfigDict(strict=True, frozen=True, extra="ignore", cache_strings="keys")

_NoNul = Annotated[str, Field(pattern=r"\A[^\x00]*\z")]
_Digits = Annotated[str, Field(pattern=r"\A[0-9]{15}\z")]
_When = Annotated[
    str, Field(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})\z")
]
#: What a query can carry, and what cannot be mistaken for "from the beginning".
_Cursor = Annotated[str, Field(pattern=r"\A[\x21-\x7e]{1,512}\z")]


@with_config(ConfigDict(strict=True, extra="ignore"))
class _Tombstone(TypedDict):
    allocation_id: Annotated[str, Field(pattern=r"\A[^\x00]+\z")]
    version: Counted
    op: Literal["upsert", "delete"]


class AllocationShape(_Tombstone, total=False):
    """What a tombstone may leave out; an upsert has its IMEI, brand and model (`_allocation`)."""

    imei: _Digits
    imei2: _Digits | None
    serial: _NoNul | None
    brand: _NoNul
    model: _NoNul
    model_code: _NoNul | None
    goods_id: _NoNul | None
    guarantee_tracking_id: _NoNul | None
    allocated_at: _When
    device: DeviceShape | None


class _PageShape(BaseModel):
    model_config = _STRICT

    has_more: bool
    next_cursor: _Cursor


class AllocationPageShape(_PageShape):
    items: list[AllocationShape]

    def to_domain(self) -> AllocationPage:
        """Raises ValueError where an item breaks what a shape cannot say."""
        numbers = [item["imei"] for item in self.items if "imei" in item]
        numbers += [second for item in self.items if (second := item.get("imei2"))]
        if not are_imeis(numbers):
            raise ValueError("imei")
        return AllocationPage(tuple(map(_allocation, self.items)), self.next_cursor, self.has_more)


def _allocation(item: AllocationShape) -> Allocation:
    deleted = item["op"] == "delete"
    if not deleted and not ("imei" in item and "brand" in item and "model" in item):
        raise ValueError("upsert")
    said, device = item.get("allocated_at"), item.get("device")
    if device is not None and device.imei not in (item.get("imei"), item.get("imei2")):
        raise ValueError("device")
    return Allocation(
        item["allocation_id"],
        item["version"],
        deleted,
        item.get("imei", ""),
        item.get("imei2") or "",
        item.get("serial") or "",
        item.get("brand", ""),
        item.get("model", ""),
        item.get("model_code") or "",
        item.get("goods_id") or "",
        item.get("guarantee_tracking_id") or "",
        _instant(said) if said is not None else None,
        device.to_domain() if device is not None else None,
    )


@lru_cache(256)  # phones come in deliveries
def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is UTC else found.astimezone(UTC)


class OperationPageShape(_PageShape):
    items: list[OperationShape]

    def to_domain(self) -> OperationPage:
        """Raises ValueError for an operation that contradicts itself."""
        asked = [Question(str(UUID(item.operation_id)), OperationKind(item.kind)) for item in self.items]
        if not all(item.answers(question) for item, question in zip(self.items, asked, strict=True)):
            raise ValueError("operation")
        found = tuple(item.to_domain(question) for item, question in zip(self.items, asked, strict=True))
        return OperationPage(found, self.next_cursor, self.has_more)


class HistoryEventShape(BaseModel):
    model_config = _STRICT

    event_id: Text
    at: Instant
    type: Literal[
        "registered", "activated", "transfer_requested", "transferred", "blocked", "unblocked", "repaired", "seen"
    ]
    detail: dict[str, Any] | None = None

    def to_domain(self) -> HistoryEvent:
        """Raises ValueError for a detail that is no JSON (`Infinity`)."""
        detail = "" if self.detail is None else json.dumps(self.detail, ensure_ascii=False, allow_nan=False)
        return HistoryEvent(self.event_id, self.at, self.type, detail)


class HistoryPageShape(_PageShape):
    items: list[HistoryEventShape]

    def to_domain(self) -> HistoryPage:
        return HistoryPage(tuple(item.to_domain() for item in self.items), self.next_cursor, self.has_more)


def read_device(received: Received, imei: str) -> InquiryAnswer | Refused | Unreadable:
    """The registry's view of this very device."""
    found = read(received, DeviceShape, (200,))
    if not isinstance(found, DeviceShape):
        return found
    return found.to_domain() if found.imei == imei else Unreadable("contract-breach", received.raw)


def read_allocations(received: Received) -> AllocationPage | CursorGone | Refused | Unreadable:
    return _page(received, AllocationPageShape, AllocationPageShape.to_domain)


def read_changes(received: Received) -> OperationPage | CursorGone | Refused | Unreadable:
    return _page(received, OperationPageShape, OperationPageShape.to_domain)


def read_history(received: Received) -> HistoryPage | CursorGone | Refused | Unreadable:
    return _page(received, HistoryPageShape, HistoryPageShape.to_domain)


ShapeT = TypeVar("ShapeT", bound=_PageShape)
PageT = TypeVar("PageT")


def _page(
    received: Received, shape: type[ShapeT], to_domain: Callable[[ShapeT], PageT]
) -> PageT | CursorGone | Refused | Unreadable:
    """A page as a whole, or none of it: an item that breaks the contract makes its page unreadable."""
    found = read(received, shape, (200,))
    if isinstance(found, Refused):
        return CursorGone() if (found.problem.status, found.problem.code) == (410, "cursor-gone") else found
    if isinstance(found, Unreadable):
        return found
    try:
        return to_domain(found)
    except (ValueError, OverflowError):
        return Unreadable("contract-breach", received.raw)
