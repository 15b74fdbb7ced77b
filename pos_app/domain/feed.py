"""What the registry tells of its own accord, page by page: allocated stock, changed operations, a device's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.registry import Operation
from pos_app.domain.verdict import InquiryAnswer


@dataclass(frozen=True, slots=True)
class Allocation:
    """One phone that the registry counts to this shop. `deleted`: a tombstone, whose other fields may be empty.
    It is applied only over a lower `version`."""

    allocation_id: str
    version: int
    deleted: bool = False
    imei: str = ""
    imei2: str = ""
    serial: str = ""
    brand: str = ""
    model: str = ""
    model_code: str = ""
    goods_id: str = ""
    guarantee_tracking_id: str = ""
    allocated_at: datetime | None = None
    device: InquiryAnswer | None = None


@dataclass(frozen=True, slots=True)
class AllocationPage:
    """`next_cursor` is always there: after the last page it is where the next pull begins."""

    items: tuple[Allocation, ...]
    next_cursor: str
    has_more: bool


@dataclass(frozen=True, slots=True)
class OperationPage:
    items: tuple[Operation, ...]
    next_cursor: str
    has_more: bool


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """`type`: registered, activated, transfer_requested, transferred, blocked, unblocked, repaired, seen."""

    event_id: str
    at: datetime
    type: str
    detail: str = ""  # JSON as it came


@dataclass(frozen=True, slots=True)
class HistoryPage:
    items: tuple[HistoryEvent, ...]
    next_cursor: str
    has_more: bool


@dataclass(frozen=True, slots=True)
class CursorGone:
    """The registry does not know this cursor any more: begin again without one, the old list stays usable."""
