"""Settings of the registry link and of the scripts: errors beside their fields, no secret on screen, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton

from pos_app import i18n
from pos_app.application import link
from pos_app.domain.registry import Channel
from tests.ui.conftest import OpenCounter
from tests.ui.hands import MARKS, Hands, Key
from tests.ui.test_sale_by_keys import button
from ui import notices
from ui.pages.settings import SettingsPage

ADDRESS = "https://registry.example"


def opened(counter: Hands) -> SettingsPage:
    counter.window.open_page("settings")
    counter.settle()
    return cast(SettingsPage, counter.window._pages["settings"])


@pytest.fixture
def page(counter: Hands) -> SettingsPage:
    return opened(counter)


def bar(page: SettingsPage) -> str:
    return page.notice.text().translate(MARKS)


def kept(counter: Hands) -> link.Link:
    with counter.services.storage.read() as session:
        return link.load(session)


def save(counter: Hands, page: SettingsPage) -> None:
    counter.tab_to(button(page.link, i18n.text("save")))
    counter.press(Key.Key_Space)


def with_services(counter: Hands, **parts: object) -> None:
    vm = counter.window._settings_vm
    vm._services = replace(vm._services, **parts)  # type: ignore[arg-type]


def test_a_link_is_saved_and_its_password_never_shown(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    page = opened(counter)
    secrets: list[tuple[str, str]] = []

    def keep(name: str, secret: str) -> str:
        secrets.append((name, secret))
        return ""

    connected: list[bool] = []
    with_services(counter, keep_secret=keep, reconnect=lambda: connected.append(True))
    fields = page.link.fields
    for name, text in (
        ("address", ADDRESS), ("client_id", "till-7"), ("secret", "canary-secret"), ("ca_file", "/shop/ca.pem"),
        ("hours", "۴۸"),
    ):  # fmt: skip
        counter.overwrite(fields[name], text)
    counter.tab_to(page.link.port.combo)
    counter.type("/dev/ttyUSB9")
    assert fields["secret"].edit.echoMode() == QLineEdit.EchoMode.Password
    save(counter, page)
    assert kept(counter) == link.Link(
        address=ADDRESS, client_id="till-7", ca_file="/shop/ca.pem", modem="/dev/ttyUSB9", max_age=kept(counter).max_age
    )
    assert kept(counter).hours == 48
    assert secrets == [(link.SECRET, "canary-secret")]
    assert connected == [True]
    assert fields["secret"].text() == ""
    assert i18n.text("Registry link") in bar(page)
    save(counter, page)
    assert len(secrets) == 1, "an empty password leaves the one that is kept"


@pytest.mark.parametrize(
    ("name", "typed", "code", "detail"),
    [("address", "http://far.example", "registry-address-wrong", "http://far.example"),
     ("client_id", "", "registry-client-missing", ""),
     ("hours", "0", "max-age-out-of-range", str(link.MOST_HOURS)),
     ("ca_file", "y" * 400, "", "")],
    ids=["address", "account", "hours", "long"],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field(
    open_counter: OpenCounter, language: str, name: str, typed: str, code: str, detail: str
) -> None:
    counter = open_counter(language=language)
    page = opened(counter)
    fields = page.link.fields
    for field, text in (("address", ADDRESS), ("client_id", "till-7"), ("secret", "canary"), (name, typed)):
        counter.overwrite(fields[field], text)
    save(counter, page)
    if not code:  # as long as a field takes: it fits
        assert kept(counter).ca_file == typed
        return
    assert counter.reason(fields[name]) == notices.sentence(code, detail).translate(MARKS)
    assert fields[name].text() == typed
    assert fields["secret"].text() == "canary", "what was typed is lost"
    assert kept(counter).address == ""


@pytest.mark.parametrize("code", ["secret-until-closed", "keyring-unavailable"])
def test_what_the_shop_must_know_of_its_password_is_told(counter: Hands, page: SettingsPage, code: str) -> None:
    with_services(counter, keep_secret=lambda _name, _secret: code, reconnect=lambda: None)
    for name, text in (("address", ADDRESS), ("client_id", "till-7"), ("secret", "canary")):
        counter.overwrite(page.link.fields[name], text)
    save(counter, page)
    assert bar(page) == notices.sentence(code).translate(MARKS)
    assert kept(counter).address == ADDRESS


def test_other_cards_and_coming_back_leave_what_is_typed(counter: Hands, page: SettingsPage) -> None:
    counter.overwrite(page.link.fields["address"], "https://half.typ")
    counter.overwrite(page.fields["name"], "موبایل تازه")
    page._save_shop()
    counter.settle()
    counter.window.open_page("counter")
    counter.window.open_page("settings")
    counter.settle()
    assert page.link.fields["address"].text() == "https://half.typ"
    page.light.button("dark").click()
    counter.settle()
    assert bar(page) == notices.sentence("settings-not-saved").translate(MARKS)


def test_ports_that_are_plugged_in_can_be_chosen(counter: Hands, page: SettingsPage) -> None:
    with_services(counter, modem_ports=lambda: (("/dev/ttyUSB0", "GSM Modem"), ("COM7", "COM7")))
    page.link.port.show_value("COM9")
    counter.window._settings_vm.load()
    counter.settle()
    combo = page.link.port.combo
    assert page.link.port.text() == "COM9", "the list took what was typed"
    assert [combo.itemText(at) for at in range(combo.count())] == ["/dev/ttyUSB0  GSM Modem", "COM7"]
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    assert page.link.port.text() == "/dev/ttyUSB0"


def test_a_system_that_tells_no_ports_leaves_the_field(counter: Hands, page: SettingsPage) -> None:
    def refused() -> tuple[tuple[str, str], ...]:
        raise OSError("no such class")

    with_services(counter, modem_ports=refused)
    counter.window._settings_vm.load()
    counter.settle()
    assert page.link.port.combo.count() == 0
    assert bar(page) == ""


def test_the_practice_shop_says_whom_it_asks(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    page = opened(counter)
    assert not page.link.given.isVisible()
    with_services(counter, registry_given="http://127.0.0.1:8765")
    counter.window._settings_vm.load()
    counter.settle()
    assert "http://127.0.0.1:8765" in counter.reads(page.link.given)


@pytest.fixture
def files_opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    open_url: Callable[[QUrl], None] = lambda url: found.append(url.toLocalFile())  # noqa: E731
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(open_url))
    return found


def test_a_copy_of_the_scripts_is_edited_and_read_anew(
    open_counter: OpenCounter, language: str, files_opened: list[str]
) -> None:
    counter = open_counter(language=language)
    page = opened(counter)
    assert not page.scripts.path.isVisible()
    counter.tab_to(button(page.scripts, i18n.text("edit a copy")))
    counter.press(Key.Key_Space)
    own = counter.folder / "scripts" / "hamta.toml"
    assert [Path(path) for path in files_opened] == [own]
    assert i18n.text("The shop's own copy rules. After a change press «read anew».") in counter.reads(
        page.scripts.rules
    )
    page.scripts.path.click()
    assert QGuiApplication.clipboard().text() == str(own)
    own.write_text("version = 1\n[ussd]\ninquiry = 7\n", "utf-8")
    counter.tab_to(button(page.scripts, i18n.text("read anew")))
    counter.press(Key.Key_Space)
    assert counter.reads(page.scripts.rules) == notices.sentence("script-unreadable", "ussd.inquiry").translate(MARKS)
    assert counter.services.gateways[Channel.USSD] is not None


def test_a_folder_that_cannot_be_written_is_named(counter: Hands, page: SettingsPage) -> None:
    class Desk:
        problem = None
        own = None

        def copy_to_edit(self) -> Path:
            raise PermissionError

    with_services(counter, scripts=Desk())
    next(b for b in page.scripts.findChildren(QPushButton) if b.text() == i18n.text("edit a copy")).click()
    counter.settle()
    assert bar(page) == notices.sentence("scripts-not-written").translate(MARKS)


def test_all_that_is_wrong_is_said_at_once(counter: Hands, page: SettingsPage) -> None:
    fields = page.link.fields
    for name, text in (("address", "http://far.example"), ("client_id", ""), ("hours", "0")):
        counter.overwrite(fields[name], text)
    counter.press(Key.Key_Return)  # Enter in a field saves its card
    said = {name: counter.reason(fields[name]) for name in ("address", "client_id", "hours")}
    assert said["client_id"] == notices.sentence("registry-client-missing").translate(MARKS)
    assert all(said.values())
    counter.overwrite(fields["address"], "")
    counter.overwrite(fields["hours"], "24")
    counter.press(Key.Key_Return)
    assert not any(counter.reason(field) for field in fields.values())
    assert kept(counter).hours == 24


def test_enter_saves_the_card_of_the_shop(counter: Hands, page: SettingsPage) -> None:
    counter.overwrite(page.fields["branch"], "شعبهٔ دوم")
    counter.press(Key.Key_Return)
    assert page._vm.state.shop.branch == "شعبهٔ دوم"
