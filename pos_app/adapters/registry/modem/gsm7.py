"""The 7-bit alphabet of GSM (3GPP TS 23.038), and the packing of eight such letters into seven octets."""

from __future__ import annotations

ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {
    0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€",
}  # fmt: skip
_ESCAPE = 0x1B


def unpack(octets: bytes, count: int, skip_bits: int = 0) -> list[int]:
    """`count` septets, the first of them after `skip_bits`; fewer where the octets end."""
    bits = int.from_bytes(octets, "little") >> skip_bits
    count = min(count, (len(octets) * 8 - skip_bits) // 7)
    return [(bits >> (7 * place)) & 0x7F for place in range(count)]


def decode(septets: list[int]) -> str:
    """An escape before a letter without a second meaning shows that letter, as the standard asks."""
    text: list[str] = []
    escaped = False
    for septet in septets:
        if escaped:
            text.append(EXTENSION.get(septet, ALPHABET[septet]))
            escaped = False
        elif septet == _ESCAPE:
            escaped = True
        else:
            text.append(ALPHABET[septet])
    return "".join(text).replace("\x1b", " ")


def pack(text: str) -> bytes:
    """For a dial string. Raises ValueError for a letter outside the alphabet."""
    bits = 0
    for place, letter in enumerate(text):
        bits |= ALPHABET.index(letter) << (7 * place)
    return bits.to_bytes((len(text) * 7 + 7) // 8, "little")
