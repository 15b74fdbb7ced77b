"""From a frozen document to paper."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.day_document import DayDocument
from pos_app.domain.dossier import Dossier
from pos_app.domain.invoice import InvoiceDocument
from pos_app.domain.label import Label


class InvoiceRenderer(Protocol):
    """Same document, same picture, same `copy`: same bytes. No network, no recomputation."""

    def render(
        self, document: InvoiceDocument, *, stamp: bytes | None, copy: bool, paper: str = "a4", language: str = ""
    ) -> bytes:
        """PDF bytes. `stamp` is PNG or JPEG bytes; `copy` marks the page رونوشت; `paper` is a name of `papers`;
        `language` "fa", "en", or "" = as the paper's template says.

        Raises ShopError `glyph-missing`, `paper-block-too-tall`, `stamp-unreadable`, `paper-unknown`,
        `language-unknown`, `template-invalid` (its detail names file, key and reason)."""
        ...

    def papers(self) -> tuple[str, ...]:
        """Names of every paper an invoice can be drawn on, the shop's own templates among them."""
        ...

    def trial(self, paper: str, *, printer: str) -> bytes:
        """PDF bytes of a page that shows whether `printer` prints this paper's Persian right. Raises `paper-unknown`,
        `template-invalid`."""
        ...

    def labels(self, labels: tuple[Label, ...], *, paper: str, skip: int = 0) -> bytes:
        """PDF bytes; `paper` one of `label_papers`, `skip` = places of the first sheet that are used up. Raises as
        `render`."""
        ...

    def label_papers(self) -> tuple[str, ...]:
        """Names of every paper for labels, the shop's own templates among them."""
        ...

    def clean_stamp(self, scan: bytes) -> bytes:
        """PNG of a stamp: the paper of its scan becomes nothing, its ink keeps its colour. Raises ShopError
        `stamp-unreadable`, `stamp-unclear` where ink cannot be told from paper."""
        ...

    def draw_stamp(self, name: str, licence_no: str) -> bytes:
        """PNG of a stamp made of these words. Raises ShopError `glyph-missing`."""
        ...

    def buy_in(self, document: BuyInDocument, *, stamp: bytes | None, copy: bool) -> bytes:
        """PDF bytes of the paper that the seller of a used phone signs. Raises as `render`."""
        ...

    def dossier(self, dossier: Dossier, *, stamp: bytes | None) -> bytes:
        """PDF bytes of one phone's whole life, for a dispute. Raises as `render`."""
        ...

    def day(self, document: DayDocument, *, paper: str = "a4") -> bytes:
        """PDF bytes of a closed shift, on a sheet or, where `paper` is a roll, as a slip. Raises `paper-unknown`,
        `template-invalid`."""

    def recovery_paper(self, key: str, *, shop_name: str, made_at: datetime, renewed: bool) -> bytes:
        """PDF bytes of the sheet that carries the recovery key; `renewed`: older backups need the older sheet."""
        ...

    def unprintable(self, document: InvoiceDocument | BuyInDocument) -> str:
        """Characters that the paper's font lacks, "" = all can be printed. Asked before the paper is frozen."""
        ...

    def warm(self) -> None:
        """Loads what the first page needs, so that the first buyer does not wait for it."""
        ...
