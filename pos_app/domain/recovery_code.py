"""The recovery key as people copy it: 32 characters of Crockford's base 32 in fours, then two that check the rest.

The check is the number modulo 1,021, the largest prime that two characters hold: one wrong character, and two
neighbours that changed places, always show.
"""

from __future__ import annotations

from typing import Final

from pos_app.domain.digits import fold

KEY_BYTES: Final = 20
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _CHECKS, _GROUP = 32, 2, 4
_PRIME: Final = 1021
_SAME: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


def to_text(key: bytes) -> str:
    """`ABCD-EFGH-...-XY`: eight groups of four and the two check characters."""
    if len(key) != KEY_BYTES:
        raise ValueError("recovery-key-form")
    number = int.from_bytes(key)
    spelled = _spell(number, _LENGTH) + _spell(number % _PRIME, _CHECKS)
    return "-".join(spelled[at : at + _GROUP] for at in range(0, len(spelled), _GROUP))


def from_text(text: str) -> bytes:
    """Whatever a person typed for it: small letters, blanks, o for 0, i or l for 1, Persian digits. Raises ValueError
    `recovery-key-form` (wrong length or a character that is none of them), `recovery-key-typo` (the check differs)."""
    typed = fold(text).upper().translate(_SAME)
    spelled = "".join(mark for mark in typed if mark.isalnum())
    if len(spelled) != _LENGTH + _CHECKS or any(mark not in _ALPHABET for mark in spelled):
        raise ValueError("recovery-key-form")
    number = _read(spelled[:_LENGTH])
    if _read(spelled[_LENGTH:]) != number % _PRIME:
        raise ValueError("recovery-key-typo")
    return number.to_bytes(KEY_BYTES)


def _spell(number: int, length: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def _read(spelled: str) -> int:
    number = 0
    for mark in spelled:
        number = number << 5 | _ALPHABET.index(mark)
    return number
