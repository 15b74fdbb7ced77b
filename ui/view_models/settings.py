"""The shop's own data, its VAT table, its stamp, and how this till looks and asks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pos_app.application import link as links
from pos_app.application import printers
from pos_app.application import shop as shops
from pos_app.application.link import Link
from pos_app.application.printers import PrintSetup
from pos_app.application.services import Services
from pos_app.application.shop import Shop
from pos_app.domain.errors import ShopError
from pos_app.domain.vat import VatRate
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of
from ui.view_models.options import OptionsVM
from ui.view_models.tax_link import TaxLinkVM

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SettingsState:
    shop: Shop = field(default_factory=Shop)
    rates: tuple[VatRate, ...] = ()
    stamp: bytes = field(default=b"", repr=False)
    link: Link = field(default_factory=Link)
    registry_given: str = ""  # an address that rules over the shop's own
    ports: tuple[tuple[str, str], ...] = ()  # (device, what it calls itself)
    own_scripts: str = ""  # path of the shop's own copy, "" = none
    scripts_problem: Notice | None = None  # why that copy is not used
    printing: PrintSetup = field(default_factory=PrintSetup)
    papers: tuple[str, ...] = ()  # every paper an invoice can be drawn on
    label_papers: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()  # all that is wrong with what was sent to be saved
    saved: str = ""  # the card whose save this is: shop, stamp, rates, link, scripts, printing
    remark: str = ""  # code of what the shop must know of that save

    @property
    def notice(self) -> Notice | None:
        return self.notices[0] if self.notices else None


class SettingsVM(QObject):
    changed = Signal()
    look_changed = Signal(str, str)  # language, theme
    trial = Signal(str, object)  # path of a test page, and the PrintSetup to try
    to_edit = Signal(str)  # path of a file that the system's editor should open

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.tax = TaxLinkVM(services, jobs)
        self.options = OptionsVM(services, jobs)
        self.options.look_changed.connect(self.look_changed)
        self.tax.saved.connect(self.changed)
        self.state = SettingsState()

    def load(self) -> None:
        self._jobs.db(self._read, self._show, self._failed)
        self.tax.load()
        self.options.load()

    def _read(self) -> SettingsState:
        with self._services.storage.read() as session:
            shop, rates = shops.load(session), session.vat_rates()
            stamp = session.picture(shop.stamp_sha256) if shop.stamp_sha256 else None
            link, printing = links.load(session), printers.load(session)
        services, desk = self._services, self._services.scripts
        own, problem = (desk.own, desk.problem) if desk is not None else (None, None)
        return SettingsState(
            shop, rates, stamp=stamp or b"", link=link,
            registry_given=services.registry_given, ports=self._ports(), own_scripts=str(own) if own else "",
            scripts_problem=Notice(problem.code, problem.detail) if problem else None, printing=printing,
            papers=services.renderer.papers(), label_papers=services.renderer.label_papers(),
        )  # fmt: skip

    def _ports(self) -> tuple[tuple[str, str], ...]:
        """What is plugged in now; a system that does not tell leaves the field to be typed."""
        try:
            return self._services.modem_ports()
        except OSError as error:
            log.info("no list of ports: %s", type(error).__name__)
            return ()

    def save_shop(self, shop: Shop) -> None:
        self._save("shop", lambda: shops.save(self._services, shop))

    def save_stamp(self, picture: bytes) -> None:
        """Of a scan: the paper goes, the ink stays."""
        self._save("stamp", lambda: shops.take_scan(self._services, picture))

    def make_stamp(self) -> None:
        """Of the name and the licence number that are saved."""
        self._save("stamp", lambda: shops.make_stamp(self._services))

    def save_rates(self, rows: tuple[tuple[date, date, int, str], ...]) -> None:
        rates = tuple(
            VatRate(valid_from=a, valid_to=b, hundredths=h, source=s, entered_by=self._services.person)
            for a, b, h, s in rows
        )

        self._save("rates", lambda: shops.save_vat_rates(self._services, rates))

    def save_link(self, typed: dict[str, str]) -> None:
        """`typed` by the names of `link.save`; connects anew. All that is wrong is said at once."""
        if wrong := links.faults(**{name: text for name, text in typed.items() if name != "secret"}):
            told = tuple(notice for error in wrong for notice in notices_of(error))
            self._show(replace(self.state, notices=told, saved="", remark=""))
            return
        self._save("link", lambda: links.save(self._services, **typed))

    def save_printing(self, setup: PrintSetup) -> None:
        self._save("printing", lambda: printers.save(self._services, setup))

    def try_printing(self, setup: PrintSetup) -> None:
        """A test page with what is typed, saved or not."""
        self._jobs.db(
            lambda: printers.trial(self._services, setup), lambda path: self.trial.emit(str(path), setup), self._failed
        )

    def tried(self, problem: str) -> None:
        """What became of the test page."""
        if problem:
            self.tell("test-page-failed", problem)
        else:
            self._show(replace(self.state, notices=(), saved="", remark="test-page-sent"))

    def edit_scripts(self) -> None:
        """The shop's own copy, made where there is none, opened in the system's editor."""
        desk = self._services.scripts
        if desk is None:
            return

        def made(path: Path) -> None:
            self.load()
            self.to_edit.emit(str(path))

        def refused(error: BaseException) -> None:
            self._failed(ShopError("scripts-not-written") if isinstance(error, OSError) else error)

        self._jobs.db(desk.copy_to_edit, made, refused)

    def read_scripts(self) -> None:
        """What was edited counts from now on."""
        self._save("scripts", self._services.reconnect)

    def _save(self, card: str, act: Callable[[], str | None]) -> None:
        def work() -> SettingsState:
            remark = act() or ""
            return replace(self._read(), saved=card, remark=remark)

        self._jobs.db(work, self._show, self._failed)

    def set_look(self, language: str, theme: str) -> None:
        """Kept on disk; the window builds itself anew."""

        def work() -> None:
            shops.save_preference(self._services, "language", language)
            shops.save_preference(self._services, "theme", theme)

        self._jobs.db(work, lambda _none: self.look_changed.emit(language, theme), self._failed)

    def tell(self, code: str, detail: str = "") -> None:
        self._show(replace(self.state, notices=(Notice(code, detail),), saved="", remark=""))

    def _show(self, state: SettingsState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notices=notices_of(error), saved="", remark=""))
