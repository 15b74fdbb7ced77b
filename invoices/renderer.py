"""A frozen document -> PDF bytes. Same document, same picture, same `copy`: same bytes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.day_document import DayDocument
from pos_app.domain.dossier import Dossier
from pos_app.domain.invoice import InvoiceDocument, InvoiceLine, Party
from pos_app.domain.label import Label
from pos_app.domain.money import CURRENCY

if TYPE_CHECKING:
    from invoices.templates.shelf import Shelf

A4 = "a4"

_LINE = InvoiceLine(
    row_no=1, goods_code="", description="-", quantity="1", unit_code=1627, fee=1, prdis=1, dis=0, adis=1,
    vat_hundredths=0, vam=0, tsstam=1,
)  # fmt: skip
_SMALLEST = InvoiceDocument(
    number="0-0-0", issued_at="2026-03-21T08:00:00+00:00", currency=CURRENCY, seller=Party(), buyer=Party(),
    lines=(_LINE,), prdis=1, dis=0, adis=1, vam=0, tsstam=1, payments=(), vat_source="",
)  # fmt: skip


class PaperRenderer:
    """`pos_app.ports.documents.InvoiceRenderer`. ReportLab and the fonts are loaded with the first page.

    `own` = the shop's folder of templates, whose files rule over ours; it need not be there.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._own = own
        self._taken: Shelf | None = None

    @property
    def _shelf(self) -> Shelf:
        if self._taken is None:
            from invoices.templates.shelf import Shelf  # costs 0.2 s once, and a counter opens without it

            self._taken = Shelf(self._own)
        return self._taken

    def render(
        self, document: InvoiceDocument, *, stamp: bytes | None, copy: bool, paper: str = A4, language: str = ""
    ) -> bytes:
        """PDF bytes. `stamp` is PNG or JPEG bytes, or None = room for a rubber stamp; `paper` the name of a template,
        `language` "" = the template's own.

        Raises `invoices.fonts.PaperError`: `glyph-missing`, `currency-unknown`, `subject-unknown`, `paper-unknown`,
        `language-unknown`, `template-invalid`, `paper-block-too-tall`, `stamp-unreadable`.
        """
        from invoices.paper import render_paper

        return render_paper(document, self._shelf.take(paper), language=language, stamp=stamp, copy=copy)

    def papers(self) -> tuple[str, ...]:
        """Every paper by the name of its template, the shop's own among them."""
        return self._shelf.names()

    def trial(self, paper: str, *, printer: str) -> bytes:
        """A page to try a printer with. Raises `paper-unknown`, `template-invalid`."""
        from invoices.trial_page import render_trial

        return render_trial(self._shelf.take(paper), printer=printer)

    def labels(self, labels: tuple[Label, ...], *, paper: str, skip: int = 0) -> bytes:
        """Phones and goods, each on a label of its own. Raises `paper-unknown`, `template-invalid`, `glyph-missing`,
        `paper-block-too-tall`."""
        from invoices.label_template import LabelShelf
        from invoices.labels import render_labels

        return render_labels(labels, LabelShelf(self._own).take(paper), skip=skip)

    def label_papers(self) -> tuple[str, ...]:
        from invoices.label_template import LabelShelf

        return LabelShelf(self._own).names()

    def clean_stamp(self, scan: bytes) -> bytes:
        """A scan of the shop's stamp as PNG without its paper. Raises `stamp-unreadable`, `stamp-unclear`."""
        from invoices.stamp_scan import clean_scan

        return clean_scan(scan)

    def draw_stamp(self, name: str, licence_no: str) -> bytes:
        """PNG for a shop without a scan. Raises `glyph-missing`."""
        from invoices.stamp import draw_stamp

        return draw_stamp(name, licence_no)

    def buy_in(self, document: BuyInDocument, *, stamp: bytes | None, copy: bool) -> bytes:
        """As `render`, for a phone bought from a person; raises the same."""
        from invoices.buy_in import render_buy_in

        return render_buy_in(document, stamp=stamp, copy=copy)

    def dossier(self, dossier: Dossier, *, stamp: bytes | None) -> bytes:
        """The life of one phone. A character without a glyph is shown as missing in what people once wrote; in the
        shop's own block it raises `PaperError` as elsewhere."""
        from invoices.dossier import render_dossier

        return render_dossier(dossier, stamp=stamp)

    def day(self, document: DayDocument, *, paper: str = A4) -> bytes:
        """A closed shift. A character without a glyph is shown as missing in what people once wrote."""
        from invoices.day import render_day

        return render_day(document, self._shelf.take(paper))

    def recovery_paper(self, key: str, *, shop_name: str, made_at: datetime, renewed: bool) -> bytes:
        """The sheet that carries the key to the shop's backups."""
        from invoices.recovery_paper import render_recovery

        return render_recovery(key, shop_name=shop_name, made_at=made_at, renewed=renewed)

    def unprintable(self, document: InvoiceDocument | BuyInDocument) -> str:
        """Characters of the document that the font lacks, "" = none."""
        from invoices.glyphs import unprintable

        return unprintable(document)

    def warm(self) -> None:
        """Loads ReportLab and the fonts by drawing the smallest page, which is thrown away."""
        self.render(_SMALLEST, stamp=None, copy=False)
