"""A stocktake on screen: what the last scan was, what is counted, what is still to be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pos_app import i18n
from pos_app.application import exporting, stocktake
from pos_app.application.services import Services
from pos_app.application.stocktake import Heard, Standing, Word
from pos_app.ports.sheets import Cell
from pos_app.ports.stocktakes import Stocktake
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StocktakeState:
    """`word` is the last scan's answer. `looked_at`: a closed one, and what it found. `closing`: F9 was pressed
    once."""

    standing: Standing = Standing(None, {})  # noqa: RUF009 - frozen
    word: Word | None = None
    closed: tuple[Stocktake, ...] = ()
    looked_at: Standing | None = None
    closing: bool = False
    notice: Notice | None = None

    @property
    def is_open(self) -> bool:
        return self.standing.stocktake is not None


class StocktakeVM(QObject):
    changed = Signal()
    heard = Signal(bool)  # a scan: was it what it should be

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = StocktakeState()

    def load(self) -> None:
        def read() -> tuple[Standing, tuple[Stocktake, ...]]:
            return stocktake.standing(self._services), stocktake.closed(self._services)

        def seen(told: tuple[Standing, tuple[Stocktake, ...]]) -> None:
            self._show(replace(self.state, standing=told[0], closed=told[1]))

        self._jobs.db(read, seen, self._failed)

    def begin(self) -> None:
        def seen(standing: Standing) -> None:
            self._show(StocktakeState(standing=standing, closed=self.state.closed))

        self._jobs.db(lambda: stocktake.begin(self._services), seen, self._failed)

    def scan(self, text: str) -> None:
        """In the order of the scans, however quickly they come."""

        def work() -> tuple[Word, Standing]:
            return stocktake.scan(self._services, text), stocktake.standing(self._services)

        def seen(told: tuple[Word, Standing]) -> None:
            word, standing = told
            self._show(replace(self.state, word=word, standing=standing, notice=None, closing=False, looked_at=None))
            self.heard.emit(word.heard in (Heard.COUNTED, Heard.PIECE))

        self._jobs.db(work, seen, self._scan_failed)

    def take_back(self) -> None:
        def work() -> Standing:
            stocktake.take_back(self._services)
            return stocktake.standing(self._services)

        self._jobs.db(
            work, lambda standing: self._show(replace(self.state, standing=standing, word=None, closing=False)),
            self._failed,
        )  # fmt: skip

    def close(self, note: str) -> None:
        """Twice: the first press only says what the second will do."""
        if not self.state.is_open:
            return
        if not self.state.closing:
            said = Notice("stocktake-press-again", str(self.state.standing.left))
            self._show(replace(self.state, closing=True, notice=said))
            return

        def work() -> tuple[Standing, tuple[Stocktake, ...]]:
            return stocktake.close(self._services, note), stocktake.closed(self._services)

        def seen(told: tuple[Standing, tuple[Stocktake, ...]]) -> None:
            missing = str(told[0].counts.get("missing", 0))
            self._show(
                StocktakeState(closed=told[1], looked_at=told[0], notice=Notice("stocktake-closed", missing))
            )  # fmt: skip

        self._jobs.db(work, seen, self._failed)

    def look_at(self, stocktake_id: int) -> None:
        """What a closed one found."""
        found = next((one for one in self.state.closed if one.id == stocktake_id), None)
        if found is not None:
            self._jobs.db(
                lambda: stocktake.result(self._services, found),
                lambda result: self._show(replace(self.state, looked_at=result)), self._failed,
            )  # fmt: skip

    def save(self, path: str, table: Callable[[Standing], tuple[tuple[str, ...], list[tuple[Cell, ...]]]]) -> None:
        """All of what is shown, as a file: the list on the screen may be only its begin."""
        shown, rtl = self.state.looked_at or self.state.standing, i18n.right_to_left()
        if shown.stocktake is None:
            return
        of = shown.stocktake

        def work() -> exporting.Exported:
            headings, rows = table(stocktake.whole(self._services, of))
            return exporting.save(self._services, "stocktake", headings, rows, Path(path), rtl=rtl)

        def done(made: exporting.Exported) -> None:
            self._show(replace(self.state, notice=Notice("export-done", made.file.name)))

        self._jobs.background(work, done, self._failed)

    def back(self) -> bool:
        """Out of a pressed F9, or of a closed one; False where neither is."""
        state = self.state
        if not state.closing and (state.looked_at is None or not state.is_open):
            return False
        self._show(replace(state, closing=False, looked_at=None, notice=None))
        return True

    def quiet(self) -> None:
        self._show(replace(self.state, notice=None))

    def _show(self, state: StocktakeState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0], closing=False))

    def _scan_failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0], word=None, closing=False))
        self.heard.emit(False)
