"""The registry's list of the shop's phones: page by page, stopped anywhere, never losing and never inventing one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pos_app.application import allocations, completing, conflicts, scan, sell
from pos_app.domain.conflict import ConflictKind
from pos_app.domain.errors import ShopError
from pos_app.domain.feed import Allocation, AllocationPage, CursorGone
from pos_app.domain.registry import Unreadable
from pos_app.domain.stock import UnitState
from pos_app.domain.verdict import InquiryAnswer, Verdict
from pos_app.ports.feeds import ALLOCATIONS, FeedState
from pos_app.ports.registry import NoPage
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import Till

NEW1, NEW2 = "353308110002037", "353308110002045"


def phone(name: str, imei: str = "", **more: object) -> Allocation:
    plain: dict[str, object] = {"brand": "Samsung", "model": "Galaxy A55", "model_code": "SM-A556E"}
    return Allocation(name, 0, imei=imei, **{**plain, **more})  # type: ignore[arg-type]


def many(count: int) -> list[Allocation]:
    return [phone(f"many-{place}", f"{350_000_000_000_000 + place:015}") for place in range(count)]


def feed(till: Till) -> FeedState:
    with till.storage.read() as session:
        return session.feed(ALLOCATIONS)


def allocated(till: Till) -> int:
    with till.storage.read() as session:
        return session.allocated()


def known(till: Till, imei: str) -> Allocation | None:
    with till.storage.read() as session:
        return session.allocation(imei)


def test_the_whole_list_and_then_only_what_changed(till: Till) -> None:
    till.registry.allocate(*many(7))
    done = allocations.pull(till.services, page_size=3)
    assert (done.pages, done.items, done.problem) == (3, 7, "")
    assert (allocated(till), feed(till).renewing, feed(till).ended_at) == (7, False, till.clock.now())
    till.registry.allocate(phone("more", NEW1))
    done = allocations.pull(till.services, page_size=3)
    assert (done.pages, done.items, allocated(till)) == (1, 1, 8)
    assert allocations.pull(till.services).items == 0


def test_stopped_it_goes_on_where_it_was(till: Till) -> None:
    till.registry.allocate(*many(9))
    seen: list[int] = []
    done = allocations.pull(
        till.services, page_size=2, stop=lambda: len(seen) == 2, progress=lambda state: seen.append(state.applied)
    )
    assert (done.stopped, seen, allocated(till)) == (True, [2, 4], 4)
    again = till.restarted()
    assert (again.registry, feed(again).renewing) == (till.registry, True)
    done = allocations.pull(again.services, page_size=2)
    assert (done.stopped, done.items, allocated(again), feed(again).applied) == (False, 5, 9, 9)
    again.storage.close()


@pytest.mark.parametrize("page", [1, 2, 3])
def test_killed_between_any_two_pages(till: Till, page: int) -> None:
    till.registry.allocate(*many(8))
    honest, calls = till.registry.allocations, [0]

    def die(cursor: str, limit: int) -> AllocationPage | NoPage:
        calls[0] += 1
        if calls[0] == page:
            raise KeyboardInterrupt
        return honest(cursor, limit)

    till.registry.allocations = die  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        allocations.pull(till.services, page_size=3)
    till.registry.allocations = honest  # type: ignore[method-assign]
    allocations.pull(till.services, page_size=3)
    assert allocated(till) == 8


def test_a_forgotten_cursor_reads_all_anew_while_the_old_list_stays(till: Till) -> None:
    till.registry.allocate(*many(5))
    allocations.pull(till.services)
    till.registry._allocations = till.registry._allocations[1:]  # gone without a tombstone
    till.registry.forget_cursors()
    usable: list[int] = []
    allocations.pull(till.services, page_size=2, progress=lambda _state: usable.append(allocated(till)))
    assert usable == [5, 4]  # nothing is hidden before the end
    assert known(till, many(1)[0].imei) is None


def test_a_registry_that_forgets_every_cursor_lets_us_end(till: Till) -> None:
    till.api.lists.allocations = lambda _cursor, _limit: CursorGone()  # type: ignore[method-assign, assignment]
    assert allocations.pull(till.services).problem == "cursor-gone"
    assert feed(till).problem == "cursor-gone"


def answering(till: Till, *pages: AllocationPage | NoPage) -> list[str]:
    """The cursors that were asked for; the last page again and again."""
    left, asked = list(pages), []

    def told(cursor: str, _limit: int) -> AllocationPage | NoPage:
        asked.append(cursor)
        return left.pop(0) if len(left) > 1 else left[0]

    till.api.lists.allocations = told  # type: ignore[method-assign, assignment]
    return asked


def test_a_list_without_end_is_left(till: Till) -> None:
    one = replace(phone("one", NEW1), version=1)
    asked = answering(till, AllocationPage((one,), "same", True))
    assert allocations.pull(till.services).problem == "feed-loops"
    assert asked == ["", "same"]
    assert (allocated(till), feed(till).renewing) == (1, True)  # what was read is kept; nothing was hidden


def test_one_empty_page_is_a_slip_two_are_the_end(till: Till) -> None:
    one, two = (replace(phone(name, number), version=1) for name, number in (("one", NEW1), ("two", NEW2)))
    answering(
        till, AllocationPage((one,), "a", True), AllocationPage((), "b", True), AllocationPage((two,), "c", True),
        AllocationPage((), "d", True), AllocationPage((), "d", True),
    )  # fmt: skip
    done = allocations.pull(till.services)
    assert (done.problem, done.pages, allocated(till), feed(till).renewing) == ("", 5, 2, False)


def test_doubled_and_shuffled_pages_come_to_the_same(till: Till) -> None:
    first, second = replace(phone("a", NEW1), version=1), replace(phone("a", NEW1, serial="S2"), version=2)
    other = replace(phone("b", NEW2), version=3)
    buried = replace(other, version=4, deleted=True)
    answering(
        till, AllocationPage((second, first, buried), "x", True), AllocationPage((other, second, second), "y", True),
        AllocationPage((first, buried, other), "z", False),
    )  # fmt: skip
    allocations.pull(till.services)
    kept = known(till, NEW1)
    assert kept is not None
    assert (kept.version, kept.serial) == (2, "S2")
    assert known(till, NEW2) is None


def test_what_cannot_be_read_is_named_and_kept_for_later(till: Till) -> None:
    till.registry.allocate(*many(4))
    allocations.pull(till.services, page_size=2, stop=iter([False, True]).__next__)
    answering(till, Unreadable("html", "<html>"))
    assert allocations.pull(till.services).problem == "html"
    assert (allocated(till), feed(till).problem) == (2, "html")


def test_without_access_nothing_is_asked(till: Till) -> None:
    offline = parts.at_work(till.path, online=False)
    assert allocations.pull(offline.services).problem == "no-credentials"
    offline.storage.close()


def pulled(till: Till, *items: Allocation) -> list[tuple[ConflictKind, str, str]]:
    till.registry.allocate(*items)
    allocations.pull(till.services)
    return [(c.kind, c.shop_says, c.registry_says) for c in conflicts.listed(till.services)]


def stop_verdict(imei: str) -> InquiryAnswer:
    return InquiryAnswer(Verdict.BLOCKED_OR_STOLEN, imei)


@pytest.mark.parametrize(
    ("item", "kind", "theirs"),
    [
        (phone("a", parts.IMEI1, model="A15", model_code="SM-A156E"), ConflictKind.MODEL, "Samsung A15 SM-A156E"),
        (phone("a", parts.IMEI1, imei2=NEW1), ConflictKind.SLOTS, f"{NEW1} {parts.IMEI1}"),
        (phone("a", parts.IMEI2, device=stop_verdict(parts.IMEI2)), ConflictKind.VERDICT, "BLOCKED_OR_STOLEN"),
        (phone("a", parts.IMEI1, deleted=True), ConflictKind.WITHDRAWN, "deleted"),
    ],
)  # fmt: skip
def test_where_list_and_stock_differ_both_stand_and_the_phone_waits(
    till: Till, item: Allocation, kind: ConflictKind, theirs: str
) -> None:
    ((found, _ours, said),) = pulled(till, item)
    assert (found, said) == (kind, theirs)
    allocations.pull(till.services)
    assert len(conflicts.listed(till.services)) == 1
    sale_id = steps.compared(till.services)
    with pytest.raises(ShopError, match="conflict-open"):  # before anything binds it to a person
        steps.activate(till.services, sale_id)
    (conflict,) = conflicts.listed(till.services)
    conflicts.decide(till.services, conflict.id, "shop", pin=parts.PIN, reason="looked at the phone")
    steps.activate(till.services, sale_id)
    steps.paid(till.services, sale_id)
    assert completing.complete(till.services, sale_id).number
    hit = steps.sale_of(till.services, sale_id)
    assert hit.unit is not None
    assert hit.unit.imeis == (parts.IMEI1, parts.IMEI2)  # nothing of ours was overwritten


def test_a_bare_tombstone_is_known_by_our_copy(till: Till) -> None:
    assert pulled(till, phone("a", parts.IMEI1, imei2=parts.IMEI2)) == []
    assert [kind for kind, _, _ in pulled(till, Allocation("a", 0, deleted=True))] == [ConflictKind.WITHDRAWN]


def test_a_phone_that_a_full_reading_does_not_name_is_withdrawn(till: Till) -> None:
    pulled(till, phone("a", parts.IMEI1, imei2=parts.IMEI2), phone("b", NEW1))
    till.registry._allocations = till.registry._allocations[1:]
    till.registry.forget_cursors()
    assert [kind for kind, _, _ in pulled(till)] == [ConflictKind.WITHDRAWN]


def test_a_sold_phone_is_nobodys_conflict(till: Till) -> None:
    steps.sold(till.services)
    assert pulled(till, phone("a", parts.IMEI1, deleted=True)) == []


def scanned(till: Till, imei: str) -> Callable[[], str]:
    return lambda: scan.take(till.services, "", imei).sale_id


def test_a_scanned_phone_of_the_list_has_arrived(till: Till) -> None:
    with pytest.raises(ShopError, match="unit-not-in-stock"):
        scan.take(till.services, "", NEW1)
    pulled(till, phone("a", NEW1, imei2=NEW2, serial="R5"))
    sale = steps.sale_of(till.services, scan.take(till.services, "", NEW2).sale_id)
    assert sale.unit is not None
    assert (sale.unit.imeis, sale.unit.serial, sale.unit.product.title) == ((NEW1, NEW2), "R5", "Galaxy A55")
    assert sale.lines[0].fee == parts.GALAXY.price
    assert scan.take(till.services, "", NEW1).sale_id == sale.id


def test_an_unknown_model_comes_without_a_price_and_is_not_sold_without_one(till: Till) -> None:
    pulled(till, phone("a", NEW1, brand="Nokia", model="G42", model_code="TA-1581", goods_id="2330000000000"))
    sale_id = scan.take(till.services, "", NEW1).sale_id
    sale = steps.sale_of(till.services, sale_id)
    assert (sale.lines[0].product.title, sale.lines[0].fee) == ("Nokia G42", 0)
    with till.storage.read() as session:
        assert ("price-missing", "") in sell.lacks(till.services, session, sale)


def test_a_title_of_the_registry_that_would_fill_a_page_is_cut(till: Till) -> None:
    pulled(till, phone("a", NEW1, brand="Nokia", model="G42\nsample " * 90))
    sale = steps.sale_of(till.services, scan.take(till.services, "", NEW1).sale_id)
    title = sale.lines[0].product.title
    assert title.startswith("Nokia G42 sample G42 sample")
    assert len(title) == 300


def test_a_phone_taken_from_the_list_is_not_taken_in(till: Till) -> None:
    pulled(till, phone("a", NEW1))
    pulled(till, replace(phone("a", NEW1), deleted=True))
    with pytest.raises(ShopError, match="unit-not-in-stock"):
        scan.take(till.services, "", NEW1)


def test_a_stale_word_is_no_conflict(till: Till) -> None:
    """Doubled and shuffled pages: what was not applied says nothing of our stock."""
    now = replace(phone("a", parts.IMEI1, imei2=parts.IMEI2), version=3)
    stale = (replace(now, version=2, deleted=True), replace(now, version=1, model="A15", model_code="SM-A156E"))
    answering(till, AllocationPage((*stale, now), "x", True), AllocationPage((now, *stale), "y", False))
    allocations.pull(till.services)
    assert conflicts.listed(till.services) == ()


def test_another_row_for_the_same_phone_is_no_withdrawal(till: Till) -> None:
    pulled(till, phone("old", parts.IMEI1, imei2=parts.IMEI2))
    assert pulled(till, phone("new", parts.IMEI2, imei2=parts.IMEI1), Allocation("old", 0, deleted=True)) == []


def test_a_phone_that_is_being_sold_leaves_the_list_as_was_to_be_expected(till: Till) -> None:
    pulled(till, phone("a", parts.IMEI1, imei2=parts.IMEI2))
    sale_id = steps.ready(till.services)
    assert pulled(till, Allocation("a", 0, deleted=True)) == []
    assert completing.complete(till.services, sale_id).number


def test_withdrawn_decided_given_back_and_withdrawn_again_is_looked_at_again(till: Till) -> None:
    pulled(till, phone("a", parts.IMEI1))
    for place in (1, 2):
        ((kind, _, _),) = pulled(till, replace(phone("a", parts.IMEI1), deleted=True))
        assert kind is ConflictKind.WITHDRAWN, place
        (found,) = conflicts.listed(till.services)
        conflicts.decide(till.services, found.id, "shop", pin=parts.PIN, reason="it is here")
        assert pulled(till, phone("a", parts.IMEI1)) == []


def test_the_registrys_word_taken_the_phone_is_not_sold(till: Till) -> None:
    pulled(till, phone("a", parts.IMEI1), replace(phone("a", parts.IMEI1), deleted=True))
    (found,) = conflicts.listed(till.services)
    conflicts.decide(till.services, found.id, "registry", pin=parts.PIN, reason="sent back to the supplier")
    sale_id = steps.compared(till.services)
    with pytest.raises(ShopError, match="conflict-registry"):
        steps.activate(till.services, sale_id)


def test_a_difference_that_comes_up_after_the_activation_keeps_the_sale_open(till: Till) -> None:
    sale_id = steps.ready(till.services)
    pulled(till, phone("a", parts.IMEI1, imei2=NEW1))
    with pytest.raises(ShopError, match="conflict-open"):
        completing.complete(till.services, sale_id)


def test_a_stop_is_news_of_a_phone_that_is_held_back_too(till: Till) -> None:
    with till.storage.write() as session:
        (hit,) = session.find_units(parts.IMEI1)
        session.change_unit(replace(hit.unit, state=UnitState.HELD))
    assert pulled(till, phone("a", parts.IMEI1, model="A15", model_code="SM-A156E")) == []
    ((kind, _ours, said),) = pulled(till, phone("b", parts.IMEI1, device=stop_verdict(parts.IMEI1)))
    assert (kind, said) == (ConflictKind.VERDICT, "BLOCKED_OR_STOLEN")


@pytest.mark.parametrize(
    ("brand", "model", "code"),
    [("SAMSUNG", "Galaxy A55", "SM-A556E/DS"), ("سامسونگ", "گلکسی A55", "SMA556E"), ("Samsung", "", "A556E"),
     ("Samsung", "Galaxy A55 5G", "")],
)  # fmt: skip
def test_the_same_model_is_written_in_many_ways(till: Till, brand: str, model: str, code: str) -> None:
    assert pulled(till, phone("a", parts.IMEI1, brand=brand, model=model, model_code=code)) == []
