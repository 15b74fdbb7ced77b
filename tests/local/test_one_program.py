"""One program at a time in a folder; the lock ends with its process, however that ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.adapters.local import one_program
from pos_app.adapters.local.scratch import scratch
from pos_app.domain.errors import StorageError
from pos_app.settings import ROOT

_HOLDER = """
import pathlib, sys
from pos_app.adapters.local import one_program
lock = one_program.take(pathlib.Path(sys.argv[1]), sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""


def holder(folder: Path, who: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(folder), who], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize(
    ("who", "code"), [(one_program.COUNTER, "shop-is-open"), (one_program.RESTORE, "restore-under-way")]
)
def test_another_process_is_told_and_a_killed_one_holds_nothing(tmp_path: Path, who: str, code: str) -> None:
    with holder(tmp_path, who) as process:
        with pytest.raises(StorageError, match=code):
            one_program.take(tmp_path, one_program.COUNTER)
        if who == one_program.RESTORE:
            with pytest.raises(StorageError, match=code):
                one_program.refuse_restore(tmp_path)
        else:
            one_program.refuse_restore(tmp_path)  # commands go on beside the counter
        process.kill()
    one_program.refuse_restore(tmp_path)
    one_program.take(tmp_path, one_program.COUNTER).release()


def test_a_counter_that_restores_says_so_meanwhile(tmp_path: Path) -> None:
    lock = one_program.take(tmp_path, one_program.COUNTER)
    with lock.as_restore(), pytest.raises(StorageError, match="restore-under-way"):
        one_program.refuse_restore(tmp_path)
    one_program.refuse_restore(tmp_path)
    lock.release()


def test_scratch_is_gone_afterwards_and_in_use_left_alone(tmp_path: Path) -> None:
    with scratch(tmp_path) as one:
        (one / "plain").write_text("x", "utf-8")
        with scratch(tmp_path) as other:
            assert one.exists()
            assert other != one
    assert list(tmp_path.iterdir()) == []


def test_scratch_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="storage-write-failed"), scratch(tmp_path / "gone"):
        pass
