"""Keys in the operating system's keyring, and AES-GCM sealing with one data key.

A machine without a keyring gets a file sealed under a passphrase (`wrapped_keys`), or a key file that only its owner
may read, and the shop is told so on screen: never silently. Sealed form: version byte, 12-byte nonce, ciphertext with
tag.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.adapters import wrapped_keys
from pos_app.adapters.wrapped_keys import WrappedKeyStore
from pos_app.domain.errors import PersonErasedError, StorageError
from pos_app.ports.secrets import SecretStore

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SERVICE = "pishkhan"
DATA_KEY, HISTORY_KEY = "data-key", "history-key"
LATER_KEYS = "data-keys-later"  # data keys 2, 3, ... in their order; the last one seals
_VERSION = b"\x01"
_BY_ID = b"\x03"  # sealed under a later data key, whose number is the next byte
_OWN = b"\x02"  # sealed under a key of one case or one person
_NONCE = 12
_BLIND = 32  # hex digits
_MOST_KEYS = 20  # a keyring keeps little more in one entry


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

    def drop(self, name: str) -> None:
        import keyring

        if self.get(name) is not None:
            keyring.delete_password(self._service, name)


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

    def drop(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)


class Credentials:
    """Passwords of other people's services: in the system's keyring, or in memory until the program ends; never in a
    file. The practice shop's key file counts as memory that lasts."""

    def __init__(self, store: SecretStore) -> None:
        self._store = store if not store.notice else None
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


def secret_store(folder: Path, *, practice: bool = False) -> KeyringStore | KeyFileStore | WrappedKeyStore:
    """The keyring if this machine has one that works; else a file sealed under a passphrase, where one was given; else
    an open file, and its `notice` says so. A folder that began with a file stays with it, since its data could not be
    opened any more. Practice never touches the person's keyring. Raises StorageError `passphrase-needed`, and those of
    `wrapped_keys`."""
    keys = folder / "keys"
    if practice:
        return KeyFileStore(keys, notice="")
    passphrase = wrapped_keys.given(keys)
    if wrapped_keys.is_there(keys):
        if passphrase is None:
            raise StorageError("passphrase-needed")
        return WrappedKeyStore(keys, passphrase)
    if not keys.exists() and _keyring_works():
        return KeyringStore(str(folder.resolve()))
    return wrapped_keys.make(keys, passphrase) if passphrase is not None else KeyFileStore(keys)


def passphrase_is_due(folder: Path) -> str:
    """What a person has to be asked before the shop is opened: "needed", "new" (a shop that begins on a machine without
    a keyring), "" = nothing."""
    keys = folder / "keys"
    if wrapped_keys.given(keys) is not None:
        return ""
    if wrapped_keys.is_there(keys):
        return "needed"
    return "new" if not keys.exists() and not _keyring_works() else ""


def _keyring_works() -> bool:
    try:
        import keyring
        from keyring.backends import fail

        return not isinstance(keyring.get_keyring(), fail.Keyring)
    except Exception:  # noqa: BLE001 - a broken backend may raise anything; then there is none
        return False


def shop_key(store: SecretStore, name: str) -> bytes:
    """One of the shop's 32-byte keys, made when it is first asked for."""
    known = store.get(name)
    if known:
        return base64.b64decode(known)
    made = new_key()
    store.put(name, made)
    return base64.b64decode(made)


def new_key() -> str:
    """32 random bytes, as the store keeps them."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def sealer(store: SecretStore) -> AesSealer:
    """With the keys of this store, made where there are none."""
    later = tuple(base64.b64decode(key) for key in (store.get(LATER_KEYS) or "").split())
    return AesSealer(shop_key(store, DATA_KEY), shop_key(store, HISTORY_KEY), later)


def add_data_key(store: SecretStore) -> int:
    """What is sealed from the next start on is sealed under a new key; the older ones go on opening what they sealed.
    Returns its number. Raises StorageError `data-keys-used-up`."""
    later = (store.get(LATER_KEYS) or "").split()
    if len(later) >= _MOST_KEYS:
        raise StorageError("data-keys-used-up")
    store.put(LATER_KEYS, " ".join([*later, new_key()]))
    return len(later) + 2


class AesSealer:
    """AES-256-GCM with the place as associated data; HMAC-SHA256 with a key of its own for the history. `later`: data
    keys that were added since, the newest last; what is sealed names its key."""

    def __init__(self, data_key: bytes, history_key: bytes, later: tuple[bytes, ...] = ()) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._aead = AESGCM(data_key)
        self._later = tuple(AESGCM(key) for key in later)
        self._history_key = history_key
        self._blind_key = hmac.digest(data_key, b"blind index", "sha256")

    def blind(self, word: str) -> str:
        return hmac.digest(self._blind_key, word.encode(), "sha256").hex()[:_BLIND]

    def under(self, key: bytes | None) -> OwnSealer:
        return OwnSealer(self, key)

    def mac(self, text: str) -> str:
        return hmac.digest(self._history_key, text.encode(), "sha256").hex()

    def seal(self, plain: bytes, place: str) -> bytes:
        if not self._later:
            return _seal(self._aead, _VERSION, plain, place)
        number = len(self._later) + 1
        return _BY_ID + bytes([number]) + _seal(self._later[-1], _VERSION, plain, f"{number}:{place}")

    def open(self, sealed: bytes, place: str) -> bytes:
        if sealed[:1] == _VERSION:
            return _open(self._aead, sealed, place)
        number = sealed[1] if sealed[:1] == _BY_ID and len(sealed) > 1 else 0
        if not 2 <= number <= len(self._later) + 1:
            raise StorageError("seal-broken", detail=place)
        return _open(self._later[number - 2], sealed[2:], f"{number}:{place}")


class OwnSealer:
    """Under a key of one case or one person; see `ports.secrets.Sealer.under`."""

    def __init__(self, shop: AesSealer, key: bytes | None) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._shop = shop
        self._aead = AESGCM(key) if key is not None else None
        self.mac, self.blind, self.under = shop.mac, shop.blind, shop.under

    def seal(self, plain: bytes, place: str) -> bytes:
        return self._shop.seal(plain, place) if self._aead is None else _seal(self._aead, _OWN, plain, place)

    def open(self, sealed: bytes, place: str) -> bytes:
        if sealed[:1] != _OWN:
            return self._shop.open(sealed, place)
        if self._aead is None:
            raise PersonErasedError
        return _open(self._aead, sealed, place)


def _seal(aead: AESGCM, version: bytes, plain: bytes, place: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return version + nonce + aead.encrypt(nonce, plain, place.encode())


def _open(aead: AESGCM, sealed: bytes, place: str) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        return aead.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], place.encode())
    except (InvalidTag, ValueError) as error:  # ValueError: too short to be one of ours
        raise StorageError("seal-broken", detail=place) from error
