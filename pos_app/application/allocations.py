"""The shop's stock as the registry counts it, read page by page into the local list.

A page, its cursor and what contradicts our own stock are one transaction: stopped or killed anywhere, the next pull
goes on from the last page that is on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.application.services import Services
from pos_app.domain.conflict import with_allocation
from pos_app.domain.feed import Allocation, AllocationPage, CursorGone
from pos_app.domain.registry import OperationKind, OperationState, Refused
from pos_app.domain.stock import MAX_TITLE, Product, ProductKind, Unit, title_of
from pos_app.ports.feeds import ALLOCATIONS, FeedState
from pos_app.ports.registry import NoPage
from pos_app.ports.storage import WriteSession

EMPTY_PAGES = 2
PAGE = 1000  # rows, as many as the contract lets a page have: each page costs a transaction and a journey


@dataclass(frozen=True, slots=True)
class Pulled:
    """`pages` and `items` of this pull. `problem`: a code, "" = read to its end; `stopped` by a person."""

    pages: int = 0
    items: int = 0
    problem: str = ""
    stopped: bool = False


def pull(
    services: Services, *, stop: Callable[[], bool] = lambda: False,
    progress: Callable[[FeedState], None] = lambda _state: None, page_size: int = PAGE,
) -> Pulled:  # fmt: skip
    """Reads on from where the last pull stood. `progress` is called after each page, off the window's thread."""
    feed = services.feed
    if feed is None:
        return Pulled(problem="no-credentials")
    state = _begun(services)
    done, seen, renewed, empty = Pulled(), {state.cursor}, False, 0
    while True:
        if stop():
            return replace(done, stopped=True)
        page = feed.allocations(state.cursor, page_size)
        if isinstance(page, CursorGone) and not renewed:
            renewed = True  # once: a registry that forgets its cursors while we read would never let us end
            state = _renew(services, state)
            seen = {""}
            continue
        if not isinstance(page, AllocationPage):
            return replace(done, problem=_fail(services, state, _why(page)))
        # Registries were seen that promise a next page for ever. One empty page may be a slip, two end the list; a
        # cursor that was there before leads nowhere, and what was not named by then is not hidden.
        empty = 0 if page.items else empty + 1
        last = not page.has_more or empty >= EMPTY_PAGES
        loops = not last and bool(page.items) and page.next_cursor in seen
        state = _apply(services, state, page, last=last)
        done = replace(done, pages=done.pages + 1, items=done.items + len(page.items))
        progress(state)
        if loops:
            return replace(done, problem=_fail(services, state, "feed-loops"))
        if last:
            return done
        seen.add(page.next_cursor)


def _begun(services: Services) -> FeedState:
    with services.storage.write() as session:
        state = session.feed(ALLOCATIONS)
        fresh = not state.cursor and not state.renewing
        under_way = state.begun_at is not None and (state.ended_at is None or state.begun_at > state.ended_at)
        state = replace(
            state, renewing=state.renewing or fresh, round=state.round + 1 if fresh else state.round, problem="",
            begun_at=state.begun_at if under_way else services.clock.now(), applied=state.applied if under_way else 0,
        )  # fmt: skip
        session.put_feed(state)
        return state


def _renew(services: Services, state: FeedState) -> FeedState:
    """A full reading; the old list stays usable until its end."""
    state = replace(state, cursor="", renewing=True, round=state.round + 1, applied=0)
    with services.storage.write() as session:
        session.put_feed(state)
    return state


def _apply(services: Services, state: FeedState, page: AllocationPage, *, last: bool) -> FeedState:
    now = services.clock.now()
    with services.storage.write() as session:
        units = _ours(session, page.items)
        before = _rows_about(session, units, page.items)
        session.apply_allocations(page.items, state.round)
        after = _rows_about(session, units, page.items)
        _compare(session, units, [row for name, row in after.items() if before.get(name) != row], now)
        if last and state.renewing:
            swept = session.sweep_allocations(state.round)
            _compare(session, _ours(session, swept), swept, now)
        state = replace(
            state, cursor=page.next_cursor, applied=state.applied + len(page.items),
            renewing=state.renewing and not last, ended_at=now if last else state.ended_at,
        )  # fmt: skip
        session.put_feed(state)
    return state


def _ours(session: WriteSession, items: tuple[Allocation, ...]) -> tuple[Unit, ...]:
    """The phones of our own stock that a page speaks of. A tombstone need not say what it was; our copy knows."""
    bare = tuple(item.allocation_id for item in items if item.deleted and not item.imei)
    named = (*items, *session.allocations_named(bare))
    return session.held(tuple({number for item in named for number in (item.imei, item.imei2) if number}))


def _rows_about(
    session: WriteSession, units: tuple[Unit, ...], items: tuple[Allocation, ...]
) -> dict[str, Allocation]:  # fmt: skip
    """Our copies of the page's items, where any of them speaks of our own stock."""
    ids = tuple({item.allocation_id for item in items}) if units else ()
    return {row.allocation_id: row for row in session.allocations_named(ids)}


def _compare(session: WriteSession, units: tuple[Unit, ...], rows: Sequence[Allocation], now: datetime) -> None:
    """Where what really changed differs from our own stock, both sides are written down; neither is changed."""
    for unit in units:
        for row in rows:
            if not {row.imei, row.imei2} & set(unit.imeis):
                continue
            if row.deleted and (_counted_otherwise(session, unit) or _leaves_now(session, unit)):
                continue
            for found in with_allocation(unit, row, now):
                session.add_conflict(found)


def _counted_otherwise(session: WriteSession, unit: Unit) -> bool:
    """The registry gave the phone another row."""
    return any(session.allocation(number) is not None for number in unit.imeis)


def _leaves_now(session: WriteSession, unit: Unit) -> bool:
    """It is being sold, and its activation is under way or done: that the list drops it is what was to be expected."""
    hits = session.find_units(unit.imeis[0]) if unit.imeis else ()
    entries = session.entries_of(hits[0].sale_id) if hits and hits[0].sale_id else ()
    return any(e.kind is OperationKind.ACTIVATION and e.state is not OperationState.CANCELLED for e in entries)


def _why(page: NoPage) -> str:
    if isinstance(page, CursorGone):
        return "cursor-gone"
    return page.problem.code if isinstance(page, Refused) else page.why


def _fail(services: Services, state: FeedState, problem: str) -> str:
    with services.storage.write() as session:
        session.put_feed(replace(state, problem=problem))
    return problem


def take_in(services: Services, session: WriteSession, imei: str) -> Unit | None:
    """A phone that the registry counts to this shop and that was just scanned has arrived: it joins the stock, in the
    caller's transaction. None = not counted to us. Its price is the one of the same product, or still to be typed."""
    found = session.allocation(imei)
    if found is None:
        return None
    product = session.product_named(found.brand, found.model_code, found.model)
    if product is None:
        title = title_of(found.brand, found.model, found.model_code)[:MAX_TITLE]
        blank = Product(
            id=0, kind=ProductKind.DEVICE, title=title, price=0, brand=found.brand, model=found.model,
            model_code=found.model_code, goods_code=found.goods_id, unit_code=1631,
        )  # fmt: skip
        product = replace(blank, id=session.put_product(blank))
    numbers = tuple(number for number in (found.imei, found.imei2) if number)
    unit = Unit(id=0, product=product, imeis=numbers, serial=found.serial)
    unit = replace(unit, id=session.put_unit(unit, product.id))
    data: dict[str, object] = {"allocation": found.allocation_id, "imeis": list(numbers)}
    session.audit(services.till_id, services.clock.now(), services.person, "unit-taken-in", str(unit.id), data)
    return unit
