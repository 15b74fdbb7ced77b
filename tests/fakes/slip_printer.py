"""A receipt printer on a loopback socket, with the ways in which real ones fail; and one that only remembers."""

from __future__ import annotations

import socket
import struct
import threading
from dataclasses import dataclass, field
from types import TracebackType

from pos_app.ports.hardware import PrinterAddress, PrinterError, Raster

STATUS, DONE = b"\x10\x04", b"\x1dr\x01"


@dataclass
class LoopbackPrinter:
    """`takes` bytes, then resets the connection. `says`: its answer to a question for its state, b"" = it is silent;
    `then`: from the second question for paper on. `deaf`: it reads nothing at all."""

    takes: int = 1 << 30
    says: bytes = b""
    then: bytes = b""
    offline: bytes = b"\x12"
    confirms: bool = True
    deaf: bool = False
    got: bytearray = field(default_factory=bytearray)

    def __enter__(self) -> LoopbackPrinter:
        self._listening = socket.create_server(("127.0.0.1", 0))
        if self.deaf:
            self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    @property
    def address(self) -> PrinterAddress:
        return PrinterAddress("network", f"127.0.0.1:{self._listening.getsockname()[1]}")

    def _serve(self) -> None:
        try:
            peer, _ = self._listening.accept()
        except OSError:
            return  # nobody came
        with peer:
            if self.deaf:
                self._over.wait(30)
                return
            asked = 0
            while len(self.got) < self.takes:
                heard = peer.recv(4096)
                if not heard:
                    return
                self.got += heard
                if heard.endswith(STATUS + b"\x04") and self.says:
                    peer.sendall(self.then if asked and self.then else self.says)
                    asked += 1
                elif heard.endswith(STATUS + b"\x02") and self.says:
                    peer.sendall(self.offline)
                elif heard.endswith(DONE) and self.says and self.confirms:
                    peer.sendall(b"\x00")
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, no goodbye

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:  # fmt: skip
        self._over.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)


@dataclass
class RememberingPrinter:
    """`ports.hardware.ReceiptPrinter` that keeps what it got, or fails as it is told to."""

    fails: PrinterError | None = None
    slips: list[Raster] = field(default_factory=list)
    drawers: int = 0
    cuts: int = 0

    def print_slip(self, slip: Raster, to: PrinterAddress, *, cut: bool, drawer: bool) -> None:
        if self.fails is not None:
            raise self.fails
        self.slips.append(slip)
        self.drawers += drawer
        self.cuts += cut
