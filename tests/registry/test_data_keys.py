"""A data key is changed: what was sealed opens as before, what is sealed now names its key, no value can be moved."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from pos_app.adapters.secrets import LATER_KEYS, KeyFileStore, add_data_key, sealer
from pos_app.bootstrap import open_shop
from pos_app.domain.errors import StorageError
from pos_app.settings import Settings
from tests.cli import run


def test_older_keys_open_and_the_newest_seals(tmp_path: Path) -> None:
    store = KeyFileStore(tmp_path / "keys")
    first = sealer(store)
    old = first.seal(b"private", "sale.buyer:1")
    assert [add_data_key(store), add_data_key(store)] == [2, 3]
    now = sealer(store)
    new = now.seal(b"private", "sale.buyer:1")
    assert now.open(old, "sale.buyer:1") == now.open(new, "sale.buyer:1") == b"private"
    assert new[1] == 3
    assert (first.mac("x"), first.blind("x")) == (now.mac("x"), now.blind("x"))  # history and search go on
    with pytest.raises(StorageError, match="seal-broken"):
        first.open(new, "sale.buyer:1")
    for spoilt in (new[:1] + b"\x02" + new[2:], new[:1] + b"\x09" + new[2:], new[:1], new[:2], b""):
        with pytest.raises(StorageError, match="seal-broken"):
            now.open(spoilt, "sale.buyer:1")
    with pytest.raises(StorageError, match="seal-broken"):
        now.open(new, "sale.buyer:2")


def test_no_more_than_the_store_holds(tmp_path: Path) -> None:
    store = KeyFileStore(tmp_path / "keys")
    for _ in range(20):
        add_data_key(store)
    with pytest.raises(StorageError, match="data-keys-used-up"):
        add_data_key(store)


def test_the_command_seals_anew_and_the_shop_goes_on(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    services = open_shop(Settings(tmp_path)).services
    with services.storage.write() as session:
        sha256 = session.put_picture(b"a stamp")
    services.storage.close()
    done = run.main("new-key", "--data", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"number": 2, "sealed": 1}
    assert (tmp_path / "keys" / LATER_KEYS).is_file()
    with sqlite3.connect(tmp_path / "shop.db") as database:
        (sealed,) = database.execute("select bytes_sealed from picture").fetchone()
    database.close()
    assert sealed[:2] == b"\x03\x02"
    again = open_shop(Settings(tmp_path)).services
    with again.storage.read() as session:
        assert session.picture(sha256) == b"a stamp"
    assert again.storage.verify().ok
    again.storage.close()


def test_without_a_shop(tmp_path: Path) -> None:
    done = run.main("new-key", "--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert list(tmp_path.iterdir()) == []
