"""What a person is handed: the lines that are left, the message that came, and what stays covered of both."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from pos_app.adapters.registry.modem.inbox import Message, names
from pos_app.domain.registry import ByHand, Channel, Exchange, Heard, OperationKind, ScriptLine
from pos_app.domain.scripts import LineDef, Say, after_silence

MASK = "●●●●●●"
_ALL_DIGITS = {str(n): f"[{n}{'۰۱۲۳۴۵۶۷۸۹'[n]}{'٠١٢٣٤٥٦٧٨٩'[n]}]" for n in range(10)}


@dataclass(slots=True)
class Asked:
    """What was asked under one key: which phone, which messages were there before, and how it ended."""

    imei: str
    before: Counter[tuple[str, str]] = field(repr=False)
    effective: bool = False
    broken: bool = False  # off after that: only a message that names the phone says more than nothing


def counted(messages: tuple[Message, ...]) -> Counter[tuple[str, str]]:
    return Counter((message.sender, message.text) for message in messages)


def tail_of(plan: tuple[LineDef, ...]) -> tuple[ScriptLine, ...]:
    """What is left for a person when everything was sent; these lines hold no value."""
    last = max(place for place, step in enumerate(plan) if step.value)
    return tuple(ScriptLine(step.say.value) for step in plan[last + 1 :])


def brought(
    message: Message, asked: Asked, kind: OperationKind, tail: tuple[ScriptLine, ...], exchanges: tuple[Exchange, ...]
) -> ByHand:
    """A message that names no phone may be the answer to another question: it does not end an unknown outcome."""
    if asked.broken and not names(message, asked.imei):
        unknown = Heard(message.text, message.sender, exchanges, "session-dropped-after-send")
        return ByHand(Channel.MODEM, after_silence(kind), unknown)
    return ByHand(Channel.MODEM, read_it(tail), Heard(message.text, message.sender, exchanges))


def read_it(tail: tuple[ScriptLine, ...]) -> tuple[ScriptLine, ...]:
    """The message is here: it need not be waited for, nor pasted."""
    return tuple(step for step in tail if step.say not in (Say.AWAIT_SMS, Say.PASTE_ANSWER))


def all_but_confirmed(plan: tuple[LineDef, ...], sent: int) -> bool:
    """Every input of the command went out, only the confirmation did not: what the network said then is for a person
    to read, and nothing is to be dialled anew before that."""
    confirmed = any(step.say is Say.SEND_CONFIRM for step in plan)
    return confirmed and sent == sum(bool(step.value) for step in plan) - 1


def covered(text: str, secret: str) -> str:
    if not secret:
        return text
    return re.sub("".join(_ALL_DIGITS.get(letter, re.escape(letter)) for letter in secret), MASK, text)
