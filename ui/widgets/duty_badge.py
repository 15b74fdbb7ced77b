"""How many duties are open, on the tab that leads to them; what is past its time is marked, not only coloured."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton

from pos_app.i18n import text as _
from ui import format as fmt


def show_badge(tab: QToolButton, duties: int, overdue: int) -> None:
    name = _("duties")
    said = fmt.digits(str(duties))
    if overdue:
        said += " · ! " + fmt.digits(str(overdue))
    tab.setText(f"{name}\n{said}" if duties else name)
    told = _("{n} open duties, {late} overdue").format(n=fmt.digits(str(duties)), late=fmt.digits(str(overdue)))
    tab.setAccessibleName(f"{name}: {told}" if duties else name)
    tab.setToolTip(f"Ctrl+6  ·  {told}" if duties else "Ctrl+6")
    if bool(tab.property("late")) != bool(overdue) or bool(tab.property("full")) != bool(duties):
        tab.setProperty("late", bool(overdue))
        tab.setProperty("full", bool(duties))
        tab.style().unpolish(tab)
        tab.style().polish(tab)


def show_called(tab: QToolButton, called: int) -> None:
    """How many invoices want a person at the tax office, on the tab of the invoices."""
    name = _("invoices")
    tab.setText(f"{name}\n! {fmt.digits(str(called))}" if called else name)
    told = _("{n} not taken by the tax office").format(n=fmt.digits(str(called)))
    tab.setAccessibleName(f"{name}: {told}" if called else name)
    tab.setToolTip(f"Ctrl+2  ·  {told}" if called else "Ctrl+2")
    if bool(tab.property("late")) != bool(called):
        for name_ in ("late", "full"):
            tab.setProperty(name_, bool(called))
        tab.style().unpolish(tab)
        tab.style().polish(tab)
