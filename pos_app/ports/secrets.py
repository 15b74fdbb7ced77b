"""Where keys live, and the sealing of private data."""

from __future__ import annotations

from typing import Protocol


class SecretStore(Protocol):
    """The operating system's keyring, or an honest substitute that says what it is."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str) -> None: ...

    def drop(self, name: str) -> None: ...

    @property
    def notice(self) -> str:
        """Code of what the shop must know of this store, "" when it is the system's own keyring."""
        ...


class Sealer(Protocol):
    """Authenticated encryption bound to a place (`table.column:row`), so that no value can be moved."""

    def seal(self, plain: bytes, place: str) -> bytes: ...

    def open(self, sealed: bytes, place: str) -> bytes:
        """Raises StorageError `seal-broken` when key, place or bytes are not the ones of `seal`."""
        ...

    def mac(self, text: str) -> str:
        """HMAC-SHA256 (hex) with the key of the shop's history."""
        ...

    def blind(self, word: str) -> str:
        """What finds this word in a blind index: 32 hex digits, the same for the same word, telling nothing of it."""
        ...

    def under(self, key: bytes | None) -> Sealer:
        """Seals under this 32-byte key from now on, and still opens what the shop's key sealed. None: it had one and
        has none any more, or never had: seals as the shop does, and refuses what a key of its own had sealed
        (PersonErasedError)."""
        ...


class Signer(Protocol):
    """The shop's key for its invoices. `public_key` 32 bytes, a signature 64 (Ed25519)."""

    @property
    def public_key(self) -> bytes: ...

    def sign(self, message: bytes) -> bytes: ...
