"""main.py as a person starts it: its own process, its own output."""

from __future__ import annotations

import os
import subprocess
import sys

from pos_app.settings import ROOT

ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1", "CUPS_SERVER": "127.0.0.1:9"}


def main(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", *arguments], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "main.py", *arguments], cwd=ROOT, env=ENVIRONMENT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
