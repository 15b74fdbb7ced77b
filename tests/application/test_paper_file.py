"""A paper takes no other file's place."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pos_app.application import paper_file
from pos_app.domain.errors import ShopError

PDF, PAGE, ZIP = b"%PDF-1.7 new", b"<!DOCTYPE html><p>new", b"PK\x03\x04new"


@pytest.mark.parametrize(
    ("held", "made"),
    [
        (None, PDF), (b"", PDF), (b"%PDF-1.4 old", PDF), (b"<!doctype HTML><p>old", PAGE), (b"", PAGE),
        (b"PK\x03\x04old", ZIP),
    ],
)  # fmt: skip
def test_an_older_paper_makes_way(tmp_path: Path, held: bytes | None, made: bytes) -> None:
    path = tmp_path / "paper"
    if held is not None:
        path.write_bytes(held)
    paper_file.write(path, made, refused="paper-not-written")
    assert path.read_bytes() == made
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["shop.db", "shop.db-wal", "keys/data-key", "running.lock", "a.pskbackup", "page"])
@pytest.mark.parametrize("made", [PDF, PAGE, ZIP])
def test_anything_else_is_left_alone(tmp_path: Path, name: str, made: bytes) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    held = b"SQLite format 3\x00" if made == PAGE or name != "page" else b"<!doctype html>"
    path.write_bytes(held)
    with pytest.raises(ShopError, match="paper-place-taken"):
        paper_file.write(path, made, refused="paper-not-written")
    assert path.read_bytes() == held
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_what_is_private_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "paper"
    path.write_bytes(PDF)
    path.chmod(0o644)
    paper_file.write(path, PDF, refused="paper-not-written", private=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    paper_file.write(path, PDF, refused="paper-not-written")
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~_umask()


def _umask() -> int:
    held = os.umask(0o022)
    os.umask(held)
    return held
