"""Killed, and refused by the disk, in the middle of backup and restore. `make faults` cuts at many more places."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.backup.cuts import Home, cut_backups, cut_restores

POINTS = 24  # of each kind
LIMITS = (4_096, 150_000, 350_000, 370_000)  # bytes that no file may outgrow

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="needs fork")]


def test_a_backup_that_was_cut_off_is_no_named_backup(tmp_path: Path) -> None:
    found = cut_backups(Home(tmp_path), POINTS, limits=LIMITS)
    assert (found.broken, found.lost, found.left) == ([], [], [])
    assert 0 < found.finished < found.points


@pytest.mark.parametrize("replace", [False, True], ids=["empty", "replace"])
def test_a_restore_that_was_cut_off_is_whole_or_not_at_all(tmp_path: Path, replace: bool) -> None:
    found = cut_restores(Home(tmp_path), POINTS, limits=LIMITS, replace=replace)
    assert (found.half, found.lost, found.left) == ([], [], [])
    assert 0 < found.finished < found.points
