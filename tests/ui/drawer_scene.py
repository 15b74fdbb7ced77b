"""The drawer in a day in which everything moved, as the pictures show it."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.application import day_close, drawer
from pos_app.domain.drawer import Cause, Move
from pos_app.domain.errors import ShopError
from pos_app.domain.sale import PaymentMethod
from tests.ui.hands import CONTROL, Hands, Key
from ui.pages.drawer import DrawerPage

#: Rials, by what moved them and how.
_DAY = (
    (Cause.SALE, PaymentMethod.CASH, 412_500_000, ""),
    (Cause.SALE, PaymentMethod.CARD_READER, 1_155_000_000, "12345678"),
    (Cause.BUY_IN, PaymentMethod.CASH, -70_000_000, ""), (Cause.RETURN, PaymentMethod.CASH, -12_000_000, ""),
    (Cause.CORRECTION, PaymentMethod.CASH, -500_000, ""), (Cause.SALE, PaymentMethod.TRANSFER, 220_000_000, ""),
    (Cause.SALE, PaymentMethod.CHEQUE, 90_000_000, ""),
)  # fmt: skip


def page_of(counter: Hands) -> DrawerPage:
    counter.press(Key.Key_7, CONTROL)
    page = counter.window._pages["drawer"]
    assert isinstance(page, DrawerPage)
    return page


def a_day(counter: Hands) -> int:
    """The shift in which it moved."""
    services = counter.services
    known = drawer.look(services).shift
    if known is not None:  # something was sold before
        day_close.close(services, known.id, {}, left=0)
    shift_id = drawer.begin(services, 20_000_000)
    drawer.move(services, Cause.PAID_IN, 10_000_000, "پول خرد از بانک")
    drawer.move(services, Cause.PAID_OUT, 3_200_000, "کاغذ حرارتی و چای")
    with services.storage.write() as session:
        for cause, way, amount, terminal in _DAY:
            move = Move(
                cause=cause, way=way, amount=amount, at=services.clock.now(), who=services.person, terminal=terminal
            )  # fmt: skip
            session.add_move(shift_id, move)
    return shift_id


def drawer_places(counter: Hands) -> Iterator[str]:
    page = page_of(counter)
    yield "drawer-none"
    first = a_day(counter)
    day_close.close(counter.services, first, {"cheque_1000000": 350, "note_100000": 65}, left=20_000_000)
    a_day(counter)
    page_of(counter)
    yield "drawer"
    page.count.pieces["cheque_1000000"].show_value("۳۵۰")
    page.count.pieces["note_100000"].show_value("۶۵")
    page.count._sum_up()
    page.count.pieces["note_100000"].edit.setFocus()
    page.vm._failed(ShopError("left-more-than-counted", field="left"))
    yield "drawer-counted"
