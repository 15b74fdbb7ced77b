"""Backups by themselves: where to, and when somebody has to be reminded."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pos_app.application import backups, keeping
from pos_app.domain.errors import ShopError
from tests.backup import shop as backup_shop
from tests.fakes import parts


@pytest.fixture
def shop(tmp_path: Path) -> backup_shop.BackupShop:
    (tmp_path / "stick").mkdir()
    return backup_shop.made(tmp_path / "shop")


def test_nothing_is_chosen_and_nothing_would_be_lost(shop: backup_shop.BackupShop) -> None:
    kept = keeping.load(shop.services)
    assert (kept.folder, kept.last_at, kept.loses) == ("", None, False)
    assert not kept.too_old(shop.clock.now())
    with pytest.raises(ShopError, match="backup-folder-none"):
        keeping.make(shop.services, thorough=False)


def test_it_is_too_old_after_a_day(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    shop.sell()
    assert keeping.load(shop.services).too_old(shop.clock.now())
    assert keeping.save(shop.services, str(tmp_path / "stick"), "۵") == "backup-same-disk"
    made = keeping.make(shop.services, thorough=False)
    kept = keeping.load(shop.services)
    assert (kept.keep, kept.last_at, Path(kept.last_file)) == (5, shop.clock.now(), made.file)
    assert not kept.too_old(shop.clock.now() + timedelta(hours=23))
    assert kept.too_old(shop.clock.now() + timedelta(hours=25))
    assert not kept.too_old(shop.clock.now() - timedelta(days=400))
    assert keeping.try_newest(shop.services).file == made.file


def test_a_locked_till_backs_up_by_itself_and_for_nobody(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    keeping.save(shop.services, str(tmp_path / "stick"), "5")
    shop.services.at_work.lock()
    for asked in (keeping.make_now, keeping.try_newest):
        with pytest.raises(ShopError, match="till-locked"):
            asked(shop.services)
    assert keeping.load(shop.services).last_at is None
    assert keeping.make(shop.services, thorough=False).file.exists()


def test_the_history_is_gone_through_once_a_day(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    keeping.save(shop.services, str(tmp_path / "stick"), "5")
    keeping.make(shop.services, thorough=False)
    assert not keeping.verified_today(keeping.load(shop.services), shop.clock.now())
    shop.clock.move(minutes=1)
    assert keeping.make(shop.services, thorough=True).manifest.history == ""
    kept = keeping.load(shop.services)
    assert keeping.verified_today(kept, shop.clock.now() + timedelta(hours=10))
    assert not keeping.verified_today(kept, shop.clock.now() + timedelta(hours=21))


@pytest.mark.parametrize(
    ("folder", "keep", "at"),
    [("nowhere", "5", ("backup-folder-missing", "folder")), ("relative", "5", ("backup-folder-missing", "folder")),
     ("inside", "5", ("backup-folder-inside", "folder")), ("stick", "0", ("option-out-of-range", "keep")),
     ("stick", "many", ("option-out-of-range", "keep")), ("stick", "99999999999", ("option-out-of-range", "keep"))],
)  # fmt: skip
def test_places_that_are_none(
    shop: backup_shop.BackupShop, tmp_path: Path, folder: str, keep: str, at: tuple[str, str]
) -> None:
    places = {"nowhere": tmp_path / "nowhere", "relative": Path("stick"), "inside": shop.folder / "templates"}
    with pytest.raises(ShopError) as caught:
        keeping.save(shop.services, str(places.get(folder, tmp_path / "stick")), keep)
    assert parts.codes_of(caught.value) == at
    assert keeping.load(shop.services).folder == ""


def test_the_mark_differs_once_something_is_written(shop: backup_shop.BackupShop) -> None:
    desk = shop.services.backups
    assert desk is not None
    before = keeping.mark(desk)
    assert keeping.mark(desk) == before
    shop.sell()
    assert keeping.mark(desk) != before


def test_backups_may_be_turned_off_again(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    keeping.save(shop.services, str(tmp_path / "stick"), "5")
    assert keeping.save(shop.services, "  ", "5") == ""
    assert keeping.load(shop.services).folder == ""
    assert backups.FOLDER == "backup.folder"
