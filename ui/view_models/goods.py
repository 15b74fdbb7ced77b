"""The shop's goods on screen: the list, one product's card, what is typed of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pos_app.application import exporting, goods
from pos_app.application.goods import PAGE, Card, Typed
from pos_app.application.services import Services
from pos_app.domain.errors import ShopError
from pos_app.domain.stock import ProductKind
from pos_app.ports.goods import GoodsRow
from ui.export_words import wording
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsState:
    """`card` of the product that is chosen; `new` the kind of one that is being typed, None = none is. `more`: the list
    goes on behind its last row."""

    rows: tuple[GoodsRow, ...] = ()
    text: str = ""
    kind: str = ""
    low_only: bool = False
    more: bool = False
    card: Card | None = None
    new: ProductKind | None = None
    notice: Notice | None = None
    busy: bool = False


class GoodsVM(QObject):
    changed = Signal()
    card_read = Signal()  # another product: what was typed of the one before is gone
    found = Signal()  # a search has its answer

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = GoodsState()

    # -- the list ----------------------------------------------------------------------------------

    def load(self, *, text: str | None = None, kind: str | None = None, low_only: bool | None = None) -> None:
        """With what is given changed; the rest as it was."""
        state = self.state
        text = state.text if text is None else text
        kind = state.kind if kind is None else kind
        low = state.low_only if low_only is None else low_only

        def done(rows: tuple[GoodsRow, ...]) -> None:
            more = len(rows) == PAGE
            self._show(replace(self.state, rows=rows, text=text, kind=kind, low_only=low, more=more))
            self.found.emit()

        self._jobs.db(lambda: goods.search(self._services, text, kind=kind, low_only=low), done, self._failed)

    def go_on(self) -> None:
        """The next page below the last row."""
        state = self.state

        def done(rows: tuple[GoodsRow, ...]) -> None:
            self._show(replace(self.state, rows=(*state.rows, *rows), more=len(rows) == PAGE))

        self._jobs.db(
            lambda: goods.search(
                self._services, state.text, kind=state.kind, low_only=state.low_only, skip=len(state.rows)
            ),
            done, self._failed,
        )  # fmt: skip

    # -- one product -------------------------------------------------------------------------------

    def select(self, product_id: int) -> None:
        self._read(product_id, None)

    def begin_new(self, kind: ProductKind) -> None:
        self._show(replace(self.state, new=kind, card=None, notice=None))
        self.card_read.emit()

    def leave(self) -> bool:
        """Out of what is being typed; False where nothing is."""
        if self.state.new is None:
            return False
        self._show(replace(self.state, new=None, notice=None))
        return True

    def save(self, typed: Typed) -> None:
        """The new one, or the one that is chosen."""
        state = self.state
        if state.busy or (state.new is None and state.card is None):
            return
        new = state.new is not None

        def work() -> tuple[int, str]:
            if new:
                made = goods.add(self._services, typed)
            else:
                assert state.card is not None  # noqa: S101 - seen above
                made = goods.change(self._services, state.card.product.id, typed)
            return made.id, made.title

        def done(made: tuple[int, str]) -> None:
            self.state = replace(self.state, busy=False, new=None)
            self._read(made[0], Notice("product-added" if new else "product-saved", made[1]))
            self.load()

        self._begin(work, done)

    def count(self, pieces: int, reason: str) -> None:
        """So many lie here."""
        card = self.state.card
        if card is None or self.state.busy:
            return
        key, title = card.product.id, card.product.title

        def done(_level: object) -> None:
            self.state = replace(self.state, busy=False)
            self._read(key, Notice("product-saved", title))
            self.load()

        self._begin(lambda: goods.count(self._services, key, pieces, reason=reason), done)

    # -- tables ------------------------------------------------------------------------------------

    def export(self, kind: str, path: str) -> None:
        """Written beside the other work: a large shop takes its time."""
        self._show(replace(self.state, busy=True, notice=None))
        words = wording()

        def done(made: exporting.Exported) -> None:
            self._show(replace(self.state, busy=False, notice=Notice("export-done", made.file.name)))

        self._jobs.background(
            lambda: exporting.export(self._services, kind, Path(path), wording=words), done, self._failed
        )  # fmt: skip

    def refuse(self, error: ShopError) -> None:
        """What was typed is no number, say."""
        self._failed(error)

    def quiet(self) -> None:
        self._show(replace(self.state, notice=None))

    # -- inside ------------------------------------------------------------------------------------

    def _read(self, product_id: int, notice: Notice | None) -> None:
        def done(card: Card) -> None:
            self._show(replace(self.state, card=card, new=None, notice=notice))
            self.card_read.emit()

        self._jobs.db(lambda: goods.card(self._services, product_id), done, self._failed)

    def _begin(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._show(replace(self.state, busy=True, notice=None))
        self._jobs.db(work, done, self._failed)

    def _show(self, state: GoodsState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, busy=False, notice=notices_of(error)[0]))
