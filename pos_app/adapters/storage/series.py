"""Rows of numbers: what was given last, and the jump after a restore."""

from __future__ import annotations

from sqlalchemy import select, update

from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.session import SqlSession
from pos_app.domain.series import Counters, Series, series_of


class SqlSeriesReads(SqlSession):
    """Implements `ports.series.SeriesReads`."""

    def till_ids(self) -> tuple[int, ...]:
        return tuple(self._db.scalars(select(t.till.c.id).order_by(t.till.c.id)))

    def counters(self) -> Counters:
        rows = self._db.execute(select(t.counter.c.till_id, t.counter.c.name, t.counter.c.last)).all()
        found = {series_of(name, till): last for till, name, last in rows}
        serials = {row.memory: row.last for row in self._db.execute(select(t.tax_serial))}
        return Counters({series: last for series, last in found.items() if series is not None}, serials)


class SqlSeriesWrites(SqlSeriesReads):
    """Implements `ports.series.SeriesWrites`."""

    def raise_series(self, series: Series, last: int) -> None:
        own = t.counter.c.till_id == series.till, t.counter.c.name == series.counter
        held = self._db.scalar(select(t.counter.c.last).where(*own))
        if held is None:
            self._db.execute(say.into(t.counter), {"till_id": series.till, "name": series.counter, "last": last})
        elif held < last:
            self._db.execute(update(t.counter).where(*own).values(last=last))

    def raise_tax_serial(self, memory: str, last: int) -> None:
        own = t.tax_serial.c.memory == memory
        held = self._db.scalar(select(t.tax_serial.c.last).where(own))
        if held is None:
            self._db.execute(say.into(t.tax_serial), {"memory": memory, "last": last})
        elif held < last:
            self._db.execute(update(t.tax_serial).where(own).values(last=last))
