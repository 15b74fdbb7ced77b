"""Files where folders should be, folders where pictures should be, consoles that know no Persian."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import main as program
from pos_app.settings import ROOT
from tests.cli import run


@pytest.mark.parametrize(
    "command",
    [["registry-sandbox", "--data", "FILE"], ["demo", "--out", "FILE"], ["demo", "--out", "DIR", "--data", "FILE"],
     ["demo", "--out", "FILE/below"], ["counter", "--practice", "--data", "FILE"]],
    ids=" ".join,
)  # fmt: skip
def test_a_file_is_no_folder(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a file"
    file.write_text("kept")
    words = [word.replace("FILE", str(file)).replace("DIR", str(tmp_path / "out")) for word in command]
    assert program.main(words) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("storage-unreachable: ")
    assert len(shown.err.splitlines()) == 1
    assert file.read_text() == "kept"


def test_what_is_there_but_no_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty, missing, odd = tmp_path / "empty.png", tmp_path / "missing.png", "a\0b.png"
    empty.write_bytes(b"")
    assert program.main(["scan", str(empty), str(tmp_path), str(missing), odd]) == 2
    errors = [answer["error"] for answer in json.loads(capsys.readouterr().out)]
    assert errors == ["image-not-a-picture", "image-not-a-picture", "image-missing", "image-missing"]


def test_json_is_utf8_on_any_console(tmp_path: Path) -> None:
    environment = {**run.ENVIRONMENT, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    names = [str(tmp_path / "عکس.png")]
    if os.name == "posix":
        names.append(os.fsdecode(b"\xff.png"))  # a name in no encoding
    done = subprocess.run(
        [sys.executable, "main.py", "scan", *names], cwd=ROOT, env=environment, capture_output=True, check=False,
        timeout=60,
    )  # fmt: skip
    answers = json.loads(done.stdout.decode("utf-8"))
    assert answers[0] == {"image": names[0], "error": "image-missing"}
    assert (done.returncode, done.stderr) == (2, b"")
    file = tmp_path / "پرونده"
    file.write_text("")
    done = subprocess.run(
        [sys.executable, "main.py", "registry-sandbox", "--data", str(file)], cwd=ROOT, env=environment,
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.startswith(b"storage-unreachable: ")
