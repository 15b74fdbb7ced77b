"""Accessories in and out with the cases of the shop: each case moves its goods in the transaction of its paper.

Their number may go below zero: what lies on the counter is sold, whoever forgot to take it in.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pos_app.application.services import Services
from pos_app.domain.counting import Level, Movement, MovementKind
from pos_app.domain.invoice import InvoiceDocument
from pos_app.domain.sale import Sale
from pos_app.ports.storage import ReadSession, WriteSession


def sold(services: Services, session: WriteSession, sale: Sale, at: datetime) -> None:
    """All of the sale that has no number of its own."""
    for line in sale.lines:
        if line.unit is None:
            _move(services, session, sale.id, line.product.id, -line.quantity, MovementKind.SALE, at)


def given_back(
    services: Services, session: WriteSession, first: Sale, case_id: str, document: InvoiceDocument, at: datetime
) -> None:
    """What a void or a return of the whole invoice brings back: as many as the invoice says by its last correction.
    `first` is the sale, whose rows stand in the order of the invoice."""
    for product_id, quantity in _rows(first, document).items():
        _move(services, session, case_id, product_id, quantity, MovementKind.RETURN, at)


def corrected(
    services: Services, session: WriteSession, first: Sale, before: InvoiceDocument, after: InvoiceDocument,
    at: datetime,
) -> None:  # fmt: skip
    """A correction of a quantity."""
    was, now = _rows(first, before), _rows(first, after)
    for product_id, quantity in now.items():
        more = quantity - was.get(product_id, 0)
        kind = MovementKind.SALE if more > 0 else MovementKind.RETURN
        _move(services, session, first.id, product_id, -more, kind, at)


def short(session: ReadSession, sale: Sale) -> tuple[str, ...]:
    """Titles of what is counted in this shop, and of which fewer are here than this open sale takes."""
    lines = [line for line in sale.lines if line.unit is None and session.is_counted(line.product.id)]
    return tuple(line.product.title for line in lines if session.level(line.product.id).quantity < line.quantity)


def _rows(sale: Sale, document: InvoiceDocument) -> dict[int, int]:
    """Product -> pieces, of the rows that are counted."""
    found: dict[int, int] = {}
    by_row = dict(enumerate(sale.lines, 1))
    for row in document.lines:
        line = by_row.get(row.row_no)
        if line is not None and line.unit is None:
            found[line.product.id] = found.get(line.product.id, 0) + int(Decimal(row.quantity))
    return found


def _move(
    services: Services, session: WriteSession, case_id: str, product_id: int, quantity: int, kind: MovementKind,
    at: datetime,
) -> Level:  # fmt: skip
    return session.move_goods(
        Movement(
            product_id=product_id, at=at, kind=kind, quantity=quantity, till_id=services.till_id, who=services.person,
            case_id=case_id,
        )
    )  # fmt: skip
