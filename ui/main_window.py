"""The shell: navigation, status, keys. It knows the pages, no page knows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QMainWindow, QStackedWidget, QWidget

from pos_app.application.help import topic_for_step
from pos_app.application.queue import Link, Status
from pos_app.application.services import Services
from pos_app.domain.sale import CaseKind
from pos_app.i18n import text as _
from ui import tab_order
from ui.filming import film
from ui.first_running import FirstRunning
from ui.goods_rooms import goods_rooms
from ui.helping import Helping
from ui.jobs import Jobs
from ui.locking import LOCK, SWITCH, Locking
from ui.pages.counter import CounterPage
from ui.pages.drawer import DrawerPage
from ui.pages.duties import DutiesPage
from ui.pages.invoices import InvoicesPage
from ui.pages.life import LifePage
from ui.pages.people import PeoplePage
from ui.pages.registry import RegistryPage
from ui.pages.room import Room
from ui.pages.settings import SettingsPage
from ui.printing import Printing
from ui.rooms import RAIL
from ui.scanner.filter import ScannerFilter
from ui.view_models.counter import CounterVM
from ui.view_models.drawer import DrawerVM
from ui.view_models.duties import DutiesVM
from ui.view_models.invoices import InvoicesVM
from ui.view_models.keeping import Keeping
from ui.view_models.life import LifeVM
from ui.view_models.notice import Notice
from ui.view_models.people import PeopleVM
from ui.view_models.preview import PreviewVM
from ui.view_models.registry_conflicts import ConflictsVM
from ui.view_models.registry_queue import QueueVM
from ui.view_models.registry_stock import StockVM
from ui.view_models.rounds import Rounds
from ui.view_models.search import SearchVM
from ui.view_models.settings import SettingsVM
from ui.view_models.tac import TacVM
from ui.widgets.basics import column, row
from ui.widgets.duty_badge import show_badge, show_called
from ui.widgets.key_foot import KeyFoot
from ui.widgets.rail import Rail
from ui.widgets.side_panel import OFFER_KEY, WIDTH
from ui.widgets.top_bar import TopBar

SIZE = (1366, 768)
ROUND_MS = 15_000
NARROW = 1000  # logical pixels: 1366 at 150 %
_GIVING_UP = {
    CaseKind.SALE: "press-again-to-give-up",
    CaseKind.BUY_IN: "press-again-buy-in",
    CaseKind.RETURN: "press-again-return",
}


class MainWindow(QMainWindow):
    look_changed = Signal(str, str)

    def __init__(
        self, services: Services, jobs: Jobs, *, notice: str = "", theme: str = "light", vm: CounterVM | None = None,
        stock: StockVM | None = None, rounds: Rounds | None = None, keeping: Keeping | None = None,
    ) -> None:  # fmt: skip
        """`vm`, `stock`, `rounds` and `keeping` are those of the window before this one: what is under way there goes
        on here."""
        super().__init__()
        self._services, self._notice = services, notice
        self._began = vm is not None
        self.counter_vm = vm or CounterVM(services, jobs)
        self._invoices_vm = InvoicesVM(services, jobs)
        self._duties_vm = DutiesVM(services, jobs)
        self._settings_vm, self._preview_vm = SettingsVM(services, jobs), PreviewVM(services, jobs)
        self._life_vm, self._tac_vm = LifeVM(services, jobs), TacVM(services, jobs)
        self._search_vm = SearchVM(services, jobs)
        self._queue_vm, self._conflicts_vm = QueueVM(services, jobs), ConflictsVM(services, jobs)
        self.stock_vm = stock or StockVM(services, jobs)
        self.rounds = rounds or Rounds(services, jobs)
        self.keeping = keeping or Keeping(services, jobs)
        self.counter = CounterPage(self.counter_vm)
        self._theme = theme
        self._clock_off: timedelta | None = None
        self._closed = False
        self._pages: dict[str, QWidget] = {"counter": self.counter}
        self._builders = {**self._rooms(), **goods_rooms(services, jobs, self.open_page, theme)}
        self._stack = QStackedWidget()
        self._stack.addWidget(self.counter)
        self._help = Helping(self._stack, services, jobs, theme)
        self._printing = Printing(services, jobs)
        self._people_vm, self._drawer_vm = PeopleVM(services, jobs), DrawerVM(services, jobs)
        self.locking = Locking(self, services, jobs, self._put_away)
        self._build()
        self.first_run = FirstRunning(self.locking, services, jobs, theme)
        self._keys()
        self._scanner: ScannerFilter | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(ROUND_MS)
        self._timer.timeout.connect(self.rounds.beat)
        self.rounds.told.connect(self._show_status)
        self.rounds.failed.connect(self._round_failed)
        self.keeping.told.connect(self.top.show_kept)
        self.counter_vm.changed.connect(self._saved_line)
        self.counter_vm.changed.connect(self._keys_now)
        self._stack.currentChanged.connect(self._keys_now)
        self._keys_now()
        self.counter_vm.kept.connect(self._saved_line)
        self.counter_vm.printed.connect(self._printing.take)
        self.counter_vm.offered.connect(self._printing.offer)
        self._invoices_vm.printed.connect(self._printing.take)
        self._preview_vm.printed.connect(self._printing.take)
        self._life_vm.printed.connect(self._printing.send)
        self._drawer_vm.printed.connect(self._printing.send)
        self._life_vm.labelled.connect(self._printing.label)
        self.counter_vm.invoice_wanted.connect(self.show_invoice)
        self.counter.camera_wanted.connect(self._camera)
        self._settings_vm.look_changed.connect(self.look_changed)
        self._settings_vm.changed.connect(self.round)
        for part in (self._queue_vm, self._conflicts_vm, self.stock_vm, self._duties_vm, self._invoices_vm.sending):
            part.settled.connect(self.round)
        self._queue_vm.counter_wanted.connect(self._to_the_counter)
        self._duties_vm.counter_wanted.connect(self._to_the_counter)
        self._duties_vm.difference_wanted.connect(self._to_the_difference)
        self._duties_vm.printed.connect(self._printing.take)
        self._printing.told.connect(self._tell)
        self._printing.ended.connect(self._print_ended)
        self._printing.tried.connect(self._settings_vm.tried)
        self._settings_vm.trial.connect(self._printing.trial)
        for told in (self.locking.vm.entered, self._people_vm.staff_changed):
            told.connect(self._person_now)
        self._people_vm.staff_changed.connect(self.locking.refresh)
        self.first_run.done.connect(self._begin_selling)
        self.first_run.look_changed.connect(self.look_changed)
        self.locking.vm.refused.connect(lambda code: self._tell(code, ""))
        self.setWindowTitle(_("Pishkhan"))
        self.resize(*SIZE)

    def start(self, scanner: ScannerFilter | None = None) -> None:
        """After the first paint: the sale that was open, the registry's state, the scanner."""
        self.counter.focus_scan()
        if not self._began:
            self.counter_vm.start()
        if scanner is not None:
            self._scanner = scanner
            scanner.scanned.connect(self._scanned)
        self.locking.begin()
        self.first_run.begin()
        self.round()
        self._timer.start()

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        ground = QWidget()
        ground.setObjectName("ground")
        body = column(gap=0)
        self.top = TopBar(till_id=self._services.till_id, person=self._services.person, notice=self._notice)
        self.top.wanted.connect(lambda part: self.open_page("registry", part))
        self.top.backup_wanted.connect(lambda: self.open_page("settings", "backup"))
        body.addWidget(self.top)
        body.addWidget(self._stack, 1)
        self.foot = KeyFoot()
        body.addWidget(self.foot)
        self._rail = Rail(self._go)
        self._tabs = self._rail.tabs
        whole = row(self._rail, body, gap=0)
        whole.setStretch(1, 1)
        ground.setLayout(whole)
        self.setCentralWidget(self.locking.around(ground))

    def _go(self, name: str) -> None:
        if name == "buy_in":
            self._buy_in()
        else:
            self.open_page(name)

    def _opener(self, name: str) -> Callable[[], None]:
        return lambda: self.open_page(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        self._rail.narrow(narrow)
        self.counter.side.setFixedWidth(280 if narrow else WIDTH)

    def _keys(self) -> None:
        counter = self.counter
        for sequence, act in (
            ("F1", self._ask_help),
            ("F2", self._at_counter(counter.focus_scan)), ("F4", self._at_counter(counter.focus_buyer)),
            ("F6", self._at_counter(counter.next_step)), ("F8", self._at_counter(counter.focus_payment)),
            ("F9", self._finish), ("Esc", self._back), ("Ctrl+Del", self._give_up),
            *((place.key, self._opener(place.name)) for place in RAIL if not place.acts),
            ("Ctrl+Shift+V", self._at_counter(counter.paste)), ("Ctrl+B", self._buy_in),
            (OFFER_KEY, self._at_counter(self.counter_vm.offer)),
            ("Ctrl+T", self._trade_in), ("Ctrl+R", self._take_back),
            ("F11", self._people), (SWITCH, self.locking.switch), (LOCK, self.locking.lock),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(act)

    def _at_counter(self, act: Callable[[], object]) -> Callable[[], None]:
        """A key works only on what is before the seller's eyes; from another page it brings the counter back."""

        def press() -> None:
            if self._stack.currentWidget() is self.counter:
                act()
            else:
                self.open_page("counter")

        return press

    # -- pages -------------------------------------------------------------------------------------

    def _rooms(self) -> dict[str, Callable[[], Room]]:
        """Pages other than the counter are built when they are first opened."""
        return {
            "invoices": self._invoices,
            "registry": self._registry,
            "duties": lambda: DutiesPage(self._duties_vm),
            "phones": lambda: LifePage(self._life_vm),
            "search": self._search,
            "settings": self._settings,
            "preview": self._preview,
            "people": lambda: PeoplePage(self._people_vm),
            "drawer": lambda: DrawerPage(self._drawer_vm),
        }

    def _invoices(self) -> Room:
        page = InvoicesPage(self._invoices_vm)
        page.preview_wanted.connect(self._look_at)
        return page

    def _search(self) -> Room:
        from ui.pages.search import SearchPage

        self._search_vm.wanted.connect(self._open_hit)
        return SearchPage(self._search_vm)

    def _open_hit(self, kind: str, key: str) -> None:
        """What a search found, where it lives."""
        if kind == "paper" and not key.upper().startswith("B"):
            self.show_invoice(key)
        elif kind == "product" and "goods" in self._builders:
            self.open_page("goods", key)
        elif kind != "product":
            self.open_page("phones", key)

    def _registry(self) -> Room:
        page = RegistryPage(self._queue_vm, self._conflicts_vm, self.stock_vm)
        page.show_clock(self._clock_off)
        return page

    def _settings(self) -> Room:
        page = SettingsPage(self._settings_vm, self._theme, self._tac_vm, self.keeping)
        page.entered.connect(lambda: page.printer.show_printers(self._printing.system_names()))
        page.people_wanted.connect(self._people)
        return page

    def _preview(self) -> Room:
        """Qt's viewer is loaded with the first one."""
        from ui.pages.preview import PreviewPage

        page = PreviewPage(self._preview_vm)
        page.left.connect(lambda: self.show_invoice(self._preview_vm.state.number))
        return page

    @property
    def _room(self) -> Room | None:
        """The page before the seller; None: the camera."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Room) else None

    def open_page(self, name: str, part: str = "") -> None:
        """`part` of a page that has several, or the paper that it should show; "" = as it was."""
        if name not in self._pages:
            page = self._pages[name] = self._builders[name]()
            self._stack.addWidget(page)
        if name in self._tabs:
            self._tabs[name].setChecked(True)
        room = self._pages[name]
        self._stack.setCurrentWidget(room)
        if isinstance(room, Room):
            room.enter(part)

    def _buy_in(self) -> None:
        """A walk-in sells a phone; what is on the counter waits meanwhile."""
        self.open_page("counter")
        self.counter_vm.buy_in()

    def _trade_in(self) -> None:
        """What is settled together: from a sale to a phone in trade and back, from a return to its exchange."""
        self.open_page("counter")
        sale = self.counter_vm.state.sale
        if sale is not None and sale.within:
            self.counter_vm.resume(sale.within)
        elif sale is not None and sale.kind is CaseKind.SALE:
            self.counter_vm.buy_in(within_sale=True)
        elif sale is not None and sale.kind is CaseKind.RETURN:
            self.counter_vm.exchange()
        else:
            self.counter_vm.tell(Notice("trade-in-needs-sale"))

    def _take_back(self) -> None:
        """The chosen invoice of the list, or the phone that was scanned at the counter."""
        room = self._room
        number = room.returning() if room is not None else ""
        self.open_page("counter")
        if number:
            self.counter_vm.take_back(number)
        else:
            self.counter.take_back()

    def _people(self) -> None:
        self._tabs["settings"].setChecked(True)
        self.open_page("people")

    def _look_at(self, number: str) -> None:
        self._tabs["invoices"].setChecked(True)
        self.open_page("preview", number)

    def _to_the_counter(self, sale_id: str) -> None:
        self.open_page("counter")
        self.counter_vm.resume(sale_id)

    def _to_the_difference(self, conflict_id: int) -> None:
        self.open_page("registry", "conflicts")
        self._conflicts_vm.select(conflict_id)

    def _ask_help(self) -> None:
        """F1: the topic of the step that is open at the counter; from elsewhere the list."""
        state = self.counter_vm.state
        run = state.sale.run if state.sale and state.step_id else None
        here = self._stack.currentWidget() is self.counter
        if here and self.counter.device.open_for(state):
            self._help.show("buying-in")
            return
        at_step = run is not None and here
        self._help.show(topic_for_step(run.checklist_id, state.step_id) if run and at_step else "")

    def follow(self, before: MainWindow) -> None:
        """Notes that were being written in the window before this one are written on here."""
        self._help.follow(before._help)

    def _back(self) -> None:
        """Esc: out of the help to where the seller was, else what it means at the counter."""
        room = self._room
        if room is not None and room.back():
            return
        if not self._help.open:
            self.open_page("counter")
        elif (page := self._help.leave()) is not None:
            name = next((name for name, known in self._pages.items() if known is page), "counter")
            if name in self._tabs:
                self.open_page(name)

    def show_invoice(self, number: str) -> None:
        self.open_page("invoices", number)

    def _finish(self) -> None:
        room = self._room
        if room is not None:
            room.finish()

    def _give_up(self) -> None:
        """Twice: the first press only says what the second will do."""
        state = self.counter_vm.state
        if state.sale is None or self._stack.currentWidget() is not self.counter:
            return
        warning = _GIVING_UP[state.kind]
        if state.kind is CaseKind.BUY_IN and state.sale.within:
            warning = "press-again-trade-in"
        if any(notice.code == warning for notice in state.notices):
            self.counter_vm.abandon()
        else:
            self.counter_vm.tell(Notice(warning))

    def _scanned(self, text: str) -> None:
        if self.locking.refuses_scan():
            return
        room = self._room
        if room is None or not room.scanned(text):
            self.open_page("counter")
            self.counter.scanned(text)

    def _put_away(self) -> None:
        """Before somebody else's eyes: what was typed goes to the disk, the camera is let go."""
        self.counter_vm.flush()
        self.first_run.flush()
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        leave = getattr(self._pages.get("camera"), "closed", None)
        if leave is not None:
            leave.emit()

    def _begin_selling(self) -> None:
        """The first start is done: its owner is at work, the shop has its name."""
        self._person_now()
        self.open_page("counter")
        self.round()

    def _person_now(self) -> None:
        self.top.show_person(self._services.person)

    def _camera(self) -> None:
        film(self.counter_vm, self._stack, self._pages, self._opener("counter"))

    # -- status ------------------------------------------------------------------------------------

    def round(self) -> None:
        """What is owed goes out, and the registry's state comes back: off this thread, never in the way."""
        if not self._closed:
            self.rounds.ask()

    def _show_status(self, status: Status) -> None:
        if self._closed:
            return  # the window after this one asks for itself
        self.counter_vm.heard_of(status.link)
        self.counter_vm.catch_up()
        self.top.show_status(status)
        show_badge(self._tabs["duties"], status.duties, status.overdue)
        if status.tax is not None and status.tax.on:
            show_called(self._tabs["invoices"], status.tax.counts.called)
        self._clock_off = status.clock_off
        for page in self._pages.values():
            if isinstance(page, Room):
                page.heard(status)
        if status.link is Link.REACHED:
            self.stock_vm.pull_if_due()

    def _round_failed(self, error: BaseException) -> None:
        if self._closed:
            return
        self.top.show_trouble(getattr(error, "code", "internal-fault"))

    def _keys_now(self) -> None:
        page = self._stack.currentWidget()
        name = next((name for name, known in self._pages.items() if known is page), "")
        self.foot.show_state(self.counter_vm.state, name)

    def _saved_line(self) -> None:
        state = self.counter_vm.state
        if self.counter_vm.unsaved:
            self.foot.saved.setText(_("not saved yet — the disk does not answer, it is tried again"))
        elif state.busy or self.counter_vm.saving:
            self.foot.saved.setText(_("working …"))
        else:
            self.foot.saved.setText(_("saved — all changes are on disk"))

    def _tell(self, code: str, detail: str) -> None:
        """Said where the seller looks, if a print is this page's business; else at the counter."""
        notice, room = Notice(code, detail), self._room
        if room is None or not room.print_told(notice):
            self.counter_vm.tell(notice)

    def _print_ended(self, number: str) -> None:
        """What stands on the page about this print is read anew."""
        if (room := self._room) is not None:
            room.print_ended(number)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return tab_order.step(self.centralWidget(), self.counter.scan, forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._closed = True
        self._timer.stop()
        self.locking.end()
        self.first_run.flush()
        self.counter_vm.flush()
        super().closeEvent(event)
