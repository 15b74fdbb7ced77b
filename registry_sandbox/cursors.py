"""Cursors that say nothing to a client: a place in a list, sealed for that list. Another list's, or last year's after a
new beginning, is not known any more."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

_MAC, _PLACE = 10, 8  # bytes


class Cursors:
    """`key` belongs to one state: with a new one all cursors are gone."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def give(self, listed: str, place: int) -> str:
        """The cursor that goes on after `place` of the list of this name."""
        mac = self._mac(listed, place)
        return base64.urlsafe_b64encode(mac + self._veiled(mac, place.to_bytes(_PLACE, "big"))).decode()

    def place(self, listed: str, cursor: str) -> int | None:
        """None: this list never gave such a cursor."""
        try:
            packed = base64.b64decode(cursor.encode("ascii"), b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        mac = packed[:_MAC]
        if len(packed) != _MAC + _PLACE:
            return None
        place = int.from_bytes(self._veiled(mac, packed[_MAC:]), "big")
        return place if hmac.compare_digest(mac, self._mac(listed, place)) else None

    def _mac(self, listed: str, place: int) -> bytes:
        return hmac.digest(self._key, f"{listed}\n{place}".encode(), "sha256")[:_MAC]

    def _veiled(self, mac: bytes, text: bytes) -> bytes:
        veil = hashlib.sha256(self._key + mac).digest()
        return bytes(a ^ b for a, b in zip(text, veil, strict=False))
