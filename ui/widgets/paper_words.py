"""What the papers of an invoice are called; a shop's own goes by the name of its file."""

from __future__ import annotations

from typing import Final

from pos_app import i18n
from pos_app.i18n import mark as _

SHIPPED: Final = {"a4": _("A4 sheet"), "a5": _("A5 sheet"), "80mm": _("80 mm slip"), "58mm": _("58 mm slip")}

LABELS: Final = {"roll": _("roll of 50 × 30 mm labels"), "sheet": _("A4 sheet of 24 labels")}


def label_paper_name(name: str) -> str:
    return i18n.text(LABELS[name]) if name in LABELS else name


def paper_name(name: str) -> str:
    return i18n.text(SHIPPED[name]) if name in SHIPPED else name


def in_order(papers: tuple[str, ...]) -> tuple[str, ...]:
    """Ours first, the largest before; then the shop's own."""
    ours = tuple(name for name in SHIPPED if name in papers)
    return (*ours, *(name for name in papers if name not in SHIPPED))
