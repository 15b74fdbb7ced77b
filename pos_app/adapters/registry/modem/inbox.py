"""The modem's messages: listed from SIM and memory, put together from their parts. Nothing is ever deleted here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from pos_app.adapters.registry.modem.line import AtLine
from pos_app.adapters.registry.modem.pdu import Part, PduError, read_pdu
from pos_app.domain.hamta import imeis_in, sender_is_genuine

MOST = 1000  # messages of one listing
_ENTRY = re.compile(r"\+CMGL:\s*([0-9]+)\s*,\s*([0-9])\s*,.*")
_RECEIVED = ("0", "1")  # unread, read
_LONG_ANSWER = 4  # times what a short answer may take
GAP = "…"


@dataclass(frozen=True, slots=True)
class Message:
    """`at` (UTC) is the message centre's stamp, or the time of reading where that one is no date. `complete` False = a
    part is missing, `GAP` stands in its place."""

    sender: str
    text: str = field(repr=False)
    at: datetime
    complete: bool = True

    @property
    def genuine(self) -> bool:
        return sender_is_genuine(self.sender)


def read_all(line: AtLine, timeout: float, now: Callable[[], datetime]) -> tuple[Message, ...]:
    """Every received message, the oldest first. Raises PortGoneError."""
    pdus: dict[str, None] = {}
    listed = False
    for memory in ("SM", "ME"):
        chosen = line.command(f'AT+CPMS="{memory}"', timeout)
        if chosen.ok:
            listed = True
            pdus |= dict.fromkeys(_listing(line, timeout))
        elif not chosen.final:
            break
    if not listed:
        pdus |= dict.fromkeys(_listing(line, timeout))
    parts = []
    for pdu in list(pdus)[:MOST]:
        try:
            parts.append(read_pdu(pdu))
        except PduError:
            continue  # another program's picture or setting
    return assembled(parts, now)


def _listing(line: AtLine, timeout: float) -> list[str]:
    """The PDUs that arrived; one that we wrote ourselves is left out."""
    found: list[str] = []
    received = False
    for said in line.command("AT+CMGL=4", timeout * _LONG_ANSWER).lines:
        entry = _ENTRY.fullmatch(said)
        if entry:
            received = entry[2] in _RECEIVED
        elif received and re.fullmatch(r"[0-9A-Fa-f]{20,}", said):
            found.append(said.upper())
            received = False
    return found


def assembled(parts: list[Part], now: Callable[[], datetime]) -> tuple[Message, ...]:
    """Parts of one sender, reference and count make one message, in whatever order they came. A reference that comes
    round again begins another message."""
    groups: list[tuple[tuple[object, ...], dict[int, Part]]] = []
    for part in parts:
        key = (part.sender, part.reference, part.count)
        if part.reference is None:
            groups.append((key, {1: part}))
            continue
        for known, group in groups:
            if known == key and part.number not in group:
                group[part.number] = part
                break
        else:
            groups.append((key, {part.number: part}))
    messages = [_message(group, now) for _key, group in groups]
    return tuple(sorted(messages, key=lambda message: message.at))


def _message(group: dict[int, Part], now: Callable[[], datetime]) -> Message:
    first = next(iter(group.values()))
    text = "".join(group[n].text if n in group else GAP for n in range(1, first.count + 1))
    stamps = [part.at for part in group.values() if part.at is not None]
    return Message(first.sender, text, max(stamps) if stamps else now(), len(group) == first.count)


def best(messages: tuple[Message, ...], imei: str) -> Message | None:
    """The newest genuine and whole message that may answer for this phone: one that names it, else one that names no
    phone at all. One that names only another phone is never taken for it."""
    naming, silent = None, None
    for message in messages:
        if not message.genuine or not message.complete:
            continue
        if names(message, imei):
            naming = message
        elif not imeis_in(message.text):
            silent = message
    return naming or silent


def names(message: Message, imei: str) -> bool:
    """Compared on 14 digits: registries cut the last one."""
    return any(number[:14] == imei[:14] for number in imeis_in(message.text))
