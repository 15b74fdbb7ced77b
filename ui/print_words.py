"""What became of a print, in a word or two for a list."""

from __future__ import annotations

from typing import Final

from pos_app import i18n
from pos_app.application.printing import NO_PRINTER
from pos_app.domain.print_job import PrintState
from pos_app.i18n import mark as _
from pos_app.ports.storage import InvoiceRow
from ui import notices

_STATES: Final = {
    None: _("not printed yet"),
    PrintState.SAVED: _("waits to be sent"),
    PrintState.SENT: _("on its way"),
    PrintState.PRINTED: _("is printed"),
    PrintState.FAILED: _("failed"),
    PrintState.UNKNOWN: _("look at the printer"),
}
_AS_PDF: Final = _("kept as PDF")


def of(row: InvoiceRow) -> str:
    """With the reason, where there is one."""
    if row.print_problem == NO_PRINTER:
        return i18n.text(_AS_PDF)
    state = i18n.text(_STATES[row.print_state])
    return f"{state} — {notices.cause(row.print_problem)}" if row.print_problem else state


def next_is_copy(row: InvoiceRow) -> bool:
    """Whether the next print of this invoice is marked."""
    return row.prints > 0
