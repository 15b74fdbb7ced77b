"""Walking a script with the network: each value goes out only after a sentence that asks for it.

The machine decides nothing. It stops at the first sentence that it does not know, and it says whether the line that
may have an effect had gone out by then.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from pos_app.adapters.registry.modem.line import AtLine
from pos_app.adapters.registry.modem.port import PortGoneError
from pos_app.adapters.registry.modem.setup import Timing, cause
from pos_app.adapters.registry.modem.ussd import Sentence, Turn, spellings
from pos_app.domain.digits import fold
from pos_app.domain.expectations import Expectation, any_met
from pos_app.domain.hamta import imeis_in
from pos_app.domain.registry import Command, OperationKind, TransferCommand
from pos_app.domain.scripts import LineDef, Say

_MOBILE = re.compile(r"(?<![0-9])(?:\+|00)?(?:98|0)?(9[0-9]{9})(?![0-9])")
_REFUSED_TO_DIAL = ("ERROR", "+CME ERROR: 3", "+CME ERROR: 4", "+CME ERROR: 50", "+CME ERROR: 26", "+CME ERROR: 27")

Heard = Callable[[str, str, bool], None]  # (sent, received, secret): one turn, told as it happens


@dataclass(slots=True)
class Walk:
    """How far it came. `sent`: values that went out; `effective`: the confirming one among them, or perhaps."""

    sent: int = 0
    effective: bool = False
    why: str = ""
    ended_with_words: bool = False  # the network closed the dialogue with a sentence of its own
    sentence: Sentence | None = field(default=None, repr=False)


class Dialogue:
    """One command, once. `until` is a time of `time.monotonic`."""

    def __init__(
        self, line: AtLine, command: Command, plan: tuple[LineDef, ...], hand_over: tuple[Expectation, ...],
        heard: Heard, timing: Timing, until: float,
    ) -> None:  # fmt: skip
        self._line, self._command, self._plan, self._hand_over = line, command, plan, hand_over
        self._heard, self._timing, self._until = heard, timing, until
        self._charset, self._spelling = "", 0
        self.walk = Walk()
        self.finished = False  # False = `heard` raised on the way

    def run(self) -> Walk:
        """Raises only what `heard` raises."""
        try:
            self.walk.why = self._steps()
        except PortGoneError:
            self.walk.why = "modem-absent"
        if self.walk.why and self.walk.effective:
            self.walk.why = "session-dropped-after-send"
        self._hang_up()
        self.finished = True
        return self.walk

    def _steps(self) -> str:
        """Code of what stopped it, "" = every value was sent and answered."""
        comparing = False
        for step in self._plan:
            if not step.value:
                comparing = comparing or step.say is Say.COMPARE
                if step.expect and self._asks(step.expect):
                    return "hamta-pin-asked"
                continue
            value = step.line(self._command).value
            if self.walk.sent:
                stop = self._may_not_send(step, comparing)
                if stop:
                    return stop
                if step.value == "row_or_imei":
                    value = row_of(self._words(), value)
                    if not value:
                        return "menu-unknown"
            comparing = False
            stop = self._send(step, value)
            if stop:
                return stop
        return ""

    def _words(self) -> str:
        return self.walk.sentence.text if self.walk.sentence else ""

    def _asks(self, expected: tuple[Expectation, ...]) -> bool:
        return any_met(expected, self._words(), self._command.imei)

    def _may_not_send(self, step: LineDef, comparing: bool) -> str:
        """Code of what keeps the next value back, "" = the network asked for it."""
        sentence = self.walk.sentence
        if sentence is None or sentence.turn is not Turn.ASKED:
            self.walk.ended_with_words = bool(self._words())
            return "network-refused" if self._words() else "session-dropped"
        if self._asks(self._hand_over) or not self._asks(step.expect):
            return "menu-unknown"
        return self._difference() if comparing else ""

    def _difference(self) -> str:
        """The summary must show this phone and this SIM, and no others, before anything is confirmed."""
        command = self._command
        imeis = imeis_in(self._words())
        sim = command.to_msisdn if isinstance(command, TransferCommand) else getattr(command, "msisdn", "")
        sims = {found[1] for found in _MOBILE.finditer(fold(self._words()))}
        known = {sim[-10:]}
        if isinstance(command, TransferCommand):
            known.add(command.from_msisdn[-10:])
        if any(number[:14] != command.imei[:14] for number in imeis) or sims - known:
            return "compare-differs"
        return "" if imeis and sim[-10:] in sims else "menu-unknown"

    def _send(self, step: LineDef, value: str) -> str:
        if time.monotonic() >= self._until:
            return "modem-timeout"
        if step.say is Say.SEND_CONFIRM and self._command.kind is not OperationKind.INQUIRY:
            self.walk.effective = True  # from the first octet on nobody can tell
        answer, sentence = self._say(value, first=self.walk.sent == 0)
        self.walk.sent += 1
        self.walk.sentence = sentence
        self._heard(value, sentence.text if sentence else answer, step.secret)
        if sentence is None:
            return cause(answer) if answer != "OK" else "modem-timeout"
        return {
            Turn.OTHER_CLIENT: "session-dropped", Turn.NOT_SUPPORTED: "network-refused",
            Turn.TIMED_OUT: "session-dropped",
        }.get(sentence.turn, "" if sentence.text or sentence.turn is not Turn.ENDED else "session-dropped")  # fmt: skip

    def _say(self, value: str, *, first: bool) -> tuple[str, Sentence | None]:
        """The modem's final result and the network's sentence. Only the dialling is tried in other spellings, and only
        while the modem itself refuses to dial."""
        ways = spellings(value)
        tried = range(len(ways)) if first else (self._spelling,)
        answer, sentence = "", None
        for way in tried:
            self._spelling = way
            charset, text = ways[way]
            if charset != self._charset:
                self._line.command(f'AT+CSCS="{charset}"', self._timing.command)
                self._charset = charset
            left = max(0.1, min(self._timing.step, self._until - time.monotonic()))
            said, sentence = self._line.say(f'AT+CUSD=1,"{text}",15', left, first=first)
            answer = said.final
            if sentence is not None or answer not in _REFUSED_TO_DIAL:
                break
        return answer, sentence

    def _hang_up(self) -> None:
        """Leaves no dialogue open behind us."""
        sentence = self.walk.sentence
        if self.walk.sent and (sentence is None or sentence.turn is Turn.ASKED):
            try:
                self._line.command("AT+CUSD=2", self._timing.command)
            except PortGoneError:
                return


def row_of(sentence: str, imei: str) -> str:
    """The number before this phone in the list shown; the IMEI itself where the list lacks it; "" = listed, but its
    number cannot be told."""
    said = fold(sentence)
    rows = set(re.findall(rf"(?:^|[^0-9])([0-9]{{1,2}})\s*[-–.):،]\s*{imei[:14]}", said))
    if len(rows) == 1:
        return str(rows.pop())
    return "" if any(number[:14] == imei[:14] for number in imeis_in(said)) else imei
