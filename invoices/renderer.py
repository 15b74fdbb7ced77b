"""A frozen document -> PDF bytes. Same document, same picture, same `copy`: same bytes."""

from __future__ import annotations

from pos_app.domain.invoice import InvoiceDocument


class A4Renderer:
    """`pos_app.ports.documents.InvoiceRenderer` on A4. ReportLab and the fonts are loaded with the first page."""

    def render(self, document: InvoiceDocument, *, stamp: bytes | None, copy: bool) -> bytes:
        """PDF bytes. `stamp` is PNG or JPEG bytes, or None = room for a rubber stamp.

        Raises `invoices.fonts.PaperError`: `glyph-missing`, `currency-unknown`, `paper-block-too-tall`,
        `stamp-unreadable`.
        """
        from invoices.a4 import render_a4  # costs 0.2 s once, and a counter opens without it

        return render_a4(document, stamp=stamp, copy=copy)
