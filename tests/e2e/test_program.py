"""main.py itself: opens the counter, ends with 0 when asked to, and plays its practice sales to the end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pos_app.bootstrap import load_checklists
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


#: Practice case -> its checklist, and what becomes of the phone.
PLAYED = {
    "sale-1-api": ("new_device", "sealed", "sold"),
    "sale-2-by-hand": ("new_device", "sealed", "sold"),
    "used-device": ("used_device", "used", "sold"),
    "used-without-box": ("used_without_box", "used_no_box", "sold"),
    "buy-in": ("buy_in", "buy_in", "in_stock"),
    "trade-in": ("trade_in", "sealed", "sold"),
    "passenger-device": ("passenger_device", "passenger", "sold"),
    "return": ("return", "return", "in_stock"),
    "exchange": ("exchange", "sealed", "sold"),
    "next-day": ("used_device", "used", "sold"),
    "sale-3-registry-down": ("new_device", "sealed", "sold"),
}


@pytest.mark.slow
def test_the_demo_plays_every_case_to_its_paper(tmp_path: Path) -> None:
    out = ROOT / "build" / "test-demo"
    with run.started("demo", "--out", str(out), "--data", str(tmp_path)) as demo:
        said, errors = demo.communicate(timeout=600)
    assert (demo.returncode, errors) == (0, ""), said
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert {case["name"]: (case["kind"], case["checklist"], case["unit_state"]) for case in summary} == PLAYED
    checklists = load_checklists()
    for case in summary:
        assert case["imeis"]
        assert all(len(imei) == 15 for imei in case["imeis"])
        assert isinstance(case["total_rial"], int)
        assert case["total_rial"] > 0
        assert {step["id"] for step in case["steps"]} == {s.id for s in checklists[case["checklist"]].steps}
        assert all(set(step) == {"id", "state", "channel", "at"} for step in case["steps"])
        assert case["pdf"] == case["papers"][0]
        assert len(case["papers"]) == (2 if case["kind"] in ("trade_in", "exchange") else 1)
        for paper in case["papers"]:
            assert not Path(paper).is_absolute()
            assert (ROOT / paper).read_bytes().startswith(b"%PDF-")
        assert case["screenshots"]
        assert all((ROOT / shot).stat().st_size > 10_000 for shot in case["screenshots"])
    papers = [paper for case in summary for paper in case["papers"]]
    assert len(set(papers)) == len(papers)
    channels = {step["channel"] for case in summary for step in case["steps"] if step["id"] == "inquiry"}
    assert {"api", "ussd"} <= channels
    evening, morning = (next(step["at"] for step in summary[9]["steps"] if step["id"] == name)
                        for name in ("transfer", "activation"))  # fmt: skip
    assert datetime.fromisoformat(morning) - datetime.fromisoformat(evening) >= timedelta(days=1)
