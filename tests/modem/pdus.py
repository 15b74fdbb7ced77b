"""Writes SMS-DELIVER PDUs, from strings of bits: on purpose not the way in which the program reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

#: 3GPP TS 23.038, by code; typed from the standard's table, column by column.
GSM = (
    list("@£$¥èéùìòÇ\nØø\rÅå") + list("Δ_ΦΓΛΩΠΨΣΘΞ") + ["ESC"] + list("ÆæßÉ") + list(" !\"#¤%&'()*+,-./")
    + list("0123456789:;<=>?") + list("¡ABCDEFGHIJKLMNO") + list("PQRSTUVWXYZÄÖÑÜ§") + list("¿abcdefghijklmno")
    + list("pqrstuvwxyzäöñüà")
)  # fmt: skip
SECOND = {"\f": 10, "^": 20, "{": 40, "}": 41, "\\": 47, "[": 60, "~": 61, "]": 62, "|": 64, "€": 101}
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TEHRAN = timedelta(hours=3, minutes=30)


def septets(text: str) -> list[int]:
    codes: list[int] = []
    for letter in text:
        codes += [27, SECOND[letter]] if letter in SECOND else [GSM.index(letter)]
    return codes


def packed(codes: list[int], fill: int = 0) -> bytes:
    """The first septet's lowest bit comes first; `fill` empty bits before it."""
    bits = "0" * fill + "".join(f"{code:07b}"[::-1] for code in codes)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[place : place + 8][::-1], 2) for place in range(0, len(bits), 8))


def swapped(digits: str) -> bytes:
    digits += "F" * (len(digits) % 2)
    return bytes.fromhex("".join(digits[place + 1] + digits[place] for place in range(0, len(digits), 2)))


def address(sender: str) -> bytes:
    if sender.lstrip("+").isdigit():
        digits = sender.lstrip("+")
        return bytes([len(digits), 0x91 if sender[0] == "+" else 0x81]) + swapped(digits)
    octets = packed(septets(sender))
    return bytes([(len(septets(sender)) * 7 + 3) // 4, 0xD0]) + octets


def stamp(at: datetime, zone: timedelta = TEHRAN) -> bytes:
    local = at.astimezone(UTC) + zone
    quarters = abs(int(zone.total_seconds())) // 900
    octets = bytearray(swapped(f"{local:%y%m%d%H%M%S}{quarters:02d}"))
    if zone < timedelta(0):
        octets[6] |= 0x08
    return bytes(octets)


def deliver(
    text: str, sender: str = "HAMTA", at: datetime = NOON, *, ucs2: bool | None = None, header: bytes = b"",
    zone: timedelta = TEHRAN,
) -> str:  # fmt: skip
    """One PDU in hexadecimal. `header`: information elements of a message in parts. `ucs2` None = as the text needs."""
    if ucs2 is None:
        ucs2 = any(letter not in GSM and letter not in SECOND for letter in text)
    udh = bytes([len(header)]) + header if header else b""
    if ucs2:
        body = udh + text.encode("utf-16-be")
        length = len(body)
    else:
        taken = -(-len(udh) * 8 // 7)
        body = udh + packed(septets(text), taken * 7 - len(udh) * 8)
        length = taken + len(septets(text))
    first = 0x44 if header else 0x04
    coding = 0x08 if ucs2 else 0x00
    centre = bytes.fromhex("07918919000000F0")
    whole = centre + bytes([first]) + address(sender) + bytes([0, coding]) + stamp(at, zone) + bytes([length]) + body
    return whole.hex().upper()


def in_parts(
    text: str, size: int, sender: str = "HAMTA", at: datetime = NOON, *, reference: int = 0x5A, wide: bool = False
) -> list[str]:
    """A message cut after `size` letters each, with an 8-bit or (`wide`) a 16-bit reference."""
    pieces = [text[place : place + size] for place in range(0, len(text), size)]
    ucs2 = any(letter not in GSM and letter not in SECOND for letter in text)
    pdus = []
    for number, piece in enumerate(pieces, 1):
        mark = bytes([8, 4, reference >> 8, reference & 255]) if wide else bytes([0, 3, reference])
        pdus.append(deliver(piece, sender, at, ucs2=ucs2, header=mark + bytes([len(pieces), number])))
    return pdus
