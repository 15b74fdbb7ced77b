"""One received message as the modem hands it over: SMS-DELIVER in hexadecimal (3GPP TS 23.040), read without trust."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from pos_app.adapters.registry.modem import gsm7

LONGEST = 400  # octets; a PDU has at most 176
_ALPHANUMERIC = 0x50


class PduError(ValueError):
    """Not a delivered message, or cut off, or in an alphabet that holds no text."""


@dataclass(frozen=True, slots=True)
class Part:
    """One PDU. `reference` None = a whole message, else this is `number` of `count`. `at` None = no valid stamp."""

    sender: str
    text: str = field(repr=False)
    at: datetime | None = None
    reference: int | None = None
    number: int = 1
    count: int = 1


def read_pdu(hexadecimal: str) -> Part:
    """Raises PduError for anything that is not one whole SMS-DELIVER."""
    try:
        octets = bytes.fromhex(hexadecimal)
    except ValueError as error:
        raise PduError("hex") from error
    if len(octets) > LONGEST:
        raise PduError("long")
    try:
        return _deliver(octets)
    except (IndexError, UnicodeDecodeError) as error:
        raise PduError("cut off") from error


def _deliver(octets: bytes) -> Part:
    place = octets[0] + 1  # the number of the message centre, not needed
    first = octets[place]
    if first & 0x03:
        raise PduError("not delivered")
    digits, kind = octets[place + 1], octets[place + 2]
    size = (digits + 1) // 2
    place += 3
    sender = _address(_some(octets, place, size), digits, kind)
    coding = octets[place + size + 1]
    stamp = _some(octets, place + size + 2, 7)
    length = octets[place + size + 9]
    body = octets[place + size + 10 :]
    alphabet = _alphabet(coding)
    needed = (length * 7 + 7) // 8 if alphabet == "gsm7" else length
    if len(body) < needed:
        raise PduError("cut off")
    body = body[:needed]
    header = body[0] + 1 if first & 0x40 else 0
    if header > len(body):
        raise PduError("cut off")
    reference, number, count = _joined(body[1:header])
    text = _text(body, header, length, alphabet)
    return Part(sender, text, _stamp(stamp), reference, number, count)


def _some(octets: bytes, start: int, size: int) -> bytes:
    if start + size > len(octets):
        raise PduError("cut off")
    return octets[start : start + size]


def _semi_octets(octets: bytes) -> str:
    return "".join(
        "0123456789*#abc"[half] if half < 15 else "" for octet in octets for half in (octet & 15, octet >> 4)
    )


def _address(octets: bytes, digits: int, kind: int) -> str:
    if kind & 0x70 == _ALPHANUMERIC:
        return gsm7.decode(gsm7.unpack(octets, digits * 4 // 7)).strip("\r\n ")
    return ("+" if kind & 0x70 == 0x10 else "") + _semi_octets(octets)[:digits]


def _alphabet(coding: int) -> str:
    """Of the data coding scheme: `gsm7`, `ucs2` or `octets`. Raises PduError for compressed text."""
    group = coding >> 4
    if group < 0x8:
        if coding & 0x20:
            raise PduError("compressed")
        return ("gsm7", "octets", "ucs2", "gsm7")[coding >> 2 & 3]
    if group == 0xE:
        return "ucs2"
    if group == 0xF:
        return "octets" if coding & 4 else "gsm7"
    return "gsm7"


def _text(body: bytes, header: int, length: int, alphabet: str) -> str:
    if alphabet == "gsm7":
        skipped = (header * 8 + 6) // 7  # septets that the header takes, with the bits that fill up the last
        return gsm7.decode(gsm7.unpack(body, max(0, length - skipped), skipped * 7)) if length > skipped else ""
    if alphabet == "ucs2":
        shown = body[header:]
        return shown[: len(shown) // 2 * 2].decode("utf-16-be", "replace")
    return body[header:].decode("latin-1")


def _joined(header: bytes) -> tuple[int | None, int, int]:
    """Reference, number and count of a message in parts; an 8-bit and a 16-bit reference are told apart."""
    place = 0
    while place + 1 < len(header):
        kind, size = header[place], header[place + 1]
        data = header[place + 2 : place + 2 + size]
        if kind == 0x00 and len(data) == 3:
            reference, count, number = data
        elif kind == 0x08 and len(data) == 4:
            reference, count, number = 0x10000 | data[0] << 8 | data[1], data[2], data[3]
        else:
            place += 2 + size
            continue
        if 1 <= number <= count and count > 1:
            return reference, number, count
        return None, 1, 1
    return None, 1, 1


def _stamp(octets: bytes) -> datetime | None:
    """Swapped decimal halves; the zone in quarters of an hour, its sign in bit 3."""
    year, month, day, hour, minute, second = ((octet & 15) * 10 + (octet >> 4) for octet in octets[:6])
    quarters = (octets[6] & 7) * 10 + (octets[6] >> 4)
    zone = timedelta(minutes=15 * quarters) * (-1 if octets[6] & 8 else 1)
    try:
        local = datetime(2000 + year, month, day, hour, minute, second, tzinfo=timezone(zone))
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
