"""Ways to a receipt printer: TCP, a device file, USB. Each waits no longer than it was told.

A line that breaks says whether anything may have arrived: what was handed to the system counts as arrived.
"""

from __future__ import annotations

import errno
import os
import select
import socket
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from pos_app.ports.hardware import PrinterAddress, PrinterError

if TYPE_CHECKING:
    from collections.abc import Callable

PORT: Final = 9100
_CHUNK: Final = 4096


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to reach the printer; while it takes no dot; for an answer; for the word that all is done; for
    a silent one to close the line."""

    connect: float = 4.0
    stall: float = 12.0
    answer: float = 0.6
    done: float = 20.0
    close: float = 3.0


class Line(Protocol):
    def send(self, data: bytes) -> None:
        """All of it. Raises `PrinterError` with `reached`."""
        ...

    def hear(self, seconds: float) -> bytes:
        """What the printer says meanwhile; b"" = nothing, or this line carries no answers."""
        ...

    def finish(self, seconds: float) -> None:
        """Nothing more will be sent. Raises `PrinterError` where what was sent is known to be lost."""
        ...

    def close(self) -> None: ...


def open_line(to: PrinterAddress, patience: Patience) -> Line:
    """Raises `PrinterError`, never `reached`."""
    kinds: dict[str, Callable[[str, Patience], Line]] = {"network": Network, "file": DeviceFile, "usb": Usb}
    if to.kind not in kinds:
        raise PrinterError("printer-address-wrong", detail=to.address)
    return kinds[to.kind](to.address, patience)


class Network:
    """`host` or `host:port`; an IPv6 address in brackets."""

    def __init__(self, address: str, patience: Patience) -> None:
        host, port = _host(address)
        self._patience, self._sent = patience, False
        try:
            self._socket = socket.create_connection((host, port), timeout=patience.connect)
        except ConnectionRefusedError as error:
            raise PrinterError("printer-refused", detail=address) from error
        except (OSError, UnicodeError) as error:  # no such name, no way there, no answer in time
            raise PrinterError("printer-absent", detail=address) from error

    def send(self, data: bytes) -> None:
        self._socket.settimeout(self._patience.stall)
        try:
            for start in range(0, len(data), _CHUNK):
                self._socket.sendall(data[start : start + _CHUNK])
                self._sent = True
        except TimeoutError as error:
            raise PrinterError("printer-stalled", reached=True) from error  # a part of the chunk may be there
        except OSError as error:
            raise PrinterError("printer-cut-off", reached=True) from error

    def hear(self, seconds: float) -> bytes:
        self._socket.settimeout(seconds)
        try:
            return self._socket.recv(16)
        except TimeoutError:
            return b""
        except OSError as error:
            raise PrinterError("printer-cut-off", reached=self._sent) from error

    def finish(self, seconds: float) -> None:
        """A printer that resets the connection has not read to the end; most close it when they have."""
        self._socket.settimeout(seconds)
        try:
            self._socket.shutdown(socket.SHUT_WR)
            while self._socket.recv(16):
                pass
        except TimeoutError:
            return  # it keeps the line open, as some do
        except OSError as error:
            raise PrinterError("printer-cut-off", reached=True) from error

    def close(self) -> None:
        self._socket.close()


def _host(address: str) -> tuple[str, int]:
    host, bracket, rest = address.partition("]") if address.startswith("[") else ("", "", "")
    if bracket:
        port = rest.removeprefix(":")
        host = host.removeprefix("[")
    else:
        host, _, port = address.partition(":")
    if not host or (port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536)):
        raise PrinterError("printer-address-wrong", detail=address)
    return host, int(port) if port else PORT


#: Why the system does not open a device.
_CAUSES: Final = {
    errno.ENOENT: "printer-absent", errno.ENXIO: "printer-absent", errno.ENODEV: "printer-absent",
    errno.EACCES: "printer-not-allowed", errno.EPERM: "printer-not-allowed",
}  # fmt: skip


class DeviceFile:
    """A device that is there, such as /dev/usb/lp0 or LPT1; never made, and never waited for without an end."""

    def __init__(self, address: str, patience: Patience) -> None:
        self._patience = patience
        kind = _kind_of(address)
        both = os.O_RDWR if stat.S_ISCHR(kind) else os.O_WRONLY
        flags = both | os.O_APPEND | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            self._file = os.open(address, flags)
        except OSError as error:
            raise PrinterError(_CAUSES.get(error.errno or 0, "printer-refused"), detail=address) from error
        self._hears = stat.S_ISCHR(kind)

    def send(self, data: bytes) -> None:
        at, begun = 0, False
        try:
            while at < len(data):
                self._wait_for_room(begun=begun)
                at += os.write(self._file, data[at : at + _CHUNK])
                begun = True
        except BlockingIOError as error:
            raise PrinterError("printer-stalled", reached=begun) from error
        except OSError as error:
            raise PrinterError("printer-cut-off", reached=begun) from error

    def _wait_for_room(self, *, begun: bool) -> None:
        if os.name == "nt":
            return  # no waiting with a limit on a file there
        _, room, _ = select.select([], [self._file], [], self._patience.stall)
        if not room:
            raise PrinterError("printer-stalled", reached=begun)

    def hear(self, seconds: float) -> bytes:
        if not self._hears or os.name == "nt":
            return b""
        heard, _, _ = select.select([self._file], [], [], seconds)
        try:
            return os.read(self._file, 16) if heard else b""
        except OSError:
            return b""  # a device for writing alone

    def finish(self, seconds: float) -> None:
        """The system has it; there is nothing to be heard."""

    def close(self) -> None:
        os.close(self._file)


def _kind_of(address: str) -> int:
    if os.name == "nt":
        return stat.S_IFREG  # LPT1 and COM3 are no files to ask about
    try:
        return Path(address).stat().st_mode
    except (OSError, ValueError) as error:
        raise PrinterError("printer-absent", detail=address) from error


_PRINTER_CLASS: Final = 7


class Usb:
    """`vendor:product` in hex, or "" = the first device that calls itself a printer."""

    def __init__(self, address: str, patience: Patience) -> None:
        import usb.core
        import usb.util

        self._usb, self._patience = usb, patience
        try:
            found = _find(usb, address)
        except usb.core.NoBackendError as error:
            raise PrinterError("printer-usb-missing") from error
        except usb.core.USBError as error:
            raise PrinterError(_CAUSES.get(error.errno or 0, "printer-refused"), detail=address) from error
        if found is None:
            raise PrinterError("printer-absent", detail=address)
        self._device = found
        try:
            self._claim()
        except usb.core.USBError as error:
            raise PrinterError(_CAUSES.get(error.errno or 0, "printer-refused"), detail=address) from error

    def _claim(self) -> None:
        """Takes the printer from the system's own driver, and finds its two pipes."""
        usb = self._usb
        interface = next(
            (one for one in self._device.get_active_configuration() if one.bInterfaceClass == _PRINTER_CLASS),
            self._device.get_active_configuration()[(0, 0)],
        )
        try:
            if self._device.is_kernel_driver_active(interface.bInterfaceNumber):
                self._device.detach_kernel_driver(interface.bInterfaceNumber)
        except NotImplementedError:
            pass  # systems without such drivers
        usb.util.claim_interface(self._device, interface.bInterfaceNumber)
        ways = {usb.util.endpoint_direction(pipe.bEndpointAddress): pipe for pipe in interface}
        self._out: Any = ways.get(usb.util.ENDPOINT_OUT)
        self._in: Any = ways.get(usb.util.ENDPOINT_IN)
        if self._out is None:
            raise PrinterError("printer-refused")

    def send(self, data: bytes) -> None:
        begun = False
        try:
            for start in range(0, len(data), _CHUNK):
                self._out.write(data[start : start + _CHUNK], timeout=round(self._patience.stall * 1000))
                begun = True
        except self._usb.core.USBTimeoutError as error:
            raise PrinterError("printer-stalled", reached=True) from error
        except self._usb.core.USBError as error:
            raise PrinterError("printer-cut-off", reached=begun) from error

    def hear(self, seconds: float) -> bytes:
        until = time.monotonic() + seconds
        while self._in is not None and time.monotonic() < until:
            try:
                heard: Any = self._in.read(16, timeout=max(1, round((until - time.monotonic()) * 1000)))
            except self._usb.core.USBError:
                return b""
            if len(heard):  # some answer at once with nothing
                return bytes(heard)
        return b""

    def finish(self, seconds: float) -> None:
        """A transfer is over when the printer took it."""

    def close(self) -> None:
        self._usb.util.dispose_resources(self._device)


def _find(usb: Any, address: str) -> Any:
    if address:
        vendor, product = (int(part, 16) for part in address.split(":"))
        return usb.core.find(idVendor=vendor, idProduct=product)

    def prints(device: Any) -> bool:
        return any(one.bInterfaceClass == _PRINTER_CLASS for configuration in device for one in configuration)

    return usb.core.find(custom_match=prints)
