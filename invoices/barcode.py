"""Code 128 of an IMEI as bars; python-barcode encodes, the pen draws rectangles."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

#: Blank modules that the symbol needs on either side (ISO/IEC 15417).
QUIET: Final = 10


@lru_cache(maxsize=256)
def bars(text: str) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Width of the symbol in modules, without its quiet zones, and its bars as (first module, width)."""
    from barcode.codex import Code128  # here, not above: only a paper with an IMEI needs it

    pattern = "".join(Code128(text).build())
    found: list[tuple[int, int]] = []
    start = 0
    for run in _runs(pattern):
        if run[0] == "1":
            found.append((start, len(run)))
        start += len(run)
    return len(pattern), tuple(found)


def _runs(pattern: str) -> list[str]:
    return pattern.replace("10", "1 0").replace("01", "0 1").split()
