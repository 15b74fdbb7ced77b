"""Units of measure by the tax office's code, those that a phone shop sells in. Trap: 164 is the kilogram, no piece."""

from __future__ import annotations

from typing import Final

PIECE: Final = 1627
DEVICE: Final = 1631
PACK: Final = 1628
SET: Final = 1619
KILOGRAM: Final = 164

CODES: Final = (PIECE, DEVICE, PACK, SET, KILOGRAM)
