"""A frozen document -> PDF bytes. Same document, same picture, same `copy`: same bytes."""

from __future__ import annotations

from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.dossier import Dossier
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

        Raises `invoices.fonts.PaperError`: `glyph-missing`, `currency-unknown`, `subject-unknown`,
        `paper-block-too-tall`, `stamp-unreadable`.
        """
        from invoices.a4 import render_a4  # costs 0.2 s once, and a counter opens without it

        return render_a4(document, stamp=stamp, copy=copy)

    def buy_in(self, document: BuyInDocument, *, stamp: bytes | None, copy: bool) -> bytes:
        """As `render`, for a phone bought from a person; raises the same."""
        from invoices.buy_in import render_buy_in

        return render_buy_in(document, stamp=stamp, copy=copy)

    def dossier(self, dossier: Dossier, *, stamp: bytes | None) -> bytes:
        """The life of one phone. A character without a glyph is shown as missing in what people once wrote; in the
        shop's own block it raises `PaperError` as elsewhere."""
        from invoices.dossier import render_dossier

        return render_dossier(dossier, stamp=stamp)

    def unprintable(self, document: InvoiceDocument | BuyInDocument) -> str:
        """Characters of the document that the font lacks, "" = none."""
        from invoices.glyphs import unprintable

        return unprintable(document)

    def warm(self) -> None:
        """Loads ReportLab and the fonts by drawing the smallest page, which is thrown away."""
        from invoices.a4 import render_a4

        render_a4(_SMALLEST, stamp=None, copy=False)
