"""One document on one paper in one language: what every block is given."""

from __future__ import annotations

from dataclasses import dataclass

from invoices.currencies import Currency
from invoices.figures import code
from invoices.picture import Picture
from invoices.templates.sheet import Sheet
from invoices.templates.template import Template
from invoices.tongues import Tongue
from pos_app.domain import seal
from pos_app.domain.invoice import PROFORMA, InvoiceDocument


@dataclass(frozen=True, slots=True)
class Composition:
    """`verification` = the text of the square code, "" = none."""

    document: InvoiceDocument
    template: Template
    sheet: Sheet
    tongue: Tongue
    money: Currency
    stamp: Picture | None
    logo: Picture | None
    copy: bool
    verification: str

    @property
    def unit(self) -> str:
        return self.money.names[self.tongue.code]

    @property
    def offer(self) -> bool:
        """A proforma: no stamp, no code, no claim."""
        return self.document.subject == PROFORMA

    @property
    def code_title(self) -> str:
        return self.tongue.say("scan_to_verify")

    @property
    def key_number(self) -> str:
        """By which a reader knows whose signature it is, "" = the invoice has none."""
        if not self.verification:
            return ""
        try:
            number = seal.fingerprint(seal.from_text(self.document.public_key))
        except ValueError:
            return ""  # a document from elsewhere, which no verification will hold for
        return self.tongue.say("key_number", number=code(number))

    def amount(self, value: int) -> str:
        return self.tongue.amount(value, self.money.digits)

    def priced(self, value: int) -> str:
        """With its unit beside it, on the same line."""
        return f"{self.amount(value)}\u00a0{self.unit}"

    def own(self, key: str) -> str:
        """A text of the shop, "" = it has none."""
        return self.tongue.prose(self.template.texts[self.tongue.code][key])
