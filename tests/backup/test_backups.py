"""Making backups: checked before, tried after, rolling; and nothing plain in them or left behind."""

from __future__ import annotations

import os
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from pos_app.application import backups
from pos_app.application import shop as shops
from pos_app.domain.errors import ShopError, StorageError
from pos_app.domain.options import KEEP
from tests.backup import shop as backup_shop
from tests.backup.shop import BackupShop, Drawer
from tests.fakes import parts


@pytest.fixture
def shop(tmp_path: Path) -> BackupShop:
    return backup_shop.made(tmp_path / "shop")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def scratch_left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_the_manifest_says_what_is_inside(shop: BackupShop, stick: Path) -> None:
    number = shop.sell()
    made = backups.make(shop.services, stick / "one.pskbackup")
    assert made.manifest.contents.rows["invoice"] == 1
    assert made.manifest.contents.heads["1"].count == made.manifest.contents.rows["audit_event"] > 0
    assert (made.manifest.shop_id, made.manifest.contents.schema) == (backup_shop.SHOP_ID, shop_schema())
    assert [m.name for m in made.manifest.members] == ["shop.db", "templates/a4.toml", "scripts/hamta.toml"]
    assert backups.try_open(shop.services, made.file) == made.manifest
    assert scratch_left(shop.folder) == []
    assert [path.name for path in stick.iterdir()] == ["one.pskbackup"]
    with shop.services.storage.read() as session:
        assert session.invoice(number) is not None
        assert session.setting(backups.LAST_FILE) == str(made.file)
    with sqlite3.connect(shop.folder / "shop.db") as raw:
        rows = raw.execute("select subject from audit_event where kind = 'backup-made'").fetchall()
    raw.close()
    assert rows == [("one.pskbackup",)]


def shop_schema() -> str:
    from pos_app.adapters.storage import tables

    return tables.HEAD


def test_nothing_in_the_file_can_be_read(shop: BackupShop, stick: Path) -> None:
    shop.sell()
    raw = backups.make(shop.services, stick / "one.pskbackup").file.read_bytes()
    for word in (b"SQLite format", parts.SHOP.name.encode(), parts.IMEI1.encode(), b"# ours", parts.SELLER.encode()):
        assert word not in raw
    assert not any(value.encode() in raw for value in shop.store.kept.values())


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_the_plain_copy_is_its_owners_alone_while_it_lives(shop: BackupShop, stick: Path) -> None:
    seen: list[tuple[int, Path]] = []
    desk = shop.services.backups
    assert desk is not None
    real = desk.snapshots.look

    class Looking(type(desk.snapshots)):  # type: ignore[misc]
        def look(self, copy: Path) -> object:
            seen.append((copy.parent.stat().st_mode & 0o777, copy))
            return real(copy)

    from dataclasses import replace

    watched = replace(shop.services, backups=replace(desk, snapshots=Looking()))
    backups.make(watched, stick / "one.pskbackup")
    assert {mode for mode, _ in seen} == {0o700}
    assert all(shop.folder in copy.parents for _, copy in seen)  # never on the stick
    assert not any(copy.exists() for _, copy in seen)


def test_what_a_killed_program_left_goes_with_the_next_one(shop: BackupShop, stick: Path) -> None:
    left = shop.folder / ".scratch-0123456789ab"
    left.mkdir()
    (left / "shop.db").write_bytes(b"plain")
    old = f".{backup_name(shop, -timedelta(days=2))}.00112233.part"
    (stick / old).write_bytes(b"half")
    backups.make_rolling(shop.services, stick)
    assert not left.exists()
    assert not (stick / old).exists()


def backup_name(shop: BackupShop, ago: timedelta) -> str:
    from pos_app.domain import backup_rotation

    return backup_rotation.name_of(backup_shop.SHOP_ID, shop.clock.now() + ago)


def spoil(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[8192:12288] = b"\xff" * 4096
    path.write_bytes(raw)


def test_a_damaged_database_never_replaces_a_good_backup(shop: BackupShop, stick: Path) -> None:
    good = backups.make_rolling(shop.services, stick).file
    whole = good.read_bytes()
    shop.close()
    spoil(shop.folder / "shop.db")
    desk = shop.services.backups
    assert desk is not None
    for target in (stick / "other.pskbackup", good):
        with pytest.raises(StorageError, match="backup-refused"):
            backups.make(shop.services, target)
    assert [path.name for path in stick.iterdir()] == [good.name]
    assert good.read_bytes() == whole
    assert scratch_left(shop.folder) == []


def test_a_history_that_does_not_hold_replaces_nothing(shop: BackupShop, stick: Path) -> None:
    """The data may be all there is: it is kept beside the others, says what is wrong, and none of them goes."""
    with shop.services.storage.write() as session:
        session.put_setting(KEEP, "3")
    shop.sell()
    for _ in range(9):
        shop.clock.move(minutes=1)
        (good,) = {backups.make_rolling(shop.services, stick).file}
    before = {path.name for path in stick.iterdir()}
    with sqlite3.connect(shop.folder / "shop.db") as raw:
        for (trigger,) in raw.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            raw.execute(f"drop trigger {trigger}")
        raw.execute("update audit_event set who = 'somebody else' where kind = 'sale-completed'")
    raw.close()
    with pytest.raises(StorageError, match="backup-refused") as caught:
        backups.make(shop.services, good)
    assert caught.value.detail.startswith("history-")
    shop.clock.move(minutes=1)
    made = backups.make_rolling(shop.services, stick)
    assert (made.manifest.sound, made.removed) == (False, ())
    assert {path.name for path in stick.iterdir()} == before | {made.file.name}
    quick = backups.make_rolling(shop.services, stick, thorough=False)
    assert (quick.manifest.history, quick.manifest.sound) == ("unchecked", True)


def test_somebody_elses_file_is_left_alone(shop: BackupShop, stick: Path) -> None:
    letter = stick / "letter.pskbackup"
    letter.write_text("dear sir", "utf-8")
    for target, code in ((letter, "backup-target"), (stick, "backup-target"), (stick / "x" / "y", "backup-folder")):
        with pytest.raises(ShopError, match=code):
            backups.make(shop.services, target)
    assert letter.read_text("utf-8") == "dear sir"


def test_a_backup_in_its_place_is_replaced_by_one_that_opens(shop: BackupShop, stick: Path) -> None:
    target = stick / "one.pskbackup"
    first = backups.make(shop.services, target).manifest
    shop.sell()
    second = backups.make(shop.services, target).manifest
    assert second.contents.rows["invoice"] == first.contents.rows["invoice"] + 1
    target.write_bytes(target.read_bytes()[:500])  # a damaged one is no reason to refuse
    backups.make(shop.services, target)
    assert backups.try_open(shop.services, target)


def test_rolling_ones_go_only_after_the_new_one_was_tried(shop: BackupShop, stick: Path) -> None:
    with shop.services.storage.write() as session:
        session.put_setting(KEEP, "3")
    made = []
    for _ in range(5):
        shop.clock.move(hours=1)
        made.append(backups.make_rolling(shop.services, stick).file.name)
    kept = sorted(path.name for path in stick.iterdir())
    assert set(made[-3:]) <= set(kept)
    assert len(kept) < 5
    desk = shop.services.backups
    assert desk is not None
    assert [file.name for file, manifest in backups.listed(desk, stick) if manifest] == sorted(kept, reverse=True)
    shop.clock.move(hours=1)
    shop.close()
    spoil(shop.folder / "shop.db")
    with pytest.raises(StorageError, match="backup-refused"):
        backups.make_rolling(shop.services, stick)
    assert sorted(path.name for path in stick.iterdir()) == kept


def test_two_within_one_second(shop: BackupShop, stick: Path) -> None:
    names = {backups.make_rolling(shop.services, stick).file.name for _ in range(3)}
    assert len(names) == 3
    assert len(list(stick.iterdir())) == 3


def test_small_files_are_bounded_and_what_stays_behind_is_named(shop: BackupShop, stick: Path) -> None:
    (shop.folder / "templates" / "huge.bin").write_bytes(bytes(9 * 1024 * 1024))
    (shop.folder / "templates" / "a\nb").write_text("x", "utf-8")
    (shop.folder / "templates" / "link").symlink_to("/etc/hostname")
    manifest = backups.make(shop.services, stick / "one.pskbackup").manifest
    assert set(manifest.left_out) == {"templates/huge.bin", "templates/a\nb"}
    assert len(manifest.members) == 3


def test_a_missing_stick(shop: BackupShop, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="backup-folder-missing"):
        backups.make_rolling(shop.services, tmp_path / "not-there")


def test_a_shop_on_a_server_is_backed_up_there(tmp_path: Path) -> None:
    till = parts.at_work(parts.new_shop(tmp_path))
    with pytest.raises(ShopError, match="backup-not-here"):
        backups.make(till.services, tmp_path / "x")


def test_made_while_somebody_writes(shop: BackupShop, stick: Path) -> None:
    """The copy is one moment of the shop: what was written together is in it together, or not at all."""
    stop = threading.Event()

    with shop.services.storage.write() as session:
        for name in ("pair.a", "pair.b"):
            session.put_setting(name, "0")

    def write() -> None:
        n = 0
        while not stop.wait(0.003):  # SQLite is not fair: without a breath nobody else would ever write
            n += 1
            with shop.services.storage.write() as session:
                session.put_setting("pair.a", str(n))
                session.put_setting("pair.b", str(n))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for nth in range(3):
            made = backups.make(shop.services, stick / f"{nth}.pskbackup")
            pair = settings_in(shop, made.file, stick.parent / f"look{nth}")
            assert pair["pair.a"] == pair["pair.b"]
    finally:
        stop.set()
        writer.join()


def settings_in(shop: BackupShop, file: Path, room: Path) -> dict[str, str]:
    desk = shop.services.backups
    assert desk is not None
    opened = desk.files.open_here(file, shop.store.kept["data-key"])
    assert opened is not None
    desk.files.unpack(file, opened, room)
    with sqlite3.connect(room / "shop.db") as raw:
        found = dict(raw.execute("select name, value from setting"))
    raw.close()
    return found


def test_memory_does_not_grow_with_the_file(shop: BackupShop, stick: Path) -> None:
    import tracemalloc

    with shop.services.storage.write() as session:
        for n in range(12):
            session.put_picture(os.urandom(4_000_000) + bytes([n]))
    tracemalloc.start()
    try:
        made = backups.make(shop.services, stick / "one.pskbackup")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert made.manifest.size > 48_000_000
    assert peak < 16_000_000


def test_another_shops_keys_open_nothing(shop: BackupShop, stick: Path) -> None:
    file = backups.make(shop.services, stick / "one.pskbackup").file
    other = backup_shop.made(stick.parent / "other", Drawer())
    with pytest.raises(ShopError, match="backup-of-another"):
        backups.try_open(other.services, file)


def test_the_shop_id_is_part_of_the_name(shop: BackupShop, stick: Path) -> None:
    file = backups.make_rolling(shop.services, stick).file
    assert shops.SHOP_ID
    assert file.name.startswith("pishkhan-a78065482dd4-")
