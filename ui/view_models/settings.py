"""The shop's own data, its VAT table, its stamp, and how this till looks and asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from pos_app.application import shop as shops
from pos_app.application import staff
from pos_app.application.services import Services
from pos_app.application.shop import Shop
from pos_app.domain.vat import VatRate
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True)
class SettingsState:
    shop: Shop = field(default_factory=Shop)
    rates: tuple[VatRate, ...] = ()
    stamp: bytes = field(default=b"", repr=False)
    manager: str = ""  # "" while nobody can reopen a stop
    notice: Notice | None = None
    saved: str = ""  # the card whose save this is: shop, stamp, manager, rates


class SettingsVM(QObject):
    changed = Signal()
    look_changed = Signal(str, str)  # language, theme

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = SettingsState()

    def load(self) -> None:
        self._jobs.db(self._read, self._show, self._failed)

    def _read(self) -> SettingsState:
        with self._services.storage.read() as session:
            shop, rates = shops.load(session), session.vat_rates()
            stamp = session.picture(shop.stamp_sha256) if shop.stamp_sha256 else None
        return SettingsState(shop, rates, stamp=stamp or b"", manager=staff.manager_name(self._services))

    def save_shop(self, shop: Shop) -> None:
        self._save("shop", lambda: shops.save(self._services, shop))

    def save_stamp(self, picture: bytes) -> None:
        self._save("stamp", lambda: shops.save_stamp(self._services, picture))

    def save_rates(self, rows: tuple[tuple[date, date, int, str], ...]) -> None:
        rates = tuple(
            VatRate(valid_from=a, valid_to=b, hundredths=h, source=s, entered_by=self._services.person)
            for a, b, h, s in rows
        )

        self._save("rates", lambda: shops.save_vat_rates(self._services, rates))

    def set_manager(self, name: str, pin: str, current_pin: str) -> None:
        self._save("manager", lambda: staff.set_manager(self._services, name=name, pin=pin, current_pin=current_pin))

    def _save(self, card: str, act: Callable[[], None]) -> None:
        def work() -> SettingsState:
            act()
            return replace(self._read(), saved=card)

        self._jobs.db(work, self._show, self._failed)

    def set_look(self, language: str, theme: str) -> None:
        """Kept on disk; the window builds itself anew."""

        def work() -> None:
            shops.save_preference(self._services, "language", language)
            shops.save_preference(self._services, "theme", theme)

        self._jobs.db(work, lambda _none: self.look_changed.emit(language, theme), self._failed)

    def tell(self, code: str, detail: str = "") -> None:
        self._show(replace(self.state, notice=Notice(code, detail), saved=""))

    def _show(self, state: SettingsState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0], saved=""))
