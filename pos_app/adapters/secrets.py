"""Keys in the operating system's keyring, and AES-GCM sealing with one data key.

A machine without a keyring gets a key file that only its owner may read, and the shop is told so on
screen: never silently. Sealed form: version byte, 12-byte nonce, ciphertext with tag.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from pathlib import Path

from pos_app.domain.errors import StorageError

SERVICE = "pishkhan"
DATA_KEY, HISTORY_KEY = "data-key", "history-key"
_VERSION = b"\x01"
_NONCE = 12


class KeyringStore:
    """The system's own keyring; one entry per shop folder."""

    notice = ""

    def __init__(self, shop: str) -> None:
        self._service = f"{SERVICE}:{shop}"

    def get(self, name: str) -> str | None:
        import keyring

        return keyring.get_password(self._service, name)

    def put(self, name: str, value: str) -> None:
        import keyring

        keyring.set_password(self._service, name, value)


class KeyFileStore:
    """One file per secret, mode 0600, beside the data. Honest, not strong: `notice` says so."""

    def __init__(self, folder: Path, notice: str = "no-keyring") -> None:
        self._folder = folder
        self.notice = notice

    def get(self, name: str) -> str | None:
        path = self._folder / name
        return path.read_text("utf-8").strip() if path.exists() else None

    def put(self, name: str, value: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = self._folder / f"{name}.new"
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(value)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self._folder / name)


class Credentials:
    """Passwords of other people's services: in the system's keyring, or in memory until the program ends; never in a
    file. The practice shop's key file counts as memory that lasts."""

    def __init__(self, store: KeyringStore | KeyFileStore) -> None:
        self._store = store if isinstance(store, KeyringStore) or not store.notice else None
        self._held: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._held.get(name) or (self._store.get(name) if self._store is not None else None)

    def put(self, name: str, secret: str) -> str:
        """ "" = kept, else the code of what the shop must know."""
        self._held[name] = secret
        if self._store is None:
            return "secret-until-closed"
        try:
            self._store.put(name, secret)
        except Exception:  # noqa: BLE001 - whatever a locked or missing keyring throws
            return "keyring-unavailable"
        return ""


def secret_store(folder: Path, *, practice: bool = False) -> KeyringStore | KeyFileStore:
    """The keyring if this machine has one that works. A folder that began with a key file stays with it,
    else its data could not be opened any more. Practice never touches the person's keyring."""
    keys = folder / "keys"
    if practice:
        return KeyFileStore(keys, notice="")
    if keys.exists() or not _keyring_works():
        return KeyFileStore(keys)
    return KeyringStore(str(folder.resolve()))


def _keyring_works() -> bool:
    try:
        import keyring
        from keyring.backends import fail

        return not isinstance(keyring.get_keyring(), fail.Keyring)
    except Exception:  # noqa: BLE001 - a broken backend may raise anything; then there is none
        return False


def shop_key(store: KeyringStore | KeyFileStore, name: str) -> bytes:
    """One of the shop's 32-byte keys, made when it is first asked for."""
    known = store.get(name)
    if known:
        return base64.b64decode(known)
    key = secrets.token_bytes(32)
    store.put(name, base64.b64encode(key).decode())
    return key


class AesSealer:
    """AES-256-GCM with the place as associated data; HMAC-SHA256 with a key of its own for the history."""

    def __init__(self, data_key: bytes, history_key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._aead = AESGCM(data_key)
        self._history_key = history_key

    def mac(self, text: str) -> str:
        return hmac.digest(self._history_key, text.encode(), "sha256").hex()

    def seal(self, plain: bytes, place: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return _VERSION + nonce + self._aead.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        from cryptography.exceptions import InvalidTag

        if sealed[:1] != _VERSION:
            raise StorageError("seal-broken", detail=place)
        try:
            return self._aead.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], place.encode())
        except InvalidTag as error:
            raise StorageError("seal-broken", detail=place) from error
