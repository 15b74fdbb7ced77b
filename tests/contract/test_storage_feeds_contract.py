"""Allocated stock, cursors and conflicts in the shop's memory, on both databases."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.feed import Allocation
from pos_app.domain.verdict import InquiryAnswer, Verdict
from pos_app.ports.feeds import ALLOCATIONS, FeedState
from tests.fakes import parts
from tests.fakes.clock import NOON

A = Allocation(
    "a", 3, imei=parts.IMEI1, imei2=parts.IMEI2, serial="S", brand="Samsung", model="A55", model_code="SM-A556E",
    goods_id="7", guarantee_tracking_id="g", allocated_at=NOON,
    device=InquiryAnswer(Verdict.LEGAL_NOT_ACTIVATED, parts.IMEI1, as_of=NOON, reasons=("x",)),
)  # fmt: skip


def apply(storage: SqlStorage, *items: Allocation, round_: int = 1) -> None:
    with storage.write() as session:
        session.apply_allocations(items, round_)


def known(storage: SqlStorage, imei: str = parts.IMEI1) -> Allocation | None:
    with storage.read() as session:
        return session.allocation(imei)


def test_an_allocation_comes_back_by_either_number(storage: SqlStorage) -> None:
    apply(storage, A)
    assert known(storage) == A == known(storage, parts.IMEI2)
    assert known(storage, "") is None
    with storage.read() as session:
        assert session.allocated() == 1


@pytest.mark.parametrize("version", [1, 2, 3])
def test_what_is_not_newer_changes_nothing(storage: SqlStorage, version: int) -> None:
    apply(storage, A)
    apply(storage, replace(A, version=version, serial="OTHER"))
    apply(storage, replace(A, version=version, deleted=True))
    assert known(storage) == A


def test_a_tombstone_hides_and_a_later_word_brings_back(storage: SqlStorage) -> None:
    apply(storage, A)
    apply(storage, Allocation("a", 4, deleted=True))
    assert known(storage) is None
    with storage.read() as session:
        (kept,) = session.allocations_named(("a", "b"))
    assert (kept.deleted, kept.imei, kept.version) == (True, parts.IMEI1, 4)
    apply(storage, replace(A, version=3))
    assert known(storage) is None
    apply(storage, replace(A, version=5))
    assert known(storage) == replace(A, version=5)


def test_a_tombstone_for_a_stranger_holds_against_its_late_birth(storage: SqlStorage) -> None:
    apply(storage, Allocation("a", 4, deleted=True))
    apply(storage, A)
    assert known(storage) is None


def test_a_full_reading_hides_what_it_did_not_name(storage: SqlStorage) -> None:
    other = replace(A, allocation_id="b", imei="353308110002037", imei2="")
    apply(storage, A, other)
    apply(storage, replace(A, version=2), round_=2)  # an old word is no news, but it names the phone
    with storage.write() as session:
        assert session.sweep_allocations(2) == ()  # "b" is not in our stock
    assert (known(storage), known(storage, other.imei)) == (A, None)
    with storage.write() as session:
        assert [gone.allocation_id for gone in session.sweep_allocations(3)] == ["a"]


def test_a_full_reading_knows_our_own_phone_by_its_other_number(storage: SqlStorage) -> None:
    apply(storage, replace(A, imei="353308110002037"))
    with storage.write() as session:
        assert [gone.allocation_id for gone in session.sweep_allocations(2)] == ["a"]


@pytest.mark.parametrize("seed", range(6))
def test_doubled_shuffled_and_cut_in_any_way_it_comes_to_the_same(storage: SqlStorage, seed: int) -> None:
    """One word for each version, as a registry gives it; the pages then as a bad line delivers them."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    told = [
        replace(A, allocation_id=name, version=version, deleted=chance.random() < 0.4, serial=f"{name}{version}")
        for name in "abcdef"
        for version in range(1, chance.randrange(2, 7))
    ]
    newest = {item.allocation_id: item for item in told}
    delivered = told + told
    chance.shuffle(delivered)
    size = chance.randrange(1, 9)
    for start in range(0, len(delivered), size):
        apply(storage, *delivered[start : start + size])
    with storage.read() as session:
        found = {item.allocation_id: item for item in session.allocations_named(tuple("abcdef"))}
    assert {name: (item.version, item.deleted) for name, item in found.items()} == {
        name: (item.version, item.deleted) for name, item in newest.items()
    }
    assert all(found[name] == item for name, item in newest.items() if not item.deleted)


def test_how_far_a_list_was_read(storage: SqlStorage) -> None:
    state = FeedState(name=ALLOCATIONS, cursor="c", round=2, renewing=True, applied=7, begun_at=NOON, problem="p")
    with storage.write() as session:
        assert session.feed(ALLOCATIONS) == FeedState(name=ALLOCATIONS)
        session.put_feed(state)
        session.put_feed(replace(state, applied=8))
    with storage.read() as session:
        assert session.feed(ALLOCATIONS) == replace(state, applied=8)


def test_our_own_phones_by_any_of_their_numbers(storage: SqlStorage) -> None:
    with storage.read() as session:
        found = session.held((parts.IMEI2, parts.IMEI1, parts.NOKIA, "353308110002037"))
        assert {unit.imeis for unit in found} == {(parts.IMEI1, parts.IMEI2), (parts.NOKIA,)}
        assert session.held(()) == ()


def test_a_conflict_is_found_once_and_decided_once(storage: SqlStorage) -> None:
    found = Conflict(
        kind=ConflictKind.MODEL, imei=parts.IMEI1, subject="a", shop_says="A55", registry_says="A15", found_at=NOON
    )
    with storage.write() as session:
        assert session.add_conflict(found)
        assert not session.add_conflict(replace(found, found_at=NOON + timedelta(days=1)))
        assert session.add_conflict(replace(found, registry_says="A05"))
        first, second = session.conflicts()
        assert replace(first, id=0) == found
        assert session.conflicts(imeis=(parts.IMEI2,)) == ()
        assert session.conflicts(imeis=(parts.IMEI1, parts.IMEI2)) == (first, second)
        assert session.decide_conflict(first.id, "shop", "m", "seen", NOON)
        assert not session.decide_conflict(first.id, "registry", "m", "seen", NOON)
        assert session.conflicts() == (second,)
        kept = session.conflict(first.id)
        assert kept is not None
        assert (kept.decision, kept.decided_by, kept.reason, kept.decided_at) == ("shop", "m", "seen", NOON)
        assert session.add_conflict(found)  # said anew after it was decided: it wants a new look


def test_the_registrys_word_keeps_a_phone_of_the_stock_from_being_sold_until_decided_otherwise(
    storage: SqlStorage,
) -> None:
    found = Conflict(
        kind=ConflictKind.WITHDRAWN, imei=parts.IMEI1, subject="a", shop_says="in_stock", registry_says="deleted",
        found_at=NOON,
    )  # fmt: skip
    with storage.write() as session:
        session.add_conflict(found)
        session.add_conflict(replace(found, kind=ConflictKind.OPERATION, subject="o"))
        for row in session.conflicts():
            assert session.decide_conflict(row.id, "registry", "m", "seen", NOON)
        (barred,) = session.conflicts(imeis=(parts.IMEI1,))
        assert (barred.kind, barred.decision) == (ConflictKind.WITHDRAWN, "registry")
        assert not session.decide_conflict(barred.id, "registry", "m", "again", NOON)
        assert session.decide_conflict(barred.id, "shop", "m", "looked again", NOON)
        assert session.conflicts() == ()


@pytest.mark.parametrize("version", [3, 4])
def test_what_only_a_full_reading_hid_comes_back_at_the_version_it_had(storage: SqlStorage, version: int) -> None:
    apply(storage, A)
    with storage.write() as session:
        session.sweep_allocations(2)
    assert known(storage) is None
    apply(storage, replace(A, version=2), round_=3)
    assert known(storage) is None  # an older word is none
    apply(storage, replace(A, version=version), round_=3)
    assert known(storage) == replace(A, version=version)


def test_a_page_that_takes_several_statements(storage: SqlStorage) -> None:
    page = tuple(
        replace(A, allocation_id=f"p-{place}", imei=f"{place:015}", imei2="", version=2, device=None)
        for place in range(601)
    )
    apply(storage, *page)
    older = tuple(replace(item, version=1, serial="OLD") for item in page[:300])
    newer = tuple(replace(item, version=3, serial="NEW", allocated_at=None) for item in page[300:])
    apply(storage, *older, *newer)
    with storage.read() as session:
        assert session.allocated() == 601
        assert session.allocations_named(("p-0", "p-299")) == (page[0], page[299])
        assert session.allocations_named(("p-300", "p-600")) == (newer[0], newer[-1])


def test_what_has_not_arrived_is_told_from_what_has(storage: SqlStorage) -> None:
    """The storage holds the phone of the first two; either number says so."""
    first = replace(A, allocation_id="first", imei2="")
    by_second = replace(A, allocation_id="second", imei="352099001761481", imei2=parts.IMEI2)
    both = replace(A, allocation_id="third")
    far = [replace(A, allocation_id=f"z{n}", imei=f"{n:015d}", imei2="") for n in range(3)]
    gone = replace(far[0], allocation_id="gone", deleted=True)
    apply(storage, first, by_second, both, *far, gone)
    with storage.read() as session:
        assert session.arrived() == 3
        assert session.not_arrived(2) == tuple(far[:2])
        assert session.not_arrived(50) == tuple(far)
