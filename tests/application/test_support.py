"""The support bundle holds nothing of anybody: canaries in every text of every table, and in the log."""

from __future__ import annotations

import json
import logging
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pos_app.application import support
from pos_app.backup_parts import diagnostics
from pos_app.domain.errors import StorageError
from pos_app.settings import Settings
from tests.backup import shop as backup_shop

CANARIES = ("Canaryname", "قناری‌نام", "09127654321", "4911111111", "canary-kebab-name")
CODES = frozenset({"storage-full"})


@pytest.fixture
def shop(tmp_path: Path) -> backup_shop.BackupShop:
    made = backup_shop.made(tmp_path / "shop")
    made.sell()
    made.close()
    return made


def bundle(folder: Path, out: Path) -> dict[str, str]:
    settings = Settings(folder)
    support.make(diagnostics(settings), folder, settings.log, out, program="1", more={"qt": "6"}, codes=CODES)
    with zipfile.ZipFile(out) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def spread(path: Path) -> int:
    """A canary in every text column of every table; how many columns took it."""
    taken = 0
    with sqlite3.connect(path) as raw:
        raw.execute("pragma foreign_keys = off")
        raw.execute("pragma ignore_check_constraints = on")
        for (trigger,) in raw.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            raw.execute(f'drop trigger "{trigger}"')
        tables = [row[0] for row in raw.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            if table.startswith("sqlite_") or table == "alembic_version":
                continue
            for column in raw.execute(f'pragma table_info("{table}")').fetchall():
                name, kind, key = column[1], str(column[2]).upper(), column[5]
                if "CHAR" in kind or "TEXT" in kind:
                    for nth, canary in enumerate(CANARIES):
                        where = f"where rowid % {len(CANARIES)} = {nth}" if nth else ""
                        try:
                            raw.execute(f'update "{table}" set "{name}" = ? || rowid {where}', (canary,))  # noqa: S608
                            taken += 1
                        except sqlite3.DatabaseError:
                            assert key or table
        names = [("canary.name", CANARIES[0]), (CANARIES[4], "x"), ("theme", "x" * 500), ("tax.address", CANARIES[1])]
        raw.executemany("insert or replace into setting (name, value) values (?, ?)", names)
    raw.close()
    return taken


def write_log(path: Path) -> None:
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log = logging.Logger("ui.app")
    log.addHandler(handler)
    for canary in CANARIES:
        log.info("sold to %s", canary)
        try:
            raise ValueError(canary)
        except ValueError:
            log.exception("fault of ours")
    try:
        raise StorageError("storage-full", detail=CANARIES[0])
    except StorageError:
        log.exception("fault of ours")
    handler.close()


def test_no_canary_comes_through(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    assert spread(shop.folder / "shop.db") > 40
    write_log(shop.folder / "pishkhan.log")
    write_log(shop.folder / "pishkhan.log.1")
    (shop.folder / "papers").mkdir(exist_ok=True)
    (shop.folder / f"{CANARIES[0]}.pdf").write_text("x", "utf-8")
    held = bundle(shop.folder, tmp_path / "support.zip")
    assert set(held) == {"about.txt", "versions.json", "database.json", "settings.json", "files.json", "log.txt"}
    for name, text in held.items():
        told = text + json.dumps(text)
        for canary in CANARIES:
            assert canary not in told, (name, canary)
            assert json.dumps(canary)[1:-1] not in told, (name, canary)
    assert "StorageError: storage-full" in held["log.txt"]
    assert "fault of ours" in held["log.txt"]
    said = json.loads(held["settings.json"])
    assert said["set"]["tax.address"] is True
    assert "theme" not in said["values"]


def test_what_helps_is_in_it(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    held = {name: text for name, text in bundle(shop.folder, tmp_path / "support.zip").items() if "json" in name}
    said: dict[str, Any] = {name: json.loads(text) for name, text in held.items()}
    database, versions = said["database.json"], said["versions.json"]
    assert (database["problem"], database["check"], database["rows"]["invoice"]) == ("", "sound", 1)
    assert database["pragmas"]["journal_mode"] in ("wal", "delete")
    assert {"sqlite", "python", "program", "qt", "chosen", "write_ahead_log_sound"} <= set(versions)
    assert {row["kind"] for row in said["files.json"]} >= {".db", "folder"}


@pytest.mark.parametrize("damage", ["gone", "garbage"])
def test_also_of_a_shop_that_cannot_be_opened(shop: backup_shop.BackupShop, tmp_path: Path, damage: str) -> None:
    database = shop.folder / "shop.db"
    database.unlink() if damage == "gone" else database.write_bytes(b"x" * 9000)
    problem = json.loads(bundle(shop.folder, tmp_path / "support.zip")["database.json"])["problem"]
    assert problem == {"gone": "storage-unreachable", "garbage": "storage-damaged"}[damage]


def test_only_the_end_of_a_long_log(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    line = "2026-11-26 09:15:00,123 INFO ui.app: started\n"
    (shop.folder / "pishkhan.log").write_text("first\n" + line * 20_000, "utf-8")
    text = bundle(shop.folder, tmp_path / "support.zip")["log.txt"]
    assert 150_000 < len(text) <= 200_000
    assert set(text.splitlines()) == {line.strip()}


def test_nothing_else_is_overwritten(shop: backup_shop.BackupShop, tmp_path: Path) -> None:
    letter = tmp_path / "letter.zip"
    letter.write_text("dear sir", "utf-8")
    for out in (letter, tmp_path):
        with pytest.raises(StorageError, match="support-not-written"):
            bundle(shop.folder, out)
    assert letter.read_text("utf-8") == "dear sir"
    bundle(shop.folder, tmp_path / "new.zip")
    bundle(shop.folder, tmp_path / "new.zip")
