"""`main.py search`: JSON, in either language's digits."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli import run
from tests.fakes import parts


def test_the_last_digits_in_persian(tmp_path: Path) -> None:
    parts.new_shop(tmp_path)
    done = run.main("search", "۳۸۰۹", "--data", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    (hit,) = json.loads(done.stdout)
    assert (hit["kind"], hit["key"], hit["title"], hit["state"]) == ("unit", parts.IMEI1, "Galaxy A55", "in_stock")


def test_nothing_found_is_an_empty_list(tmp_path: Path) -> None:
    parts.new_shop(tmp_path)
    done = run.main("search", "xyz", "--data", str(tmp_path))
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_no_shop_is_status_two(tmp_path: Path) -> None:
    done = run.main("search", "1", "--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("storage-unreachable")


@pytest.mark.skipif(os.name == "nt", reason="arguments are text there")
def test_bytes_that_are_no_text_are_searched_for_and_not_found(tmp_path: Path) -> None:
    parts.new_shop(tmp_path)
    done = run.main("search", os.fsdecode(b"\xff\xfe"), "--data", str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "many", "0000000019999", ""])
def test_a_limit_is_one_to_a_thousand(tmp_path: Path, limit: str) -> None:
    parts.new_shop(tmp_path)
    done = run.main("search", "1", f"--limit={limit}", "--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "argument --limit: 1 to 1000" in done.stderr
