"""The table of TACs and what was suspected, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.registry import OperationKind
from pos_app.domain.sale import CaseKind, Sale, SaleState
from pos_app.domain.stock import Condition, UnitState
from pos_app.domain.tac import IMPORTED, LEARNED, TacRow
from pos_app.ports.storage import WriteSession
from tests.contract.storage_steps import an_entry, line_of
from tests.fakes import parts
from tests.fakes.clock import NOON

A55 = TacRow(tac="35693803", brand="Samsung", model="Galaxy A55", source=LEARNED, changed_at=NOON, seen=1)
CLONE = Conflict(
    kind=ConflictKind.CLONE, imei="356938035643809", subject="tac:356938035643809", shop_says="product: A",
    registry_says="tac: B", found_at=NOON,
)  # fmt: skip


def put(storage: SqlStorage, *rows: TacRow) -> None:
    with storage.write() as session:
        session.put_tacs(rows)


def known(storage: SqlStorage, tac: str = A55.tac) -> TacRow | None:
    with storage.read() as session:
        return session.tac(tac)


def test_a_row_comes_back(storage: SqlStorage) -> None:
    assert known(storage) is None
    put(storage, A55)
    assert known(storage) == A55


def test_what_was_learned_twice_is_counted_and_keeps_its_words(storage: SqlStorage) -> None:
    put(storage, A55)
    put(storage, replace(A55, model="Galaxy S23", changed_at=NOON + timedelta(days=1)))
    assert known(storage) == replace(A55, seen=2)


def test_an_import_rules_over_a_scan_and_a_scan_never_over_an_import(storage: SqlStorage) -> None:
    imported = replace(A55, model="Galaxy S23", source=IMPORTED, seen=0, changed_at=NOON + timedelta(days=1))
    put(storage, A55)
    put(storage, imported)
    assert known(storage) == replace(imported, seen=1)
    put(storage, A55)
    assert known(storage) == replace(imported, seen=2)
    put(storage, replace(imported, model="Galaxy S24"))
    assert known(storage) == replace(imported, model="Galaxy S24", seen=2)


def test_both_kinds_in_one_writing_and_their_counts(storage: SqlStorage) -> None:
    rows = [replace(A55, tac=f"{at:08d}", source=IMPORTED, seen=0) for at in range(10_000_000, 10_001_300)]
    put(storage, *rows, A55)
    with storage.read() as session:
        assert session.count_tacs() == (1300, 1)
        found = session.tacs_named([row.tac for row in rows] + ["99999999"])
    assert found == {row.tac: row for row in rows}


def test_only_an_open_suspicion_of_a_clone_is_taken_back(storage: SqlStorage) -> None:
    with storage.write() as session:
        session.add_conflict(CLONE)
        session.add_conflict(replace(CLONE, kind=ConflictKind.MODEL, subject="m"))
        session.add_conflict(replace(CLONE, subject="decided"))
        ids = {found.subject: found.id for found in session.conflicts()}
        session.decide_conflict(ids["decided"], "shop", "Karimi", "seen", NOON)
        assert [session.drop_suspicion(ids[name]) for name in ("m", "decided", CLONE.subject)] == [False, False, True]
        assert [found.subject for found in session.conflicts()] == ["m"]


def test_a_suspicion_is_known_again_decided_or_not(storage: SqlStorage) -> None:
    with storage.write() as session:
        assert not session.suspected(CLONE)
        session.add_conflict(CLONE)
        assert session.suspected(replace(CLONE, found_at=NOON + timedelta(days=1), subject="x"))
        assert not session.suspected(replace(CLONE, imei="356938035643817"))
        assert not session.suspected(replace(CLONE, registry_says="tac: C"))
        (found,) = session.conflicts()
        assert session.decide_conflict(found.id, "shop", "Karimi", "seen", NOON)
        assert session.suspected(CLONE)


def went_home(session: WriteSession, kind: CaseKind = CaseKind.BUY_IN) -> None:
    session.add_conflict(replace(CLONE, imei=parts.IMEI1))
    session.open_sale(Sale(id="sale", till_id=1, seller="s", state=SaleState.OPEN, opened_at=NOON, kind=kind))
    session.add_line("sale", line_of(session, parts.IMEI1, "line"))
    unit = session.find_units(parts.IMEI1)[0].unit
    session.change_unit(replace(unit, state=UnitState.LEFT, condition=Condition.USED))


def test_what_was_typed_at_a_buy_in_that_was_given_up_goes_with_the_phone(storage: SqlStorage) -> None:
    with storage.write() as session:
        went_home(session)
        assert len(session.conflicts()) == 1  # the case is still open
        session.abandon_sale("sale")
        assert session.conflicts() == session.conflicts(imeis=(parts.IMEI1,)) == ()
        session.add_conflict(replace(CLONE, imei=parts.IMEI1, registry_says="before: B"))
        session.add_conflict(replace(CLONE, imei=parts.IMEI1, shop_says="tac: A", registry_says="answer: B"))
        assert {one.registry_says for one in session.conflicts()} == {"before: B", "answer: B"}
        unit = session.find_units(parts.IMEI1)[0].unit
        session.change_unit(replace(unit, state=UnitState.INTAKE))  # it comes again
        assert len(session.conflicts()) == 3


def test_it_stays_where_the_phone_was_sold_before(storage: SqlStorage) -> None:
    with storage.write() as session:
        went_home(session, CaseKind.SALE)
        session.abandon_sale("sale")
        assert len(session.conflicts()) == 1


def test_it_stays_where_either_number_was_asked_about(storage: SqlStorage) -> None:
    with storage.write() as session:
        went_home(session)
        session.add_entry(an_entry("q", device_key=parts.IMEI2, kind=OperationKind.INQUIRY))
        session.abandon_sale("sale")
        assert len(session.conflicts()) == 1
