"""A serial line as bytes in and bytes out. pyserial is loaded when a port is first opened or listed."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from serial import Serial

_SPEED = 115_200  # bits per second; USB modems ignore it
_WRITE_WITHIN = 5.0  # seconds
MOST_AT_ONCE = 4096  # octets


class PortGoneError(Exception):
    """The port cannot be opened, or went away. `code`: modem-absent, modem-busy (another program has it) or
    modem-denied (this user may not). What the system said is no help to a person and is not kept."""

    def __init__(self, code: str = "modem-absent") -> None:
        super().__init__(code)
        self.code = code


class BytePort(Protocol):
    """Any error of the line is a PortGoneError."""

    def read(self, timeout: float) -> bytes:
        """What is there, at least one octet if it comes within `timeout` seconds, else b""."""
        ...

    def write(self, octets: bytes) -> None: ...

    def close(self) -> None:
        """Never raises."""
        ...


class SerialPort:
    """Opened for this program alone. Raises PortGoneError."""

    def __init__(self, name: str) -> None:
        import serial

        try:
            self._serial: Serial = serial.Serial(name, _SPEED, timeout=0, write_timeout=_WRITE_WITHIN, exclusive=True)
        except (OSError, ValueError) as error:  # SerialException is an OSError
            raise PortGoneError(_cause(error)) from error

    def read(self, timeout: float) -> bytes:
        try:
            self._serial.timeout = max(0.0, timeout)
            first = self._serial.read(1)
            more = min(self._serial.in_waiting, MOST_AT_ONCE) if first else 0
            return bytes(first + self._serial.read(more)) if more else bytes(first)
        except (OSError, TypeError, ValueError) as error:  # a port closed under a read is a TypeError in pyserial
            raise PortGoneError from error

    def write(self, octets: bytes) -> None:
        try:
            self._serial.write(octets)
        except (OSError, TypeError, ValueError) as error:
            raise PortGoneError from error

    def close(self) -> None:
        try:
            self._serial.close()
        except (OSError, TypeError, ValueError):
            return


def _cause(error: Exception) -> str:
    """Windows says "access denied" of a port that another program holds; elsewhere a lock says that."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.EAGAIN, errno.EWOULDBLOCK, errno.EBUSY):
        return "modem-busy"
    if number in (errno.EACCES, errno.EPERM) or "PermissionError" in str(error):
        return "modem-busy" if sys.platform == "win32" else "modem-denied"
    return "modem-absent"


def ports() -> tuple[tuple[str, str], ...]:
    """(name of the port, what the system says of it), sorted by name; () where there is none."""
    from serial.tools import list_ports

    try:
        found = [(str(port.device), str(port.description or "")) for port in list_ports.comports()]
    except OSError:
        return ()
    return tuple(sorted((device, "" if said == "n/a" else said) for device, said in found))
