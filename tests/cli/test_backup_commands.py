"""`main.py backup`, `restore`, `recovery-key`: the drill as a person does it, process by process."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.bootstrap import open_shop
from pos_app.settings import ROOT, VERSION, Settings
from tests.cli import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shop with its keys in files: no test touches anybody's keyring."""
    made = tmp_path / "shop"
    (made / "keys").mkdir(parents=True)
    open_shop(Settings(made)).services.storage.close()
    return made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "keys").mkdir(parents=True)
    return tmp_path / "home"


def with_input(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", *arguments], cwd=ROOT, env=run.ENVIRONMENT, capture_output=True, text=True,
        check=False, timeout=60, input=text,
    )  # fmt: skip


def test_the_drill(folder: Path, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.pskbackup"
    done = run.main("backup", "--data", str(folder), "--to", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    made = json.loads(done.stdout)
    assert (made["file"], made["recovery_key_printed"]) == (str(file), False)
    done = run.main("recovery-key", "--data", str(folder), "--out", str(tmp_path / "key.pdf"))
    assert done.returncode == 0
    assert (tmp_path / "key.pdf").read_bytes()[:5] == b"%PDF-"
    again = run.main("recovery-key", "--data", str(folder), "--out", str(tmp_path / "key2.pdf"))
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.startswith("recovery-key-printed")
    key = (folder / "keys" / "recovery-key").read_text("utf-8")
    assert key not in done.stdout + again.stderr
    done = with_input(f"{key.lower()}\n", "restore", str(file), "--data", str(home), "--last-invoice", "none")
    assert (done.returncode, done.stderr) == (0, "")
    back = json.loads(done.stdout)
    assert (back["rows"], back["heads"], back["sha256"]) == (made["rows"], made["heads"], made["sha256"])
    assert (back["way"], back["replaced"], back["keys_in"]) == ("recovery-key", None, "no-keyring")
    for name in ("data-key", "invoice-key", "recovery-key"):
        assert (home / "keys" / name).read_text("utf-8") == (folder / "keys" / name).read_text("utf-8")
    open_shop(Settings(home)).services.storage.close()
    done = run.main("restore", str(file), "--data", str(home))
    assert (done.returncode, done.stderr.split(":")[0]) == (2, "shop-has-data")
    done = run.main("restore", str(file), "--data", str(home), "--replace")
    assert done.returncode == 0
    assert json.loads(done.stdout)["way"] == "this-computer"


def test_the_key_may_lie_in_a_file(folder: Path, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.pskbackup"
    assert run.main("backup", "--data", str(folder), "--to", str(file)).returncode == 0
    (tmp_path / "key.txt").write_text(f"\ufeff{(folder / 'keys' / 'recovery-key').read_text('utf-8')}\r\n", "utf-8")
    for given, code in ((tmp_path / "nowhere.txt", 2), (tmp_path / "key.txt", 0)):
        done = run.main("restore", str(file), "--data", str(home), "--recovery-key-file", str(given))
        assert done.returncode == code
    assert set(json.loads(done.stdout)["unknown"]) >= {"invoice-numbers-after-the-backup"}


def test_a_wrong_key_and_a_slip(folder: Path, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.pskbackup"
    assert run.main("backup", "--data", str(folder), "--to", str(file)).returncode == 0
    for typed, code in (("0" * 34, "recovery-key-wrong"), ("0" * 33 + "1", "recovery-key-typo"),
                        ("", "recovery-key-form")):  # fmt: skip
        done = with_input(typed, "restore", str(file), "--data", str(home))
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.split(":")[0].strip() == code
    assert sorted(path.name for path in home.iterdir()) == ["keys", "running.lock"]


def test_a_folder_takes_the_next_rolling_one(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    for _ in range(2):
        done = run.main("backup", "--data", str(folder), "--to", str(tmp_path / "stick"))
        assert done.returncode == 0
    names = [path.name for path in (tmp_path / "stick").iterdir()]
    assert len(names) == 2
    assert all(name.startswith("pishkhan-") and name.endswith(".pskbackup") for name in names)


@pytest.mark.parametrize(
    ("command", "code"),
    [(["backup", "--to", "X/gone/one"], "backup-folder-missing"), (["restore", "X/gone"], "backup-missing"),
     (["restore", "X/letter"], "not-a-backup"), (["backup", "--to", "X/letter"], "backup-target"),
     (["restore", "X/letter", "--last-invoice", "seven"], "invoice-number-form")],
    ids=["folder-gone", "file-gone", "a-letter", "over-a-letter", "no-number"],
)  # fmt: skip
def test_what_cannot_be_done_is_status_two(folder: Path, home: Path, command: list[str], code: str) -> None:
    (home / "letter").write_text("dear sir", "utf-8")
    data = home if command[0] == "restore" else folder
    done = run.main(*[word.replace("X", str(home)) for word in command], "--data", str(data))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.split(":")[0] == code


def test_the_version_is_the_projects() -> None:
    import tomllib

    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == VERSION


def test_a_support_bundle(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "support.zip"
    done = run.main("support", "--data", str(folder), "--out", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["file"] == str(out)
    assert out.exists()
    done = run.main("support", "--data", str(tmp_path / "nowhere"), "--out", str(out))
    assert (done.returncode, done.stderr.split(":")[0]) == (2, "storage-unreachable")


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
@pytest.mark.parametrize("command", ["recovery-key", "support", "export units"])
def test_what_holds_keys_or_people_is_its_owners_alone(folder: Path, tmp_path: Path, command: str) -> None:
    out = tmp_path / "out.csv"
    done = run.main(*command.split(), "--data", str(folder), "--out", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
