"""Lists that go wrong, and lists that are long."""

from __future__ import annotations

import json
import threading
import urllib.error
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.domain.feed import Allocation, AllocationPage, CursorGone, HistoryPage, OperationPage
from pos_app.domain.imei import are_imeis
from pos_app.domain.registry import Refused, Unreadable
from registry_sandbox.cursors import Cursors
from registry_sandbox.devices import load
from tests.registry.practice import PHONE_A, STOLEN, PracticeAt, in_process, inquiry

SAMPLE = Path(__file__).parents[2] / "resources" / "practice" / "shop.json"


def page_of(found: object) -> AllocationPage:
    assert isinstance(found, AllocationPage), found
    return found


def ids(page: AllocationPage) -> list[str]:
    return [item.allocation_id for item in page.items]


def test_the_practice_shop_has_its_phones_and_two_that_are_new(registry: HttpxRegistry) -> None:
    sample = json.loads(SAMPLE.read_text("utf-8"))
    stock = {imei for unit in sample["units"] for imei in unit["imeis"]}
    goods = {product["goods_code"] for product in sample["products"]}
    page = page_of(registry.allocations("", 1000))
    new = [item for item in page.items if item.imei not in stock]
    assert [item.serial for item in new] == ["PRCA550009", "PRCNOK0009"]
    assert len(page.items) > 15
    devices = load()
    for item in page.items:
        known = devices[item.imei]
        assert (item.imei2 or None, item.brand, item.model) == (known.imei2, known.brand, known.model)
        assert item.goods_id in goods
        assert known.verdict == "LEGAL_NOT_ACTIVATED"


def test_many_phones_come_with_right_numbers_in_order(practice: PracticeAt, registry: HttpxRegistry) -> None:
    start = page_of(registry.allocations("", 1000)).next_cursor
    practice.allocate_many(2500, first=999_000)
    found: list[Allocation] = []
    cursor, more = start, True
    while more:
        page = page_of(registry.allocations(cursor, 1000))
        found, cursor, more = [*found, *page.items], page.next_cursor, page.has_more
    assert len(found) == 2500
    numbers = [number for item in found for number in (item.imei, item.imei2)]
    assert are_imeis(numbers)
    assert len(set(numbers)) == 5000
    versions = [item.version for item in found]
    assert versions == sorted(versions)
    practice.allocate_many(10, first=999_000)
    again = page_of(registry.allocations(cursor, 1000))
    assert again.items[0].imei == found[0].imei
    assert len(again.items) == 10


def test_a_cursor_outlives_the_process(tmp_path: Path) -> None:
    cursor = ""
    for _ in range(2):
        with in_process("--state", str(tmp_path / "practice.db")) as (practice, _process):
            client = practice.client()
            page = page_of(client.allocations(cursor, 5))
            cursor, first = page.next_cursor, ids(page)[0]
            client.close()
    assert first == f"PRA-{sorted_allocations()[5]}"


def sorted_allocations() -> list[str]:
    """The seeded allocations by IMEI, in the order of their versions."""
    return list({device.imei: None for device in load().values() if device.allocated_to})


def test_a_till_from_a_file_has_its_own_shop(tmp_path: Path) -> None:
    file = tmp_path / "clients.json"
    file.write_text(json.dumps([{"id": "till-7", "secret": "seven", "shop": "shop-7"}]))
    state = str(tmp_path / "practice.db")
    with in_process("--clients", str(file), "--state", state) as (practice, _process):
        client = practice.client(client_id="till-7", secret="seven", shop_id="shop-7")
        assert page_of(client.allocations("", 10)).items == ()
        practice.revoke("till-7")
        client.close()
    with in_process("--clients", str(file), "--state", state) as (practice, _process):
        client = practice.client(client_id="till-7", secret="seven", shop_id="shop-7")
        found = client.allocations("", 10)
        assert getattr(found, "why", "") == "no-credentials"  # revoked is revoked
        client.close()


# --- faults -------------------------------------------------------------------------------------------------


def test_gone_cursor(practice: PracticeAt, registry: HttpxRegistry) -> None:
    page = page_of(registry.allocations("", 5))
    practice.commit("gone_410", times=1)
    assert page_of(registry.allocations("", 5)).items  # a list from its beginning is never gone
    assert registry.allocations(page.next_cursor, 5) == CursorGone()
    assert page_of(registry.allocations(page.next_cursor, 5)).items


def test_doubled_items(practice: PracticeAt, registry: HttpxRegistry) -> None:
    right = ids(page_of(registry.allocations("", 5)))
    practice.commit("duplicate_page")
    assert ids(page_of(registry.allocations("", 5))) == [name for name in right for _ in range(2)]


def test_reordered_items(practice: PracticeAt, registry: HttpxRegistry) -> None:
    right = ids(page_of(registry.allocations("", 5)))
    practice.commit("reordered_page")
    assert ids(page_of(registry.allocations("", 5))) == right[::-1]


def test_cursor_that_never_moves(practice: PracticeAt, registry: HttpxRegistry) -> None:
    practice.commit("repeated_cursor")
    cursor = page_of(registry.allocations("", 5)).next_cursor
    for _ in range(3):
        page = page_of(registry.allocations(cursor, 5))
        assert page.has_more
        assert page.next_cursor == cursor


def test_promised_page_is_empty(practice: PracticeAt, registry: HttpxRegistry) -> None:
    practice.commit("empty_next_page")
    page = page_of(registry.allocations("", 1000))
    assert page.has_more
    assert page.items
    after = page_of(registry.allocations(page.next_cursor, 1000))
    assert (after.items, after.has_more) == ((), False)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("fourteen_digit_imei", "contract-breach"),
        ("wrong_type", "contract-breach"),
        ("bad_json", "bad-json"),
        ("empty_body", "bad-json"),
        ("html_200", "html"),
        ("html_500", "html"),
        ("cut_reply", "connection-lost"),
        ("drop_reply_after_effect", "connection-lost"),
    ],
)
def test_unreadable_lists(practice: PracticeAt, registry: HttpxRegistry, fault: str, why: str) -> None:
    registry.submit(inquiry())
    practice.commit(fault)
    found: list[Any] = [registry.allocations("", 5), registry.operation_changes(""), registry.device(PHONE_A)]
    found += [registry.history(PHONE_A, "")] if fault != "fourteen_digit_imei" else []
    for page in found:
        assert isinstance(page, Unreadable)
        assert page.why == why


def test_null_state_in_changes_and_device(practice: PracticeAt, registry: HttpxRegistry) -> None:
    practice.commit("null_status")
    assert isinstance(registry.device(PHONE_A), Unreadable)


def test_stale_device_says_its_age(practice: PracticeAt, registry: HttpxRegistry) -> None:
    fresh = registry.device(PHONE_A)
    practice.commit("stale_answer", seconds=3600)
    stale = registry.device(PHONE_A)
    ages = [getattr(answer, "as_of", None) for answer in (fresh, stale)]
    assert ages[0] is not None
    assert ages[1] is not None
    assert 3500 < (ages[0] - ages[1]).total_seconds() < 3700


def test_a_wait_is_ended_by_a_change(practice: PracticeAt, registry: HttpxRegistry) -> None:
    start = registry.operation_changes("")
    assert isinstance(start, OperationPage)
    heard: list[Any] = []
    waiting = practice.client()
    thread = threading.Thread(target=lambda: heard.append(waiting.operation_changes(start.next_cursor, wait=25)))
    thread.start()
    command = inquiry()
    registry.submit(command)
    thread.join(20)
    assert [item.operation_id for item in heard[0].items] == [command.operation_id]
    waiting.close()


def test_history_of_a_stolen_phone(registry: HttpxRegistry) -> None:
    page = registry.history(STOLEN, "")
    assert isinstance(page, HistoryPage)
    assert [event.type for event in page.items] == ["registered", "blocked"]


def test_a_till_without_a_shop_has_no_list(practice: PracticeAt) -> None:
    client = practice.client(shop_id="")
    assert getattr(client.allocations("", 5), "why", "") == "no-credentials"
    client.close()


@pytest.mark.parametrize("limit", [-5, 0, 10**9])
def test_a_limit_is_brought_into_the_contracts(registry: HttpxRegistry, limit: int) -> None:
    assert not isinstance(registry.allocations("", limit), Refused)


@pytest.mark.parametrize(
    "body",
    [
        {},
        [1],
        [{"op": "upsert"}],
        [{"allocation_id": ""}],
        [{"allocation_id": "x", "op": "move"}],
        [{"allocation_id": "x", "imei": "356938035643808"}],
        [{"allocation_id": "x", "imei": PHONE_A, "imei2": "1"}],
        [{"allocation_id": "x", "imei": PHONE_A, "serial": 7}],
        [{"allocation_id": "x", "imei": PHONE_A, "colour": "red"}],
    ],
    ids=str,
)
def test_wrong_allocations_are_refused(practice: PracticeAt, registry: HttpxRegistry, body: Any) -> None:
    before = page_of(registry.allocations("", 1000))
    with pytest.raises(urllib.error.HTTPError, match="400"):
        practice.allocate(body)
    assert page_of(registry.allocations("", 1000)).items == before.items


@pytest.mark.parametrize("query", ["count=0", "count=x", "count=1&first=-1", "count=999999999", ""])
def test_wrong_numbers_of_phones_are_refused(practice: PracticeAt, query: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        practice._ask("POST", f"/_practice/allocations/many?{query}")


def test_cursors_are_of_one_list_and_one_state() -> None:
    ours, theirs = Cursors(b"a" * 16), Cursors(b"b" * 16)
    for place in (0, 1, 1_000_000, 2**40):
        cursor = ours.give("allocations/shop", place)
        assert ours.place("allocations/shop", cursor) == place
        assert ours.place("allocations/other", cursor) is None
        assert theirs.place("allocations/shop", cursor) is None
        assert str(place) not in cursor
    for wrong in ("", "x", "é", cursor[:-1], cursor + "A", "A" * 24):
        assert ours.place("allocations/shop", wrong) is None
