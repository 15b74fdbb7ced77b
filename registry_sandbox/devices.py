"""The practice devices: invented phones that the registry knows from a JSON list."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from stdnum import luhn

from registry_sandbox.reading import read_json

DEFAULT_SEED = Path(__file__).with_name("seed.json")

VERDICTS = frozenset(
    {
        "LEGAL_NOT_ACTIVATED",
        "LEGAL_ACTIVE_THIS_SIM",
        "LEGAL_ACTIVE_OTHER_SIM",
        "LEGAL_PASSENGER",
        "PRE_REGISTRY_OWNED",
        "NOT_REGISTERED",
        "BLOCKED_OR_STOLEN",
        "DUPLICATE_IMEI",
        "INVALID_IMEI",
        "UNAVAILABLE",
        "OTHER",
    }
)


class SeedError(ValueError):
    """The device file cannot be used."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeDevice:
    """What the registry knows of one device. The last block is for drawing boxes and stock, never answered."""

    imei: str
    verdict: str
    imei2: str | None = None
    brand: str | None = None
    model: str | None = None
    importer: str | None = None
    import_type: str | None = None
    currency_type: str | None = None
    seen_on_network_before: bool | None = None
    activation_code: str | None = None
    active_msisdn: str | None = None  # +989xxxxxxxxx, if it is active from the start
    allocated_to: str | None = None  # the shop that the registry counts it to
    goods_id: str | None = None

    name: str = ""
    eid: str | None = None
    serial: str | None = None
    gtin: str | None = None
    box_brand: str | None = None  # only where the box says other than the registry
    box_model: str | None = None
    note: str = ""

    @property
    def imeis(self) -> tuple[str, ...]:
        return (self.imei, self.imei2) if self.imei2 else (self.imei,)


def is_imei(text: object) -> bool:
    """15 Latin digits with a right check digit."""
    return isinstance(text, str) and bool(re.fullmatch(r"[0-9]{15}", text)) and luhn.is_valid(text)


def load(path: Path | None = None) -> dict[str, PracticeDevice]:
    """The devices by each of their IMEIs. Raises SeedError."""
    path = path or DEFAULT_SEED
    try:
        entries = read_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SeedError(str(path), error.strerror or "cannot be read") from error
    except ValueError as error:
        raise SeedError(str(path), f"not JSON: {error}") from error
    if not isinstance(entries, list):
        raise SeedError(str(path), "a list of devices is wanted")
    known: dict[str, PracticeDevice] = {}
    for place, entry in enumerate(entries):
        where = f"{path}, device {place}"
        device = _device(entry, where)
        for imei in device.imeis:
            if imei in known:
                raise SeedError(where, f"{imei} is there twice")
            known[imei] = device
    return known


def _device(entry: Any, where: str) -> PracticeDevice:
    if not isinstance(entry, dict):
        raise SeedError(where, "an object is wanted")
    unknown = entry.keys() - {f.name for f in fields(PracticeDevice)}
    if unknown:
        raise SeedError(where, f"unknown field {', '.join(sorted(unknown))}")
    if not is_imei(entry.get("imei")) or not (entry.get("imei2") is None or is_imei(entry["imei2"])):
        raise SeedError(where, "every IMEI needs 15 digits and a right check digit")
    if entry.get("verdict") not in VERDICTS:
        raise SeedError(where, f"unknown verdict {entry.get('verdict')!r}")
    return PracticeDevice(**entry)
