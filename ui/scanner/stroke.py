"""One key press as the scanner rules see it. No Qt: the numbers are Qt's, the objects are not."""

from __future__ import annotations

from dataclasses import dataclass

_TAB, _RETURN, _ENTER = 0x01000001, 0x01000004, 0x01000005  # Qt.Key; a scanner's suffix is one of them


@dataclass(frozen=True, slots=True)
class Stroke:
    """`text` and `key` as Qt gives them, the native codes as the system does (0 if it does not), time in ms.

    `command`: Ctrl, Alt or Meta was held. `repeat`: the key was held down, not pressed again.
    """

    text: str
    key: int
    scan_code: int
    virtual_key: int
    at_ms: int
    shift: bool = False
    command: bool = False
    repeat: bool = False

    @property
    def printable(self) -> bool:
        """It would put a character into a field."""
        return bool(self.text) and all(_visible(mark) for mark in self.text) and not (self.command or self.repeat)

    @property
    def ends_a_scan(self) -> bool:
        return self.key in (_TAB, _RETURN, _ENTER) and not (self.command or self.shift or self.repeat)


def _visible(mark: str) -> bool:
    """Joiners count: on a Persian layout they stand on keys of their own."""
    return mark.isprintable() or mark in "\u200c\u200d\u200e\u200f"
