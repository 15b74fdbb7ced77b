"""A print from the wish to its outcome: which one is a copy, whatever printers and programs do meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import completing, printers, printing, scan, sell
from pos_app.application.printers import PrintSetup
from pos_app.application.services import Services
from pos_app.domain.errors import ShopError, StorageError
from pos_app.domain.print_job import PrintJob, PrintState
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.ports.hardware import PrinterAddress, PrinterError, Raster
from tests.fakes import parts
from tests.fakes.parts import Till
from tests.fakes.slip_printer import RememberingPrinter

SLIP = Raster(8, 1, b"\xff")
NETWORK = PrintSetup(paper="a4", slips="network", address="10.0.0.9", cut=True, drawer=True)


def with_printer(till: Till, fails: PrinterError | None = None) -> tuple[Services, RememberingPrinter]:
    printer = RememberingPrinter(fails)
    services = replace(till.services, receipt_printer=printer)
    printers.save(services, NETWORK)
    return services, printer


def sold(services: Services, method: PaymentMethod = PaymentMethod.TRANSFER) -> str:
    sale_id = scan.take(services, "", parts.CASE_GTIN).sale_id
    sell.set_payment(services, sale_id, Payment(method=method))
    return completing.complete(services, sale_id).number


def last(services: Services, number: str) -> PrintJob:
    with services.storage.read() as session:
        return session.last_prints((number,))[number]


def prints(services: Services, number: str) -> int:
    with services.storage.read() as session:
        stored = session.invoice(number)
    assert stored is not None
    return stored.prints


def test_saved_sent_printed_and_the_next_is_a_copy(till: Till) -> None:
    services, printer = with_printer(till)
    number = sold(services)
    ready = printing.prepare(services, number)
    assert (ready.job.state, ready.job.copy, ready.path.name) == (PrintState.SAVED, False, f"{number}.pdf")
    assert prints(services, number) == 0
    job = printing.print_slip(services, ready, SLIP)
    assert (job.state, job.printer, job.problem) == (PrintState.PRINTED, "10.0.0.9", "")
    assert (job, prints(services, number)) == (last(services, number), 1)
    again = printing.prepare(services, number)
    assert (again.job.nth, again.path.name) == (2, f"{number}-copy-1.pdf")
    assert [copy for _, _, copy in till.renderer.drawn] == [False, True]
    assert (printer.cuts, len(printer.slips)) == (1, 1)


@pytest.mark.parametrize("code", ["printer-absent", "printer-refused", "printer-out-of-paper"])
def test_what_never_reached_the_printer_is_printed_again_as_the_same_print(till: Till, code: str) -> None:
    services, printer = with_printer(till, PrinterError(code))
    number = sold(services)
    for _ in range(2):
        job = printing.print_slip(services, printing.prepare(services, number), SLIP)
        assert (job.nth, job.state, job.problem) == (1, PrintState.FAILED, code)
        assert prints(services, number) == 0
    printer.fails = None
    assert printing.print_slip(services, printing.prepare(services, number), SLIP).state is PrintState.PRINTED
    assert [copy for _, _, copy in till.renderer.drawn] == [False, False, False]


def test_the_same_print_on_other_paper_leaves_one_file(till: Till) -> None:
    services, _ = with_printer(till, PrinterError("printer-absent"))
    number = sold(services)
    printing.print_slip(services, printing.prepare(services, number, sheet="80mm"), SLIP)
    printing.prepare(services, number)
    assert [path.name for path in services.papers.iterdir()] == [f"{number}.pdf"]


@pytest.mark.parametrize("code", ["printer-cut-off", "printer-stalled", "printer-paper-ran-out", "printer-no-word"])
def test_after_a_cut_in_the_middle_the_next_is_a_copy(till: Till, code: str) -> None:
    services, _ = with_printer(till, PrinterError(code, reached=True))
    number = sold(services)
    job = printing.print_slip(services, printing.prepare(services, number), SLIP)
    assert (job.state, job.problem, prints(services, number)) == (PrintState.UNKNOWN, code, 1)
    assert printing.prepare(services, number).job.copy
    assert [copy for _, _, copy in till.renderer.drawn] == [False, True]


def test_a_program_that_ended_while_sending_leaves_a_print_to_look_for(till: Till) -> None:
    services, _ = with_printer(till)
    lost, safe = sold(services), sold(services)
    printing.sending(services, printing.prepare(services, lost).job, "10.0.0.9")
    printing.prepare(services, safe)  # made, and never sent
    (unclear,) = printing.recover(services)
    assert (unclear.number, unclear.state, unclear.problem) == (lost, PrintState.UNKNOWN, "crashed-while-printing")
    assert printing.recover(services) == (), "told once"
    assert printing.prepare(services, lost).job.copy
    assert not printing.prepare(services, safe).job.copy


def test_two_windows_send_one_original(till: Till) -> None:
    services, _ = with_printer(till)
    number = sold(services)
    one, other = (printing.prepare(services, number) for _ in range(2))
    assert one.job.id == other.job.id
    printing.print_slip(services, one, SLIP)
    with pytest.raises(ShopError, match="print-number-taken"):
        printing.print_slip(services, other, SLIP)


def test_the_drawer_opens_once_and_for_cash_alone(till: Till) -> None:
    services, printer = with_printer(till)
    cash = sold(services, PaymentMethod.CASH)
    for _ in range(2):
        printing.print_slip(services, printing.prepare(services, cash), SLIP)
    card = sold(services)
    printing.print_slip(services, printing.prepare(services, card), SLIP)
    assert (printer.drawers, len(printer.slips)) == (1, 3)


def test_a_paper_that_cannot_be_made_is_still_to_come(till: Till) -> None:
    services, _ = with_printer(till)
    number = sold(services)
    services.papers.write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="paper-not-written"):
        printing.prepare(services, number)
    assert (last(services, number).state, last(services, number).problem) == (PrintState.FAILED, "paper-not-written")
    services.papers.unlink()
    assert not printing.prepare(services, number).job.copy


def test_without_any_printer_the_file_is_the_paper(till: Till) -> None:
    number = sold(till.services)
    job = printing.no_printer(till.services, printing.prepare(till.services, number).job)
    assert (job.state, job.printer, prints(till.services, number)) == (PrintState.PRINTED, "pdf", 1)
    assert job.problem == printing.NO_PRINTER  # no paper was ever claimed


def test_looking_counts_nothing_and_shows_the_next_print(till: Till) -> None:
    number = sold(till.services)
    assert printing.draft(till.services, number).startswith(b"%PDF")
    printing.to_file(till.services, number)
    printing.draft(till.services, number)
    assert [copy for _, _, copy in till.renderer.drawn] == [False, False, True]
    assert prints(till.services, number) == 1
    with pytest.raises(ShopError, match="invoice-missing"):
        printing.draft(till.services, "1405-1-000099")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"paper": "b7"}, "paper-unknown"),
        ({"slips": "network", "address": ""}, "printer-address-wrong"),
        ({"slips": "network", "address": "a b"}, "printer-address-wrong"),
        ({"slips": "usb", "address": "printer"}, "printer-address-wrong"),
        ({"slips": "file", "address": " "}, "printer-address-wrong"),
        ({"slips": "fax"}, "printer-address-wrong"),
    ],
)
def test_a_printer_that_cannot_be_is_refused(till: Till, change: dict[str, str], code: str) -> None:
    with pytest.raises(ShopError, match=code):
        printers.save(till.services, PrintSetup(**change))  # type: ignore[arg-type]


def test_an_address_is_kept_as_machines_read_it(till: Till) -> None:
    printers.save(till.services, PrintSetup(slips="network", address=" ۱۹۲.۱۶۸.۱.۵۰:۹۱۰۰ "))
    with till.storage.read() as session:
        assert printers.load(session).receipt_printer == PrinterAddress("network", "192.168.1.50:9100")
