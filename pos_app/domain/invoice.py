"""The frozen invoice: everything the paper says, fixed at issue. A reprint is the same document.

Times are UTC in ISO 8601, money whole rials; Jalali dates and Persian digits exist only on the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from pos_app.domain import frozen
from pos_app.domain.tax_id import between_days

SCHEMA = 1

# Subjects of an invoice: the four of the tax office (`ins` 1 to 4), and the offer that is none.
ORIGINAL: Final = "original"
CORRECTIVE: Final = "corrective"
VOID: Final = "void"
RETURN: Final = "return"
PROFORMA: Final = "proforma"
SALES: Final = (ORIGINAL, CORRECTIVE, PROFORMA)  # those by which the buyer pays, not the shop

# `inty` of the tax office. Credit needs a named buyer, hence the first.
NAMED_BUYER: Final = 1
ANY_BUYER: Final = 2

CHEQUE: Final = 1  # `pmt` of the tax office


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Seller or buyer block of the official form. `""` = not given."""

    name: str = ""
    national_id: str = ""  # natural: 10 digits, legal: 11
    economic_no: str = ""
    registration_no: str = ""
    address: str = ""
    postal_code: str = ""
    phone: str = ""
    kind: str = ""  # of a buyer, `tob`: "natural", "legal", "partnership" or "foreigner"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One row; amounts under the tax form's own names (`money.LineAmounts`)."""

    row_no: int
    goods_code: str  # what the paper shows: the goods id, else the barcode
    description: str
    quantity: str  # decimal text
    unit_code: int  # 1627 piece, 1631 device
    fee: int
    prdis: int
    dis: int
    adis: int
    vat_hundredths: int  # 1000 = 10 %, frozen at issue
    vam: int
    tsstam: int
    imeis: tuple[str, ...] = ()
    serial: str = ""
    guarantee: str = ""
    condition: str = ""  # "" sealed, "used" or "passenger"
    no_box: bool = False
    goods_id: str = ""  # `sstid` of the public list, 13 digits; a barcode may have as many and is none


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentLine:
    """`method` under the tax office's code: 1 cheque, 2 offset, 3 cash, 4 card reader, 5 gateway, 6 card to card,
    7 account transfer, 8 other."""

    method: int
    amount: int
    reference: str = ""  # RRN of the card reader; of an offset, the number of our paper that it is set off against;
    # of a cheque its 16-digit Sayad id
    terminal: str = ""
    due: str = ""  # of a cheque: the day it falls due, ISO


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """A part that the buyer still owes: `due` an ISO day, `amount` rials."""

    due: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFact:
    """How one step of the checklist stood at issue."""

    step_id: str
    state: str  # done, decided, released, deferred
    channel: str
    at: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedGate:
    """A gate that a person opened, kept in the invoice's file. `kind`: decision, release or deferral."""

    kind: str
    step_id: str
    codes: tuple[str, ...]
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryFacts:
    """What the paper says of the registry. Never the activation code, never a fee: both would be violations.

    `verdict` "" = no inquiry belongs to this paper, `activation_state` "" = no activation does."""

    verdict: str
    inquiry_channel: str
    inquiry_at: str
    activation_state: str  # succeeded, or deferred = still owed
    activation_channel: str = ""
    activation_at: str = ""
    activated_imei: str = ""
    sim: str = ""  # the buyer's SIM that the device serves
    transfer_state: str = ""  # "" = none needed, awaiting_buyer, succeeded, or deferred = still owed
    transfer_channel: str = ""
    transfer_at: str = ""
    from_sim: str = ""  # masked, as `to_sim`
    to_sim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDocument:
    """Complete and versioned; together with the stamp picture named by its hash it prints without a database."""

    schema: int = SCHEMA
    number: str  # 1405-1-000418: Jalali year, till, gapless number of that till and year
    issued_at: str
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[InvoiceLine, ...]
    prdis: int
    dis: int
    adis: int
    vam: int
    tsstam: int
    payments: tuple[PaymentLine, ...]  # of a void or a return: what is paid back to the buyer
    vat_source: str
    registry: RegistryFacts | None = None
    steps: tuple[StepFact, ...] = ()
    opened: tuple[OpenedGate, ...] = ()
    notes: str = ""
    licence_no: str = ""
    stamp_sha256: str = ""  # "" = space is left for the rubber stamp
    subject: str = ORIGINAL
    refers_to: str = ""  # of a corrective, a void or a return: number of the invoice that it changes
    refers_to_tax_id: str = ""
    reason: str = ""  # why it was changed
    type: int = ANY_BUYER  # `inty`; the pattern (`inp`) of a phone shop is always 1, a sale
    tax_id: str = ""  # 22 characters, "" = the shop has no tax memory
    instalments: tuple[Instalment, ...] = ()
    public_key: str = ""  # Ed25519, base64url; what signs the code that anyone can verify
    signature: str = ""  # base64url, over `pos_app.domain.seal.message`
    unit_rials: int = 1  # how many rials of the shop's books one unit of the amounts is

    @property
    def owed(self) -> int:
        """Rials that are still to be paid: the instalments, and cheques that fall due after the day of issue."""
        later = sum(line.amount for line in self.payments if line.due)
        return later + sum(part.amount for part in self.instalments)

    def owed_after(self, day: date) -> int:
        """Of it, what falls due after this day."""
        parts = [*((line.due, line.amount) for line in self.payments if line.due),
                 *((part.due, part.amount) for part in self.instalments)]  # fmt: skip
        return sum(amount for due, amount in parts if date.fromisoformat(due) > day)

    @property
    def needs_review(self) -> bool:
        """Issued in the hours in which programs disagree about the day of the tax id: looked at before it is sent."""
        return bool(self.tax_id) and between_days(datetime.fromisoformat(self.issued_at))

    @property
    def imeis(self) -> tuple[str, ...]:
        return tuple(imei for line in self.lines for imei in line.imeis)


def to_json(document: InvoiceDocument) -> str:
    """Canonical: equal documents are equal bytes."""
    return frozen.to_json(document)


def from_json(text: str) -> InvoiceDocument:
    """Inverse of `to_json`; fields that an old paper lacks get their default. Raises ValueError on another schema."""
    raw = frozen.plain(text)
    if raw.get("schema") != SCHEMA or "kind" in raw:
        raise ValueError("invoice-schema-unknown")
    raw["seller"], raw["buyer"] = Party(**raw["seller"]), Party(**raw["buyer"])
    raw["lines"] = frozen.rows(InvoiceLine, raw["lines"], lists=("imeis",))
    raw["payments"] = frozen.rows(PaymentLine, raw["payments"])
    raw["instalments"] = frozen.rows(Instalment, raw.get("instalments", ()))
    return InvoiceDocument(**{**raw, **registry_parts(raw)})


def registry_parts(raw: dict[str, Any]) -> dict[str, Any]:
    """`registry`, `steps` and `opened` of any paper, read back."""
    return {
        "registry": RegistryFacts(**raw["registry"]) if raw["registry"] else None,
        "steps": frozen.rows(StepFact, raw["steps"]),
        "opened": frozen.rows(OpenedGate, raw["opened"], lists=("codes",)),
    }
