"""The list of allocated stock: read by itself and on a press, stopped, gone on with; the window stays free."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pos_app import i18n
from pos_app.domain.feed import Allocation
from pos_app.domain.registry import NotSent
from pos_app.ports.feeds import ALLOCATIONS, FeedState
from pos_app.ports.registry import RegistryGateway
from tests.fakes.feed import FeedOf
from tests.ui.conftest import OpenCounter
from tests.ui.hands import MARKS, Hands, Key
from tests.ui.registry_scene import ARRIVING, furnish_stock
from ui import format as fmt
from ui import notices
from ui.pages.registry import STOCK, RegistryPage
from ui.pages.registry_stock import StockPart
from ui.view_models.registry_stock import EVERY, SHOWN

PAGES = 4


def page_of(at: int) -> tuple[Allocation, ...]:
    return tuple(Allocation(f"a{at}-{n}", 1, imei=f"{at * 10 + n:015d}", brand="Nokia", model="X") for n in range(3))


class Listed:
    """Puts a list before the counter's own registry."""

    def __init__(self) -> None:
        self.feed: FeedOf | None = None
        self.pages = [page_of(at) for at in range(PAGES)]
        self.held = False

    def __call__(self, gateway: RegistryGateway) -> RegistryGateway:
        self.feed = FeedOf(gateway, self.pages)
        if self.held:
            self.feed.gate.clear()
        return self.feed

    @property
    def it(self) -> FeedOf:
        assert self.feed is not None
        return self.feed


@pytest.fixture
def listed() -> Listed:
    return Listed()


def stock_part(counter: Hands) -> StockPart:
    counter.window.open_page("registry", STOCK)
    page = counter.window._pages["registry"]
    assert isinstance(page, RegistryPage)
    assert page.part is page.stock
    return page.stock


def state_of(counter: Hands) -> tuple[FeedState, int]:
    with counter.services.storage.read() as session:
        return session.feed(ALLOCATIONS), session.allocated()


def test_it_is_read_by_itself_when_the_registry_is_there(
    open_counter: OpenCounter, listed: Listed, language: str
) -> None:
    counter = open_counter(language=language, around=listed)
    counter.settle(lambda: state_of(counter)[0].ended_at is not None)
    part = stock_part(counter)
    counter.settle()
    assert counter.reads(part.count) == fmt.number(12).translate(MARKS)
    assert listed.it.cursors == ["", "1", "2", "3"]
    counter.window.round()
    counter.settle()
    assert len(listed.it.cursors) == PAGES, "not every round: every five minutes"
    assert counter.window.stock_vm._began is not None
    counter.window.stock_vm._began -= EVERY
    counter.window.round()
    counter.settle(lambda: len(listed.it.cursors) == PAGES + 1)
    assert listed.it.cursors[-1] == "4"  # on from where it stood, not anew
    assert part.read.isVisible()
    assert not part.stop.isVisible()


def test_stopped_by_a_person_and_gone_on_with(open_counter: OpenCounter, listed: Listed) -> None:
    listed.held = True
    counter = open_counter_at_work(open_counter, listed)
    part = stock_part(counter)
    counter.wait(lambda: part.stop.isVisible())
    assert part.bar.isVisible()
    assert not part.read.isVisible()
    part.stop.setFocus()
    counter.strike(Key.Key_Space)
    counter.wait(lambda: counter.window.stock_vm.state.stopping)
    listed.it.gate.set()
    counter.settle(lambda: not counter.window.stock_vm.state.running)
    assert listed.it.cursors == [""]  # the page that was under way, and no more
    assert state_of(counter)[1] == 3
    assert counter.reads(part.said).startswith("پس از ۳ گوشی متوقف شد")
    counter.window.stock_vm._began = None
    counter.window.round()
    counter.settle()
    assert listed.it.cursors == [""], "what a person has stopped waits for a person"
    assert counter.focus() is part.read
    counter.press(Key.Key_Space)
    counter.settle(lambda: not counter.window.stock_vm.state.running)
    assert listed.it.cursors == ["", "1", "2", "3"]
    assert state_of(counter)[1] == 12
    assert listed.it.most_at_once == 1


def open_counter_at_work(open_counter: OpenCounter, listed: Listed) -> Hands:
    """Its first reading is held back, so the counter is opened before anything has come to rest."""
    counter = open_counter(around=listed, at_rest=False)
    counter.wait(lambda: listed.feed is not None and listed.feed.at_once == 1)
    return counter


def test_never_two_at_once_and_the_window_is_free(open_counter: OpenCounter, listed: Listed) -> None:
    listed.held = True
    counter = open_counter_at_work(open_counter, listed)
    began = counter.window.stock_vm._began
    counter.window.stock_vm._began = None  # due, and yet it is under way
    counter.window.stock_vm.pull_if_due()
    counter.window.stock_vm.pull()
    counter.window.stock_vm._began = began
    counter.page.scan.setFocus()
    counter.hit("356")
    counter.wait(lambda: counter.page.scan.text() == "356")
    assert listed.it.at_once == 1
    listed.it.gate.set()
    counter.settle()
    assert listed.it.most_at_once == 1
    assert listed.it.cursors == ["", "1", "2", "3"]


def test_it_goes_on_through_a_change_of_language(open_counter: OpenCounter, listed: Listed) -> None:
    listed.held = True
    counter = open_counter_at_work(open_counter, listed)
    counter.window.look_changed.emit("en", "dark")
    part = stock_part(counter)
    counter.wait(lambda: part.stop.isVisible())
    listed.it.gate.set()
    counter.settle(lambda: not counter.window.stock_vm.state.running)
    assert counter.reads(part.count) == "12"
    assert (listed.it.most_at_once, listed.it.cursors) == (1, ["", "1", "2", "3"])


def test_progress_comes_home_a_few_times_a_second_at_most(counter: Hands) -> None:
    vm = counter.window.stock_vm
    vm.state = vm.state.__class__(running=True)
    heard: list[int] = []
    vm.changed.connect(lambda: heard.append(vm.state.feed.applied))
    for applied in range(1, 2001):
        vm._tell(FeedState(name=ALLOCATIONS, applied=applied))
    counter.settle()
    assert 1 <= len(heard) < 20
    assert heard[0] == 1


def test_why_it_broke_off_is_said_and_it_goes_on(open_counter: OpenCounter, listed: Listed) -> None:
    listed.held = True
    counter = open_counter_at_work(open_counter, listed)
    listed.it.trouble["2"] = NotSent("no-connection")
    listed.it.gate.set()
    part = stock_part(counter)
    counter.settle(lambda: not counter.window.stock_vm.state.running)
    assert counter.reads(part.said).startswith("پس از ۶ گوشی قطع شد")
    assert counter.reads(part.trouble) == notices.sentence("no-connection").translate(MARKS)
    counter.tab_to(part.read)
    counter.press(Key.Key_Space)
    counter.settle(lambda: state_of(counter)[1] == 12)
    assert not part.trouble.isVisible()
    assert listed.it.cursors == ["", "1", "2", "2", "3"]


def test_a_till_without_access_says_so(open_counter: OpenCounter) -> None:
    counter = open_counter(address="")
    part = stock_part(counter)
    counter.settle()
    assert "دسترسی ندارد" in counter.reads(part.said)
    assert not part.read.isEnabled()


@pytest.mark.parametrize(("model", "code"), [("TA-1234", "unit-taken-in"), ("XR-77", "unit-taken-in-unpriced")])
def test_a_first_scan_takes_it_in_and_says_so(open_counter: OpenCounter, listed: Listed, model: str, code: str) -> None:
    listed.pages = [(Allocation("arriving", 1, imei=ARRIVING, brand="Nokia", model=model, model_code=model),)]
    counter = open_counter(around=listed)
    counter.settle(lambda: state_of(counter)[0].ended_at is not None)
    counter.page.scan.setFocus()
    counter.type(ARRIVING)
    counter.press(Key.Key_Return)
    assert counter.told == [code]
    assert counter.sale.unit is not None
    assert ARRIVING in counter.sale.unit.imeis
    assert bool(counter.sale.unit.product.price) == (code == "unit-taken-in")
    assert counter.bar() == notices.sentence(code, counter.sale.unit.product.title).translate(MARKS)
    assert counter.page.scan.text() == "", "a good word holds up no work"
    lacking = {name for name, _detail in counter.state.lacks}
    assert ("price-missing" in lacking) == (code == "unit-taken-in-unpriced")


def test_the_clock_that_differs_is_said(open_counter: OpenCounter, listed: Listed, language: str) -> None:
    counter = open_counter(language=language, around=listed)
    listed.it.clock_offset = timedelta(hours=-2)
    counter.window.round()
    counter.settle()
    assert counter.window.top.clock.isVisible()
    counter.window.top.clock.click()
    counter.settle()
    page = counter.window._stack.currentWidget()
    assert isinstance(page, RegistryPage)
    said = notices.sentence("clock-differs", fmt.span(timedelta(hours=2))).translate(MARKS)
    assert counter.reads(page.clock) == said
    assert {"fa": "۲ ساعت", "en": "2 hours"}[language] in said
    listed.it.clock_offset = timedelta(seconds=20)
    counter.window.round()
    counter.settle()
    assert not counter.window.top.clock.isVisible()
    assert not page.clock.isVisible()


def test_what_has_not_arrived_is_listed(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    furnish_stock(counter.services)
    part = stock_part(counter)
    counter.settle(lambda: bool(part.vm.state.missing))
    assert part.table.rows_model.rowCount() == SHOWN
    said = counter.reads(part.missing)
    assert (
        i18n.text("{n} phones have not come into the stock yet.")
        .format(n=fmt.number(part.vm.state.missing_count))
        .translate(MARKS)
        in said
    )
    assert part.vm.state.missing_count >= 1284
