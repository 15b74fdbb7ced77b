"""The page of people and the cover of a locked till, as the pictures show them. The till asks from then on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from pos_app.application import staff
from pos_app.domain.errors import ShopError
from pos_app.domain.pin_tries import MAX_TRIES
from tests.ui.hands import CONTROL, Hands, Key
from ui.pages.people import PeoplePage


def page_of(counter: Hands) -> PeoplePage:
    counter.press(Key.Key_F11)
    page = counter.window._pages["people"]
    assert isinstance(page, PeoplePage)
    return page


def lock(counter: Hands) -> None:
    counter.press(Key.Key_L, CONTROL)
    counter.settle(lambda: counter.window.locking.covered and bool(counter.window.locking.vm.state.people))


def log_in(counter: Hands, name: str, pin: str) -> None:
    """By keys: the arrows to the name, the PIN, Enter."""
    vm, cover = counter.window.locking.vm, counter.window.locking.cover
    counter.settle(lambda: bool(vm.state.people))
    for _ in range(len(vm.state.people) * 3):  # the list may be read anew under the arrows
        person = vm.state.person
        if person is not None and person.name == name:
            break
        counter.press(Key.Key_Down)
    else:
        vm.choose(next(person.id for person in vm.state.people if person.name == name))
        counter.settle()
    if not cover.pin.isHidden():
        counter.type(pin)
    counter.strike(Key.Key_Return)
    counter.settle()


def people_places(counter: Hands) -> Iterator[str]:
    page = page_of(counter)
    yield "people"
    person = page.vm.state.people[1]
    page.vm.choose(person.id)
    page.name.fail("person-name-taken", "سارا محمدی")
    yield "people-refused"
    counter.window.open_page("counter")
    counter.press(Key.Key_F12)
    counter.settle(lambda: counter.window.locking.covered)
    yield "switch"
    counter.strike(Key.Key_Escape)
    lock(counter)
    for _ in range(3):
        log_in(counter, "محمد کریمی", "0000")
    yield "locked"
    vm = counter.window.locking.vm
    assert vm.state.person is not None
    for _ in range(MAX_TRIES):
        with suppress(ShopError):
            staff.sign_in(counter.services, vm.state.person.id, "0000")
    log_in(counter, "محمد کریمی", "0000")
    if vm.state.person is not None and vm.state.person.wait_s:
        yield "locked-out"
    log_in(counter, "آریا کاظمی", "9753")
    page_of(counter)
    page.vm.choose(person.id)
    yield "people-locked-out"
