"""main.py itself: opens the counter, ends with 0 when asked to, and plays its practice sales to the end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pos_app.settings import ROOT
from tests.cli import run

PATIENCE = 40.0  # seconds until a start counts as failed


@pytest.mark.skipif(sys.platform != "linux", reason="readiness is read from /proc")
def test_the_counter_opens_survives_a_kill_and_ends_when_asked(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    with run.started("counter", "--practice", "--data", str(shop)) as first:
        ready(first)
        first.kill()
    with run.started("counter", "--practice", "--data", str(shop)) as again:
        ready(again)
        again.send_signal(signal.SIGTERM)
        assert again.wait(PATIENCE) == 0
        assert again.stderr is not None
        assert "Traceback" not in again.stderr.read()
    log = (shop / "pishkhan.log").read_text("utf-8")
    assert "ERROR" not in log


def ready(process: subprocess.Popen[str]) -> None:
    """Until the window is shown: only then does the program catch SIGTERM."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        status = Path(f"/proc/{process.pid}/status").read_text("ascii")
        caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
        if int(caught, 16) >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.05)
    raise AssertionError("the counter did not open")


@pytest.mark.slow
def test_the_demo_plays_every_sale_to_its_paper(tmp_path: Path) -> None:
    out = ROOT / "build" / "test-demo"
    with run.started("demo", "--out", str(out), "--data", str(tmp_path)) as demo:
        said, errors = demo.communicate(timeout=240)
    assert (demo.returncode, errors) == (0, ""), said
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert isinstance(summary, list)
    assert len(summary) >= 2
    for sale in summary:
        assert set(sale) == {"kind", "invoice", "imeis", "pdf", "total_rial", "steps", "screenshots"}
        assert sale["kind"] == "new_device"
        assert sale["imeis"]
        assert all(len(imei) == 15 for imei in sale["imeis"])
        assert isinstance(sale["total_rial"], int)
        assert sale["total_rial"] > 0
        assert [set(step) for step in sale["steps"]] == [{"id", "state", "channel", "at"}] * 5
        assert [step["id"] for step in sale["steps"]] == [
            "inquiry", "answer_control", "box_match", "activation", "invoice"
        ]  # fmt: skip
        assert not Path(sale["pdf"]).is_absolute()
        assert (ROOT / sale["pdf"]).read_bytes().startswith(b"%PDF-")
        assert sale["screenshots"]
        assert all((ROOT / shot).stat().st_size > 10_000 for shot in sale["screenshots"])
    numbers = [sale["invoice"] for sale in summary]
    assert len(set(numbers)) == len(numbers)
    channels = {step["channel"] for sale in summary for step in sale["steps"] if step["id"] == "inquiry"}
    assert {"api", "ussd"} <= channels
