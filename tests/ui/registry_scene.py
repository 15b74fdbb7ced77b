"""The registry's page with something on it: duties in every state, differences of every kind, a list half read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from pos_app.application import outbox, owed
from pos_app.application.services import Services
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.feed import Allocation
from pos_app.domain.registry import Channel, OperationKind, Unreadable
from pos_app.ports.feeds import ALLOCATIONS, FeedState
from tests.fakes.registry import ScriptedRegistry, refused
from tests.ui.hands import Hands
from tests.ui.walk import sell_owing
from ui.pages.registry import CONFLICTS, STOCK, RegistryPage

REFUSED, UNKNOWN, BY_HAND, DONE = "490154203304201", "490154203305208", "490154203306206", "490154203307204"
RUBBISH = "<html><head><title>502 Bad Gateway</title></head>\n<body>nginx — لطفاً بعداً تلاش کنید</body></html>"
ARRIVING = "352099001761481"

DIFFERENCES = (
    (ConflictKind.WITHDRAWN, "356938035707109", "in_stock", "deleted"),
    (ConflictKind.MODEL, "356938035708107", "Samsung Galaxy A55 SM-A556E", "Samsung Galaxy A15 SM-A156E"),
    (ConflictKind.SLOTS, "356938035702100", "356938035702100 356938035702118", "356938035702100 356938035703116"),
    (ConflictKind.VERDICT, "353308110002011", "in_stock", "BLOCKED_OR_STOLEN"),
    (ConflictKind.ACTIVATION, DONE, "succeeded", "LEGAL_NOT_ACTIVATED"),
    (ConflictKind.OPERATION, REFUSED, "rejected", "succeeded"),
    (ConflictKind.CLONE, "356938035703108", "product: Samsung Galaxy A55", "tac: Samsung Galaxy S23"),
)


def entry_of(services: Services, sale_id: str) -> str:
    with services.storage.read() as session:
        return session.entries_of(sale_id)[-1].id


def answering(services: Services, *replies: Unreadable) -> Services:
    """The same shop before a registry that says this."""
    kinds = ScriptedRegistry({OperationKind.ACTIVATION: replies[0]}) if replies else ScriptedRegistry()
    return replace(services, gateways={**services.gateways, Channel.API: kinds})


def furnish_queue(services: Services) -> dict[str, str]:
    """IMEI -> the operation that is owed for it, or was."""
    entries = {
        number: entry_of(services, sell_owing(services, way, code, number))
        for number, way, code in (
            (REFUSED, Channel.API, "999999"), (UNKNOWN, Channel.API, "731005"), (BY_HAND, Channel.USSD, "731006"),
            (DONE, Channel.USSD, ""),
        )
    }  # fmt: skip
    bad = ScriptedRegistry({OperationKind.ACTIVATION: refused("activation-code-wrong", attempts_left=2)})
    outbox.ask_now(replace(services, gateways={**services.gateways, Channel.API: bad}), entries[REFUSED])
    for _ in range(2):
        outbox.ask_now(answering(services, Unreadable("html", RUBBISH)), entries[UNKNOWN])
    owed.by_hand(services, entries[DONE])
    owed.told(services, entries[DONE], succeeded=True, raw_text="", sender="")
    return entries


def furnish_differences(services: Services) -> None:
    with services.storage.write() as session:
        for at, (kind, imei, shop, registry) in enumerate(DIFFERENCES):
            found = services.clock.now() - timedelta(hours=len(DIFFERENCES) - at)
            session.add_conflict(
                Conflict(
                    kind=kind, imei=imei, subject=f"s{at}", shop_says=shop, registry_says=registry, found_at=found
                )
            )  # fmt: skip


def furnish_stock(services: Services) -> None:
    now = services.clock.now()
    with services.storage.write() as session:
        items = tuple(Allocation(f"a{at}", 1, imei=f"{at:015d}", brand="Nokia", model="TA-1234") for at in range(1284))
        session.apply_allocations(items, 1)
        session.put_feed(
            FeedState(name=ALLOCATIONS, cursor="c", round=1, applied=1284, begun_at=now - timedelta(hours=2),
                      ended_at=now - timedelta(minutes=7))
        )  # fmt: skip


def registry_places(counter: Hands, entries: dict[str, str]) -> Iterator[str]:
    """Every part of the page, one after the other, by name."""
    counter.window.open_page("registry")
    counter.settle()
    page = counter.window._pages["registry"]
    assert isinstance(page, RegistryPage)
    for name, number in (("refused", REFUSED), ("unknown", UNKNOWN), ("by-hand", BY_HAND), ("done", DONE)):
        page.queue.vm.select(entries[number])
        counter.settle()
        yield f"registry-{name}"
        if name == "by-hand":
            page.queue.work.hand.click()
            counter.settle()
            yield "registry-script"
    for part in (CONFLICTS, STOCK):
        page.open_part(part)
        counter.settle()
        yield f"registry-{part}"
