"""`main.py sync` and `main.py outbox`: the registry link without a window, on a real practice registry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pos_app.bootstrap import open_shop
from pos_app.settings import Settings
from tests.cli import run
from tests.drill import shop
from tests.drill.phones import phones, write_devices
from tests.drill.run import registry

OPERATIONS = 16  # of eight phones, one of which is stolen


def said(*arguments: str) -> Any:
    done = run.main(*arguments)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_one_round_and_what_is_left_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    write_devices(tmp_path / "devices.json", OPERATIONS // 2)
    shop.make(folder, OPERATIONS)
    waiting = said("outbox", "--data", str(folder))
    assert len(waiting) == OPERATIONS
    assert {row["state"] for row in waiting} == {"queued"}
    text = json.dumps(waiting)
    assert all(phone.sim not in text for phone in phones(OPERATIONS // 2))
    assert "activation_code" not in text
    offline = said("sync", "--once", "--data", str(folder))
    assert (offline["link"], offline["sent"], offline["waiting"]) == ("by_hand", 0, OPERATIONS)
    with registry(tmp_path) as there:
        there.at._ask("POST", "/_practice/allocations/many?count=30&first=900000")
        done = said("sync", "--once", "--data", str(folder), "--registry", there.at.address)
        assert (done["link"], done["sent"], done["settled"]) == ("reached", OPERATIONS, OPERATIONS)
        assert (done["waiting"], done["refused"], done["needs_person"]) == (1, 1, 0)  # the stolen phone's activation
        assert done["stock"] == {"pages": 1, "items": 30, "problem": "", "allocated": 30, "complete": True}
        again = said("sync", "--once", "--data", str(folder), "--registry", there.at.address)
        assert (again["sent"], again["stock"]["items"]) == (0, 0)
        assert there.at.activations() == {phone.imei: 1 for phone in phones(OPERATIONS // 2) if not phone.stolen}
    gone = said("sync", "--once", "--data", str(folder), "--registry", there.at.address)
    assert (gone["link"], gone["stock"]["problem"]) == ("silent", "silent")
    first = said("outbox", "--data", str(folder))[0]
    assert (first["state"], first["problem"], first["waits"], first["acts"]) == (
        "rejected", "blocked-or-stolen", True, ["by_hand", "close"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("sync", "--once"), "storage-unreachable"),
        (("outbox",), "storage-unreachable"),
        (("sync", "--once", "--registry", "https://registry.example"), "insecure-address"),
        (("sync", "--once", "--registry", "http://127.0.0.1:8099/x?y"), "address-form"),
        (("sync", "--once", "--registry", "http://127.0.0.1:port"), "address-form"),
        (("sync", "--once", "--registry", "ftp://127.0.0.1/"), "insecure-address"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, arguments: tuple[str, ...], word: str) -> None:
    done = run.main(*arguments, "--data", str(tmp_path / "nowhere"))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(word)


def test_an_invented_registry_settles_nothing_of_a_real_shop(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()  # a key file: the test leaves the person's keyring alone
    open_shop(Settings(tmp_path)).services.storage.close()
    done = run.main("sync", "--once", "--registry", "http://127.0.0.1:9", "--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("not-a-practice-shop")


def test_a_round_has_to_be_asked_for(tmp_path: Path) -> None:
    assert run.main("sync", "--data", str(tmp_path)).returncode == 2


@pytest.mark.parametrize("empty", [True, False])
def test_a_lost_database_is_damage_and_stays_as_it_is(tmp_path: Path, *, empty: bool) -> None:
    (tmp_path / "keys").mkdir()
    open_shop(Settings(tmp_path)).services.storage.close()
    for path in tmp_path.glob("shop.db*"):
        path.unlink()
    if empty:
        (tmp_path / "shop.db").touch()
    done = run.main("outbox", "--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("storage-damaged")
    assert [path.stat().st_size for path in tmp_path.glob("shop.db*")] == [0] * empty
