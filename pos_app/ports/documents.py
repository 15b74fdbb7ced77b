"""From a frozen document to paper."""

from __future__ import annotations

from typing import Protocol

from pos_app.domain.invoice import InvoiceDocument


class InvoiceRenderer(Protocol):
    """Same document, same picture, same `copy`: same bytes. No network, no recomputation."""

    def render(self, document: InvoiceDocument, *, stamp: bytes | None, copy: bool) -> bytes:
        """PDF bytes. `stamp` is PNG or JPEG bytes; `copy` marks the page رونوشت.

        Raises ShopError `glyph-missing`, `paper-block-too-tall`, `stamp-unreadable`."""
        ...

    def unprintable(self, document: InvoiceDocument) -> str:
        """Characters that the paper's font lacks, "" = all can be printed. Asked before a sale becomes final."""
        ...

    def warm(self) -> None:
        """Loads what the first page needs, so that the first buyer does not wait for it."""
        ...
