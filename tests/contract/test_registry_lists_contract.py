"""What the registry tells of its own accord, over every way: lists by cursor, and its view of one device."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.domain.feed import Allocation, AllocationPage, CursorGone, HistoryPage, OperationPage
from pos_app.domain.registry import Operation, OperationKind, OperationState
from pos_app.domain.verdict import InquiryAnswer, Verdict
from tests.contract.registry_ways import Way, activation, cancelling, inquiry, problem_code, transfer, unversioned
from tests.registry.practice import BUYER, OTHER_SIM, PHONE_A, UNKNOWN

ONE = Allocation("one", 0, imei="356938035643809", imei2="356938035643817", serial="S1", brand="Samsung", model="A55")
TWO = Allocation("two", 0, imei="490154203237518", brand="Nokia", model="TA-1234", goods_id="2330000604715")
GONE = Allocation("one", 0, deleted=True)


def pages(way: Way, cursor: str = "", limit: int = 1000) -> Iterator[AllocationPage]:
    """To the end of the list."""
    while True:
        page = way.gateway.allocations(cursor, limit)
        assert isinstance(page, AllocationPage)
        yield page
        if not page.has_more:
            return
        cursor = page.next_cursor


def read(way: Way, cursor: str = "", limit: int = 1000) -> tuple[list[Allocation], str]:
    """All items, and where the next pull begins."""
    found = list(pages(way, cursor, limit))
    return [item for page in found for item in page.items], found[-1].next_cursor


def changes(way: Way, cursor: str = "") -> OperationPage:
    page = way.gateway.operation_changes(cursor)
    assert isinstance(page, OperationPage)
    return page


def told(page: OperationPage) -> dict[str, OperationState]:
    return {item.operation_id: item.state for item in page.items}


def test_an_empty_list_has_a_cursor_too(way: Way) -> None:
    items, cursor = read(way)
    assert items == []
    assert cursor
    way.allocate(ONE)
    assert [item.allocation_id for item in read(way, cursor)[0]] == ["one"]


def test_the_whole_list_comes_as_it_is(way: Way) -> None:
    way.allocate(ONE, TWO)
    items, _ = read(way)
    assert list(map(unversioned, items)) == [ONE, TWO]


def test_pages_have_the_size_that_was_asked_for(way: Way) -> None:
    way.allocate(ONE, TWO)
    found = list(pages(way, limit=1))
    assert [len(page.items) for page in found] == [1, 1]
    assert [page.has_more for page in found] == [True, False]


def test_later_pulls_bring_only_what_changed_with_higher_versions(way: Way) -> None:
    way.allocate(ONE, TWO)
    first, cursor = read(way)
    assert read(way, cursor)[0] == []
    way.allocate(GONE)
    later, cursor = read(way, cursor)
    assert [(item.allocation_id, item.deleted) for item in later] == [("one", True)]
    assert later[0].version > max(item.version for item in first)
    way.allocate(ONE)
    back, _ = read(way, cursor)
    assert [(item.allocation_id, item.deleted, item.imei) for item in back] == [("one", False, ONE.imei)]
    assert back[0].version > later[0].version


def test_a_cursor_may_be_used_again(way: Way) -> None:
    way.allocate(ONE, TWO)
    cursor = next(pages(way, limit=1)).next_cursor
    assert read(way, cursor)[0] == read(way, cursor)[0] != []


def test_a_cursor_that_is_not_known_is_gone(way: Way) -> None:
    way.allocate(ONE)
    _, cursor = read(way)
    assert way.gateway.allocations("no-such-cursor", 10) == CursorGone()
    assert way.gateway.operation_changes(cursor) == CursorGone()  # of another list
    way.begin_anew()
    assert way.gateway.allocations(cursor, 10) == CursorGone()
    assert way.gateway.history(PHONE_A, cursor) == CursorGone()


def test_changes_of_operations_come_in_order_with_their_last_state(way: Way) -> None:
    start = changes(way)
    assert start.items == ()
    asked, bought, handed = inquiry(), activation(sim=BUYER), transfer(of=BUYER, to=OTHER_SIM)
    for command in (asked, bought, handed):
        way.gateway.submit(command)
    page = changes(way, start.next_cursor)
    assert list(told(page).items()) == [
        (asked.operation_id, OperationState.SUCCEEDED),
        (bought.operation_id, OperationState.SUCCEEDED),
        (handed.operation_id, OperationState.AWAITING_BUYER),
    ]
    assert changes(way, page.next_cursor).items == ()
    cancel = cancelling(handed.operation_id)
    way.gateway.submit(cancel)
    assert told(changes(way, page.next_cursor)) == {
        handed.operation_id: OperationState.CANCELLED,
        cancel.operation_id: OperationState.SUCCEEDED,
    }


def test_a_change_is_what_a_look_up_shows(way: Way) -> None:
    command = activation(code="999999")
    way.gateway.submit(command)
    (item,) = changes(way).items
    looked_up = way.gateway.look_up(command.operation_id, OperationKind.ACTIVATION)
    assert isinstance(item, Operation)
    assert getattr(looked_up, "operation", None) == item
    assert item.state is OperationState.REJECTED


def test_a_wait_ends_at_once_when_something_is_there(way: Way) -> None:
    way.gateway.submit(inquiry())
    page = way.gateway.operation_changes("", wait=25)
    assert isinstance(page, OperationPage)
    assert len(page.items) == 1


def test_device_view(way: Way) -> None:
    known, unknown = way.gateway.device(PHONE_A), way.gateway.device(UNKNOWN)
    assert isinstance(known, InquiryAnswer)
    assert isinstance(unknown, InquiryAnswer)
    assert (known.imei, known.verdict, known.model) == (PHONE_A, Verdict.LEGAL_NOT_ACTIVATED, "SM-A556E")
    assert (unknown.imei, unknown.verdict) == (UNKNOWN, Verdict.NOT_REGISTERED)
    assert problem_code(way.gateway.device("356938035643808"))[0] == "imei-invalid"


def test_history_is_appended_to(way: Way) -> None:
    before = way.gateway.history(PHONE_A, "")
    assert isinstance(before, HistoryPage)
    assert [event.type for event in before.items] == ["registered"]
    command = transfer(of=BUYER, to=OTHER_SIM)
    way.gateway.submit(activation(sim=BUYER))
    way.gateway.submit(command)
    way.gateway.submit(activation(sim=OTHER_SIM, code=way.sent_code(command.operation_id)))
    after = way.gateway.history(PHONE_A, before.next_cursor)
    assert isinstance(after, HistoryPage)
    assert [event.type for event in after.items] == ["activated", "transfer_requested", "transferred"]
    whole = way.gateway.history(PHONE_A, "")
    assert isinstance(whole, HistoryPage)
    assert whole.items == before.items + after.items
    assert len({event.event_id for event in whole.items}) == 4


def test_history_of_an_unknown_phone_is_empty(way: Way) -> None:
    page = way.gateway.history(UNKNOWN, "")
    assert isinstance(page, HistoryPage)
    assert page.items == ()
    assert page.next_cursor
    assert not page.has_more
