"""Invented phones for a drill: what the registry is told of them, and what is true."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tests.bench.stock import imeis

STOLEN_EACH = 8  # one phone in so many is blocked
CODE = "482915"


@dataclass(frozen=True, slots=True)
class DrillPhone:
    imei: str
    stolen: bool
    sim: str


def phones(count: int) -> list[DrillPhone]:
    return [
        DrillPhone(imeis(place)[0], place % STOLEN_EACH == STOLEN_EACH - 1, f"0912{place:07}") for place in range(count)
    ]


def write_devices(path: Path, count: int) -> None:
    """The file that the practice registry is started with."""
    devices = [
        {
            "imei": phone.imei, "verdict": "BLOCKED_OR_STOLEN" if phone.stolen else "LEGAL_NOT_ACTIVATED",
            "brand": "Samsung", "model": "SM-A556E", "activation_code": CODE,
        }
        for phone in phones(count)
    ]  # fmt: skip
    path.write_text(json.dumps(devices), "utf-8")
