"""The frozen buy-in paper: from whom the shop bought which phone, in which state, for how much.

As with the invoice, all is fixed at issue and a reprint is the same document; the seller signs what stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos_app.domain import frozen
from pos_app.domain.invoice import OpenedGate, Party, PaymentLine, RegistryFacts, StepFact, registry_parts

SCHEMA: Final = 1
KIND: Final = "buy_in"
PREFIX: Final = "B"  # of its number, so that no buy-in is taken for an invoice: B1405-1-000012

#: Like new, light wear, visible wear, defects.
GRADES: Final = ("A", "B", "C", "D")
FLAWS: Final = (
    "screen_scratched",
    "screen_cracked",
    "body_scratched",
    "body_dented",
    "battery_weak",
    "camera_fault",
    "speaker_fault",
    "charging_fault",
    "fingerprint_fault",
    "buttons_fault",
    "water_damage",
    "repaired_before",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtDevice:
    """`condition` "used" or "passenger"; `grade` one of GRADES, `flaws` of FLAWS."""

    title: str
    brand: str = ""
    model: str = ""
    model_code: str = ""  # as the registry writes it
    imeis: tuple[str, ...] = ()
    serial: str = ""
    condition: str = "used"
    no_box: bool = False
    grade: str = ""
    flaws: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyInDocument:
    """Complete and versioned; with the stamp picture named by its hash it prints without a database."""

    schema: int = SCHEMA
    kind: str = KIND
    number: str  # B1405-1-000012
    issued_at: str
    currency: str
    shop: Party
    licence_no: str = ""
    stamp_sha256: str = ""  # "" = space is left for the rubber stamp
    seller: Party
    document_sha256: str = ""  # picture of the seller's identity paper, "" = none was taken
    device: BoughtDevice
    price: int
    payment: PaymentLine | None = None  # None = not paid by this paper
    for_invoice: str = ""  # a trade-in: the price is settled in the invoice of this number
    registry: RegistryFacts | None = None
    steps: tuple[StepFact, ...] = ()
    opened: tuple[OpenedGate, ...] = ()
    owed: tuple[str, ...] = ()  # "transfer", "activation": not done when the seller signed
    notes: str = ""

    @property
    def imeis(self) -> tuple[str, ...]:
        return self.device.imeis


def to_json(document: BuyInDocument) -> str:
    """Canonical: equal documents are equal bytes."""
    return frozen.to_json(document)


def from_json(text: str) -> BuyInDocument:
    """Inverse of `to_json`. Raises ValueError on another schema or another kind of paper."""
    raw = frozen.plain(text)
    if raw.get("schema") != SCHEMA or raw.get("kind") != KIND:
        raise ValueError("buy-in-schema-unknown")
    raw["shop"], raw["seller"] = Party(**raw["shop"]), Party(**raw["seller"])
    (raw["device"],) = frozen.rows(BoughtDevice, [raw["device"]], lists=("imeis", "flaws"))
    raw["payment"] = PaymentLine(**raw["payment"]) if raw["payment"] else None
    raw["owed"] = tuple(raw["owed"])
    return BuyInDocument(**{**raw, **registry_parts(raw)})
