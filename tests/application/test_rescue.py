"""The newest good backup, and what it lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.application import backups, rescue
from pos_app.domain.errors import ShopError
from pos_app.ports.backups import BackupDesk
from tests.backup import shop as backup_shop


@pytest.fixture
def shop(tmp_path: Path) -> backup_shop.BackupShop:
    (tmp_path / "stick").mkdir()
    return backup_shop.made(tmp_path / "shop")


def desk_of(shop: backup_shop.BackupShop) -> BackupDesk:
    desk = shop.services.backups
    assert desk is not None
    return desk


def test_it_is_found_where_backups_were_made(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    desk = desk_of(shop)
    assert rescue.newest_good(desk) is None
    backups.make_rolling(shop.services, tmp_path / "stick")
    shop.clock.move(hours=1)
    newest = backups.make_rolling(shop.services, tmp_path / "stick").file
    shop.sell()
    offer = rescue.newest_good(desk)
    assert offer is not None
    assert (offer.file, offer.needs_key, offer.numbers_known, offer.passed_over) == (newest, False, True, ())
    assert (offer.lacks.sales, offer.lacks.invoices) == (1, 1)


def test_a_damaged_one_is_passed_over_and_named(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    good = backups.make_rolling(shop.services, tmp_path / "stick").file
    for broken in (b"", b"cut"):
        shop.clock.move(hours=1)
        bad = backups.make_rolling(shop.services, tmp_path / "stick").file
        bad.write_bytes(bad.read_bytes()[:-9] if broken else b"")
    offer = rescue.newest_good(desk_of(shop))
    assert offer is not None
    assert offer.file == good
    assert [code for _, code in offer.passed_over] == ["backup-damaged", "backup-damaged"]


def test_a_damaged_database_is_seen_and_what_is_lost_is_not_guessed(
    shop: backup_shop.BackupShop, tmp_path: Path
) -> None:
    desk = desk_of(shop)
    backups.make_rolling(shop.services, tmp_path / "stick")
    assert rescue.damage(desk) == ""
    shop.close()
    whole = bytearray((shop.folder / "shop.db").read_bytes())
    whole[8192:12288] = b"\xff" * 4096
    (shop.folder / "shop.db").write_bytes(whole)
    assert rescue.damage(desk) != ""
    (shop.folder / "shop.db").write_bytes(bytes(4096) + bytes(whole[4096:]))
    assert rescue.damage(desk) != ""
    offer = rescue.newest_good(desk)
    assert offer is not None
    assert (offer.lacks.sales, offer.numbers_known) == (None, False)


def test_on_another_computer_the_key_is_needed(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    file = backups.make_rolling(shop.services, tmp_path / "stick").file
    (tmp_path / "home").mkdir()
    from pos_app import backup_parts
    from pos_app.settings import Settings

    desk = backup_parts.backup_desk(Settings(tmp_path / "home"), backup_shop.Drawer())
    offer = rescue.newest_good(desk, (tmp_path / "stick",))
    assert offer is not None
    assert (offer.file, offer.needs_key, offer.numbers_known) == (file, True, False)
    with pytest.raises(ShopError, match="backup-missing"):
        rescue.look(desk, tmp_path / "nowhere")
