"""What a document changes in the books, in whole rials: what is given back counts below zero, and a corrective by the
difference to what it corrects. So sums over documents are true without asking what kind each is."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.invoice import CORRECTIVE, RETURN, VOID, InvoiceDocument


@dataclass(frozen=True, slots=True)
class Effect:
    """`net` after discount and before VAT."""

    net: int
    discount: int
    vat: int

    @property
    def total(self) -> int:
        return self.net + self.vat


def effect(document: InvoiceDocument, before: InvoiceDocument | None = None) -> Effect:
    """`before`: of a corrective, the document that it stands for from now on."""
    sign = -1 if document.subject in (VOID, RETURN) else 1
    own = _sums(document)
    if document.subject == CORRECTIVE and before is not None:
        was = _sums(before)
        own = (own[0] - was[0], own[1] - was[1], own[2] - was[2])
    return Effect(*(sign * value for value in own))


def _sums(document: InvoiceDocument) -> tuple[int, int, int]:
    unit = document.unit_rials
    return document.adis * unit, document.dis * unit, document.vam * unit
