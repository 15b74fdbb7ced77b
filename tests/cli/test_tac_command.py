"""`main.py tac-import`: a CSV file in, JSON out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli import run
from tests.fakes import parts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    parts.new_shop(tmp_path / "shop")
    return tmp_path / "shop"


def test_a_dry_run_then_the_import_then_again(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "tac.csv"
    table.write_text("Model;TAC;Brand\nGalaxy A55;35693803;Samsung\nGalaxy A15;1;Samsung\n", "utf-8-sig")
    bad = [{"line": 3, "reason": "tac-not-8-digits", "text": "Galaxy A15 1 Samsung"}]
    for arguments, new, written in ((("--dry-run",), 1, False), ((), 1, True), ((), 0, True)):
        done = run.main("tac-import", str(table), "--data", str(folder), *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) == {"rows": 1, "new": new, "changed": 0, "bad": bad, "written": written}


@pytest.mark.parametrize(
    ("text", "word"), [(None, "tac-file-missing"), ("", "tac-file-empty"), ("a,b\n", "tac-header-missing")]
)
def test_what_cannot_be_read_is_status_two(folder: Path, tmp_path: Path, text: str | None, word: str) -> None:
    table = tmp_path / "tac.csv"
    if text is not None:
        table.write_text(text, "utf-8")
    done = run.main("tac-import", str(table), "--data", str(folder))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(word)


def test_no_row_that_holds_is_status_two_and_says_why(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "tac.csv"
    table.write_text("tac,brand,model\n1,A,B\n", "utf-8")
    done = run.main("tac-import", str(table), "--data", str(folder))
    assert done.returncode == 2
    assert json.loads(done.stdout)["bad"] == [{"line": 2, "reason": "tac-not-8-digits", "text": "1 A B"}]
