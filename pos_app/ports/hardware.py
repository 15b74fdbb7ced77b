"""Eyes of the counter, and its slip printer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RawCode:
    """One code as an engine read it. `symbology`: code128, ean13, upca, qr, datamatrix, ..."""

    text: str
    symbology: str


class UnreadableImageError(Exception):
    """`args[0]` is a code: `image-missing`, `image-too-large`, `image-not-a-picture`."""


class CodeReader(Protocol):
    """Reads every code of one picture, in reading order, repeats dropped."""

    def read(self, picture: bytes) -> tuple[RawCode, ...]:
        """`picture` is an encoded image file (PNG, JPEG, ...). Raises `UnreadableImageError`."""
        ...

    def read_grey(self, data: bytes, width: int, height: int) -> tuple[RawCode, ...]:
        """One quick look at a camera's frame: one byte a pixel, rows without padding."""
        ...


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture for paper: one bit a dot, 1 = black, the leftmost in the highest bit; rows fill whole bytes."""

    width: int
    height: int
    dots: bytes

    @property
    def row_bytes(self) -> int:
        return (self.width + 7) // 8


@dataclass(frozen=True, slots=True)
class PrinterAddress:
    """`kind` usb: `address` is vendor:product in hex, "" = the first printer found; network: host or host:port; file:
    the path of a device."""

    kind: str
    address: str


class PrinterError(Exception):
    """`reached` True = something may lie in the printer. `code`, before anything left: `printer-address-wrong`,
    `printer-absent`, `printer-refused`, `printer-not-allowed`, `printer-usb-missing`, `printer-out-of-paper`,
    `printer-cover-open`; after: `printer-cut-off`, `printer-stalled`, `printer-paper-ran-out`, `printer-no-word`."""

    def __init__(self, code: str, *, detail: str = "", reached: bool = False) -> None:
        super().__init__(code)
        self.code, self.detail, self.reached = code, detail, reached


class ReceiptPrinter(Protocol):
    """A printer of slips, 203 dots an inch: 576 across on 80 mm paper, 384 on 58 mm."""

    def print_slip(self, slip: Raster, to: PrinterAddress, *, cut: bool, drawer: bool) -> None:
        """Returns when the printer took all of it; `drawer` opens the till's drawer. Every wait is bounded. Raises
        `PrinterError`."""
        ...
