"""The parts of a running practice registry, and the tills that may sign in to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registry_sandbox.fault_bench import FaultBench
from registry_sandbox.reading import read_json
from registry_sandbox.rules import Registry

#: Good for nothing but practice: this server listens on loopback only.
PRACTICE_CLIENT = "practice-till"
PRACTICE_SECRET = "practice-only"  # noqa: S105
PRACTICE_SHOP = "practice-shop"


class ClientError(ValueError):
    """A till that cannot be enrolled."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A till that may sign in from the start."""

    client_id: str
    secret: str = field(repr=False)
    shop: str = PRACTICE_SHOP


def read_client(entry: Any, where: str) -> Enrolment:
    """From `{"id": ..., "secret": ..., "shop": ...}`; without a shop it stands in the practice shop."""
    if not isinstance(entry, dict) or entry.keys() - {"id", "secret", "shop"}:
        raise ClientError(where, '{"id": NAME, "secret": TEXT, "shop": ID} is wanted')
    said = [entry.get("id"), entry.get("secret"), entry.get("shop", PRACTICE_SHOP)]
    client_id, secret, shop = (part if isinstance(part, str) else "" for part in said)
    if not (client_id and secret and shop):
        raise ClientError(where, "id, secret and shop must be texts")
    return Enrolment(client_id, secret, shop)


def read_client_file(path: Path) -> list[Enrolment]:
    """Raises ClientError."""
    try:
        listed = read_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ClientError(str(path), error.strerror or "cannot be read") from error
    except ValueError as error:
        raise ClientError(str(path), f"not JSON: {error}") from error
    if not isinstance(listed, list):
        raise ClientError(str(path), "a list of clients is wanted")
    return [read_client(entry, f"{path}, client {place}") for place, entry in enumerate(listed)]


@dataclass(slots=True)
class Practice:
    """The parts that the routes share. `in_flight`: (till, key) whose first request still runs."""

    registry: Registry
    faults: FaultBench
    token_seconds: float = 3600.0
    clients: Sequence[Enrolment] = ()
    in_flight: set[tuple[str, str]] = field(default_factory=set)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._furnish()

    def reset(self) -> None:
        """As on the first day."""
        self.faults.armed = []
        self.registry.state.reset()
        self._furnish()

    def _furnish(self) -> None:
        self.registry.seed()
        for one in (Enrolment(PRACTICE_CLIENT, PRACTICE_SECRET), *self.clients):
            self.registry.state.enrol(one.client_id, one.secret, one.shop, anew=False)

    def tell(self) -> None:
        """Something changed: whoever waits for news looks again."""
        self._news.set()
        self._news = asyncio.Event()

    async def news_for(self, look: Callable[[], object], seconds: float) -> None:
        """Until `look` finds something, which it does after each `tell`, or `seconds` have passed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not look():
                    await self._news.wait()
