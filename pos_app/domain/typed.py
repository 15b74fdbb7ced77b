"""What people type or paste, before it is kept: a field of one line may bring along ends of lines and tabs."""

from __future__ import annotations

import re

_CONTROLS = "\x00-\x1f\x7f-\x9f\u2028\u2029"
_AROUND = re.compile(f" *[{_CONTROLS}]+ *")
_CONTROL = re.compile(f"[{_CONTROLS}]")


def one_line(text: str) -> str:
    """Control characters become a single blank; nothing else changes."""
    return _AROUND.sub(" ", text) if _CONTROL.search(text) else text
