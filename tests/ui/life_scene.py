"""The phones' page with something on it: several that were found, a long life with open ends, a stranger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pos_app.application import ask, scan, sell
from pos_app.application.services import Services
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.feed import Allocation
from pos_app.domain.registry import Channel
from pos_app.domain.stock import Unit
from pos_app.domain.tac import IMPORTED, TacRow
from tests.ui.hands import Hands
from tests.ui.walk import answered, sell_nokia
from ui.pages.life import LifePage
from ui.pages.settings import SettingsPage

LONG = "490154203308202"  # its life is told
TWIN_END = "490154203488202"  # it ends with the same four digits
LISTED = "352099001761481"
TABLE = (
    "tac;brand;model\n35693803;Samsung;Galaxy A55\n49015420;Nokia;TA-1234\n3569380;Samsung;Galaxy A15\n"
    "35330811;;Galaxy A15\n49015420;Nokia;TA-9999\n"
)


def furnish_life(services: Services) -> None:
    """Listed, asked about and given up, sold, doubted since."""
    now = services.clock.now()
    with services.storage.write() as session:
        row = Allocation("life", 1, imei=LONG, brand="Nokia", model="TA-1234", allocated_at=now - timedelta(days=40))
        stranger = Allocation("far", 1, imei=LISTED, brand="Samsung", model="Galaxy A15", allocated_at=now)
        session.apply_allocations((row, stranger), 1)
        session.put_tacs(
            [TacRow(tac=LONG[:8], brand="Nokia", model="TA-1234", source=IMPORTED, changed_at=now)]
        )  # fmt: skip
    with services.storage.write() as session:
        product = session.find_units(LONG)[0].unit.product
        session.put_unit(Unit(id=0, product=product, imeis=(TWIN_END,), serial="PRCNOK0099"), product.id)
    given_up = scan.take(services, "", LONG).sale_id
    asked = ask.inquire(services, given_up, (LONG,), Channel.WEB)
    ask.take_answer(
        services, given_up, asked.entry_id, answered(LONG, "Nokia", "TA-1234"), sender="", matches_hand=True
    )  # fmt: skip
    sell.abandon(services, given_up)
    sell_nokia(services, LONG)
    with services.storage.write() as session:
        session.add_conflict(
            Conflict(
                kind=ConflictKind.CLONE, imei=LONG, subject=f"tac:{LONG}", shop_says="product: Nokia TA-1234",
                registry_says="before: Nokia TA-1400", found_at=now,
            )
        )  # fmt: skip


def life_places(counter: Hands) -> Iterator[str]:
    furnish_life(counter.services)
    counter.window.open_page("phones")
    counter.settle()
    page = counter.window._pages["phones"]
    assert isinstance(page, LifePage)
    yield "phones"
    for name, text in (("several", LONG[-4:]), ("nobody", "99999"), ("stranger", LISTED), ("life", LONG)):
        page.scanned(text)
        counter.settle()
        yield f"phones-{name}"


def tac_places(counter: Hands) -> Iterator[str]:
    """The settings' card with a file that was looked at."""
    path = counter.folder / "tac (نمونه).csv"
    path.write_text(TABLE, "utf-8")
    counter.window.open_page("settings")
    page = counter.window._pages["settings"]
    assert isinstance(page, SettingsPage)
    counter.window._tac_vm.choose(str(path))
    counter.settle()
    page.area.ensureWidgetVisible(page.tac, 0, 20)
    yield "settings-tac"
