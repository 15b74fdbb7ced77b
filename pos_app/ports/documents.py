"""From a frozen document to paper."""

from __future__ import annotations

from typing import Protocol

from pos_app.domain.invoice import InvoiceDocument


class InvoiceRenderer(Protocol):
    """Same document, same picture, same `copy`: same bytes. No network, no recomputation."""

    def render(self, document: InvoiceDocument, *, stamp: bytes | None, copy: bool) -> bytes:
        """PDF bytes. `stamp` is PNG or JPEG bytes; `copy` marks the page رونوشت."""
        ...
