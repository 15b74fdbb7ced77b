"""Plainly invented papers for the tests and the bench."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pos_app.domain.invoice import InvoiceDocument, InvoiceLine, from_json

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "samples"


def sample() -> InvoiceDocument:
    """A phone with two slots and an accessory, activated, paid by card reader and cash."""
    return from_json((FOLDER / "invoice-new-device.json").read_text("utf-8"))


def with_lines(document: InvoiceDocument, lines: tuple[InvoiceLine, ...]) -> InvoiceDocument:
    """The document with other lines, numbered anew, totals and payment to match."""
    numbered = tuple(replace(line, row_no=row) for row, line in enumerate(lines, start=1))
    sums = {name: sum(getattr(line, name) for line in numbered) for name in ("prdis", "dis", "adis", "vam", "tsstam")}
    payment = replace(document.payments[0], amount=sums["tsstam"])
    return replace(document, lines=numbered, payments=(payment,), **sums)
