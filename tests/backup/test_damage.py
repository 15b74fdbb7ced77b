"""Flipped bits, cut files and files of others: each is refused with a reason, and an older good one still opens."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pos_app.adapters.sealed_files import AesBackupFiles
from pos_app.application import backups
from pos_app.domain.errors import ShopError
from tests.backup import shop as backup_shop

FLIPS = 120
CUTS = 40
REASONS = {"backup-damaged", "not-a-backup", "backup-newer"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[backup_shop.BackupShop, Path]:
    folder = tmp_path_factory.mktemp("damage")
    shop = backup_shop.made(folder / "shop")
    return shop, backups.make(shop.services, folder / "one.pskbackup").file


def refused(shop: backup_shop.BackupShop, file: Path) -> str:
    """The code; "" = it was taken."""
    files, key = AesBackupFiles(), shop.store.kept["data-key"]
    try:
        files.check(file)
    except ShopError as error:
        return error.code
    opened = files.open_here(file, key)
    return "" if opened else "another"


def test_a_flipped_bit_is_refused(made: tuple[backup_shop.BackupShop, Path], tmp_path: Path) -> None:
    shop, file = made
    whole, chance = file.read_bytes(), random.Random(5)  # noqa: S311 - repeatable on purpose
    places = [chance.randrange(len(whole)) for _ in range(FLIPS)]
    for place in [*range(0, 80, 3), *places, len(whole) - 1]:
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << chance.randrange(8)
        (tmp_path / "x").write_bytes(spoilt)
        assert refused(shop, tmp_path / "x") in REASONS, place


def test_without_its_checksum_the_ciphers_still_see_it(
    made: tuple[backup_shop.BackupShop, Path], tmp_path: Path
) -> None:
    """Somebody who mends the checksum gets no further: the chunks are bound to the header and to their places."""
    import hashlib

    shop, file = made
    whole = file.read_bytes()[:-32]
    size = int.from_bytes(whole[8:12])
    begin = 12 + size
    chunk = 1024 * 1024 + 16
    assert len(whole) - begin < chunk  # one chunk: swapping is tried below with smaller ones
    key = shop.store.kept["data-key"]
    files = AesBackupFiles()
    opened = files.open_here(file, key)
    assert opened is not None
    for place in (begin, begin + 500, len(whole) - 1):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        (tmp_path / "x").write_bytes(bytes(spoilt) + hashlib.sha256(spoilt).digest())
        files.check(tmp_path / "x")
        with pytest.raises(ShopError, match="backup-damaged"):
            files.unpack(tmp_path / "x", opened, tmp_path / "out")
    renamed = whole.replace(b'"program":"0.1.0"', b'"program":"9.1.0"')
    assert renamed != whole
    (tmp_path / "y").write_bytes(renamed + hashlib.sha256(renamed).digest())
    assert files.open_here(tmp_path / "y", key) is None  # the keys are bound to the manifest


def test_chunks_have_their_places(made: tuple[backup_shop.BackupShop, Path], tmp_path: Path) -> None:
    import hashlib
    from dataclasses import replace

    shop, file = made
    files = AesBackupFiles()
    manifest = replace(files.manifest(file), chunk=4096)
    plain = tmp_path / "plain"
    opened = files.open_here(file, shop.store.kept["data-key"])
    assert opened is not None
    files.unpack(file, opened, plain)
    sources = {member.name: plain / member.name for member in manifest.members}
    small = tmp_path / "small.pskbackup"
    files.write(small, manifest, sources, shop.store.kept)
    whole = small.read_bytes()[:-32]
    begin, step = 12 + int.from_bytes(whole[8:12]), 4096 + 16
    one, two = whole[begin : begin + step], whole[begin + step : begin + 2 * step]
    mine = files.open_here(small, shop.store.kept["data-key"])
    assert mine is not None
    files.unpack(small, mine, tmp_path / "good")
    last = begin + (len(whole) - begin - 1) // step * step
    for spoilt in (
        whole[:begin] + two + one + whole[begin + 2 * step :],  # two changed places
        whole[:begin] + one + one + whole[begin + 2 * step :],  # one twice
        whole[:last],  # the last one left out
        whole[: begin + step] + whole[begin + 2 * step :],  # one left out
    ):
        (tmp_path / "x").write_bytes(spoilt + hashlib.sha256(spoilt).digest())
        with pytest.raises(ShopError, match="backup-damaged"):
            files.unpack(tmp_path / "x", mine, tmp_path / "out")


def test_a_cut_file_is_refused(made: tuple[backup_shop.BackupShop, Path], tmp_path: Path) -> None:
    shop, file = made
    whole, chance = file.read_bytes(), random.Random(6)  # noqa: S311 - repeatable on purpose
    for length in [0, 1, 7, 8, 11, 12, 40, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(CUTS))]:
        (tmp_path / "x").write_bytes(whole[:length])
        assert refused(shop, tmp_path / "x") in REASONS, length
    (tmp_path / "x").write_bytes(whole + b"x")
    assert refused(shop, tmp_path / "x") in REASONS


def test_what_is_no_backup_or_not_there(made: tuple[backup_shop.BackupShop, Path], tmp_path: Path) -> None:
    shop, _ = made
    (tmp_path / "letter").write_text("dear sir" * 100, "utf-8")
    assert refused(shop, tmp_path / "letter") == "not-a-backup"
    assert refused(shop, tmp_path / "nowhere") == "backup-missing"


def test_the_newest_that_opens_is_found_behind_a_damaged_one(tmp_path: Path) -> None:
    shop = backup_shop.made(tmp_path / "shop")
    stick = tmp_path / "stick"
    stick.mkdir()
    good = backups.make_rolling(shop.services, stick).file
    shop.clock.move(hours=1)
    bad = backups.make_rolling(shop.services, stick).file
    bad.write_bytes(bad.read_bytes()[:-100])
    desk = shop.services.backups
    assert desk is not None
    assert [file for file, _ in backups.listed(desk, stick)] == [bad, good]
    with pytest.raises(ShopError, match="backup-damaged"):
        backups.try_open(shop.services, bad)
    assert backups.try_open(shop.services, good)
