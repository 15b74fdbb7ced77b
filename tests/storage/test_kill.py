"""The process is killed while it sells: what was acknowledged is there, whole, and no number is missing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.adapters.storage.engine import sqlite_engine
from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.invoice import from_json
from tests.fakes import parts

KILLS = 10

#: Sales of which a part is there and another is not.
_HALF_DONE = """
select sale.id from sale left join invoice on invoice.sale_id = sale.id
where (sale.state = 'completed') != (invoice.number is not null)
or (sale.state = 'completed') != exists (select 1 from audit_event
    where subject = sale.id and audit_event.kind = 'sale-completed')
or (sale.state = 'completed') != exists (select 1 from step_record
    where step_record.sale_id = sale.id and step_id = 'invoice')
or (sale.state = 'completed') != exists (select 1 from operation
    where operation.sale_id = sale.id and operation.kind = 'activation' and operation.state = 'queued')
or (sale.state = 'completed') != exists (select 1 from sale_line join unit on unit.id = sale_line.unit_id
    where sale_line.sale_id = sale.id and unit.state = 'sold')
"""


def sell_until(path: Path, count: int) -> list[str]:
    """Numbers that the child acknowledged before it was killed, somewhere after `count` of them."""
    command = [sys.executable, "-m", "tests.storage.selling_child", str(path)]
    with subprocess.Popen(command, cwd=parts.ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(count)]
        os.kill(child.pid, signal.SIGKILL)
        lines += child.stdout.readlines()
    assert child.returncode == -signal.SIGKILL
    return [line.strip() for line in lines if line.endswith("\n")]


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_killed_while_selling(shop: Path) -> None:
    acknowledged: list[str] = []
    for kill in range(KILLS):
        acknowledged += sell_until(shop, 1 + kill % 4)
        storage = SqlStorage(sqlite_engine(shop), parts.SEALER)
        storage.bring_up_to_date()
        with storage.read() as session:
            rows = session.invoices(100_000)
            documents = [session.invoice(row.number) for row in rows]
        storage.close()
        numbers = [row.number for row in reversed(rows)]
        assert set(acknowledged) <= set(numbers)
        assert numbers == [f"1405-1-{n:06d}" for n in range(1, len(numbers) + 1)]
        assert len(numbers) - len(acknowledged) <= kill + 1  # at most one finished, and not yet said, for each kill
        assert all(kept and from_json(kept.document).number == kept.number for kept in documents)
        with sqlite3.connect(shop) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert raw.execute(_HALF_DONE).fetchall() == []
        raw.close()
