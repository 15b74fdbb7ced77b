"""A delivery being taken in: who brought it, its products with their lists, what of it does not hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from pos_app.application import goods, intake
from pos_app.application.import_chunk import day as day_of
from pos_app.application.intake import Delivery, Phones, Pieces, Taken
from pos_app.application.services import Services
from pos_app.domain import import_cells
from pos_app.domain.errors import ShopError
from pos_app.domain.pasted import Pasted
from pos_app.domain.stock import Product
from pos_app.ports.goods import GoodsRow, PurchaseRow
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of

FEW, RECENT = 12, 30  # products that are offered, deliveries that are listed


@dataclass(frozen=True, slots=True)
class Item:
    """One product of the delivery: phones with their list, or so many pieces."""

    product: Product
    phones: Phones | None = None
    pieces: Pieces | None = None
    lines: tuple[Pasted, ...] = ()

    @property
    def good(self) -> int:
        return self.pieces.quantity if self.pieces else sum(not line.reasons for line in self.lines)

    @property
    def bad(self) -> int:
        return sum(bool(line.reasons) for line in self.lines)

    @property
    def cost(self) -> int:
        one = self.phones.cost if self.phones else self.pieces.cost if self.pieces else None
        return self.good * (one or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeState:
    """`product` is the one that is being typed, `offered` those that its search found, `lines` how its list reads;
    `purchases` the last ones, those of lists from files among them."""

    offered: tuple[GoodsRow, ...] = ()
    product: Product | None = None
    lines: tuple[Pasted, ...] = ()
    items: tuple[Item, ...] = ()
    suppliers: tuple[str, ...] = ()
    purchases: tuple[PurchaseRow, ...] = ()
    taken: Taken | None = None
    notice: Notice | None = None
    busy: bool = False


class IntakeVM(QObject):
    changed = Signal()
    chosen = Signal()  # a product: the caret goes on to its list
    done = Signal()  # the delivery is in: the form begins anew

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = IntakeState()

    def load(self) -> None:
        def read() -> tuple[tuple[str, ...], tuple[PurchaseRow, ...]]:
            with self._services.storage.read() as session:
                return tuple(one.name for one in session.suppliers()), session.purchases(RECENT)

        def seen(told: tuple[tuple[str, ...], tuple[PurchaseRow, ...]]) -> None:
            self._show(replace(self.state, suppliers=told[0], purchases=told[1]))

        self._jobs.db(read, seen, self._failed)

    def find(self, text: str) -> None:
        """Products by their barcode or name; the only one is chosen at once."""

        def found(rows: tuple[GoodsRow, ...]) -> None:
            if len(rows) == 1:
                self.choose(rows[0].product)
            else:
                missing = Notice("goods-none-fits", text) if text.strip() and not rows else None
                self._show(replace(self.state, offered=rows[:FEW], notice=missing))

        self._jobs.db(lambda: goods.search(self._services, text), found, self._failed)

    def choose(self, product: Product) -> None:
        self._show(replace(self.state, product=product, offered=(), lines=(), notice=None, taken=None))
        self.chosen.emit()

    def choose_id(self, product_id: int) -> None:
        found = next((row.product for row in self.state.offered if row.product.id == product_id), None)
        if found is not None:
            self.choose(found)

    def look(self, listed: str) -> None:
        """How the list reads now, line by line."""
        product = self.state.product
        if product is None:
            return

        def seen(lines: tuple[Pasted, ...]) -> None:
            if self.state.product is product:
                self._show(replace(self.state, lines=lines))

        phones = Phones(product_id=product.id, listed=listed)
        self._jobs.db(lambda: intake.look(self._services, phones), seen, self._failed)

    def add(self, item: Phones | Pieces) -> None:
        """It belongs to the delivery; the next product may be typed."""
        product = self.state.product
        if product is None:
            return
        if isinstance(item, Pieces):
            self._with(Item(product, pieces=item))
            return
        phones = item

        def seen(lines: tuple[Pasted, ...]) -> None:
            if not any(not line.reasons for line in lines):
                self._show(replace(self.state, lines=lines, notice=Notice("intake-empty", "", "listed")))
            else:
                self._with(Item(product, phones=phones, lines=lines))

        self._jobs.db(lambda: intake.look(self._services, phones), seen, self._failed)

    def _with(self, item: Item) -> None:
        self._show(replace(self.state, items=(*self.state.items, item), product=None, lines=(), notice=None))
        self.chosen.emit()

    def drop(self, place: int) -> None:
        items = self.state.items
        self._show(replace(self.state, items=items[:place] + items[place + 1 :]))

    def take(self, *, supplier: str, number: str, day: str) -> None:
        """All of the delivery, in one transaction."""
        state = self.state
        if state.busy:
            return
        try:
            on = self._day(day)
        except ValueError:
            self._show(replace(state, notice=Notice("day-unreadable", day.strip()[:20], "day")))
            return
        if state.product is not None or not state.items:
            said = Notice("intake-open-item" if state.product else "intake-empty", "", "listed")
            self._show(replace(state, notice=said))
            return
        delivery = Delivery(
            supplier=supplier, number=number, day=on, phones=tuple(one.phones for one in state.items if one.phones),
            pieces=tuple(one.pieces for one in state.items if one.pieces),
        )  # fmt: skip
        self._show(replace(state, busy=True, notice=None))

        def home(taken: Taken) -> None:
            count = str(taken.units + taken.pieces)
            self._show(replace(self.state, busy=False, items=(), taken=taken, notice=Notice("purchase-taken", count)))
            self.done.emit()
            self.load()

        self._jobs.db(lambda: intake.take(self._services, delivery), home, self._failed)

    def _day(self, text: str) -> date | None:
        """Raises ValueError for what is no day."""
        written = import_cells.year_month_day(text)
        return day_of(*written) if written else None

    def leave(self) -> bool:
        """Out of the product that is being typed; False where none is."""
        if self.state.product is None and not self.state.offered:
            return False
        self._show(replace(self.state, product=None, offered=(), lines=(), notice=None))
        self.chosen.emit()
        return True

    def refuse(self, error: ShopError) -> None:
        self._failed(error)

    def quiet(self) -> None:
        self._show(replace(self.state, notice=None))

    def _show(self, state: IntakeState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, busy=False, notice=notices_of(error)[0]))
