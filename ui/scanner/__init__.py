"""A USB scanner is a keyboard: known by its speed, wherever the caret is, whatever the layout."""

from __future__ import annotations

from ui.scanner.burst import BurstDetector, Limits
from ui.scanner.filter import ScannerFilter

__all__ = ["BurstDetector", "Limits", "ScannerFilter"]
