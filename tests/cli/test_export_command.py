"""`main.py export`: tables out, JSON about them; a folder of all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pos_app.application.exporting import KINDS
from tests.cli import run
from tests.fakes import parts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    parts.new_shop(tmp_path / "shop")
    return tmp_path / "shop"


def test_one_table_in_either_language(folder: Path, tmp_path: Path) -> None:
    for language, heading in (("fa", "عنوان"), ("en", "title")):
        out = tmp_path / f"units-{language}.csv"
        done = run.main("export", "units", "--data", str(folder), "--out", str(out), "--language", language)
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) == {"kind": "units", "rows": 4, "file": str(out)}
        assert f'"{heading}"' in out.read_text("utf-8-sig").splitlines()[0]


def test_all_of_them_into_a_folder(folder: Path, tmp_path: Path) -> None:
    done = run.main("export", "all", "--data", str(folder), "--out", str(tmp_path / "all"), "--from", "1405/01/01")
    assert done.returncode == 0
    assert [one["kind"] for one in json.loads(done.stdout)] == list(KINDS)
    assert {file.stem for file in (tmp_path / "all").glob("*.xlsx")} == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "name", "more", "word"),
    [
        ("nothing", "out.csv", (), "export-kind-unknown"), ("units", "out.pdf", (), "sheet-kind-unknown"),
        ("sales", "out.csv", ("--to", "1405/13/01"), "day-unreadable"),
        ("units", "none/out.csv", (), "sheet-not-written"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_status_two(
    folder: Path, tmp_path: Path, kind: str, name: str, more: tuple[str, ...], word: str
) -> None:
    done = run.main("export", kind, "--data", str(folder), "--out", str(tmp_path / name), *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(word)
