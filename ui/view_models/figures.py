"""The shop's figures on screen: a period, what was sold in it, one of its tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pos_app import i18n
from pos_app.application import exporting, figures
from pos_app.application.figures import Dashboard, Period
from pos_app.application.import_chunk import day as day_of
from pos_app.application.services import Services
from pos_app.domain import import_cells
from ui import figure_tables
from ui.export_words import wording
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of

READ_AT_ONCE = 5  # times two hundred invoices, before the page is drawn anew


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresState:
    """`name` of the period, "" = the days that were typed."""

    name: str = "month"
    period: Period | None = None
    view: str = "time"
    told: Dashboard | None = None
    notice: Notice | None = None
    busy: bool = False


class FiguresVM(QObject):
    changed = Signal()

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self._reading = False
        self.state = FiguresState()

    def load(self) -> None:
        """What stands there now; invoices that were not read yet are read beside it, and the page follows."""
        state = self.state

        def read() -> Dashboard:
            period = state.period or figures.named(state.name, figures.today(self._services))
            return figures.look(self._services, period)

        def seen(told: Dashboard) -> None:
            if (self.state.name, self.state.period) == (state.name, state.period):
                self._show(replace(self.state, told=told, busy=False))
            self._read_on(told.unread)

        self._jobs.background(read, seen, self._failed)

    def choose(self, name: str) -> None:
        self._show(replace(self.state, name=name, period=None, notice=None, busy=True))
        self.load()

    def between(self, first: str, last: str) -> None:
        """Days as people type them, of either calendar; an end that is not given is today."""
        try:
            ends = [self._day(text) for text in (first, last)]
        except ValueError:
            self._show(replace(self.state, notice=Notice("day-unreadable", f"{first} {last}".strip()[:40], "first")))
            return
        today = figures.today(self._services)
        period = Period(ends[0] or today, ends[1] or today)
        if period.first > period.last:
            self._show(replace(self.state, notice=Notice("period-backwards", "", "first")))
            return
        self._show(replace(self.state, name="", period=period, notice=None, busy=True))
        self.load()

    def _day(self, text: str) -> date | None:
        written = import_cells.year_month_day(text)
        return day_of(*written) if written else None

    def look_at(self, view: str) -> None:
        self._show(replace(self.state, view=view))

    def save(self, path: str) -> None:
        """The table that is shown."""
        told, name = self.state.told, self.state.view
        if told is None:
            return
        table = figure_tables.view(name, told)
        rtl = i18n.right_to_left()
        self._write(
            lambda: exporting.save(self._services, f"figures-{name}", table.headings, table.rows, Path(path), rtl=rtl)
        )

    def export(self, kind: str, path: str) -> None:
        """A book of the period: the sales book, VAT, buy-ins."""
        told = self.state.told
        if told is None:
            return
        words, period = wording(), (told.period.first, told.period.last)
        self._write(lambda: exporting.export(self._services, kind, Path(path), wording=words, period=period))

    def _write(self, work: object) -> None:
        self._show(replace(self.state, busy=True, notice=None))

        def done(made: exporting.Exported) -> None:
            self._show(replace(self.state, busy=False, notice=Notice("export-done", made.file.name)))

        self._jobs.background(work, done, self._failed)  # type: ignore[arg-type]

    def quiet(self) -> None:
        self._show(replace(self.state, notice=None))

    def _read_on(self, unread: int) -> None:
        if not unread or self._reading:
            return
        self._reading = True

        def more(_left: int) -> None:
            self._reading = False
            self.load()

        def failed(error: BaseException) -> None:
            self._reading = False
            self._failed(error)

        self._jobs.background(lambda: figures.catch_up(self._services, READ_AT_ONCE), more, failed)

    def _show(self, state: FiguresState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, busy=False, notice=notices_of(error)[0]))
