"""Writes the locked requirements: versions and hashes for every system, no addresses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMON = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet",
          "--no-emit-index-url", "--no-emit-find-links", "--upgrade"]  # fmt: skip


def main() -> int:
    """uv resolves for all systems at once; it is needed for this only."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    uv = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *COMMON]
    subprocess.run([*uv, "-o", "requirements/run.txt"], cwd=ROOT, check=True)
    folder = ["--extra", "installer", "-c", "requirements/run.txt", "-o", "requirements/installer.txt"]
    subprocess.run([*uv, *folder], cwd=ROOT, check=True)
    more = ["--extra", "dev", "--extra", "postgres", "-c", "requirements/run.txt", "-o", "requirements/dev.txt"]
    return subprocess.run([*uv, *more], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
