"""A GSM modem on a pseudo-terminal, well-behaved or not (POSIX only).

`python -m tests.modem.simulator --link PATH` keeps one running for practice, with a link to its port at PATH.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import select
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.modem.network import Registry
from tests.modem.pdus import deliver, packed, septets

_CUSD = re.compile(r'AT\+CUSD=1,"([^"]*)"(?:,([0-9]+))?')
_GLANCE = 0.02  # seconds


@dataclass
class Habits:
    """How this modem differs from a good one. Turns are counted from 1, the dialling."""

    spelling: str = "ucs2"  # of the network's sentences: ucs2, packed, utf8, bare (no quotes, no coding)
    understands: str = "plain"  # of what is dialled: plain, packed, ucs2
    echo: bool = False  # whatever ATE0 asks for
    slow: bool = False  # one octet at a time
    noise: bool = False  # unasked lines everywhere
    ok_last: bool = False  # the sentence comes before the OK
    locked: bool = False  # the SIM wants its PIN
    dead: bool = False  # answers nothing
    signal: int = 20
    registered: int = 1
    memory: str = "SM"
    at_turn: dict[int, str] = field(default_factory=dict)  # a final result, drop, silence or vanish at that turn
    after_turn: dict[int, str] = field(default_factory=dict)  # the same, once the network has done what was asked


class Simulator:
    """`registry` is the network behind it; `after_end`: PDUs that arrive `late` seconds after a dialogue's end."""

    def __init__(self, registry: Registry | None = None, habits: Habits | None = None) -> None:
        self.registry, self.habits = registry or Registry(), habits or Habits()
        self.after_end: list[str] = []
        self.late = 0.0  # seconds
        self.said: list[str] = []  # every command that arrived
        self._at_turn: dict[int, tuple[float, str]] = {}
        self._stored: list[tuple[int, str]] = []  # (status, PDU)
        self._coming: list[tuple[float, str]] = []
        self._lock = threading.Lock()
        self._turn = 0
        self._gone = threading.Event()
        self._master, self._slave = os.openpty()
        self.port = os.ttyname(self._slave)
        _raw(self._slave)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Simulator:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._gone.set()
        self._thread.join()

    def store(self, *pdus: str, status: int = 0) -> None:
        """Messages that lie in the modem's memory already."""
        with self._lock:
            self._stored += [(status, pdu) for pdu in pdus]

    def deliver_after(self, seconds: float, pdu: str, *, turn: int) -> None:
        """A message that comes although the dialogue breaks off at `turn`."""
        self._at_turn[turn] = (seconds, pdu)

    @property
    def stored(self) -> int:
        with self._lock:
            return len(self._stored)

    # -- the line ----------------------------------------------------------------------------------

    def _run(self) -> None:
        buffer = b""
        while not self._gone.is_set():
            self._arrivals()
            ready, _, _ = select.select([self._master], [], [], _GLANCE)
            if not ready:
                continue
            buffer += os.read(self._master, 4096)
            *lines, buffer = buffer.split(b"\r")
            for line in lines:
                self._command(line.decode("ascii").strip())
                if self._gone.is_set():
                    break
        os.close(self._master)
        os.close(self._slave)

    def _write(self, text: str, *, encoding: str = "utf-8") -> None:
        octets = text.encode(encoding)
        if not self.habits.slow:
            os.write(self._master, octets)
            return
        for octet in octets:
            os.write(self._master, bytes([octet]))
            time.sleep(0.0002)

    def _line(self, text: str) -> None:
        self._write(f"\r\n{text}\r\n")

    def _arrivals(self) -> None:
        now = time.monotonic()
        with self._lock:
            due = [pdu for at, pdu in self._coming if at <= now]
            self._coming = [(at, pdu) for at, pdu in self._coming if at > now]
            self._stored += [(0, pdu) for pdu in due]
            count = len(self._stored)
        for _pdu in due:
            self._line(f'+CMTI: "{self.habits.memory}",{count}')

    # -- commands ----------------------------------------------------------------------------------

    def _command(self, text: str) -> None:
        self.said.append(text)
        habits = self.habits
        if habits.dead or not text:
            return
        if habits.echo:
            self._write(text + "\r")
        if habits.noise:
            self._line("RING")
            self._line("+CREG: 1")
        dialled = _CUSD.fullmatch(text)
        if dialled:
            self._dialogue(dialled[1])
        elif text == "AT+CUSD=2":
            self.registry.hang_up()
            self._turn = 0
            self._line("OK")
        elif text == "AT+CPIN?":
            self._line("+CPIN: SIM PIN" if habits.locked else "+CPIN: READY")
            self._line("OK")
        elif text == "AT+CSQ":
            self._line(f"+CSQ: {habits.signal},0")
            self._line("OK")
        elif text == "AT+CREG?":
            self._line(f"+CREG: 0,{habits.registered}")
            self._line("OK")
        elif text.startswith("AT+CPMS="):
            self._line("OK" if habits.memory in text else "+CMS ERROR: 302")
        elif text == "AT+CMGL=4":
            self._list()
        else:
            self._line("OK")

    def _list(self) -> None:
        with self._lock:
            listed = list(self._stored)
            self._stored = [(1 if status == 0 else status, pdu) for status, pdu in listed]
        for number, (status, pdu) in enumerate(listed, 1):
            self._line(f"+CMGL: {number},{status},,{len(pdu) // 2 - 8}")
            self._write(f"{pdu}\r\n")
        self._line("OK")

    # -- the dialogue ------------------------------------------------------------------------------

    def _dialogue(self, given: str) -> None:
        text = self._understood(given)
        if text is None:
            self._line("ERROR")
            return
        self._turn += 1
        if self._turn in self._at_turn:
            seconds, pdu = self._at_turn[self._turn]
            with self._lock:
                self._coming.append((time.monotonic() + seconds, pdu))
        if self._misbehaved(self.habits.at_turn.get(self._turn, "")):
            return
        turn, sentence = self.registry.dial(text) if self._turn == 1 else self.registry.reply(text)
        if self._misbehaved(self.habits.after_turn.get(self._turn, "")):
            return
        if turn != 1:
            self._turn = 0
            with self._lock:
                self._coming += [(time.monotonic() + self.late, pdu) for pdu in self.after_end]
        answer = ["OK", self._notice(turn, sentence)]
        for line in reversed(answer) if self.habits.ok_last else answer:
            self._line(line)
            if self.habits.noise:
                self._line("+CREG: 5")
                self._line("^RSSI: 18")

    def _understood(self, given: str) -> str | None:
        way = self.habits.understands
        if way == "plain":
            return given if re.fullmatch(r"[0-9*#]{1,15}", given) else None
        if way == "ucs2":
            return bytes.fromhex(given).decode("utf-16-be") if re.fullmatch(r"(00[0-9A-F]{2})+", given) else None
        if not re.fullmatch(r"([0-9A-F]{2})+", given) or (re.fullmatch(r"[0-9]+", given) and len(given) == 1):
            return None
        bits = "".join(f"{octet:08b}"[::-1] for octet in bytes.fromhex(given))
        codes = [int(bits[n : n + 7][::-1], 2) for n in range(0, len(bits) - 6, 7)]
        text = "".join(chr(code) for code in codes if code)
        return text if re.fullmatch(r"[0-9*#]+", text) else None

    def _notice(self, turn: int, sentence: str) -> str:
        if not sentence:
            return f"+CUSD: {turn}"
        way = self.habits.spelling
        if way == "packed":
            return f'+CUSD: {turn},"{packed(septets(sentence)).hex().upper()}",15'
        if way == "utf8":
            return f'+CUSD: {turn},"{sentence}",15'
        if way == "bare":
            return f'+CUSD:{turn},"{sentence}"'
        return f'+CUSD: {turn},"{sentence.encode("utf-16-be").hex().upper()}",72'

    def _misbehaved(self, how: str) -> bool:
        if not how:
            return False
        if how == "vanish":
            self._gone.set()
        elif how == "drop":
            self.registry.hang_up()
            self._turn = 0
            self._line("OK")
            self._line("+CUSD: 2")
        elif how != "silence":
            self._turn = 0
            self._line(how)
        return True


def _raw(descriptor: int) -> None:
    """The line changes no octet and echoes nothing; the modem does that itself."""
    if sys.platform != "win32":
        import tty

        tty.setraw(descriptor)


@contextlib.contextmanager
def linked(simulator: Simulator, path: Path) -> Iterator[None]:
    """A link to the port at `path` while this lasts."""
    path.unlink(missing_ok=True)
    path.symlink_to(simulator.port)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--link", type=Path, required=True, help="where to put the link to the port")
    parser.add_argument("--spelling", default="ucs2", choices=["ucs2", "utf8", "bare"])
    parser.add_argument("--late", type=float, default=5.0, help="seconds until the message comes")
    chosen = parser.parse_args()
    with Simulator(habits=Habits(spelling=chosen.spelling)) as simulator, linked(simulator, chosen.link):
        simulator.late = chosen.late
        simulator.after_end = [deliver("پاسخ آزمایشی: این پیام از سامانه واقعی نیست")]
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
