"""F9 in the list of invoices against printers that are there, absent and cut off; what is said of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from pos_app.application import completing, printers, printing, scan, sell
from pos_app.application.printers import PrintSetup
from pos_app.application.services import Services
from pos_app.domain.print_job import PrintState
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.ports.hardware import PrinterError
from tests.fakes.slip_printer import RememberingPrinter
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, MARKS, Hands
from tests.ui.shop import CASE
from ui.pages.invoices import InvoicesPage
from ui.pages.preview import PreviewPage

Key = Qt.Key


def issued(services: Services) -> str:
    sale_id = scan.take(services, "", CASE).sale_id
    sell.set_payment(services, sale_id, Payment(method=PaymentMethod.CASH))
    return completing.complete(services, sale_id).number


def with_slips(counter: Hands, printer: RememberingPrinter) -> None:
    printers.save(counter.services, PrintSetup(paper="80mm", slips="network", address="10.0.0.9", drawer=True))
    counter.window._printing._services = replace(counter.services, receipt_printer=printer)


def opened(counter: Hands) -> InvoicesPage:
    counter.press(Key.Key_2, CONTROL)
    page = counter.window._stack.currentWidget()
    assert isinstance(page, InvoicesPage)
    return page


def last_print(page: InvoicesPage) -> str:
    item = page.table.item(0, 5)
    assert item is not None
    return item.text().translate(MARKS)


def named(page: InvoicesPage) -> str:
    return page.copy.accessibleName()


def test_a_slip_is_printed_and_f9_says_that_the_next_is_a_copy(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    printer = RememberingPrinter()
    with_slips(counter, printer)
    issued(counter.services)
    page = opened(counter)
    assert (last_print(page), named(page)) == ("not printed yet", "print")
    counter.press(Key.Key_F9)
    assert (last_print(page), named(page)) == ("is printed", "print a copy")
    (slip,) = printer.slips
    assert slip.width == 576
    assert len(slip.dots) == slip.height * 72
    assert 0.02 < sum(byte.bit_count() for byte in slip.dots) / (slip.width * slip.height) < 0.4
    assert printer.drawers == 1


def test_an_absent_printer_is_said_and_f9_prints_the_same_print(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    printer = RememberingPrinter(PrinterError("printer-absent"))
    with_slips(counter, printer)
    number = issued(counter.services)
    page = opened(counter)
    counter.press(Key.Key_F9)
    said = page.notice.text().translate(MARKS)
    assert said.startswith(f"The printer is not there. {number} is issued and safe")
    assert (last_print(page), named(page)) == ("failed — The printer is not there", "print")
    printer.fails = None
    counter.press(Key.Key_F9)
    assert (last_print(page), page.notice.text()) == ("is printed", "")


def test_after_a_cut_the_next_print_is_a_copy(open_counter: OpenCounter) -> None:
    counter = open_counter(language="fa")
    with_slips(counter, RememberingPrinter(PrinterError("printer-cut-off", reached=True)))
    number = issued(counter.services)
    page = opened(counter)
    counter.press(Key.Key_F9)
    assert number in page.notice.text().translate(MARKS)
    assert last_print(page).startswith("چاپگر را ببینید — ")
    assert named(page) == "چاپ رونوشت"
    assert printing.prepare(counter.services, number).job.copy


@pytest.mark.parametrize(("sheet", "size"), [("a4", (210, 297)), ("a5", (148, 210)), ("80mm", (80, 0))])
def test_the_systems_printer_gets_every_page_at_its_own_size(
    open_counter: OpenCounter, monkeypatch: pytest.MonkeyPatch, sheet: str, size: tuple[int, int]
) -> None:
    counter = open_counter(language="en")
    out = counter.folder / "printed.pdf"

    def to_pdf(_name: str) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFileName(str(out))
        return printer

    monkeypatch.setattr(counter.window._printing, "printer", to_pdf)
    printers.save(counter.services, PrintSetup(paper=sheet))
    number = issued(counter.services)
    opened(counter)
    counter.press(Key.Key_F9)
    document = QPdfDocument()
    assert document.load(str(out)) is QPdfDocument.Error.None_
    across, down = (points / 72 * 25.4 for points in document.pagePointSize(0).toTuple())
    if down < across:
        across, down = down, across
    assert across == pytest.approx(size[0], abs=1)
    assert not size[1] or down == pytest.approx(size[1], abs=1)
    document.close()
    with counter.services.storage.read() as session:
        assert session.last_prints((number,))[number].state is PrintState.PRINTED


def test_a_printer_that_was_chosen_and_is_gone_is_no_pdf_only_shop(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    printers.save(counter.services, PrintSetup(system_printer="Office (sample)"))
    number = issued(counter.services)
    page = opened(counter)
    counter.press(Key.Key_F9)
    assert last_print(page) == "failed — The printer is not there"
    assert not printing.prepare(counter.services, number).job.copy


def test_ended_while_printing_is_said_at_the_next_start(open_counter: OpenCounter, tmp_path: Path) -> None:
    counter = open_counter(language="en")
    number = issued(counter.services)
    printing.sending(counter.services, printing.prepare(counter.services, number).job, "10.0.0.9")
    folder = counter.folder
    counter.leave()
    again = open_counter(folder, language="en")
    (notice,) = again.state.notices
    assert (notice.code, notice.detail) == ("crashed-while-printing", number)
    assert named(opened(again)) == "print a copy"


def test_an_invoice_is_looked_at_on_other_paper_and_printed_from_there(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    printer = RememberingPrinter()
    with_slips(counter, printer)
    number = issued(counter.services)
    opened(counter)
    counter.press(Key.Key_F7)
    page = counter.window._stack.currentWidget()
    assert isinstance(page, PreviewPage)
    assert page.choices is not None
    assert (page.choices.value(), page.document.pageCount()) == ("80mm", 1)
    assert page.document.pagePointSize(0).width() == pytest.approx(80 / 25.4 * 72, abs=1)
    page.choices.button("58mm").click()
    counter.settle()
    assert page.document.pagePointSize(0).width() == pytest.approx(58 / 25.4 * 72, abs=1)
    with counter.services.storage.read() as session:
        assert session.last_prints((number,)) == {}, "looking is no print"
    shown = counter.window._preview_vm.state.pdf
    counter.press(Key.Key_F9)
    assert [slip.width for slip in printer.slips] == [384]
    assert counter.window._preview_vm.state.pdf != shown, "what is shown now is the copy that would come next"
    counter.press(Key.Key_Escape)
    back = counter.window._stack.currentWidget()
    assert isinstance(back, InvoicesPage)
    assert (back.chosen(), last_print(back)) == (number, "is printed")


def test_papers_that_nobody_counts_go_to_the_printer_of_sheets_too(
    open_counter: OpenCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = open_counter(language="en")
    printers.save(counter.services, PrintSetup(system_printer="Office (sample)"))
    path = printing.prepare(counter.services, issued(counter.services)).path
    asked: list[str] = []
    monkeypatch.setattr(counter.window._printing, "printer", asked.append)
    counter.window._printing.send(str(path))
    counter.settle()
    assert asked == ["Office (sample)"]
