"""The duties board: all that is owed, oldest first, each thing once, and the one thing to do next about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.application import duty_rows, link
from pos_app.application import shop as shops
from pos_app.application.services import Services
from pos_app.application.shop import Shop
from pos_app.domain.duty import Duty, DutyKind, Group, in_order
from pos_app.domain.identifiers import mobile_masked
from pos_app.ports.duties import WaitingOperation
from pos_app.ports.storage import ReadSession

SHOWN = 500  # of a long list; the oldest come first, and the rest is counted


@dataclass(frozen=True, slots=True)
class Board:
    """`counts` say how many rows each group has; `total` and `overdue` are of all of them, `more` lie behind the rows
    shown. The shop's name and telephone stand on a reminder."""

    rows: tuple[Duty, ...]
    counts: Mapping[Group, int]
    total: int
    overdue: int
    now: datetime
    shop: Shop
    more: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    duties: int
    overdue: int


def board(services: Services, group: Group | None = None) -> Board:
    """`group` None = all of it. Statements: a fixed number, however much is owed."""
    now = services.clock.now()
    with services.storage.read() as session:
        found = _all(services, session, now)
        behind = max(0, session.unprinted_count() - sum(duty.kind is DutyKind.PAPER for duty in found))
        counts = {one: sum(one in duty.groups for duty in found) for one in Group}
        counts[Group.PAPERS] += behind
        wanted = in_order([duty for duty in found if group is None or group in duty.groups])
        rows = _named(session, wanted[:SHOWN])
        shop = shops.load(session)
    total = len(found) + behind
    more = (total if group is None else counts[group]) - len(rows)
    return Board(rows, counts, total, sum(duty.overdue(now) for duty in found), now, shop, more)


def count(services: Services, session: ReadSession) -> Count:
    """For the shell, once a round: no name is opened, no row is worded."""
    now = services.clock.now()
    found = _all(services, session, now, papers=0)
    return Count(len(found) + session.unprinted_count(), sum(duty.overdue(now) for duty in found))


def _all(services: Services, session: ReadSession, now: datetime, *, papers: int = SHOWN) -> list[Duty]:
    """Each operation is looked at once: by the phone that is held for it, by its case on the counter, by its complete
    case, or by itself."""
    by_case: dict[str, list[WaitingOperation]] = {}
    alone: list[WaitingOperation] = []
    for one in session.waiting_operations():
        if one.case_open or duty_rows.owed_by_a_case(one):
            by_case.setdefault(one.case_id, []).append(one)
        else:
            alone.append(one)
    found = [duty_rows.of_phone(phone, tuple(by_case.pop(phone.case_id, ())), now) for phone in session.held_phones()]
    limit = link.max_age(session)
    for case in session.open_cases():
        checklist = services.list_of(case.run) if case.run is not None else None
        duty = duty_rows.of_open(
            case, checklist, tuple(by_case.pop(case.case_id, ())), now, limit, here=case.till_id == services.till_id
        )
        if duty is not None:
            found.append(duty)
    found += [duty_rows.of_case(tuple(operations)) for operations in by_case.values()]
    found += [duty_rows.of_operation(one) for one in alone]
    found += [duty_rows.of_paper(paper) for paper in (session.unprinted(papers) if papers else ())]
    found += [duty_rows.of_conflict(conflict) for conflict in session.conflicts()]
    return found


def _named(session: ReadSession, rows: list[Duty]) -> tuple[Duty, ...]:
    """Only what is shown is opened: the other party's name, the number covered."""
    parties = session.parties(tuple({duty.case_id for duty in rows if duty.case_id}))
    titles = session.titles(tuple({duty.imei for duty in rows if not duty.title and duty.imei}))
    named: list[Duty] = []
    for duty in rows:
        party = parties.get(duty.case_id)
        named.append(
            replace(
                duty, title=duty.title or titles.get(duty.imei, ""), party=party.name if party else "",
                mobile=mobile_masked(party.mobile) if party and party.mobile else "",
            )
        )  # fmt: skip
    return tuple(named)
