"""The search of everything, as it is typed; and the customer who is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import customers, search
from pos_app.application.customers import CustomerPage
from pos_app.application.search import Hit, HitKind
from pos_app.application.services import Services
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchState:
    """`text` is what `hits` answer. `shown`: his numbers are in clear, because somebody asked for them."""

    text: str = ""
    hits: tuple[Hit, ...] = ()
    selected: str = ""
    customer: CustomerPage | None = None
    shown: bool = False
    erasing: bool = False
    notice: Notice | None = None

    @property
    def hit(self) -> Hit | None:
        return next((hit for hit in self.hits if key_of(hit) == self.selected), None)


def key_of(hit: Hit) -> str:
    return f"{hit.kind.value}:{hit.key}"


class SearchVM(QObject):
    changed = Signal()
    wanted = Signal(str, str)  # kind of a hit and its key: the window opens it

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = SearchState()
        self._asked = ""

    def ask(self, text: str) -> None:
        """At every letter; an answer that comes after the next letter is not shown."""
        self.state = replace(self.state, notice=None)
        self._find(text)

    def _find(self, text: str) -> None:
        self._asked = text

        def done(hits: tuple[Hit, ...]) -> None:
            if text == self._asked:
                first = key_of(hits[0]) if hits else ""
                kept = self.state.selected if any(key_of(hit) == self.state.selected for hit in hits) else first
                self._show(replace(self.state, text=text, hits=hits))
                self.select(kept)

        self._jobs.db(lambda: search.find(self._services, text), done, self._failed)

    def refresh(self) -> None:
        if self._asked:
            self._find(self._asked)

    def select(self, key: str) -> None:
        """A customer is shown beside the list; the others are opened where they live."""
        self._show(replace(self.state, selected=key, customer=None, shown=False, erasing=False))
        hit = self.state.hit
        if hit is not None and hit.kind is HitKind.CUSTOMER:
            self._read(int(hit.key))

    def _read(self, customer_id: int) -> None:
        def done(page: CustomerPage) -> None:
            hit = self.state.hit
            if hit is not None and hit.kind is HitKind.CUSTOMER and int(hit.key) == page.customer.id:
                self._show(replace(self.state, customer=page))

        self._jobs.db(lambda: customers.page(self._services, customer_id), done, self._failed)

    def open(self) -> None:
        hit = self.state.hit
        if hit is not None and hit.kind is not HitKind.CUSTOMER:
            self.wanted.emit(hit.kind.value, hit.key)

    def open_paper(self, number: str) -> None:
        self.wanted.emit(HitKind.PAPER.value, number)

    def show_numbers(self) -> None:
        """In clear, on record."""
        page = self.state.customer
        if page is None or page.customer.erased_at is not None:
            return
        self._jobs.db(
            lambda: customers.reveal(self._services, page.customer.id),
            lambda _none: self._show(replace(self.state, shown=True)), self._failed,
        )  # fmt: skip

    def begin_erasing(self) -> None:
        if self.state.customer is not None:
            self._show(replace(self.state, erasing=not self.state.erasing, notice=None))

    def erase(self, pin: str, reason: str, *, before_term: bool) -> None:
        page = self.state.customer
        if page is None:
            return
        customer_id = page.customer.id

        def done(_none: None) -> None:
            self._show(replace(self.state, erasing=False, customer=None, notice=Notice("customer-erased")))
            self.refresh()

        self._jobs.db(
            lambda: customers.erase(
                self._services, customer_id, pin=pin, reason=reason, before_term=before_term
            ),
            done, self._failed,
        )  # fmt: skip

    def quiet(self) -> None:
        self._show(replace(self.state, notice=None))

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0]))

    def _show(self, state: SearchState) -> None:
        self.state = state
        self.changed.emit()
