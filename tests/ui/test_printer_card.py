"""Paper and printers in the settings, by keys: chosen, tried, kept."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from pos_app.application import printers
from pos_app.application.printers import PrintSetup
from pos_app.ports.hardware import PrinterError
from tests.fakes.slip_printer import RememberingPrinter
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, MARKS, Hands
from ui.pages.printer_card import PrinterCard
from ui.pages.settings import SettingsPage

Key = Qt.Key


def opened(counter: Hands) -> tuple[SettingsPage, PrinterCard]:
    counter.press(Key.Key_4, CONTROL)
    page = counter.window._pages["settings"]
    assert isinstance(page, SettingsPage)
    return page, page.printer


def kept(counter: Hands) -> PrintSetup:
    with counter.services.storage.read() as session:
        return printers.load(session)


def choose_network(counter: Hands, card: PrinterCard, address: str) -> None:
    card.paper.setCurrentIndex(card.paper.findData("80mm"))
    counter.tab_to(card.slips.button("system"))
    counter.press(Key.Key_Right)
    counter.press(Key.Key_Right)
    assert card.slips.value() == "network"
    counter.tab_to(card.address.edit)
    counter.type(address)


def test_a_printer_is_chosen_tried_and_kept(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    printer = RememberingPrinter()
    counter.window._printing._services = replace(counter.services, receipt_printer=printer)
    page, card = opened(counter)
    assert card.address.isHidden()
    assert [card.paper.itemData(at) for at in range(card.paper.count())] == ["a4", "a5", "80mm", "58mm"]
    choose_network(counter, card, "۱۰.۰.۰.۹")
    card.try_it()
    counter.settle()
    assert page.notice.text().translate(MARKS).startswith("The test page is at the printer.")
    assert (len(printer.slips), printer.slips[0].width, kept(counter)) == (1, 576, PrintSetup())
    counter.tab_to(card.address.edit)
    counter.press(Key.Key_Return)
    assert kept(counter) == PrintSetup(paper="80mm", slips="network", address="10.0.0.9")
    assert card.address.text() == "10.0.0.9"


def test_what_is_wrong_is_said_at_its_field_and_stays_typed(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    page, card = opened(counter)
    choose_network(counter, card, "no address")
    counter.press(Key.Key_Return)
    assert counter.reads(card.address.reason).startswith("This is no address of a printer.")
    assert (card.address.text(), kept(counter)) == ("no address", PrintSetup())
    assert page.fields["address"].reason.isHidden()


def test_a_printer_that_fails_its_test_says_why(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    broken = RememberingPrinter(PrinterError("printer-out-of-paper"))
    counter.window._printing._services = replace(counter.services, receipt_printer=broken)
    page, card = opened(counter)
    choose_network(counter, card, "10.0.0.9")
    card.try_it()
    counter.settle()
    assert page.notice.text().translate(MARKS) == "The test page was not printed: The printer has no paper."


def test_without_a_system_printer_the_test_says_so(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    page, card = opened(counter)
    card.try_it()
    counter.settle()
    assert page.notice.text().translate(MARKS) == "The test page was not printed: The printer is not there."
