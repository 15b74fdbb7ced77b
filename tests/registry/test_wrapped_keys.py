"""Keys sealed under a passphrase, on a machine without a keyring."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pos_app.adapters import secrets, wrapped_keys
from pos_app.adapters.secrets import DATA_KEY, KeyFileStore, passphrase_is_due, secret_store, shop_key
from pos_app.adapters.wrapped_keys import FILE, FROM_FILE, WrappedKeyStore
from pos_app.bootstrap import open_shop
from pos_app.domain.errors import StorageError
from pos_app.settings import Settings

WORDS = "four plain words here"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the real thing, but each guess costs a test nothing; no keyring; nothing given before."""
    monkeypatch.setattr(wrapped_keys, "_COST", {"time_cost": 1, "memory_cost": 8, "parallelism": 1})
    monkeypatch.setattr(wrapped_keys, "_given", {})
    monkeypatch.setattr(secrets, "_keyring_works", lambda: False)
    monkeypatch.delenv(FROM_FILE, raising=False)


def give(folder: Path, passphrase: str = WORDS) -> None:
    wrapped_keys.give(folder / "keys", passphrase)


def test_a_shop_that_begins_with_a_passphrase_has_no_open_key(tmp_path: Path) -> None:
    assert passphrase_is_due(tmp_path) == "new"
    give(tmp_path)
    assert passphrase_is_due(tmp_path) == ""
    program = open_shop(Settings(tmp_path))
    assert program.notice == ""
    program.services.storage.close()
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [FILE]
    assert (tmp_path / "keys" / FILE).stat().st_mode & 0o077 == 0


def test_the_next_start_needs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give(tmp_path)
    key = shop_key(secret_store(tmp_path), DATA_KEY)
    monkeypatch.setattr(wrapped_keys, "_given", {})
    assert passphrase_is_due(tmp_path) == "needed"
    with pytest.raises(StorageError, match="passphrase-needed"):
        secret_store(tmp_path)
    with pytest.raises(StorageError, match="passphrase-wrong"):
        give(tmp_path, "other plain words here")
    give(tmp_path)
    assert shop_key(secret_store(tmp_path), DATA_KEY) == key


def test_from_a_file_for_commands_without_a_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words").write_text(WORDS + "\n", "utf-8")
    monkeypatch.setenv(FROM_FILE, str(tmp_path / "words"))
    store = secret_store(tmp_path)
    assert isinstance(store, WrappedKeyStore)
    monkeypatch.setenv(FROM_FILE, str(tmp_path / "missing"))
    with pytest.raises(StorageError, match="passphrase-file"):
        secret_store(tmp_path)


def test_open_keys_move_into_it(tmp_path: Path) -> None:
    KeyFileStore(tmp_path / "keys").put(DATA_KEY, "b2xk")
    give(tmp_path)
    assert secret_store(tmp_path).get(DATA_KEY) == "b2xk"
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [FILE]


def test_the_file_holds_nothing_in_clear_and_no_secret_can_change_its_name(tmp_path: Path) -> None:
    give(tmp_path)
    store = secret_store(tmp_path)
    store.put("one", "canary-secret")
    path = tmp_path / "keys" / FILE
    assert "canary-secret" not in path.read_text("utf-8")
    file = json.loads(path.read_text("utf-8"))
    file["sealed"]["two"] = file["sealed"]["one"]
    path.write_text(json.dumps(file), "utf-8")
    with pytest.raises(StorageError, match="keys-damaged"):
        secret_store(tmp_path).get("two")


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"version": 2}'])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    give(tmp_path)
    secret_store(tmp_path)
    (tmp_path / "keys" / FILE).write_text(content, "utf-8")
    with pytest.raises(StorageError, match="keys-damaged"):
        secret_store(tmp_path)


def test_a_file_that_would_cost_an_hour_to_open_is_refused(tmp_path: Path) -> None:
    give(tmp_path)
    secret_store(tmp_path)
    path = tmp_path / "keys" / FILE
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "memory_cost": 2**31}), "utf-8")
    with pytest.raises(StorageError, match="keys-damaged"):
        secret_store(tmp_path)


@pytest.mark.parametrize("passphrase", ["", "short", " " * 20])
def test_a_short_one_is_refused(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(StorageError, match="passphrase-too-short"):
        give(tmp_path, passphrase)
