"""The chain of events and what verifying it finds, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.errors import ShopError
from pos_app.domain.history import START, Head
from pos_app.ports.history import BadRow
from tests.fakes.clock import NOON

KINDS = ("sale-opened", "price-changed", "pin-wrong", "setting-changed", "sale-abandoned")


@pytest.fixture
def told(storage: SqlStorage) -> SqlStorage:
    """Five events of one till, two of another."""
    with storage.write() as session:
        for place, kind in enumerate(KINDS):
            session.audit(1, NOON + timedelta(seconds=place), "سارا", kind, f"case-{place}", {"n": place})
        for place in range(2):
            session.audit(2, NOON, "Sara", "sale-opened", f"other-{place}", {})
    return storage


def edit(engine: Engine, *statements: str) -> None:
    """By somebody who has the file and knows the schema: what the database itself would refuse, he takes away."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for name in ("audit_event_stays", "audit_event_unchanged"):
                connection.execute(text(f"drop trigger {name}"))
        else:
            connection.execute(text("alter table audit_event disable trigger all"))
        for statement in statements:
            connection.execute(text(statement))
        if engine.dialect.name == "postgresql":
            connection.execute(text("alter table audit_event enable trigger all"))


def test_an_empty_history_holds(storage: SqlStorage) -> None:
    with storage.read() as session:
        assert session.history_head(1) == Head(1, 0, START)
        assert session.history_heads() == ()
    assert storage.verify().ok


def test_every_till_has_its_own_head(told: SqlStorage) -> None:
    found = told.verify()
    with told.read() as session:
        assert found.heads == session.history_heads() == (session.history_head(1), session.history_head(2))
    assert [(head.till_id, head.count) for head in found.heads] == [(1, 5), (2, 2)]
    assert found.ok


def test_the_database_itself_refuses_to_change_or_forget(told: SqlStorage, engine: Engine) -> None:
    for statement in ("update audit_event set who = 'x'", "delete from audit_event"):
        with pytest.raises(Exception, match="history is only ever added to"), engine.begin() as connection:
            connection.execute(text(statement))
    assert told.verify().ok


CHANGED = "update audit_event set {to} where till_id = 1 and subject = 'case-2'"


@pytest.mark.parametrize(
    ("to", "fault"),
    [
        ("who = 'x'", "broken"),
        ("kind = 'x'", "broken"),
        ("data = '{}'", "broken"),
        ("subject = 'x'", "broken"),
        ("at = '2026-01-01 00:00:00.000000'", "broken"),
        ("hash = mac", "foreign"),
        ("mac = hash", "foreign"),
        ("mac = ''", "foreign"),
        ("mac = 'ی'", "foreign"),
    ],
)
def test_a_changed_event_is_named(told: SqlStorage, engine: Engine, to: str, fault: str) -> None:
    edit(engine, CHANGED.format(to=to))
    with engine.connect() as connection:
        seq = connection.scalar(text("select seq from audit_event where till_id = 1 order by seq limit 1 offset 2"))
    assert told.verify().bad == BadRow(table="audit_event", key=f"1/{seq}", fault=fault)


def test_one_taken_out_of_the_middle_shows_at_the_next(told: SqlStorage, engine: Engine) -> None:
    edit(engine, "delete from audit_event where till_id = 1 and subject = 'case-2'")
    found = told.verify().bad
    assert found is not None
    assert (found.table, found.fault) == ("audit_event", "broken")


def test_one_put_in_between_is_foreign(told: SqlStorage, engine: Engine) -> None:
    edit(
        engine,
        "insert into audit_event (till_id, seq, at, who, kind, subject, data, hash, mac)"
        " select till_id, seq + 100, at, who, kind, subject, data, hash, mac from audit_event"
        " where till_id = 1 and subject = 'case-2'",
    )
    found = told.verify().bad
    assert found is not None
    assert (found.table, found.fault) == ("audit_event", "foreign")  # signed once, yet it stands behind the end


def test_two_that_changed_places(told: SqlStorage, engine: Engine) -> None:
    edit(
        engine,
        "update audit_event set seq = seq + 1000 where till_id = 1 and subject = 'case-1'",
        "update audit_event set seq = seq - 1 where till_id = 1 and subject = 'case-2'",
        "update audit_event set seq = seq - 999 where till_id = 1 and subject = 'case-1'",
    )
    found = told.verify().bad
    assert found is not None
    assert (found.table, found.fault) == ("audit_event", "broken")


def test_a_cut_end(told: SqlStorage, engine: Engine) -> None:
    edit(engine, "delete from audit_event where till_id = 1 and subject = 'case-4'")
    assert told.verify().bad == BadRow(table="history_head", key="1", fault="cut")


def test_a_cut_end_with_the_head_moved_back(told: SqlStorage, engine: Engine) -> None:
    edit(
        engine,
        "delete from audit_event where till_id = 1 and subject = 'case-4'",
        "update history_head set count = 4, hash = (select hash from audit_event where subject = 'case-3')"
        " where till_id = 1",
    )
    assert told.verify().bad == BadRow(table="history_head", key="1", fault="foreign")


def test_all_of_a_till_taken_away(told: SqlStorage, engine: Engine) -> None:
    edit(engine, "delete from audit_event where till_id = 2", "delete from history_head where till_id = 2")
    assert told.verify().ok  # without a witness nobody can know; a paper, a backup or the key store knows
    assert told.verify((Head(2, 1, "a" * 64),)).bad == BadRow(table="history_head", key="2", fault="cut")


def test_a_history_rolled_back_as_a_whole_is_caught_by_a_witness(told: SqlStorage, engine: Engine) -> None:
    with told.read() as session:
        witness = session.history_head(1)
    with told.write() as session:
        session.audit(1, NOON, "Sara", "sale-opened", "later", {})
    assert told.verify((witness,)).ok
    ahead = Head(1, witness.count + 5, witness.hash)
    assert told.verify((ahead,)).bad == BadRow(table="history_head", key="1", fault="cut")
    other = Head(1, witness.count, START)
    found = told.verify((other,)).bad
    assert found is not None
    assert found.fault == "not-as-witnessed"


def test_undone_with_its_transaction(told: SqlStorage) -> None:
    with told.read() as session:
        before = session.history_head(1)
    with pytest.raises(ShopError), told.write() as session:  # noqa: PT012
        session.audit(1, NOON, "Sara", "sale-opened", "never", {})
        raise ShopError("given-up")
    with told.read() as session:
        assert session.history_head(1) == before
    assert told.verify().ok
