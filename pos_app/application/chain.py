"""Invoices in their order: an issued one never changes, what corrects it stands for it from then on, and none is dated
before the one that the same till issued last."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from pos_app.application.services import Services
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import CORRECTIVE, InvoiceDocument
from pos_app.ports.storage import ReadSession, StoredInvoice, WriteSession

CLOCKS_DIFFER: Final = timedelta(minutes=5)  # as far as a clock is set back when it is put right


def _known(services: Services) -> str:
    """Setting: the invoice of this till that is known to be dated too late."""
    return f"clock.late.{services.till_id}"


def newest(session: ReadSession, number: str) -> StoredInvoice | None:
    """The invoice itself, or the last of its corrections: what a void, a return or a further correction refers to."""
    found = session.invoice(number)
    while found is not None:
        later = session.referring_to(found.number)
        if later is None or later.kind != CORRECTIVE:
            break
        found = later
    return found


def refuse_earlier(referred: InvoiceDocument, at: datetime) -> None:
    """Raises ShopError `before-referred`: the clock of this till was set back."""
    if at < datetime.fromisoformat(referred.issued_at):
        raise ShopError("before-referred", detail=referred.number)


def next_number(
    services: Services, session: WriteSession, at: datetime, *, clock_right: bool = False
) -> tuple[int, int, str]:
    """Year, place in it and number of the invoice that is issued now. `clock_right`: a person says that it is the
    earlier invoice whose date was wrong, and that stays on record. Raises ShopError `clock-set-back`."""
    from pos_app import jalali

    newest = session.newest_invoice(services.till_id)
    if newest is not None and at < newest[1] - CLOCKS_DIFFER and session.setting(_known(services)) != newest[0]:
        if not clock_right:
            raise ShopError("clock-set-back", detail=newest[0])
        session.put_setting(_known(services), newest[0])
        data: dict[str, object] = {"dated_later": newest[1].isoformat()}
        session.audit(services.till_id, at, services.person, "clock-said-right", newest[0], data)
    year = jalali.year(at)
    seq = session.next_invoice_number(services.till_id, year)
    return year, seq, f"{year}-{services.till_id}-{seq:06d}"
