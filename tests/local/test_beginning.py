"""Where a shop may begin, and where one was lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pos_app.adapters.local.beginning import MARKER
from pos_app.bootstrap import open_shop, open_storage
from pos_app.domain.errors import StorageError
from pos_app.settings import Settings


def opened(folder: Path) -> None:
    open_shop(Settings(folder)).services.storage.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir()  # a key file: the test leaves the person's keyring alone
    return tmp_path


@pytest.mark.parametrize("kept", ["everything", "data-key", "history-witness"])
@pytest.mark.parametrize("empty", [True, False])
def test_keys_without_a_database_are_a_lost_shop(folder: Path, kept: str, *, empty: bool) -> None:
    opened(folder)
    if kept == "history-witness":
        (folder / "keys" / kept).write_text("[]")
    for path in (folder / "keys").iterdir():
        if kept not in ("everything", path.name):
            path.unlink()
    database = folder / "shop.db"
    for path in folder.glob("shop.db*"):
        path.unlink()
    if empty:
        database.touch()
    before = sorted(path.name for path in folder.rglob("*"))
    for tried in (lambda: opened(folder), lambda: open_storage(Settings(folder))):
        with pytest.raises(StorageError, match="storage-damaged"):
            tried()
    assert sorted(path.name for path in folder.rglob("*")) == before
    assert not empty or database.stat().st_size == 0


@pytest.mark.parametrize("empty", [True, False])
def test_where_no_keys_are_a_shop_begins(folder: Path, *, empty: bool) -> None:
    if empty:
        (folder / "shop.db").touch()
    opened(folder)
    assert (folder / "shop.db").stat().st_size > 0
    assert not (folder / MARKER).exists()


def test_a_first_start_that_was_cut_off_goes_on(folder: Path) -> None:
    open_storage(Settings(folder), new=True).storage.close()  # its keys are made, its database is not
    assert (folder / "keys" / "data-key").exists()
    assert (folder / "shop.db").stat().st_size == 0
    (folder / "shop.db").unlink()
    opened(folder)
    (folder / "shop.db").write_bytes(b"")
    with pytest.raises(StorageError, match="storage-damaged"):
        opened(folder)


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_the_database_is_its_owners_alone(folder: Path) -> None:
    services = open_shop(Settings(folder)).services
    with services.storage.write() as session:
        session.put_setting("theme", "dark")
        files = sorted(folder.glob("shop.db*"))
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    services.storage.close()
