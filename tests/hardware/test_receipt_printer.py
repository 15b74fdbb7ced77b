"""Slips over a file and over TCP: what is sent, and every way in which a printer fails, within a bounded time."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest

from pos_app.adapters.hardware.printer_lines import Patience
from pos_app.adapters.hardware.receipt_printer import EscposPrinter, compose
from pos_app.ports.hardware import PrinterAddress, PrinterError, Raster
from tests.fakes.slip_printer import DONE, STATUS, LoopbackPrinter

SLIP = Raster(576, 1100, bytes(range(72)) * 1100)
PRINTER = EscposPrinter(Patience(connect=2, stall=0.5, answer=0.2, done=0.3, close=5))
FINE, EMPTY, COVER = b"\x12", b"\x72", b"\x16"
CUT, DRAWER = b"\x1dV\x00", b"\x1bp\x00"


def failure(to: PrinterAddress, printer: EscposPrinter = PRINTER) -> tuple[str, bool]:
    with pytest.raises(PrinterError) as caught:
        printer.print_slip(SLIP, to, cut=True, drawer=False)
    return caught.value.code, caught.value.reached


def picture_of(data: bytes) -> bytes:
    """Every dot of the image commands, one after another."""
    rows, at = b"", 0
    while (at := data.find(b"\x1dv0\x00", at)) >= 0:
        across, down = (int.from_bytes(data[at + place : at + place + 2], "little") for place in (4, 6))
        rows += data[at + 8 : at + 8 + across * down]
        at += 8 + across * down
    return rows


def test_every_dot_arrives_in_bands_a_small_memory_holds() -> None:
    data = compose(SLIP, cut=True, drawer=True)
    assert picture_of(data) == SLIP.dots
    assert data.count(b"\x1dv0\x00") == 3
    assert data.startswith(b"\x1b@" + DRAWER)
    assert data.endswith(CUT)


def test_nothing_cuts_or_opens_unasked() -> None:
    data = compose(Raster(384, 8, bytes(48 * 8)), cut=False, drawer=False)
    assert CUT not in data
    assert DRAWER not in data
    assert picture_of(data) == bytes(48 * 8)


def test_a_file_gets_the_slip_behind_what_it_has(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.write_bytes(b"before")
    PRINTER.print_slip(SLIP, PrinterAddress("file", str(device)), cut=True, drawer=False)
    assert device.read_bytes().startswith(b"before")
    assert picture_of(device.read_bytes()) == SLIP.dots


def test_a_device_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    assert failure(PrinterAddress("file", str(device))) == ("printer-absent", False)
    assert not device.exists()


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
def test_a_pipe_that_nobody_reads_or_stops_being_read(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    os.mkfifo(device)
    assert failure(PrinterAddress("file", str(device))) == ("printer-absent", False)
    reader = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
    assert failure(PrinterAddress("file", str(device))) == ("printer-stalled", True)
    os.close(reader)


def test_a_silent_printer_that_takes_all_is_believed() -> None:
    with LoopbackPrinter() as printer:
        PRINTER.print_slip(SLIP, printer.address, cut=True, drawer=False)
    assert picture_of(bytes(printer.got)) == SLIP.dots


def test_a_printer_that_answers_is_asked_before_and_after() -> None:
    with LoopbackPrinter(says=FINE) as printer:
        PRINTER.print_slip(SLIP, printer.address, cut=True, drawer=False)
    assert printer.got.startswith(STATUS)
    assert printer.got.endswith(CUT + DONE)


@pytest.mark.parametrize("takes", [100, 5_000, 60_000])
def test_cut_in_the_middle_may_have_left_something_on_paper(takes: int) -> None:
    with LoopbackPrinter(takes=takes) as printer:
        assert failure(printer.address) == ("printer-cut-off", True)


def test_out_of_paper_before_it_begins_leaves_nothing() -> None:
    with LoopbackPrinter(says=EMPTY) as printer:
        assert failure(printer.address) == ("printer-out-of-paper", False)
    assert picture_of(bytes(printer.got)) == b""


def test_an_open_cover_is_said() -> None:
    with LoopbackPrinter(says=FINE, offline=COVER) as printer:
        assert failure(printer.address) == ("printer-cover-open", False)


def test_paper_that_runs_out_in_the_middle_is_told() -> None:
    with LoopbackPrinter(says=FINE, then=EMPTY, confirms=False) as printer:
        assert failure(printer.address) == ("printer-paper-ran-out", True)


def test_no_word_that_it_is_done_is_not_taken_for_done() -> None:
    with LoopbackPrinter(says=FINE, confirms=False) as printer:
        assert failure(printer.address) == ("printer-no-word", True)


def test_a_printer_that_reads_nothing_ends_in_time() -> None:
    long = Raster(576, 60_000, bytes(72 * 60_000))
    with LoopbackPrinter(deaf=True) as printer, pytest.raises(PrinterError) as caught:
        PRINTER.print_slip(long, printer.address, cut=True, drawer=False)
    assert (caught.value.code, caught.value.reached) == ("printer-stalled", True)


def test_nobody_at_that_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert failure(PrinterAddress("network", f"127.0.0.1:{port}")) == ("printer-refused", False)
    assert failure(PrinterAddress("network", "printer.invalid")) == ("printer-absent", False)


@pytest.mark.parametrize("address", ["", "host:0", "host:99999", "host:x", "[::1"])
def test_an_address_that_is_none(address: str) -> None:
    assert failure(PrinterAddress("network", address))[1] is False


def test_a_way_that_is_none() -> None:
    assert failure(PrinterAddress("fax", "1")) == ("printer-address-wrong", False)


def test_usb_without_a_printer_or_its_library() -> None:
    code, reached = failure(PrinterAddress("usb", "0000:0000"))
    assert code in ("printer-absent", "printer-usb-missing")
    assert not reached


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    works = [
        threading.Thread(
            target=PRINTER.print_slip, args=(SLIP, PrinterAddress("file", str(device))),
            kwargs={"cut": False, "drawer": False},
        )
        for _ in range(4)
    ]  # fmt: skip
    for work in works:
        work.start()
    for work in works:
        work.join()
    assert device.read_bytes() == (STATUS + b"\x04" + compose(SLIP, cut=False, drawer=False)) * 4
