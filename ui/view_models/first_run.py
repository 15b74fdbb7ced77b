"""The first start, page by page: what was typed is kept as it is typed, each page is taken before the next comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer, Signal

from pos_app import i18n
from pos_app.application import first_run
from pos_app.application import shop as shops
from pos_app.application.first_run import STEPS, Begun, Step
from pos_app.application.services import Services
from pos_app.domain.digits import fold
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of

KEEP_MS = 300
SECRETS = frozenset({"owner.pin", "owner.again", "registry.secret"})
_NUMBERS = ("national_id", "economic_no", "postal_code", "licence_no", "phone")


@dataclass(frozen=True, slots=True)
class FirstRunState:
    """`typed` by `page.field`, over what is saved; `begun` None = not read yet."""

    begun: Begun | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    step: Step = STEPS[0]
    busy: bool = False
    notices: tuple[Notice, ...] = ()

    @property
    def at(self) -> int:
        return STEPS.index(self.step)

    def said(self, name: str) -> str:
        """What stands in a field now."""
        return self.typed.get(name, self._saved(name))

    def _saved(self, name: str) -> str:
        begun = self.begun
        page, _dot, what = name.partition(".")
        if begun is None or name in SECRETS:
            return ""
        if page == Step.SHOP:
            return str(getattr(begun.shop, what, ""))
        if page == Step.REGISTRY:
            return str(getattr(begun.link, what, ""))
        return {"till.till": begun.till, "backup.folder": begun.backup}.get(name, "")


class FirstRunVM(QObject):
    changed = Signal()
    turned = Signal()  # another page, or the first one
    finished = Signal()
    look_changed = Signal(str, str)  # language, theme

    def __init__(self, services: Services, jobs: Jobs, theme: str) -> None:
        super().__init__()
        self._services, self._jobs, self._theme = services, jobs, theme
        self.state = FirstRunState()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.flush)

    def load(self) -> None:
        def show(begun: Begun) -> None:
            self._show(FirstRunState(begun, dict(begun.drafts), begun.step))
            self.turned.emit()

        self._jobs.db(lambda: first_run.look(self._services), show, self._failed)

    def type(self, name: str, text: str) -> None:
        """A field of a page. It follows to the disk in a moment."""
        self.state = replace(self.state, typed={**self.state.typed, name: text})
        self._timer.start()

    def flush(self) -> None:
        """At once: the page is left, or the program."""
        self._timer.stop()
        drafts = {name: text for name, text in self.state.typed.items() if name not in SECRETS}
        if self.state.begun is not None and drafts != dict(self.state.begun.drafts):
            self._jobs.db(lambda: first_run.keep(self._services, drafts), lambda _none: None, self._failed)

    # -- pages -------------------------------------------------------------------------------------

    def next(self, *, language: str = "", vat: bool = False, by_service: bool = True) -> None:
        """What the page says is taken; the next one comes when it is on disk."""
        takes: dict[Step, Callable[[], object]] = {
            Step.LANGUAGE: lambda: shops.save_preference(self._services, "language", language),
            Step.SHOP: lambda: self._take_shop(vat=vat), Step.STAMP: lambda: None, Step.OWNER: self._take_owner,
            Step.TILL: lambda: first_run.name_till(self._services, self.state.said("till.till")),
            Step.BACKUP: lambda: first_run.choose_backup(self._services, self.state.said("backup.folder")),
            Step.REGISTRY: lambda: self._take_registry(by_service=by_service),
        }  # fmt: skip
        step = self.state.step
        turn = step is Step.LANGUAGE and language not in ("", i18n.language())
        self._turn(takes[step], self._after(1), look=language if turn else "")

    def skip(self) -> None:
        if self.state.step not in first_run.NEEDED:
            self._turn(lambda: None, self._after(1))

    def back(self) -> None:
        if self.state.at:
            self._turn(lambda: None, self._after(-1))

    def _after(self, steps: int) -> Step | None:
        at = self.state.at + steps
        return STEPS[at] if at < len(STEPS) else None

    def _turn(self, take: Callable[[], object], target: Step | None, look: str = "") -> None:
        if self.state.busy:
            return
        self.flush()
        self._show(replace(self.state, busy=True, notices=()))

        def work() -> Begun:
            take()
            first_run.go(self._services, target)
            return first_run.look(self._services)

        def show(begun: Begun) -> None:
            typed = {name: text for name, text in self.state.typed.items() if name not in SECRETS}
            self._show(FirstRunState(begun, typed, target or begun.step))
            if target is None:
                self.finished.emit()
            elif look:
                self.look_changed.emit(look, self._theme)
            else:
                self.turned.emit()

        self._jobs.db(work, show, self._failed)

    def _take_shop(self, *, vat: bool) -> None:
        begun = self.state.begun
        if begun is None:
            return
        typed = {
            name.partition(".")[2]: text.strip() for name, text in self.state.typed.items() if name.startswith("shop.")
        }
        for name in _NUMBERS:
            if name in typed:
                typed[name] = fold(typed[name])
        shops.save(self._services, replace(begun.shop, **typed, vat_registered=vat))  # type: ignore[arg-type]

    def _take_owner(self) -> None:
        state = self.state
        if state.begun is not None and state.begun.owner:
            return  # somebody is it, from before
        name, pin, again = (state.said(f"owner.{what}") for what in ("name", "pin", "again"))
        first_run.name_owner(self._services, name=name, pin=pin, again=again)

    def _take_registry(self, *, by_service: bool) -> None:
        address, client_id, secret = (self.state.said(f"registry.{w}") for w in ("address", "client_id", "secret"))
        if not by_service:
            address = client_id = secret = ""
        first_run.reach(self._services, address=address, client_id=client_id, secret=secret)

    # -- the stamp ---------------------------------------------------------------------------------

    def take_stamp(self, scan: bytes) -> None:
        self._stamp(lambda: shops.take_scan(self._services, scan))

    def make_stamp(self) -> None:
        self._stamp(lambda: shops.make_stamp(self._services))

    def _stamp(self, act: Callable[[], None]) -> None:
        def work() -> Begun:
            act()
            return first_run.look(self._services)

        self._jobs.db(work, lambda begun: self._show(replace(self.state, begun=begun, notices=())), self._failed)

    def tell(self, *notices: Notice) -> None:
        self._show(replace(self.state, notices=notices))

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, busy=False, notices=notices_of(error)))

    def _show(self, state: FirstRunState) -> None:
        self.state = state
        self.changed.emit()
