"""The recovery key is printed once; a new one is another paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.application import recovery
from pos_app.domain.errors import ShopError
from tests.backup import shop as backup_shop
from tests.fakes import parts


@pytest.fixture
def shop(tmp_path: Path) -> backup_shop.BackupShop:
    return backup_shop.made(tmp_path / "shop")


def kinds(shop: backup_shop.BackupShop) -> list[str]:
    import sqlite3

    with sqlite3.connect(shop.folder / "shop.db") as raw:
        found = [row[0] for row in raw.execute("select kind from audit_event order by seq")]
    raw.close()
    return found


def test_it_is_printed_once(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    assert recovery.printed_at(shop.services) == ""
    out = recovery.print_once(shop.services, tmp_path / "key.pdf")
    key = shop.store.kept["recovery-key"]
    assert out.read_bytes() == f"%PDF {key} {parts.SHOP.name} False".encode()
    assert recovery.read(key.lower()) == recovery.read(key)
    with pytest.raises(ShopError, match="recovery-key-printed"):
        recovery.print_once(shop.services, tmp_path / "again.pdf")
    assert not (tmp_path / "again.pdf").exists()
    assert kinds(shop) == ["recovery-key-printed"]


def test_a_new_one_is_another_paper(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    recovery.print_once(shop.services, tmp_path / "key.pdf")
    old = shop.store.kept["recovery-key"]
    out = recovery.print_once(shop.services, tmp_path / "new.pdf", renew=True)
    new = shop.store.kept["recovery-key"]
    assert new != old
    assert out.read_bytes().endswith(b"True")
    assert kinds(shop) == ["recovery-key-printed", "recovery-key-renewed", "recovery-key-printed"]


def test_a_paper_that_could_not_be_written_was_not_printed(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ShopError, match="paper-not-written"):
        recovery.print_once(shop.services, tmp_path / "file" / "below.pdf")
    assert recovery.printed_at(shop.services) == ""
    recovery.print_once(shop.services, tmp_path / "key.pdf")


def test_the_key_is_in_no_event_and_in_no_setting(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    recovery.print_once(shop.services, tmp_path / "key.pdf")
    raw = (shop.folder / "shop.db").read_bytes()
    for spelled in (shop.store.kept["recovery-key"], shop.store.kept["recovery-key"].replace("-", "")):
        assert spelled.encode() not in raw
