"""The demo's folder: only what an earlier demo of ours left there is taken away, and its troubles are said in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos_app.application.services import Program
from pos_app.domain.errors import StorageError
from pos_app.ports.clock import Clock
from pos_app.practice import PracticeClock, sent_codes
from pos_app.settings import RegistryAccess, Settings
from ui import demo
from ui.demo_player import relative


def summary_of(out: Path, *names: str) -> str:
    pdf, *shots = (relative(out / name) for name in names)
    return json.dumps([{"pdf": pdf, "screenshots": shots}])


def test_only_what_our_summary_names_is_taken_away(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("old.pdf", "old-1.png", "holiday.png", "contract.pdf"):
        (out / name).write_text(name)
    (tmp_path / "outside.png").write_text("kept")
    (out / "summary.json").write_text(summary_of(out, "old.pdf", "old-1.png", "../outside.png", "gone.png"))
    demo.clear(out)
    assert sorted(path.name for path in out.iterdir()) == ["contract.pdf", "holiday.png"]
    assert (tmp_path / "outside.png").exists()


@pytest.mark.parametrize("text", ["", "{}", "7", "[7]", '[{"pdf": 1}]', '{"pdf": ["holiday.png"]}', "\x00"])
def test_a_summary_of_somebody_else_names_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "holiday.png").write_text("kept")
    (tmp_path / "summary.json").write_text(text)
    demo.clear(tmp_path)
    assert (tmp_path / "holiday.png").exists()


def test_a_shop_that_does_not_open_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    def refused(settings: Settings, clock: Clock) -> Program:
        raise StorageError("storage-damaged", detail="shop.db")

    @contextmanager
    def nobody(state: Path) -> Iterator[RegistryAccess | None]:
        yield None

    stage = demo.Stage(refused, nobody, PracticeClock(), sent_codes)
    assert demo.play(tmp_path / "out", tmp_path / "data", stage) == 2
    assert capsys.readouterr().err == "storage-damaged: shop.db\n"
    (tmp_path / "data2").write_text("a file")
    assert demo.play(tmp_path / "out", tmp_path / "data2", stage) == 2
    assert capsys.readouterr().err.startswith("storage-write-failed: ")
