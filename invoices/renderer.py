"""A frozen document -> PDF bytes. Same document, same picture, same `copy`: same bytes."""

from __future__ import annotations

from pos_app.domain.invoice import InvoiceDocument, InvoiceLine, Party
from pos_app.domain.money import CURRENCY

_LINE = InvoiceLine(
    row_no=1, goods_code="", description="-", quantity="1", unit_code=1627, fee=1, prdis=1, dis=0, adis=1,
    vat_hundredths=0, vam=0, tsstam=1,
)  # fmt: skip
_SMALLEST = InvoiceDocument(
    number="0-0-0", issued_at="2026-03-21T08:00:00+00:00", currency=CURRENCY, seller=Party(), buyer=Party(),
    lines=(_LINE,), prdis=1, dis=0, adis=1, vam=0, tsstam=1, payments=(), vat_source="",
)  # fmt: skip


class A4Renderer:
    """`pos_app.ports.documents.InvoiceRenderer` on A4. ReportLab and the fonts are loaded with the first page."""

    def render(self, document: InvoiceDocument, *, stamp: bytes | None, copy: bool) -> bytes:
        """PDF bytes. `stamp` is PNG or JPEG bytes, or None = room for a rubber stamp.

        Raises `invoices.fonts.PaperError`: `glyph-missing`, `currency-unknown`, `paper-block-too-tall`,
        `stamp-unreadable`.
        """
        from invoices.a4 import render_a4  # costs 0.2 s once, and a counter opens without it

        return render_a4(document, stamp=stamp, copy=copy)

    def unprintable(self, document: InvoiceDocument) -> str:
        """Characters of the document that the font lacks, "" = none."""
        from invoices.glyphs import unprintable

        return unprintable(document)

    def warm(self) -> None:
        """Loads ReportLab and the fonts by drawing the smallest page, which is thrown away."""
        from invoices.a4 import render_a4

        render_a4(_SMALLEST, stamp=None, copy=False)
