"""Every place of the program, ready to be looked at: sales waiting at each step, and the way to show each one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from pos_app.application import ask, guide, scan, sell
from pos_app.application import help as helps
from pos_app.application.services import Services
from pos_app.domain.registry import Channel, Command, Heard, OperationKind, Reply
from pos_app.domain.sale import Buyer, Payment, PaymentMethod
from pos_app.domain.verdict import Verdict
from pos_app.ports.clock import Clock
from pos_app.ports.registry import RegistryGateway
from tests.fakes.feed import FeedOf
from tests.fakes.modem import FakeModem
from tests.ui.drawer_scene import drawer_places
from tests.ui.duties_scene import duty_places
from tests.ui.figures_scene import figure_places
from tests.ui.goods_scene import goods_places
from tests.ui.hands import Hands
from tests.ui.life_scene import life_places, tac_places
from tests.ui.people_scene import people_places
from tests.ui.registry_scene import furnish_differences, furnish_queue, furnish_stock, registry_places
from tests.ui.shop import CASE, GALAXY_EID, GALAXY_GTIN, GALAXY_SERIAL
from tests.ui.walk import answered, sell_nokia
from ui.pages.preview import PreviewPage
from ui.pages.settings import SettingsPage

BUYER = Buyer(name="علی رضایی (نمونه)", mobile="09123456789", national_id="0499370899")
CARD = Payment(method=PaymentMethod.CARD_READER, reference="405122388190", terminal="12345678")
SIM = "09123456789"


def furnish(services: Services) -> dict[str, str]:
    """One sale for each place of the counter: name of the place -> id of its sale."""
    sell_nokia(services, "490154203303203")
    sell_nokia(services, "490154203301207")
    sales = {name: scan.take(services, "", first).sale_id for name, first in _PHONES.items()}
    for name, way in _WAYS.items():
        way(services, sales[name], _PHONES[name])
    return sales


def places(counter: Hands, sales: dict[str, str]) -> Iterator[str]:
    """Shows one place after the other in the window, by name."""
    counter.vm.park()
    counter.settle()
    yield "counter"
    for name, sale_id in sales.items():
        counter.vm.resume(sale_id)
        counter.settle()
        yield name
        if name == "1-inquiry":
            counter.vm.scanned("\n".join((GALAXY_EID, GALAXY_SERIAL, GALAXY_GTIN, "482915", "8998110000000000001")))
            counter.settle()
            yield "1-inquiry-codes"
            counter.overwrite(counter.field("inquiry", "box2"), "356938035643808")
            counter.vm.inquire(Channel.API)
            counter.settle()
            yield "1-inquiry-wrong"
    yield from with_modem(counter)
    for page in ("invoices", "settings"):
        counter.window.open_page(page)
        counter.settle()
        yield page
    yield from preview_places(counter)
    settings = cast(SettingsPage, counter.window._pages["settings"])
    settings.area.ensureWidgetVisible(settings.scripts, 0, 20)
    yield "settings-link"
    settings.printer.slips.show_value("network")
    settings.printer._follow()
    settings.area.ensureWidgetVisible(settings.printer, 0, 20)
    counter.settle()
    yield "settings-printers"
    yield from tac_places(counter)
    yield from goods_places(counter)
    yield from figure_places(counter)
    yield from help_places(counter)
    yield from registry_places(counter, furnish_registry(counter))
    yield from duty_places(counter)
    yield from life_places(counter)
    yield from drawer_places(counter)
    yield from people_places(counter)
    counter.window.open_page("counter")
    counter.settle()


def preview_places(counter: Hands) -> Iterator[str]:
    """An invoice on the screen, on a sheet and on a slip."""
    with counter.services.storage.read() as session:
        newest = session.invoices(1)
    if newest:
        counter.window._look_at(newest[0].number)
        page = cast(PreviewPage, counter.window._pages["preview"])
        for sheet in ("a4", "80mm"):
            counter.window._preview_vm.choose(sheet)
            counter.settle()
            counter.wait(lambda: _drawn(page.view))
            yield f"preview-{sheet}"
    counter.window.open_page("settings")
    counter.settle()


def _drawn(view: QWidget) -> bool:
    """Whether the page stands there: the viewer draws it when it finds time."""
    seen = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return min(bytes(seen.constBits())) < 60  # darker than sheet and ground


def help_places(counter: Hands) -> Iterator[str]:
    """A text alone, one with a table, one with its notes: read, and being written."""
    for name, text, source in _NOTES:
        helps.save_note(counter.services, name, text, source)
    counter.window._help.show()
    page = counter.window._help.page
    assert page is not None
    for topic in ("inquiry", "box-match", "transfer", "passenger"):
        page.vm.turn_to(topic)
        counter.settle()
        yield f"help-{topic}"
    page.vm.turn_to("transfer")
    page.vm.write("pin-asked")
    counter.settle()
    yield "help-writing"
    page.vm.give_up("pin-asked")
    counter.window._back()


_NOTES = (
    ("code-validity", "تا ۴۸ ساعت؛ بعد از آن انتقال از نو شروع می‌شود (نمونه)", "تلفن پشتیبانی سامانه (نمونه)"),
    ("fees", "None was asked for in three transfers (sample)", "own experience (sample)"),
)


def furnish_registry(counter: Hands) -> dict[str, str]:
    """Late, so that pictures of the counter show its own pills only. IMEI -> its operation."""
    entries = furnish_queue(counter.services)
    furnish_differences(counter.services)
    furnish_stock(counter.services)
    feed = counter.services.feed
    if isinstance(feed, FeedOf):
        feed.clock_offset = timedelta(hours=2)  # every pill there is, side by side
    counter.window.round()
    counter.settle()
    return entries


def with_modem(counter: Hands) -> Iterator[str]:
    """A till with a modem: one that talks now, one that handed over, one whose message has come."""
    gateways = cast(dict[Channel, RegistryGateway], counter.services.gateways)
    for name, (number, gsm) in modems(counter.services).items():
        gateways[Channel.MODEM] = gsm
        sale_id = scan.take(counter.services, "", number).sale_id
        with suppress(CutOffError):
            ask.inquire(counter.services, sale_id, (number,), Channel.MODEM)
        if isinstance(gsm, TalkingModem):
            counter.vm._dialling[sale_id] = OperationKind.INQUIRY  # no lane is held while people look
        counter.vm.resume(sale_id)
        counter.settle()
        yield name
        counter.vm._dialling.clear()
    del gateways[Channel.MODEM]


class CutOffError(Exception):
    """The dialogue is still under way where a picture is taken of it."""


class TalkingModem(FakeModem):
    def submit(self, command: Command) -> Reply:
        super().submit(command)
        raise CutOffError


def modems(services: Services) -> dict[str, tuple[str, FakeModem]]:
    at = services.clock.now() - timedelta(minutes=2)
    message = f"IMEI: {_LATE}\nNokia TA-1234\n(نمونه)"
    return {
        "1-modem-dialling": ("864121047700116", TalkingModem(services.storage, turns=_TURNS, at=at)),
        "1-modem-handed-over": (
            "860007032003018", FakeModem(services.storage, Heard(why="menu-unknown"), turns=_REFUSED, at=at)
        ),
        "1-modem-message": (_LATE, FakeModem(services.storage, Heard(message, "HAMTA"), turns=_TURNS, at=at)),
    }  # fmt: skip


_LATE = "490154203308202"
_TURNS = (
    ("*7777#", "۱- استعلام اصالت\n۲- فعال‌سازی\n۳- انتقال مالکیت"),
    ("1", "شناسهٔ ۱۵ رقمی را وارد کنید"),
)

_REFUSED = (_TURNS[0], ("1", "سرویس در دسترس نیست"))

_PHONES = {
    "1-inquiry": "356938035643809",
    "1-script": "490154203237518",
    "1-no-answer": "356938035701102",
    "2-answer": "356938035702100",
    "2-stolen": "353308110002011",
    "3-compare": "356938035703108",
    "3-differs": "356938035704106",
    "4-activation": "356938035705103",
    "4-script": "490154203302205",
    "5-ready": "356938035706101",
    "1-checks": "356938035707109",
    "1-stale": "356938035708107",
}


def _asked(services: Services, sale_id: str, number: str) -> None:
    ask.inquire(services, sale_id, (number,), Channel.API)


def _stolen(services: Services, sale_id: str, number: str) -> None:
    asked = ask.inquire(services, sale_id, (number,), Channel.WEB)
    answer = replace(answered(number, "Samsung", "SM-A156E"), verdict=Verdict.BLOCKED_OR_STOLEN)
    ask.take_answer(services, sale_id, asked.entry_id, answer, sender="", matches_hand=True)


def _unanswered(services: Services, sale_id: str, number: str) -> None:
    asked = ask.inquire(services, sale_id, (number,), Channel.SMS)
    ask.no_answer(services, sale_id, asked.entry_id, "no-answer-by-hand")


def _script(services: Services, sale_id: str, number: str) -> None:
    ask.inquire(services, sale_id, (number,), Channel.USSD)


def _answered(services: Services, sale_id: str, number: str) -> None:
    asked = ask.inquire(services, sale_id, (number,), Channel.WEB)
    answer = answered(number, "", "")
    with services.storage.read() as session:
        sale = session.sale(sale_id)
    assert sale is not None
    assert sale.unit is not None
    product = sale.unit.product
    answer = replace(answer, brand=product.brand, model=product.model_code)
    ask.take_answer(services, sale_id, asked.entry_id, answer, sender="", matches_hand=True)


def _differs(services: Services, sale_id: str, number: str) -> None:
    _answered(services, sale_id, number)
    guide.compare(services, sale_id, (number,), ("356938035643809",))


def _compared(services: Services, sale_id: str, number: str) -> None:
    _answered(services, sale_id, number)
    guide.compare(services, sale_id, _both(services, sale_id), _both(services, sale_id))
    sell.set_buyer(services, sale_id, BUYER)


def _both(services: Services, sale_id: str) -> tuple[str, ...]:
    with services.storage.read() as session:
        sale = session.sale(sale_id)
    assert sale is not None
    assert sale.unit is not None
    return sale.unit.imeis


def _by_hand(services: Services, sale_id: str, number: str) -> None:
    _compared(services, sale_id, number)
    ask.activate(services, sale_id, Channel.USSD, imei_used=number, sim=SIM, code="731002")


def _ready(services: Services, sale_id: str, number: str) -> None:
    _compared(services, sale_id, number)
    asked = ask.activate(services, sale_id, Channel.WEB, imei_used=number, sim=SIM, code="481006")
    ask.take_activation(services, sale_id, asked.entry_id, succeeded=True, raw_text="", sender="")
    scan.take(services, sale_id, CASE)
    sell.set_payment(services, sale_id, CARD)


class _Earlier:
    """The clock of another day or minute."""

    def __init__(self, clock: Clock, by: timedelta) -> None:
        self._clock, self._by = clock, by

    def now(self) -> datetime:
        return self._clock.now() - self._by


def _before(services: Services, **by: float) -> Services:
    return replace(services, clock=_Earlier(services.clock, timedelta(**by)))


def _checks(services: Services, sale_id: str, number: str) -> None:
    """Dialled a while ago; the message speaks of another model, from a stranger, with a mangled dial code."""
    ask.inquire(_before(services, minutes=4), sale_id, (number,), Channel.USSD)
    text = f"IMEI {number} iPhone 14 Pro - #7777*"
    sell.save_draft(services, sale_id, {"raw_text": text, "sender": "+989120000009"})


def _stale(services: Services, sale_id: str, number: str) -> None:
    _compared(_before(services, hours=27), sale_id, number)


_WAYS: dict[str, Callable[[Services, str, str], None]] = {
    "1-script": _script,
    "1-no-answer": _unanswered,
    "2-answer": _asked,
    "2-stolen": _stolen,
    "3-compare": _answered,
    "3-differs": _differs,
    "4-activation": _compared,
    "4-script": _by_hand,
    "5-ready": _ready,
    "1-checks": _checks,
    "1-stale": _stale,
}
