"""`main.py verify`: JSON, status 0 while all is as it was written and 2 from the first edit on."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from pos_app.bootstrap import open_shop
from pos_app.settings import Settings
from tests.cli import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A practice shop that was opened once and closed in good order."""
    services = open_shop(Settings(tmp_path / "shop", practice=True)).services
    with services.storage.write() as session:
        for place in range(3):
            session.audit(services.till_id, services.clock.now(), "Sara", "price-changed", str(place), {})
    services.keep_witness()
    services.storage.close()
    return tmp_path / "shop"


def edit(folder: Path, statement: str) -> None:
    with sqlite3.connect(folder / "shop.db") as database:
        database.execute("drop trigger audit_event_stays")
        database.execute("drop trigger audit_event_unchanged")
        database.execute(statement)
    database.close()


def test_as_it_was_written(folder: Path) -> None:
    done = run.main("verify", "--data", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert (said["ok"], said["database"], said["first_bad"]) == (True, [], None)
    assert said["events"] == said["heads"][0]["count"] >= 3


def test_an_edit_is_status_two_and_named(folder: Path) -> None:
    edit(folder, "update audit_event set who = 'x' where subject = '1'")
    done = run.main("verify", "--data", str(folder))
    assert done.returncode == 2
    said = json.loads(done.stdout)
    assert said["ok"] is False
    assert (said["first_bad"]["table"], said["first_bad"]["fault"]) == ("audit_event", "broken")


def test_an_older_copy_of_the_whole_file_is_found_by_the_witness(folder: Path) -> None:
    older = shutil.copy(folder / "shop.db", folder / "older.db")
    services = open_shop(Settings(folder, practice=True)).services
    with services.storage.write() as session:
        session.audit(services.till_id, services.clock.now(), "Sara", "price-changed", "later", {})
    services.keep_witness()
    services.storage.close()
    Path(older).replace(folder / "shop.db")
    program = open_shop(Settings(folder, practice=True))
    assert program.notice == "history-not-as-witnessed"
    program.services.keep_witness()  # does not forget what it knew
    program.services.storage.close()
    done = run.main("verify", "--data", str(folder))
    assert done.returncode == 2
    assert json.loads(done.stdout)["first_bad"] == {"table": "history_head", "key": "1", "fault": "cut"}


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough" * 300])
def test_no_database_at_all(folder: Path, content: bytes) -> None:
    (folder / "shop.db").write_bytes(content)
    done = run.main("verify", "--data", str(folder))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_an_empty_folder_stays_empty(tmp_path: Path) -> None:
    done = run.main("verify", "--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("storage-unreachable")
    assert list(tmp_path.iterdir()) == []


def test_without_its_keys_nothing_is_made(folder: Path) -> None:
    shutil.rmtree(folder / "keys")
    (folder / "keys").mkdir()
    done = run.main("verify", "--data", str(folder))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("keys-missing")
    assert list((folder / "keys").iterdir()) == []
