"""The ways to a registry that one suite is run over: the fake, and the HTTP client against the practice registry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.domain.feed import Allocation
from pos_app.domain.registry import Answered, Operation, Refused, Retry
from pos_app.ports.registry import RegistryFeed, RegistryGateway
from tests.fakes.registry import ScriptedRegistry, lost
from tests.registry import practice as commands
from tests.registry.practice import PracticeAt

SHOP = "contract-shop"
inquiry = partial(commands.inquiry, shop=SHOP)
activation = partial(commands.activation, shop=SHOP)
transfer = partial(commands.transfer, shop=SHOP)
cancelling = partial(commands.cancelling, shop=SHOP)


class Both(RegistryGateway, RegistryFeed, Protocol):
    """What the API client is, and the fake of it."""


class Way:
    """A gateway, and what a test must do to the registry behind it."""

    gateway: Both

    def lose_next_reply(self) -> None:
        raise NotImplementedError

    def effects(self, imei: str) -> int:
        raise NotImplementedError

    def sent_code(self, transfer_id: str) -> str:
        """The one-time code of this transfer, as the recipient got it."""
        raise NotImplementedError

    def allocate(self, *items: Allocation) -> None:
        """Upserts and tombstones; the registry counts their versions itself."""
        raise NotImplementedError

    def begin_anew(self) -> None:
        """The registry knows none of its cursors any more."""
        raise NotImplementedError


class FakeWay(Way):
    def __init__(self) -> None:
        self._fake = ScriptedRegistry()
        self.gateway = self._fake

    def lose_next_reply(self) -> None:
        self._fake._in_order.append(lost("connection-lost"))

    def effects(self, imei: str) -> int:
        return len(self._fake.active_on.get(imei, []))

    def sent_code(self, transfer_id: str) -> str:
        (code,) = [t.code for t in self._fake.transfers.values() if t.command.operation_id == transfer_id]
        return code

    def allocate(self, *items: Allocation) -> None:
        self._fake.allocate(*items)

    def begin_anew(self) -> None:
        self._fake.forget_cursors()


@dataclass
class HttpWay(Way):
    """`client` signs in as a till of `SHOP`, which has no seeded allocations."""

    practice: PracticeAt
    client: HttpxRegistry

    def __post_init__(self) -> None:
        self.gateway = self.client

    def lose_next_reply(self) -> None:
        self.practice.commit("drop_reply_after_effect", times=1)

    def effects(self, imei: str) -> int:
        return self.practice.activations().get(imei, 0)

    def sent_code(self, transfer_id: str) -> str:
        return self.practice.sent_code(transfer_id)

    def allocate(self, *items: Allocation) -> None:
        self.practice.allocate([_as_json(item) for item in items], SHOP)

    def begin_anew(self) -> None:
        self.practice.reset()
        self.practice.enrol("contract-till", "contract-secret", SHOP)


def http_way(practice: PracticeAt) -> HttpWay:
    practice.reset()
    practice.enrol("contract-till", "contract-secret", SHOP)
    client = practice.client(client_id="contract-till", secret="contract-secret", shop_id=SHOP)
    return HttpWay(practice, client)


def _as_json(item: Allocation) -> dict[str, Any]:
    if item.deleted:
        return {"op": "delete", "allocation_id": item.allocation_id}
    names = ("allocation_id", "imei", "serial", "brand", "model", "model_code", "goods_id")
    said = {name: getattr(item, name) for name in names}
    return said | {"imei2": item.imei2 or None}


def unversioned(item: Allocation) -> Allocation:
    return replace(item, version=0)


def done(reply: object) -> Operation:
    assert isinstance(reply, Answered), reply
    return reply.operation


def problem_code(reply: object) -> tuple[str, Retry]:
    assert isinstance(reply, Refused), reply
    return reply.problem.code, reply.problem.retry
