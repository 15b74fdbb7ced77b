"""`main.py sync` and `main.py outbox`: the registry link without a window, as JSON."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pos_app import cli, practice
from pos_app.application import allocations, channels, e_sending, outbox, sync
from pos_app.application.services import Services
from pos_app.bootstrap import open_shop, why_gone
from pos_app.domain.errors import ShopError
from pos_app.domain.registry import Channel
from pos_app.ports.feeds import ALLOCATIONS
from pos_app.settings import Settings, default_folder

SOME = 1_000  # operations of one round without a window


def command(given: Namespace) -> int:
    """Status 0, or 2 when it could not be done."""
    practising = given.command == "sync" and given.practice
    folder: Path = given.data or (default_folder() / "practice" if practising else default_folder())
    if given.command == "outbox":
        return run(Settings(folder), entries)
    if practising:
        if reason := cli.no_folder(folder):
            return cli.complain("storage-unreachable", folder, reason)
        with practice.registry(folder / "registry.db") as access:
            return run(Settings(folder, practice=True, registry=access), sync_once)
    try:
        access = practice.access_to(given.registry) if given.registry else None
    except ValueError as error:
        return cli.complain(str(error), given.registry)
    return run(Settings(folder, registry=access), sync_once, practice_only=access is not None)


def _shown(value: Any) -> int:
    cli.print_json(value)
    return cli.DONE


def run(
    settings: Settings, work: Callable[[Services], Any], *, practice_only: bool = False,
    show: Callable[[Any], int] = _shown,
) -> int:  # fmt: skip
    """Opens the shop, shows what `work` gives, closes; status 2 where the shop cannot be opened. `practice_only`: an
    invented registry must never settle what a real shop owes."""
    if not settings.database.exists() and not settings.practice:
        return cli.complain(why_gone(settings), settings.folder)
    try:
        services = open_shop(settings).services
    except ShopError as error:
        return cli.complain(error.code, settings.folder, error.detail)
    try:
        if practice_only and services.shop_id != practice.SHOP_ID:
            return cli.complain("not-a-practice-shop", settings.folder)
        given = work(services)
    except ShopError as error:
        return cli.complain(error.code, settings.folder, error.detail)
    finally:
        for gateway in services.gateways.values():
            getattr(gateway, "close", lambda: None)()
        services.storage.close()
    return show(given)


def sync_once(services: Services) -> dict[str, Any]:
    """One round: what is owed goes out, what changed comes in, the stock list is read on."""
    gateway = services.gateways.get(Channel.API)
    reached = gateway is not None and isinstance(gateway.server_time(), datetime)
    link = "by_hand" if gateway is None else "reached" if reached else "silent"
    if reached:
        channels.remember(services)
    done = sync.once(services, SOME)
    pulled = allocations.pull(services) if reached else allocations.Pulled(problem="" if gateway is None else "silent")
    with services.storage.read() as session:
        feed, conflicts, allocated = session.feed(ALLOCATIONS), len(session.conflicts()), session.allocated()
    queue, taxed = done.queue, e_sending.once(services, SOME)
    return {
        "link": link, "sent": done.sent, "settled": done.settled, "changed": done.changed,
        "waiting": queue.waiting, "refused": queue.refused, "needs_person": queue.called, "oldest": _text(queue.oldest),
        "stock": {
            "pages": pulled.pages, "items": pulled.items, "problem": pulled.problem, "allocated": allocated,
            "complete": not feed.renewing and feed.ended_at is not None,
        },
        "conflicts": conflicts,
        "tax": {
            "on": taxed.on, "sent": taxed.sent, "settled": taxed.settled, "waiting": taxed.counts.waiting,
            "needs_person": taxed.counts.called, "problem": taxed.problem,
        },
    }  # fmt: skip


def entries(services: Services) -> list[dict[str, Any]]:
    """What waits, oldest first, then the newest of what is closed; numbers of people are masked, codes are absent."""
    return [
        {
            name: _text(value)
            if isinstance(value, datetime)
            else sorted(value)
            if isinstance(value, frozenset)
            else value
            for name, value in asdict(line).items()
        }
        for line in outbox.listed(services, waiting=None).rows
    ]


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
