"""The line over USB against a device that only remembers: which printer is taken, through which pipes, how it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import usb.core
import usb.util

from pos_app.adapters.hardware.printer_lines import Patience
from pos_app.adapters.hardware.receipt_printer import EscposPrinter, compose
from pos_app.ports.hardware import PrinterAddress, PrinterError, Raster

SLIP = Raster(384, 900, bytes(range(48)) * 900)
PRINTER = EscposPrinter(Patience(connect=1, stall=0.2, answer=0.05, done=0.05, close=0.1))


@dataclass
class Pipe:
    bEndpointAddress: int  # noqa: N815 - pyusb's own name
    takes: int = 1 << 30
    fails: Exception | None = None
    says: list[bytes] = field(default_factory=list)
    got: bytearray = field(default_factory=bytearray)

    def write(self, data: bytes, timeout: int) -> int:
        assert timeout > 0
        if self.fails is not None and len(self.got) + len(data) > self.takes:
            raise self.fails
        self.got += data
        return len(data)

    def read(self, size: int, timeout: int) -> bytes:
        assert timeout > 0
        if self.says:
            return self.says.pop(0)[:size]
        raise usb.core.USBTimeoutError("nothing to be read", errno=110)


@dataclass
class Interface:
    pipes: list[Pipe]
    bInterfaceClass: int = 7  # noqa: N815
    bInterfaceNumber: int = 0  # noqa: N815

    def __iter__(self) -> Iterator[Pipe]:
        return iter(self.pipes)


@dataclass
class Device:
    """Iterates over its configurations, each of which iterates over interfaces."""

    interfaces: list[Interface]
    driver: bool = True
    refuses: Exception | None = None
    detached: int = 0

    def __iter__(self) -> Iterator[list[Interface]]:
        return iter([self.interfaces])

    def get_active_configuration(self) -> Any:
        if self.refuses is not None:
            raise self.refuses

        class Configuration(list[Interface]):
            def __getitem__(self, at: Any) -> Any:
                return super().__getitem__(at[0])

        return Configuration(self.interfaces)

    def is_kernel_driver_active(self, _number: int) -> bool:
        return self.driver

    def detach_kernel_driver(self, _number: int) -> None:
        self.detached += 1


Plug = Callable[..., None]


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    """Puts these devices on the bus, by (vendor, product)."""

    def put(devices: dict[tuple[int, int], Device]) -> None:
        def find(idVendor: int = 0, idProduct: int = 0, custom_match: Any = None) -> Device | None:  # noqa: N803
            if custom_match is not None:
                return next((device for device in devices.values() if custom_match(device)), None)
            return devices.get((idVendor, idProduct))

        monkeypatch.setattr(usb.core, "find", find)
        monkeypatch.setattr(usb.util, "claim_interface", lambda _device, _number: None)
        monkeypatch.setattr(usb.util, "dispose_resources", lambda _device: None)

    return put


def a_printer(**changes: Any) -> tuple[Device, Pipe, Pipe]:
    out, back = Pipe(0x03), Pipe(0x81)
    return Device([Interface([back, out])], **changes), out, back


def test_the_first_printer_is_found_and_its_own_pipes_are_used(plug: Plug) -> None:
    device, out, _ = a_printer()
    keyboard = Device([Interface([Pipe(0x81)], bInterfaceClass=3)])
    plug({(1, 1): keyboard, (2, 2): device})
    PRINTER.print_slip(SLIP, PrinterAddress("usb", ""), cut=True, drawer=False)
    assert out.got.endswith(compose(SLIP, cut=True, drawer=False))
    assert device.detached == 1


def test_one_is_named_by_vendor_and_product(plug: Plug) -> None:
    (one, first, _), (two, second, _) = a_printer(), a_printer(driver=False)
    plug({(0x04B8, 0x0E15): one, (0x0416, 0x5011): two})
    PRINTER.print_slip(SLIP, PrinterAddress("usb", "0416:5011"), cut=True, drawer=False)
    assert (len(first.got), two.detached) == (0, 0)
    assert second.got


def failure(address: str = "") -> tuple[str, bool]:
    with pytest.raises(PrinterError) as caught:
        PRINTER.print_slip(SLIP, PrinterAddress("usb", address), cut=True, drawer=False)
    return caught.value.code, caught.value.reached


def test_none_there(plug: Plug) -> None:
    plug({})
    assert failure() == failure("04b8:0e15") == ("printer-absent", False)


@pytest.mark.parametrize(("errno", "code"), [(16, "printer-refused"), (13, "printer-not-allowed")])
def test_held_by_another_program_or_forbidden(plug: Plug, errno: int, code: str) -> None:
    device, _, _ = a_printer(refuses=usb.core.USBError("no", errno=errno))
    plug({(2, 2): device})
    assert failure() == (code, False)


@pytest.mark.parametrize(
    ("error", "code"),
    [(usb.core.USBError("gone", errno=19), "printer-cut-off"), (usb.core.USBTimeoutError("full"), "printer-stalled")],
)
def test_pulled_out_or_full_in_the_middle(plug: Plug, error: Exception, code: str) -> None:
    device, out, _ = a_printer()
    out.takes, out.fails = 20_000, error
    plug({(2, 2): device})
    assert failure() == (code, True)


def test_a_printer_that_answers_over_usb_says_when_it_is_done(plug: Plug) -> None:
    device, out, back = a_printer()
    back.says = [b"\x12", b"\x12", b"\x00"]
    plug({(2, 2): device})
    PRINTER.print_slip(SLIP, PrinterAddress("usb", ""), cut=True, drawer=False)
    assert out.got.endswith(b"\x1dr\x01")
    back.says = [b"\x72"]
    assert failure() == ("printer-out-of-paper", False)
