"""Migrations: they make exactly the tables, whole or not at all, and never touch a later program's database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, event, inspect, text
from sqlalchemy.exc import IntegrityError

from pos_app.adapters.storage import migrate, tables
from pos_app.adapters.storage.engine import sqlite_engine
from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.errors import StorageError
from pos_app.domain.print_job import PrintState
from pos_app.domain.sale import CaseKind
from pos_app.domain.stock import Condition, UnitState
from tests.fakes import parts

#: SQLAlchemy reads no index over an expression from SQLite; `test_constraints_and_partial_indexes_are_there` looks.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
    pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index"),
]


def test_they_make_the_tables_and_nothing_else(bare: Engine) -> None:
    migrate.upgrade(bare)
    with bare.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, tables.metadata) == []


def test_constraints_and_partial_indexes_are_there(bare: Engine) -> None:
    """What autogenerate does not compare: checks, and the condition of an index."""
    migrate.upgrade(bare)
    found = inspect(bare)
    for table in tables.metadata.sorted_tables:
        wanted = {c.name for c in table.constraints if c.name and str(c.name).startswith("ck_")}
        assert {c["name"] for c in found.get_check_constraints(table.name)} == wanted
    for name in ("uq_sale_line_live_unit", "uq_product_gtin"):
        table_name = name.removeprefix("uq_").removesuffix("_live_unit").removesuffix("_gtin")
        index: Any = next(i for i in found.get_indexes(table_name) if i["name"] == name)
        assert index["unique"]
        assert f"{bare.dialect.name}_where" in index["dialect_options"]
    listed = {"sqlite": "select name from sqlite_master", "postgresql": "select indexname from pg_indexes"}
    with bare.connect() as connection:
        assert "ix_unit_imei_last_four" in connection.scalars(text(listed[bare.dialect.name])).all()


def test_head_is_the_folders_own() -> None:
    assert migrate.heads() == (tables.HEAD,)
    assert migrate.known(tables.HEAD)
    assert not migrate.known("9999")


def test_up_to_date_is_left_alone(bare: Engine) -> None:
    storage = SqlStorage(bare, parts.SEALER)
    storage.bring_up_to_date()
    written: list[str] = []
    event.listen(bare, "before_cursor_execute", lambda *args: written.append(args[2]))
    storage.bring_up_to_date()
    assert not [statement for statement in written if not statement.lower().startswith(("select", "pragma", "begin"))]


def test_a_database_of_a_newer_program_is_refused(bare: Engine) -> None:
    storage = SqlStorage(bare, parts.SEALER)
    storage.bring_up_to_date()
    with bare.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(StorageError, match="storage-newer") as caught:
        storage.bring_up_to_date()
    assert caught.value.detail == "9999"


def test_prints_of_earlier_invoices_are_counted(bare: Engine) -> None:
    migrate.upgrade(bare, "0004")
    with bare.begin() as connection:
        connection.execute(text("insert into till (id, name) values (1, '1')"))
        for seq, prints in enumerate((0, 1, 3), 1):
            connection.execute(
                text(
                    "insert into sale (id, till_id, seller, state, opened_at, touched_at)"
                    " values (:id, 1, 's', 'completed', :at, :at)"
                ),
                {"id": f"s{seq}", "at": "2026-11-22 12:00:00"},
            )
            connection.execute(
                text(
                    "insert into invoice (number, till_id, year, seq, sale_id, issued_at, title, total,"
                    " document_sealed, sha256) values (:number, 1, 1405, :seq, :id, :at, 't', 1, :sealed, 'h')"
                ),
                {"number": f"n{seq}", "seq": seq, "id": f"s{seq}", "at": "2026-11-22 12:00:00", "sealed": b"x"},
            )
            for nth in range(1, prints + 1):
                connection.execute(
                    text("insert into print_job (invoice_number, nth, state, at) values (:n, :nth, 'made', :at)"),
                    {"n": f"n{seq}", "nth": nth, "at": "2026-11-22 12:00:00"},
                )
    migrate.upgrade(bare)
    with bare.connect() as connection:
        found = connection.execute(text("select number, prints from invoice order by number")).all()
    assert [tuple(row) for row in found] == [("n1", 0), ("n2", 1), ("n3", 3)]
    with SqlStorage(bare, parts.SEALER).write() as session:  # each of them had been made: they are jobs that went well
        last = session.last_prints(("n1", "n2", "n3"))
        assert {number: (job.nth, job.state) for number, job in last.items()} == {
            "n2": (1, PrintState.PRINTED), "n3": (3, PrintState.PRINTED),
        }  # fmt: skip
        later = session.add_print(replace(last["n3"], nth=4))
    assert later.id > last["n3"].id


@pytest.mark.parametrize("cut", [1, 7, 16, 25])
def test_stopped_half_way_nothing_has_happened(bare: Engine, cut: int) -> None:
    left = [cut]

    def stop(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise InterruptedError

    event.listen(bare, "before_cursor_execute", stop)
    with pytest.raises(InterruptedError):
        migrate.upgrade(bare)
    event.remove(bare, "before_cursor_execute", stop)
    assert inspect(bare).get_table_names() == []
    SqlStorage(bare, parts.SEALER).bring_up_to_date()
    assert len(inspect(bare).get_table_names()) == len(tables.metadata.tables) + 1


_KILLED = """
import os, pathlib, signal, sys
from sqlalchemy import event
from pos_app.adapters.storage import migrate
from pos_app.adapters.storage.engine import sqlite_engine
engine = sqlite_engine(pathlib.Path(sys.argv[1]))
@event.listens_for(engine, "after_cursor_execute")
def kill(connection, cursor, statement, *rest):
    if "CREATE TABLE invoice" in statement:
        os.kill(os.getpid(), signal.SIGKILL)
migrate.upgrade(engine)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_killed_half_way_nothing_has_happened(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path)], cwd=parts.ROOT, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    engine = sqlite_engine(path)
    assert inspect(engine).get_table_names() == []
    SqlStorage(engine, parts.SEALER).bring_up_to_date()
    engine.dispose()


_BEFORE_USED_PHONES = """
insert into till (id, name) values (1, '1');
insert into product (id, kind, title, price, gtin, brand, model, model_code, goods_code, unit_code, guarantee)
    values (1, 'device', 'phone', 5, '', '', '', '', '', 1631, '');
insert into unit (id, product_id, serial, eid, state) values (1, 1, 'S1', '', 'sold'), (2, 1, 'S2', '', 'in_stock');
insert into sale (id, till_id, seller, state, opened_at, touched_at)
    values ('done', 1, 's', 'completed', '2026-01-01', '2026-01-01'),
           ('left', 1, 's', 'abandoned', '2026-01-01', '2026-01-01');
insert into sale_line (id, sale_id, position, product_id, unit_id, quantity, fee, discount, live)
    values ('a', 'done', 1, 1, 1, 1, 5, 0, true), ('b', 'done', 2, 1, null, 1, 5, 0, false),
           ('c', 'left', 1, 1, 2, 1, 5, 0, false)
"""


def test_a_shop_with_phones_and_sales_comes_up_to_date(bare: Engine) -> None:
    """What stood there before second-hand trade: sealed phones in their boxes, and lines that had been taken out."""
    migrate.upgrade(bare, "0003")
    with bare.begin() as connection:
        for row in _BEFORE_USED_PHONES.split(";"):
            connection.execute(text(row))
    SqlStorage(bare, parts.SEALER).bring_up_to_date()
    with SqlStorage(bare, parts.SEALER).read() as session:
        sold, waiting = session.unit(1), session.unit(2)
        done, left = session.sale("done"), session.sale("left")
    assert sold is not None
    assert waiting is not None
    assert (sold.state, sold.condition, sold.boxed, sold.asking) == (UnitState.SOLD, Condition.SEALED, True, 5)
    assert waiting.state is UnitState.IN_STOCK
    assert done is not None
    assert (done.kind, [line.id for line in done.lines]) == (CaseKind.SALE, ["a"])
    assert left is not None
    assert [line.id for line in left.lines] == ["c"]


def test_invoices_and_their_prints_outlive_the_new_table(bare: Engine) -> None:
    """SQLite builds the table anew: what refers to it still does, and its keys are guarded again afterwards."""
    migrate.upgrade(bare, "0005")
    with bare.begin() as connection:
        for row in _ONE_RETURNED.split(";"):
            connection.execute(text(row), {"sealed": b"x"} if ":sealed" in row else {})
    SqlStorage(bare, parts.SEALER).bring_up_to_date()
    with bare.begin() as connection:
        found = connection.execute(text("select number, subject, refers_to, prints, tax_id from invoice order by 1"))
        assert [tuple(row) for row in found] == [("n1", "original", None, 1, ""), ("n2", "return", "n1", 0, "")]
        assert connection.execute(text("select invoice_number from print_job")).scalars().all() == ["n1"]
    for lost in ("delete from invoice where number = 'n1'", "update print_job set invoice_number = 'n9'"):
        with pytest.raises(IntegrityError), bare.begin() as connection:
            connection.execute(text(lost))


_ONE_RETURNED = """
insert into till (id, name) values (1, '1');
insert into sale (id, till_id, seller, state, opened_at, touched_at)
    values ('s1', 1, 's', 'completed', '2026-01-01', '2026-01-01'),
           ('s2', 1, 's', 'completed', '2026-01-01', '2026-01-01');
insert into invoice (number, till_id, year, seq, sale_id, issued_at, title, total, document_sealed, sha256, prints)
    values ('n1', 1, 1405, 1, 's1', '2026-01-01', 't', 1, :sealed, 'h', 1);
insert into invoice (number, till_id, year, seq, sale_id, issued_at, title, total, document_sealed, sha256, subject,
    refers_to) values ('n2', 1, 1405, 2, 's2', '2026-01-01', 't', 1, :sealed, 'h', 'return', 'n1');
insert into print_job (invoice_number, nth, state, at) values ('n1', 1, 'made', '2026-01-01')
"""
