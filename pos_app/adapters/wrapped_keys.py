"""The shop's keys on a machine without a keyring: one file, sealed under a passphrase that only people know.

argon2id makes the key (a guess costs 64 MiB and some tenths of a second), AES-GCM seals each secret with its name bound
in. The passphrase is given once a start: typed in the window, or read from the file that `PISHKHAN_PASSPHRASE_FILE`
names where there is no window. It is held in memory, never written."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Any, Final

from pos_app.domain.errors import StorageError

FILE = "sealed.json"
FROM_FILE = "PISHKHAN_PASSPHRASE_FILE"
SHORTEST = 10  # characters
_COST: Final[dict[str, int]] = {"time_cost": 3, "memory_cost": 65_536, "parallelism": 4}
_MOST_COST: Final[dict[str, int]] = {"time_cost": 20, "memory_cost": 1_048_576, "parallelism": 16}
_CHECK, _NONCE, _LONGEST = "check", 12, 1_000

_given: dict[Path, str] = {}  # of this process, by the folder of the keys


class WrappedKeyStore:
    """Implements `ports.secrets.SecretStore`."""

    notice = ""

    def __init__(self, folder: Path, passphrase: str) -> None:
        """Raises StorageError `passphrase-wrong`, `keys-damaged`."""
        self._path = folder / FILE
        self._file = _read(self._path)
        self._aead = _aead(passphrase, self._file)
        if self.get(_CHECK) is None:
            raise StorageError("keys-damaged", detail=str(self._path))

    def get(self, name: str) -> str | None:
        from cryptography.exceptions import InvalidTag

        sealed = self._file["sealed"].get(name)
        if sealed is None:
            return None
        raw = base64.b64decode(sealed)
        try:
            plain: bytes = self._aead.decrypt(raw[:_NONCE], raw[_NONCE:], name.encode())
        except (InvalidTag, ValueError) as error:
            raise StorageError("passphrase-wrong" if name == _CHECK else "keys-damaged", detail="") from error
        return plain.decode()

    def put(self, name: str, value: str) -> None:
        nonce = secrets.token_bytes(_NONCE)
        sealed = base64.b64encode(nonce + self._aead.encrypt(nonce, value.encode(), name.encode())).decode()
        file = {**self._file, "sealed": {**self._file["sealed"], name: sealed}}
        _write(self._path, file)
        self._file = file

    def drop(self, name: str) -> None:
        file = {**self._file, "sealed": {known: it for known, it in self._file["sealed"].items() if known != name}}
        _write(self._path, file)
        self._file = file


def is_there(folder: Path) -> bool:
    return (folder / FILE).is_file()


def give(folder: Path, passphrase: str) -> None:
    """Of this process from now on. Raises what opening the store raises."""
    if is_there(folder):
        WrappedKeyStore(folder, passphrase)
    else:
        _refuse_short(passphrase)
    _given[folder.resolve()] = passphrase


def given(folder: Path) -> str | None:
    """What was given for these keys; None = nothing. Raises StorageError `passphrase-file` where it cannot be read."""
    if (typed := _given.get(folder.resolve())) is not None:
        return typed
    named = os.environ.get(FROM_FILE)
    if not named:
        return None
    try:
        with Path(named).open(encoding="utf-8") as file:
            return file.read(_LONGEST).splitlines()[0]
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise StorageError("passphrase-file", detail=named) from error


def make(folder: Path, passphrase: str) -> WrappedKeyStore:
    """A new file; secrets that lie open in the folder move into it. Raises StorageError `passphrase-too-short`."""
    _refuse_short(passphrase)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    salt = base64.b64encode(secrets.token_bytes(16)).decode()
    file: dict[str, Any] = {"version": 1, "kdf": "argon2id", **_COST, "salt": salt, "sealed": {}}
    nonce = secrets.token_bytes(_NONCE)
    check = nonce + _aead(passphrase, file).encrypt(nonce, _CHECK.encode(), _CHECK.encode())
    _write(folder / FILE, {**file, "sealed": {_CHECK: base64.b64encode(check).decode()}})
    store = WrappedKeyStore(folder, passphrase)
    open_ones = [path for path in folder.iterdir() if path.is_file() and path.suffix == ""]
    for path in open_ones:
        store.put(path.name, path.read_text("utf-8").strip())
    for path in open_ones:  # not before each of them is sealed on disk
        path.unlink()
    return store


def _refuse_short(passphrase: str) -> None:
    if len(passphrase.strip()) < SHORTEST:
        raise StorageError("passphrase-too-short", detail=str(SHORTEST))


def _read(path: Path) -> dict[str, Any]:
    try:
        file = json.loads(path.read_text("utf-8"))
        sound = _is_sound(file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageError("keys-damaged", detail=str(path)) from error
    if not sound:
        raise StorageError("keys-damaged", detail=str(path))
    return dict(file)


def _is_sound(file: Any) -> bool:
    """As we write it, and no dearer to open than a person would wait for."""
    bounded = all(0 < int(file[name]) <= most for name, most in _MOST_COST.items())
    return bounded and (file["version"], file["kdf"]) == (1, "argon2id") and isinstance(file["sealed"], dict)


def _aead(passphrase: str, file: dict[str, Any]) -> Any:
    from argon2.low_level import Type, hash_secret_raw
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cost = {name: int(file[name]) for name in _COST}
    secret, salt = passphrase.strip()[:_LONGEST].encode(), base64.b64decode(file["salt"])
    return AESGCM(hash_secret_raw(secret, salt, hash_len=32, type=Type.ID, **cost))


def _write(path: Path, file: dict[str, Any]) -> None:
    partial = path.with_suffix(".new")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(file, out)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(path)
