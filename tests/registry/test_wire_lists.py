"""No bytes whatever become a list, a device or a history that the contract does not know; and nothing raises."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.adapters.registry.pages import read_allocations, read_changes, read_device, read_history
from pos_app.adapters.registry.wire import Received
from pos_app.domain.feed import Allocation, AllocationPage, CursorGone, HistoryPage, OperationPage
from pos_app.domain.registry import Unreadable
from pos_app.domain.verdict import InquiryAnswer
from registry_sandbox.problems import Refusal
from tests.registry.practice import PHONE_A, STOLEN
from tests.registry.published import hold
from tests.registry.test_wire import GOOD, _json, _media, _status, received

DEVICE: dict[str, Any] = GOOD["result"]
ALLOCATION: dict[str, Any] = {
    "allocation_id": "one",
    "version": 3,
    "op": "upsert",
    "imei": PHONE_A,
    "imei2": "356938035643817",
    "serial": None,
    "brand": "Samsung",
    "model": "SM-A556E",
    "allocated_at": "2026-11-22T12:30:00+03:30",
    "device": DEVICE,
}
EVENT: dict[str, Any] = {"event_id": "e", "at": "2026-11-22T09:00:00Z", "type": "seen", "detail": {"by": [1, None]}}
PAGES: dict[str, tuple[Callable[[Received], Any], type[Any], dict[str, Any]]] = {
    "AllocationPage": (read_allocations, AllocationPage, ALLOCATION),
    "OperationPage": (read_changes, OperationPage, GOOD),
    "HistoryPage": (read_history, HistoryPage, EVENT),
}


def page(*items: object, **change: object) -> dict[str, Any]:
    return {"items": list(items), "has_more": False, "next_cursor": "next", **change}


@pytest.mark.parametrize("name", PAGES)
def test_a_good_page_is_read(name: str) -> None:
    reader, kind, item = PAGES[name]
    hold(name, page(item))
    found = reader(received(page(item, item), 200))
    assert isinstance(found, kind)
    assert (len(found.items), found.next_cursor, found.has_more) == (2, "next", False)


def test_an_allocation_is_read_whole() -> None:
    found = read_allocations(received(page(ALLOCATION, {"allocation_id": "x", "version": 9, "op": "delete"}), 200))
    assert isinstance(found, AllocationPage)
    first, gone = found.items
    assert (first.imei, first.imei2, first.serial, first.model, first.deleted) == (
        PHONE_A,
        "356938035643817",
        "",
        "SM-A556E",
        False,
    )
    assert first.allocated_at is not None
    assert first.allocated_at.isoformat() == "2026-11-22T09:00:00+00:00"
    assert first.device is not None
    assert gone == Allocation("x", 9, deleted=True)


def test_a_gone_cursor_is_said_by_status_and_code() -> None:
    body = Refusal("cursor-gone").body()
    media = "application/problem+json"
    for reader, _kind, _item in PAGES.values():
        assert reader(received(body, 410, media)) == CursorGone()
        assert reader(received(body | {"status": 404}, 404, media)) != CursorGone()
        assert isinstance(reader(received(b"<html>", 410, "text/html")), Unreadable)


@pytest.mark.parametrize(
    "change",
    [
        {"imei": PHONE_A[:14]},
        {"imei": "356938035643808"},
        {"imei": "0" * 15},
        {"imei": "۳۵۶۹۳۸۰۳۵۶۴۳۸۰۹"},
        {"imei": None},
        {"imei2": PHONE_A + "0"},
        {"imei2": 356938035643817},
        {"version": 0},
        {"version": "3"},
        {"version": 2**31},
        {"op": "move"},
        {"allocation_id": ""},
        {"allocation_id": None},
        {"brand": None},
        {"model": 7},
        {"serial": "A\0B"},
        {"allocated_at": "2026-13-01T00:00:00Z"},
        {"allocated_at": "2026-11-22"},
        {"allocated_at": "0001-01-01T00:00:00+14:00"},
        {"device": DEVICE | {"imei": STOLEN}},
        {"device": DEVICE | {"result": "FINE"}},
        {"device": "LEGAL_NOT_ACTIVATED"},
    ],
    ids=str,
)
def test_one_bad_item_makes_the_page_unreadable(change: dict[str, Any]) -> None:
    found = read_allocations(received(page(ALLOCATION, ALLOCATION | change), 200))
    assert isinstance(found, Unreadable)
    assert found.why == "contract-breach"
    assert found.raw


@pytest.mark.parametrize("missing", ["allocation_id", "version", "op", "imei", "brand", "model"])
def test_an_upsert_says_what_it_is(missing: str) -> None:
    item = {name: said for name, said in ALLOCATION.items() if name != missing}
    assert isinstance(read_allocations(received(page(item), 200)), Unreadable)


@pytest.mark.parametrize(
    "change",
    [{"next_cursor": ""}, {"next_cursor": None}, {"next_cursor": "a b"}, {"next_cursor": "x" * 513}, {"has_more": 0}],
    ids=str,
)
def test_a_page_without_a_way_on_is_none(change: dict[str, Any]) -> None:
    for reader, _kind, item in PAGES.values():
        assert isinstance(reader(received(page(item, **change), 200)), Unreadable)


@pytest.mark.parametrize("change", [{"state": "rejected"}, {"operation_id": "x"}, {"imei": STOLEN}, {"result": None}])
def test_an_operation_that_contradicts_itself_makes_the_page_unreadable(change: dict[str, Any]) -> None:
    assert isinstance(read_changes(received(page(GOOD, GOOD | change), 200)), Unreadable)


def test_a_detail_that_is_no_json_makes_the_page_unreadable() -> None:
    body = json.dumps(page(EVENT | {"detail": {"x": float("inf")}})).encode()
    assert isinstance(read_history(received(body, 200)), Unreadable)


# --- no bytes whatever ----------------------------------------------------------------------------------


def judge(got: Received) -> None:
    """Never raises; what is read is what the contract allows."""
    for name, (reader, kind, _item) in PAGES.items():
        found = reader(got)
        if isinstance(found, kind):
            assert got.status == 200
            hold(name, json.loads(got.body))
    device = read_device(got, PHONE_A)
    if isinstance(device, InquiryAnswer):
        body = json.loads(got.body)
        hold("Device", body)
        assert (got.status, body["imei"], body["result"]) == (200, PHONE_A, device.verdict)


@settings(deadline=None)
@given(st.binary(max_size=200), _status, _media)
def test_any_bytes(body: bytes, status: int, media: str) -> None:
    judge(received(body, status, media))


@settings(deadline=None)
@given(st.sampled_from(["items", "has_more", "next_cursor"]), _json, _status, _media)
def test_any_page(member: str, value: object, status: int, media: str) -> None:
    judge(received(page(**{member: value}), status, media))


_ITEMS = [ALLOCATION, GOOD, EVENT]
_NAMES = sorted({name for item in _ITEMS for name in item})


@settings(deadline=None)
@given(st.sampled_from(_ITEMS), st.sampled_from(_NAMES), _json)
def test_good_page_with_one_member_spoilt(item: dict[str, Any], name: str, value: object) -> None:
    judge(received(page(item, item | {name: value}), 200))


@settings(deadline=None)
@given(st.sampled_from(sorted(DEVICE)), _json)
def test_good_device_with_one_member_spoilt(name: str, value: object) -> None:
    judge(received(DEVICE | {name: value}, 200))
    judge(received(page(ALLOCATION | {"device": DEVICE | {name: value}}), 200))


@settings(deadline=None)
@given(st.sampled_from([*(page(item) for item in _ITEMS), DEVICE]), st.data())
def test_good_answer_with_one_byte_flipped(good: dict[str, Any], data: st.DataObject) -> None:
    body = bytearray(json.dumps(good).encode())
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] = data.draw(st.integers(0, 255))
    judge(received(bytes(body), 200))
