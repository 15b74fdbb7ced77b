"""No file over 500 lines: the regret of every program like this one began as one screen that kept growing."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WALL = 500
ROOMS = ("pos_app", "ui", "invoices", "registry_sandbox", "tools", "tests")


def too_long() -> list[tuple[int, str]]:
    """(lines, path) of every file over the wall."""
    files = [ROOT / "main.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
    counted = [(len(path.read_text("utf-8").splitlines()), str(path.relative_to(ROOT))) for path in files]
    return sorted(((lines, path) for lines, path in counted if lines > WALL), reverse=True)


if __name__ == "__main__":
    found = too_long()
    for lines, path in found:
        print(f"{path}: {lines} lines, the wall is {WALL}")
    sys.exit(1 if found else 0)
