"""PySide6 reads the source text of every module imported after it, to look for a switch that we never use.

That doubles the time of late imports and keeps 20 MB of source lines in memory (`make bench` measures both).
Telling it "this module does not switch features" is what it would conclude itself. Import this module first.
"""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401 - installs the hook that is answered here


def _answer() -> None:
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: False  # type: ignore[attr-defined]  # noqa: SLF001


_answer()
