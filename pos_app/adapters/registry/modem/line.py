"""AT commands over a byte port: one command at a time, its answer told apart from what the modem says unasked.

Nothing that crosses this line is logged: it holds numbers of persons and activation codes.
"""

from __future__ import annotations

import re
import time
from collections import deque
from dataclasses import dataclass, field

from pos_app.adapters.registry.modem.port import BytePort
from pos_app.adapters.registry.modem.ussd import Sentence, Turn, read_notice

BUFFER = 16 * 1024  # octets kept of an unfinished line
MOST_LINES = 2000  # of one answer
_FINAL = re.compile(r"OK|ERROR|NO CARRIER|NO DIALTONE|BUSY|NO ANSWER|\+CM[ES] ERROR:.*")
_USSD = b"+CUSD:"
# A sentence may run over several lines and hold quotes. It ends at a quote with a coding behind it and the end of a
# line; without a coding, only where the quotes so far are paired.
_QUOTE_AT_END = re.compile(rb'" ?(, ?[0-9]{0,3})? ?(?=[\r\n])')
_GLANCE = 0.2  # seconds of one wait for bytes
_STRAGGLER = 1.0  # seconds that an OK may come after the sentence it belongs to


@dataclass(frozen=True, slots=True)
class Answer:
    """`final` "" = the modem did not answer in time."""

    final: str
    lines: tuple[str, ...] = field(default=(), repr=False)

    @property
    def ok(self) -> bool:
        return self.final == "OK"


class AtLine:
    """Every call may raise PortGoneError. Times are seconds."""

    def __init__(self, port: BytePort) -> None:
        self._port = port
        self._buffer = b""
        self._sent = ""
        self.notices: deque[str] = deque(maxlen=100)  # what came unasked: +CMTI, +CUSD

    def close(self) -> None:
        self._port.close()

    def command(self, text: str, timeout: float) -> Answer:
        """Sends and reads up to the final result."""
        self._send(text)
        return self._answer(time.monotonic() + timeout)

    def say(self, text: str, timeout: float, *, first: bool = False) -> tuple[Answer, Sentence | None]:
        """Sends one turn of a dialogue and waits for the network's sentence, which may come before the OK or after.
        A refusal by the modem ends the wait. While the `first` turn is not even taken, a bare "ended" still speaks of
        a dialogue before it."""
        self.notices.clear()  # what came before belongs to no turn of this dialogue
        self._send(text)
        until = time.monotonic() + timeout
        final, heard = "", None
        while heard is None or not final:
            line = self._line(min(until, time.monotonic() + _STRAGGLER) if heard else until)
            if line is None:
                break
            if _FINAL.fullmatch(line):
                final = line
                if final != "OK":
                    break
            else:
                said = read_notice(line)
                stale = first and not final and said is not None and said.turn is Turn.ENDED and not said.text
                heard = heard or (None if stale else said)
        return Answer(final), heard

    def wait(self, timeout: float) -> str | None:
        """The next thing that the modem says unasked."""
        if self.notices:
            return self.notices.popleft()
        return self._line(time.monotonic() + timeout)

    def _send(self, text: str) -> None:
        if self._buffer.lstrip(b"\r\n").startswith(_USSD):  # a sentence that never ended would swallow the answer
            self._buffer = b""
        self._sent = text
        self._port.write(text.encode("ascii") + b"\r")

    def _answer(self, until: float) -> Answer:
        lines: list[str] = []
        while len(lines) < MOST_LINES:
            line = self._line(until)
            if line is None:
                return Answer("", tuple(lines))
            if _FINAL.fullmatch(line):
                return Answer(line, tuple(lines))
            if line.startswith(("+CMTI:", "+CUSD:")):
                self.notices.append(line)
            else:
                lines.append(line)
        return Answer("", tuple(lines))

    def _line(self, until: float) -> str | None:
        while True:
            line = self._take()
            if line is not None:
                if line and line != self._sent:  # else an empty line, or the echo of our own words
                    return line
                continue
            left = until - time.monotonic()
            if left <= 0:
                return None
            self._buffer = (self._buffer + self._port.read(min(left, _GLANCE)))[-BUFFER:]

    def _take(self) -> str | None:
        """One whole line off the buffer, None while it is not whole."""
        self._buffer = self._buffer.lstrip(b"\r\n")
        end = re.search(rb"[\r\n]", self._buffer)
        if end is None:
            return None
        size = end.start()
        if self._buffer.startswith(_USSD) and b'"' in self._buffer[:size]:
            size = _sentence_end(self._buffer)
            if not size:
                return None
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return _text(taken)


def _sentence_end(buffer: bytes) -> int:
    """How many octets a sentence takes that begins the buffer, 0 = its end has not come."""
    start = buffer.index(b'"')
    for found in _QUOTE_AT_END.finditer(buffer, start + 1):
        if found[1] is not None or buffer.count(b'"', start, found.end()) % 2 == 0:
            return found.end()
    return 0


def _text(octets: bytes) -> str:
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        text = octets.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
