"""The password of the registry's account: in the system's keyring, else in memory until the end; never in a file."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from pos_app.adapters.secrets import Credentials, KeyFileStore, KeyringStore, secret_store

NAME, SECRET = "registry-secret", "canary-5f0e"


class MemoryKeyring(KeyringBackend):
    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked
        self.kept[service, username] = password


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    made = MemoryKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    monkeypatch.setattr(keyring, "get_password", made.get_password)
    monkeypatch.setattr(keyring, "set_password", made.set_password)
    return made


def files_with_the_secret(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def test_the_keyring_keeps_it(tmp_path: Path, ring: MemoryKeyring) -> None:
    store = secret_store(tmp_path)
    assert isinstance(store, KeyringStore)
    assert Credentials(store).put(NAME, SECRET) == ""
    assert Credentials(secret_store(tmp_path)).get(NAME) == SECRET
    assert files_with_the_secret(tmp_path) == []


def test_a_locked_keyring_is_said_and_it_holds_until_the_end(tmp_path: Path, ring: MemoryKeyring) -> None:
    credentials = Credentials(secret_store(tmp_path))
    ring.locked = True
    assert credentials.put(NAME, SECRET) == "keyring-unavailable"
    assert credentials.get(NAME) == SECRET
    ring.locked = False
    assert Credentials(secret_store(tmp_path)).get(NAME) is None


def test_without_a_keyring_it_is_in_no_file(tmp_path: Path) -> None:
    store = KeyFileStore(tmp_path / "keys")
    credentials = Credentials(store)
    assert credentials.put(NAME, SECRET) == "secret-until-closed"
    assert credentials.get(NAME) == SECRET
    assert Credentials(store).get(NAME) is None
    assert files_with_the_secret(tmp_path) == []


def test_practice_leaves_nothing_in_a_persons_keyring(tmp_path: Path, ring: MemoryKeyring) -> None:
    credentials = Credentials(secret_store(tmp_path, practice=True))
    assert credentials.put(NAME, SECRET) == ""
    assert ring.kept == {}
