"""The program itself: started twice on one folder, and started on a damaged database."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from pos_app.bootstrap import open_shop
from pos_app.settings import Settings
from tests.cli import run
from tests.e2e.test_program import PATIENCE, ready

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="readiness is read from /proc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shop"
    (made / "keys").mkdir(parents=True)
    open_shop(Settings(made)).services.storage.close()
    return made


def test_the_first_comes_forward_and_commands_go_on(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.pskbackup"
    with run.started("counter", "--data", str(folder)) as first:
        ready(first)
        for command in (["backup", "--to", str(file)], ["outbox"]):
            assert run.main(*command, "--data", str(folder)).returncode == 0
        refused = run.main("restore", str(file), "--data", str(folder), "--replace")
        assert (refused.returncode, refused.stderr.split(":")[0]) == (2, "shop-is-open")
        looked = run.main("restore", str(file), "--data", str(folder), "--look")
        assert looked.returncode == 0
        assert json.loads(looked.stdout)["needs_key"] is False
        codes = {0, 2}  # 2 while the first one has no door yet
        while 0 in codes and (second := run.main("counter", "--data", str(folder))).returncode != 0:
            assert second.returncode in codes
            assert second.stderr.startswith("shop-is-open")
            assert first.poll() is None
        first.send_signal(signal.SIGTERM)
        assert first.wait(PATIENCE) == 0
    done = run.main("restore", str(file), "--data", str(folder), "--replace")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("at", [0, 8192], ids=["cannot-be-opened", "found-later"])
def test_a_damaged_database_stops_the_counter_and_comes_back(folder: Path, tmp_path: Path, at: int) -> None:
    (tmp_path / "stick").mkdir()
    assert run.main("backup", "--data", str(folder), "--to", str(tmp_path / "stick")).returncode == 0
    whole = bytearray((folder / "shop.db").read_bytes())
    whole[at : at + 4096] = b"\x00" * 4096 if at == 0 else b"\xff" * 4096
    (folder / "shop.db").write_bytes(whole)
    done = run.main("counter", "--data", str(folder))
    assert done.returncode == 2
    assert done.stderr.startswith("storage-damaged")
    looked = json.loads(run.main("restore", str(tmp_path / "stick"), "--data", str(folder), "--look").stdout)
    assert looked["lacks"]["sales"] is None
    back = run.main("restore", str(tmp_path / "stick"), "--data", str(folder), "--replace")
    assert (back.returncode, back.stderr) == (0, "")
    assert json.loads(back.stdout)["replaced"].startswith("shop.db.corrupt-")
    assert run.main("verify", "--data", str(folder)).returncode == 0
