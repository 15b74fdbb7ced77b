"""A shop's first start, by keys alone: Enter goes on, what is closed half way goes on there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.application import first_run
from pos_app.application.first_run import STEPS, Step
from pos_app.bootstrap import open_shop
from pos_app.settings import Settings
from tests.ui.hands import CONTROL, Hands, Key
from tests.ui.people_scene import log_in
from tests.ui.test_pictures import PICTURES, look_over
from ui.app import App
from ui.pages.first_run import FirstRunPage
from ui.view_models.notice import Notice

OWNER = "مالک (نمونه)"
Start = Callable[[], Hands]


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, tmp_path: Path, quiet_house: None) -> Iterator[Start]:
    """The program over a folder that is nobody's shop yet, again and again."""
    (tmp_path / "shop" / "keys").mkdir(parents=True)  # a key file: a test leaves the person's keyring alone
    opened: list[Hands] = []

    def start_() -> Hands:
        while opened:
            opened.pop().leave()
        program = open_shop(Settings(tmp_path / "shop"))
        hands = Hands(App(qapp, lambda: program), qtbot, tmp_path / "shop")
        opened.append(hands)
        hands.begin()
        return hands

    yield start_
    while opened:
        opened.pop().leave()
    qapp.setStyleSheet("")


def page_of(counter: Hands) -> FirstRunPage:
    page = counter.window.first_run.page
    assert page is not None
    return page


def at(page: FirstRunPage) -> Step:
    return page.vm.state.step


def go_to(counter: Hands, step: Step) -> FirstRunPage:
    """Enter and "later", up to this page; with an owner where one is needed."""
    page = page_of(counter)
    while at(page) is not step:
        here = at(page)
        if here is Step.OWNER:
            name_owner(counter)
        elif here is Step.LANGUAGE:
            counter.press(Key.Key_Tab)
            page.next()
        else:
            page.skip.click()
        counter.settle(lambda here=here: at(page) is not here)  # type: ignore[misc]
    return page


def name_owner(counter: Hands) -> None:
    page = page_of(counter)
    assert page.fields["owner.name"].edit.hasFocus()
    counter.type(OWNER)
    for name in ("owner.pin", "owner.again"):
        counter.tab_to(page.fields[name].edit)
        counter.type("۹۷۵۳")
    counter.press(Key.Key_Return)


def test_it_stands_before_the_counter_and_no_key_goes_by(start: Start) -> None:
    counter = start()
    page = page_of(counter)
    assert page.isVisible()
    assert not counter.page.isVisible()
    for key in (Key.Key_F2, Key.Key_F9, Key.Key_F11, Key.Key_F12, Key.Key_Escape):
        counter.press(key)
    counter.press(Key.Key_2, CONTROL)
    counter.burst("356938035643809")
    counter.settle()
    assert page.isVisible()
    assert [told.code for told in page.vm.state.notices] == ["scan-in-first-run"]


def test_all_of_it_by_keys(start: Start, tmp_path: Path) -> None:
    counter = start()
    page = page_of(counter)
    page.next()
    counter.settle(lambda: at(page) is Step.SHOP)
    assert page.fields["shop.name"].edit.hasFocus()
    counter.type("موبایل نمونه")
    counter.tab_to(page.fields["shop.phone"].edit)
    counter.type("۰۲۱۱۲۳۴۵۶۷۸")
    counter.press(Key.Key_Return)
    assert at(page) is Step.STAMP
    counter.tab_to(page.make)
    counter.press(Key.Key_Return)
    counter.settle(lambda: page.vm.state.begun is not None and bool(page.vm.state.begun.stamp))
    counter.tab_to(page.go)
    counter.press(Key.Key_Return)
    assert at(page) is Step.OWNER
    assert page.skip.isHidden()
    name_owner(counter)
    counter.settle(lambda: at(page) is Step.TILL)
    assert page.fields["owner.pin"].text() == ""
    counter.overwrite(page.fields["till.till"], "پیشخوان جلو")
    counter.press(Key.Key_Return)
    counter.type(str(tmp_path))
    counter.press(Key.Key_Return)
    assert at(page) is Step.REGISTRY
    counter.tab_to(page.go)
    counter.press(Key.Key_Return)
    counter.settle(lambda: counter.window.first_run.page is None)
    assert counter.page.isVisible()
    services = counter.services
    assert services.person == OWNER
    begun = first_run.look(services)
    assert (begun.shop.name, begun.shop.phone, begun.till, begun.backup) == (
        "موبایل نمونه", "02112345678", "پیشخوان جلو", str(tmp_path)
    )  # fmt: skip
    assert OWNER in counter.reads(counter.window.top.person)
    assert not first_run.pending(services)
    assert start().window.first_run.page is None


def test_closed_half_way_it_goes_on_there(start: Start) -> None:
    counter = start()
    page = go_to(counter, Step.SHOP)
    counter.type("موبایل نیمه")
    again = start()
    page = page_of(again)
    assert at(page) is Step.SHOP
    assert page.fields["shop.name"].text() == "موبایل نیمه"
    go_to(again, Step.TILL)
    last = start()
    assert last.window.first_run.page is None  # a seller is at work, who may not
    last.press(Key.Key_F12)
    log_in(last, OWNER, "9753")
    last.settle(lambda: last.window.first_run.page is not None)
    assert at(page_of(last)) is Step.TILL


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(start: Start) -> None:
    counter = start()
    page = go_to(counter, Step.SHOP)
    counter.overwrite(page.fields["shop.postal_code"], "123")
    counter.press(Key.Key_Return)
    assert counter.reason(page.fields["shop.name"]) or page.vm.state.notices
    counter.overwrite(page.fields["shop.name"], "موبایل نمونه")
    counter.press(Key.Key_Return)
    assert counter.reason(page.fields["shop.postal_code"])
    assert page.fields["shop.postal_code"].text() == "123"
    page = go_to(counter, Step.OWNER)
    counter.type("O")
    counter.tab_to(page.fields["owner.pin"].edit)
    counter.type("1234")
    counter.press(Key.Key_Return)
    assert counter.reason(page.fields["owner.again"])


def test_no_pin_and_no_password_is_kept_in_a_draft(start: Start) -> None:
    counter = start()
    page = go_to(counter, Step.OWNER)
    counter.type(OWNER)
    counter.tab_to(page.fields["owner.pin"].edit)
    counter.type("86428642")
    page.vm.flush()
    counter.settle()
    with counter.services.storage.read() as session:
        kept = session.setting(first_run.DRAFT)
    assert kept is not None
    assert OWNER in kept
    assert "86428642" not in kept


def test_another_language_builds_the_window_anew_and_goes_on(start: Start) -> None:
    counter = start()
    page = page_of(counter)
    page.language.show_value("en")
    page.next()
    counter.settle(lambda: counter.window.first_run.page not in (None, page))
    page = page_of(counter)
    counter.settle(lambda: at(page) is Step.SHOP)
    assert counter.window.isLeftToRight()
    assert page.title.text() == "The shop, as every invoice names it"


def test_back_and_forth(start: Start) -> None:
    counter = start()
    page = go_to(counter, Step.REGISTRY)
    for step in reversed(STEPS[:-1]):
        page.back.click()
        counter.settle(lambda step=step: at(page) is step and not page.vm.state.busy)  # type: ignore[misc]
    assert page.back.isHidden()
    go_to(counter, Step.SHOP)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_of_it(start: Start, language: str, theme: str) -> None:
    """The pictures lie beside the others."""
    counter = start()
    counter.app._change_look(language, theme)
    counter.settle(lambda: page_of(counter).vm.state.begun is not None)

    def places() -> Iterator[str]:
        for step in STEPS:
            page = go_to(counter, step)
            if step is Step.REGISTRY:
                page.way.show_value("service")
                page._show_way()
            yield f"first-run-{step.value}"
        page_of(counter).vm.tell(Notice("registry-client-missing", field="client_id"))
        yield "first-run-refused"

    PICTURES.mkdir(parents=True, exist_ok=True)
    look_over(counter, places(), language, theme)
