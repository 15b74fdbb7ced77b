"""What the shop owes, told to the practice registry operation by operation, as its background rounds do it.

The floor posts the same commands over one kept connection of a bare `httpx.Client`, to another registry like it, and
writes the same changes of rows in the same transactions with bare sqlite3. Both are medians of a batch.
"""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import httpx

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.adapters.registry.wire import command_body
from pos_app.application import sync
from pos_app.bootstrap import open_shop
from pos_app.domain.registry import Channel, Command, OperationKind, Reply
from pos_app.practice import CLIENT_ID, CLIENT_SECRET
from pos_app.settings import Settings
from tests.bench.extent import Extent
from tests.bench.figures import Figure, against, alone
from tests.bench.link import practice, way_to
from tests.bench.written import Change, bare_database, write_bare, written
from tests.drill.phones import write_devices
from tests.drill.shop import make

_PATHS = {OperationKind.INQUIRY: "/v1/inquiries", OperationKind.ACTIVATION: "/v1/activations"}
_ANSWERED = (201, 202, 409, 422)  # a blocked phone is refused


@dataclass(frozen=True, slots=True)
class _Batch:
    """One round of ours: its seconds for each operation, what it told, and what it wrote."""

    seconds: float
    commands: list[Command]
    transactions: list[list[Change]]


def measure(extent: Extent) -> list[Figure]:
    with TemporaryDirectory(prefix="owed-") as name:
        folder = Path(name)
        devices = folder / "devices.json"
        write_devices(devices, extent.owed // 2)
        make(folder / "shop", extent.owed)
        shutil.copyfile(folder / "shop" / "shop.db", folder / "floor.db")
        with practice(devices=devices) as there:
            batches = _ours(folder / "shop", there.address)
        with (
            practice(devices=devices) as there,
            closing(bare_database(folder / "floor.db")) as bare,
            httpx.Client(base_url=there.address, headers=_signed_in(there.address), trust_env=False) as client,
        ):
            floor = [
                (_post(client, batch.commands) + write_bare(bare, batch.transactions)) / len(batch.commands)
                for batch in batches
            ]
    ours = median(batch.seconds for batch in batches)
    return [
        against("outbox, one operation told and settled", ours * 1000, median(floor) * 1000, "ms"),
        alone("outbox, operations in a second", 1 / ours, "/s"),
    ]


class _Told(HttpxRegistry):
    """Keeps what it was given to tell."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.commands: list[Command] = []

    def submit(self, command: Command) -> Reply:
        self.commands.append(command)
        return super().submit(command)


def _ours(folder: Path, address: str) -> list[_Batch]:
    services = open_shop(Settings(folder, practice=True)).services
    way = way_to(address, _Told)
    services.gateways[Channel.API] = way  # type: ignore[index]  # in place, as `reconnect` does
    way.server_time()  # what is loaded for the first call, and the greeting, are no operation's time
    batches: list[_Batch] = []
    while True:
        way.commands = []
        with written(services.storage) as transactions:
            begun = perf_counter()
            sync.once(services)
            seconds = perf_counter() - begun
        if not way.commands:
            break
        batches.append(_Batch(seconds / len(way.commands), way.commands, transactions))
    way.close()
    services.storage.close()
    return batches


def _signed_in(address: str) -> dict[str, str]:
    reply = httpx.post(
        f"{address}/oauth2/token", data={"grant_type": "client_credentials"}, auth=(CLIENT_ID, CLIENT_SECRET),
        trust_env=False,
    )  # fmt: skip
    return {"Authorization": f"Bearer {reply.raise_for_status().json()['access_token']}"}


def _post(client: httpx.Client, commands: list[Command]) -> float:
    """Seconds until each has its answer, taken or refused."""
    told = [(_PATHS[one.kind], one.operation_id, json.dumps(command_body(one)).encode()) for one in commands]
    begun = perf_counter()
    for path, key, content in told:
        dated = {"Idempotency-Key": key, "Content-Type": "application/json", "Date": formatdate(usegmt=True)}
        reply = client.post(path, content=content, headers=dated)
        if reply.status_code not in _ANSWERED:
            raise RuntimeError(f"{path}: {reply.status_code} {reply.text}")
    return perf_counter() - begun
