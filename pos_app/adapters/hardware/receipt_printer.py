"""`ports.hardware.ReceiptPrinter` in ESC/POS: python-escpos says it, our own lines carry it.

Text is never sent: a printer's own letters neither join nor turn Persian. Printers that answer are asked for paper
before, and whether all is done after; those that are silent are believed when the line took everything.
"""

from __future__ import annotations

import threading
from contextlib import closing
from typing import Final

from pos_app.adapters.hardware.printer_lines import Line, Patience, open_line
from pos_app.ports.hardware import PrinterAddress, PrinterError, Raster

_STATUS_PAPER: Final = b"\x10\x04\x04"  # answered at once, even while printing
_STATUS_OFFLINE: Final = b"\x10\x04\x02"
_WHEN_DONE: Final = b"\x1dr\x01"  # answered in its turn: when all before it is on paper
_FIXED, _FIXED_AS = 0b1001_0011, 0b0001_0010  # bits that every answer to a status question has
_NO_PAPER, _COVER_OPEN = 0b0110_0000, 0b0000_0100
#: Of the library's printers one that is 576 dots wide, as all of 80 mm are, and cuts; without one it writes on stdout.
_PROFILE: Final = "TM-T20II"
_BAND: Final = 512  # rows of one image command: printers have small memories


class EscposPrinter:
    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._one_at_a_time = threading.Lock()  # a printer refuses the second one, and two slips must not mix

    def print_slip(self, slip: Raster, to: PrinterAddress, *, cut: bool, drawer: bool) -> None:
        """See the port."""
        data = compose(slip, cut=cut, drawer=drawer)
        with self._one_at_a_time, closing(open_line(to, self._patience)) as line:
            answers = self._ready(line)
            line.send(data)
            if answers:
                self._wait_until_done(line)
            else:
                line.finish(self._patience.close)

    def _ready(self, line: Line) -> bool:
        """Whether this printer answers. Raises `PrinterError` where it says that it cannot print."""
        paper = self._ask(line, _STATUS_PAPER)
        if paper is None:
            return False
        if paper & _NO_PAPER:
            raise PrinterError("printer-out-of-paper")
        offline = self._ask(line, _STATUS_OFFLINE)
        if offline is not None and offline & _COVER_OPEN:
            raise PrinterError("printer-cover-open")
        return True

    def _ask(self, line: Line, question: bytes) -> int | None:
        """None: no answer, or none that is one."""
        try:
            line.send(question)
            heard = line.hear(self._patience.answer)
        except PrinterError as error:  # a question puts nothing on paper
            raise PrinterError(error.code, detail=error.detail) from error
        status = heard[-1] if heard else 0
        return status if status & _FIXED == _FIXED_AS else None

    def _wait_until_done(self, line: Line) -> None:
        line.send(_WHEN_DONE)
        if line.hear(self._patience.done):
            return
        paper = self._ask(line, _STATUS_PAPER)
        ran_out = paper is not None and paper & _NO_PAPER
        raise PrinterError("printer-paper-ran-out" if ran_out else "printer-no-word", reached=True)


def compose(slip: Raster, *, cut: bool, drawer: bool) -> bytes:
    """The bytes of one slip. The drawer opens first: the seller counts while the paper runs."""
    from escpos.printer import Dummy  # costs 0.2 s once, and only a shop with such a printer pays it
    from PIL import Image

    said = Dummy(profile=_PROFILE)
    said.hw("INIT")
    if drawer:
        said.cashdraw(2)
    # Pillow's 1 is white, the printer's is black.
    white = bytes(byte ^ 0xFF for byte in slip.dots)
    picture = Image.frombytes("1", (slip.width, slip.height), white)
    said.image(picture, fragment_height=_BAND)
    if cut:
        said.cut()
    else:
        said.print_and_feed(4)
    out: bytes = said.output
    return out
