"""A shift is closed: counted, compared, and frozen on a paper of its own that carries where the history stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pos_app.application import drawer, paper_file, printers, staff
from pos_app.application import shop as shops
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import day_document
from pos_app.domain.day_document import ByHand, CardSum, DayDocument, Pieces
from pos_app.domain.denominations import DENOMINATIONS, LOOSE, worth
from pos_app.domain.drawer import BY_HAND, PREFIX, Move, Shift, sums
from pos_app.domain.errors import ShopError
from pos_app.domain.history import Head
from pos_app.domain.rights import Right
from pos_app.domain.typed import one_line
from pos_app.ports.storage import ReadSession

MAX_NOTE = 200


@needs(Right.DRAWER)
def close(
    services: Services, shift_id: int, counted: Mapping[str, int], *, left: int, remark: str = "", pin: str = ""
) -> str:  # fmt: skip
    """The number of its paper. `counted`: pieces by denomination; `left`: rials that stay in the drawer. Whoever
    opened it closes it; anybody else's a manager, at work or by `pin` in place.

    Raises ShopError `shift-closed`, those of `denominations.worth`, `left-more-than-counted` at `left`,
    `needs-manager`, a PIN's errors. Nothing of it happened then."""
    there = worth(counted)
    if not 0 <= left <= there:
        raise ShopError("left-more-than-counted", field="left")
    with services.storage.read() as session:
        known = _still_open(session, shift_id)
    who = services.person
    if known.opened_by != who:
        who = staff.may_or_approved(services, Right.CLOSE_SHIFT, pin)
    from pos_app import jalali

    at = services.clock.now()
    with services.storage.write() as session:
        shift = _still_open(session, shift_id)
        year = jalali.year(at)
        seq = session.next_paper_number("day", shift.till_id, year)
        ended = replace(
            shift, closed_at=at, closed_by=who, counted={key: n for key, n in counted.items() if n}, left=left,
            number=f"{PREFIX}{year}-{shift.till_id}-{seq:06d}",
        )  # fmt: skip
        document = _document(session, ended, at, one_line(remark).strip()[:MAX_NOTE])
        session.end_shift(replace(ended, document=day_document.to_json(document)), at)
        data: dict[str, object] = {
            "number": ended.number, "expected": document.expected, "counted": there, "left": left,
            "difference": document.difference, "seller": services.person, "shift": session.shift_digest(shift_id),
        }  # fmt: skip
        session.audit(services.till_id, at, who, "shift-closed", str(shift_id), data)
    return ended.number


@needs(Right.PRINT)
def paper(services: Services, shift_id: int, *, sheet: str = "") -> Path:
    """The PDF of a closed shift, beside the papers; the same again each time. `sheet` "" = that of invoices.

    Raises ShopError `shift-not-closed`, StorageError `paper-not-written`."""
    with services.storage.read() as session:
        shift = session.shift(shift_id)
        chosen = sheet or printers.load(session).paper
    if shift is None or not shift.document:
        raise ShopError("shift-not-closed")
    pdf = services.renderer.day(day_document.from_json(shift.document), paper=chosen)
    path = services.papers / f"{shift.number}-{chosen}.pdf"
    paper_file.write(path, pdf, refused="paper-not-written")
    return path


def _document(session: ReadSession, shift: Shift, at: datetime, remark: str) -> DayDocument:
    moves = session.moves(shift.id)
    told, head = sums(shift.opening, moves), _head(session, shift.till_id)
    return DayDocument(
        number=shift.number, shop=shops.load(session).party, till_id=shift.till_id,
        opened_at=shift.opened_at.isoformat(), opened_by=shift.opened_by, by_itself=shift.by_itself,
        closed_at=at.isoformat(), closed_by=shift.closed_by, opening=told.opening, sales=told.sales,
        bought=told.bought, returned=told.returned, corrected=told.corrected, paid_in=told.paid_in,
        paid_out=told.paid_out, expected=told.expected, counted=worth(shift.counted), left=shift.left,
        pieces=_pieces(shift.counted), cards=tuple(CardSum(terminal=name, amount=n) for name, n in told.cards),
        transfers=told.transfers, cheques=told.cheques, cheque_count=told.cheque_count,
        by_hand=tuple(_by_hand(move) for move in moves if move.cause in BY_HAND),
        sale_count=session.sales_in(shift.id), note=remark,
        openings_before=drawer.openings_before(session, shift.id), till_name=session.till_name(shift.till_id),
        head_count=head.count, head_hash=head.hash if head.count else "",
    )  # fmt: skip


def _head(session: ReadSession, till_id: int) -> Head:
    """Where the history of the till stood just before the shift was closed."""
    return session.history_head(till_id)


def _pieces(counted: Mapping[str, int]) -> tuple[Pieces, ...]:
    listed = [
        Pieces(kind=one.kind.value, rials=one.rials, pieces=counted[one.key])
        for one in DENOMINATIONS
        if counted.get(one.key)
    ]
    loose = counted.get(LOOSE, 0)
    return (*listed, *((Pieces(kind=LOOSE, rials=0, pieces=loose),) if loose else ()))


def _by_hand(move: Move) -> ByHand:
    return ByHand(at=move.at.isoformat(), who=move.who, amount=move.amount, reason=move.reason)


def _still_open(session: ReadSession, shift_id: int) -> Shift:
    shift = session.shift(shift_id)
    if shift is None or shift.closed_at is not None:
        raise ShopError("shift-closed")
    return shift
