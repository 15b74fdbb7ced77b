"""`main.py import`: a list in, JSON out; bad rows in a file of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.application import listed
from tests.cli import run
from tests.fakes import parts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    parts.new_shop(tmp_path / "shop")
    return tmp_path / "shop"


def test_a_dry_run_then_the_import_then_again(folder: Path, tmp_path: Path) -> None:
    path = listed.written(tmp_path, [listed.row(0), listed.row(1, imei1="12"), listed.row(2)])
    names = iter(("list-bad.csv", "list-bad-2.csv", "list-bad-3.csv"))  # somebody may be mending the first
    for arguments, good, taken, known in ((("--dry-run",), 2, 0, 0), ((), 2, 2, 0), ((), 0, 0, 2)):
        done = run.main("import", str(path), "--data", str(folder), *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        said = json.loads(done.stdout)
        assert (said["rows"], said["good"], said["taken"], said["known"]) == (3, good, taken, known)
        assert said["first"][0]["line"] == 3
        assert said["first"][0]["reasons"] == [{"code": "imei-short", "field": "imei1", "detail": "12"}]
        assert said["reasons"]["imei-short"] == 1
        assert said["bad_file"] == str(folder / "imports" / next(names))
        assert "imei-short (imei1)" in Path(said["bad_file"]).read_text("utf-8-sig")


def test_all_or_nothing_and_files_that_are_none(folder: Path, tmp_path: Path) -> None:
    path = listed.written(tmp_path, [listed.row(0), listed.row(1, imei1="12")])
    bad = tmp_path / "bad.xlsx"
    done = run.main("import", str(path), "--data", str(folder), "--all-or-nothing", "--bad", str(bad))
    said = json.loads(done.stdout)
    assert (done.returncode, said["refused"], said["taken"]) == (2, True, 0)
    assert bad.exists()
    (tmp_path / "none.csv").write_text("brand,model\na,b\n")
    for name, word in (("none.csv", "import-columns-missing"), ("no such.csv", "sheet-missing")):
        done = run.main("import", str(tmp_path / name), "--data", str(folder))
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(word)


def test_bad_rows_never_take_the_place_of_the_list(folder: Path, tmp_path: Path) -> None:
    path = listed.written(tmp_path, [listed.row(0), listed.row(1, imei1="12")])
    held = path.read_bytes()
    other = tmp_path / "other.csv"
    other.hardlink_to(path)
    for bad, more in ((path, "--dry-run"), (other, "--dry-run"), (path, "--all-or-nothing")):
        done = run.main("import", str(path), "--bad", str(bad), more, "--data", str(folder))
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("import-bad-is-list")
        assert path.read_bytes() == held
