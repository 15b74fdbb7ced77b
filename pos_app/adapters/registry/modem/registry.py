"""The registry through a GSM modem: it dials what a person would dial, and brings back what it heard.

Behind it a person still confirms: no text becomes a result here. The port is opened for one call and given back, so
that a modem may be unplugged at any time; one dialogue runs at a time.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from pos_app.adapters.registry.modem.dialogue import Dialogue, Walk
from pos_app.adapters.registry.modem.handing_over import (
    MASK,
    Asked,
    all_but_confirmed,
    brought,
    counted,
    covered,
    tail_of,
)
from pos_app.adapters.registry.modem.inbox import Message, best, read_all
from pos_app.adapters.registry.modem.line import AtLine
from pos_app.adapters.registry.modem.port import BytePort, PortGoneError
from pos_app.adapters.registry.modem.setup import USUAL, Timing, prepare, read_messages
from pos_app.domain.registry import (
    ActivationCommand,
    ByHand,
    Capabilities,
    Channel,
    Command,
    Exchange,
    Heard,
    NotSent,
    OperationKind,
    Reply,
    ScriptLine,
    Unreadable,
)
from pos_app.domain.scripts import LineDef, Say, Scripts, after_silence

Tell = Callable[[str, Exchange], None]

REMEMBERED = 256  # operations of this run of the program
_SENDABLE = re.compile(r"[0-9A-Za-z*#.]{1,60}")


class ModemRegistry:
    """`tell` hears every turn as it happens, with the operation's id; what it raises ends the call. It is called while
    the port is held: it must not ask this gateway anything. `now` is the clock's (UTC)."""

    def __init__(
        self, open_port: Callable[[], BytePort], scripts: Scripts, tell: Tell, *, now: Callable[[], datetime],
        timing: Timing = USUAL,
    ) -> None:  # fmt: skip
        self._open_port, self._scripts, self._tell, self._now, self._timing = open_port, scripts, tell, now, timing
        self._one_at_a_time = threading.Lock()
        self._asked: OrderedDict[str, Asked] = OrderedDict()

    def submit(self, command: Command) -> Reply:
        """Dials and walks the script; blocks for `Timing.total` seconds at most, and a few more of a slow modem. A
        repeat of what may have taken effect is never dialled: its late answer is looked for instead."""
        plan = self._scripts.plan(Channel.MODEM, command.kind)
        if not plan:
            return NotSent("channel-does-not-offer")
        if not all(_SENDABLE.fullmatch(line.line(command).value) for line in plan if line.value):
            return NotSent("request-invalid")
        try:
            with self._held() as line:
                known = self._asked.get(command.operation_id)
                if known is not None and known.effective:
                    return self._late(line, known, command.kind, "session-dropped-after-send")
                return self._dialled(line, command, plan)
        except _NotNowError as error:
            return NotSent(error.code)

    def script(self, command: Command) -> tuple[ScriptLine, ...]:
        return self._scripts.script(Channel.MODEM, command)

    def look_up(self, operation_id: str, kind: OperationKind) -> Reply:
        """Reads the inbox for a late answer to what was asked in this run of the program. Of an older question the
        phone is not known here: `inbox` gives the messages instead."""
        known = self._asked.get(operation_id)
        if known is None:
            return ByHand(Channel.MODEM, after_silence(kind), Heard(why="sms-awaited"))
        try:
            with self._held() as line:
                return self._late(line, known, kind, "sms-awaited")
        except _NotNowError as error:
            return NotSent(error.code)

    def inbox(self, since: datetime) -> tuple[Message, ...] | NotSent:
        """Received messages not older than `since` (UTC), the oldest first, from any sender: `Message.genuine` tells
        the registry's own. Their time is the message centre's, not this machine's."""
        try:
            with self._held() as line:
                if not read_messages(line, self._timing):
                    return NotSent("modem-timeout")
                found = read_all(line, self._timing.command, self._now)
        except _NotNowError as error:
            return NotSent(error.code)
        except PortGoneError:
            return NotSent("modem-absent")
        return tuple(message for message in found if message.at >= since)

    def capabilities(self) -> Capabilities | NotSent | Unreadable:
        """What the script file lets a modem dial; the port is opened to see whether it is there."""
        try:
            with self._held():
                pass
        except _NotNowError as error:
            if error.code != "modem-busy":  # a modem in a dialogue is there
                return NotSent(error.code)
        return Capabilities(commands=self._scripts.offers(Channel.MODEM))

    def server_time(self) -> datetime | NotSent | Unreadable:
        return NotSent("by-hand")

    @contextmanager
    def _held(self) -> Iterator[AtLine]:
        """The open line, for one caller. Raises _NotNowError."""
        if not self._one_at_a_time.acquire(blocking=False):
            raise _NotNowError("modem-busy")
        try:
            try:
                line = AtLine(self._open_port())
            except PortGoneError as error:
                raise _NotNowError(error.code) from error
            try:
                yield line
            finally:
                line.close()
        finally:
            self._one_at_a_time.release()

    def _dialled(self, line: AtLine, command: Command, plan: tuple[LineDef, ...]) -> Reply:
        until = time.monotonic() + self._timing.total
        try:
            blocked = prepare(line, self._timing)
            if blocked:
                return NotSent(blocked)
            known = self._asked.get(command.operation_id)  # asked before: an answer to that is an answer to this
            before = known.before if known else counted(read_all(line, self._timing.command, self._now))
        except PortGoneError:
            return NotSent("modem-absent")
        asked = self._asked[command.operation_id] = Asked(command.imei, before)
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        exchanges: list[Exchange] = []
        hidden = command.activation_code if isinstance(command, ActivationCommand) else ""

        def heard(sent: str, received: str, secret: bool) -> None:
            exchange = Exchange(self._now(), MASK if secret else sent, covered(received, hidden))
            exchanges.append(exchange)
            self._tell(command.operation_id, exchange)

        dialogue = Dialogue(line, command, plan, self._scripts.hand_over, heard, self._timing, until)
        try:
            walk = dialogue.run()
        finally:  # whatever `tell` raises: what may have taken effect is remembered
            asked.effective = dialogue.walk.effective
            asked.broken = asked.effective and (bool(dialogue.walk.why) or not dialogue.finished)
        return self._answered(line, command, plan, walk, tuple(exchanges), until)

    def _answered(
        self, line: AtLine, command: Command, plan: tuple[LineDef, ...], walk: Walk, exchanges: tuple[Exchange, ...],
        until: float,
    ) -> ByHand:  # fmt: skip
        """A message is waited for where the script speaks of one and everything was sent."""
        tail = tail_of(plan)
        everything = walk.sent == sum(bool(step.value) for step in plan)
        if everything and any(step.say == Say.AWAIT_SMS for step in tail):
            asked = self._asked[command.operation_id]
            message = self._awaited(line, asked, until)
            if message is not None:
                return brought(message, asked, command.kind, tail, exchanges)
        if walk.why == "session-dropped-after-send":
            return ByHand(Channel.MODEM, after_silence(command.kind), Heard(exchanges=exchanges, why=walk.why))
        read_by_person = not walk.why or (walk.ended_with_words and all_but_confirmed(plan, walk.sent))
        why = walk.why or ("sms-awaited" if any(step.say == Say.AWAIT_SMS for step in tail) else "")
        script = tail if read_by_person else self.script(command)
        return ByHand(Channel.MODEM, script, Heard(exchanges=exchanges, why=why))

    def _awaited(self, line: AtLine, asked: Asked, until: float) -> Message | None:
        until = min(until, time.monotonic() + self._timing.sms)
        try:
            while True:
                found = self._new_message(line, asked)
                left = until - time.monotonic()
                if found is not None or left <= 0:
                    return found
                line.wait(min(self._timing.poll, left))
        except PortGoneError:
            return None

    def _late(self, line: AtLine, asked: Asked, kind: OperationKind, otherwise: str) -> Reply:
        try:
            if not read_messages(line, self._timing):
                return NotSent("modem-timeout")
            found = self._new_message(line, asked)
        except PortGoneError:
            return NotSent("modem-absent")
        if found is None:
            return ByHand(Channel.MODEM, after_silence(kind), Heard(why=otherwise))
        tail = tail_of(self._scripts.plan(Channel.MODEM, kind))
        return brought(found, asked, kind, tail, ())

    def _new_message(self, line: AtLine, asked: Asked) -> Message | None:
        """What came since the question, by content: the message centre's clock is not ours."""
        before = asked.before.copy()
        new = []
        for message in read_all(line, self._timing.command, self._now):
            key = (message.sender, message.text)
            if before[key] > 0:
                before[key] -= 1
            else:
                new.append(message)
        return best(tuple(new), asked.imei)


class _NotNowError(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
