"""Starting the practice registry for tests, commands to send, and the switches by name."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.domain.registry import ActivationCommand, InquiryCommand, TransferCancelCommand, TransferCommand
from registry_sandbox.devices import load
from registry_sandbox.fault_bench import FaultBench
from registry_sandbox.practice import PRACTICE_CLIENT, PRACTICE_SECRET, PRACTICE_SHOP, Practice
from registry_sandbox.rules import Registry
from registry_sandbox.server import build_server, listen
from registry_sandbox.state import State

PHONE_A = "356938035643809"
CODE_A = "482915"
STOLEN = "353308110002011"
UNKNOWN = "352099001761481"
BUYER = "09120000001"
OTHER_SIM = "09120000002"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _head(imei: str, operation_id: str, seq: int, shop: str) -> dict[str, Any]:
    return {
        "operation_id": operation_id or str(uuid.uuid4()), "shop_id": shop, "terminal_id": "till-1",
        "imei": imei, "requested_at": NOW, "local_seq": seq,
    }  # fmt: skip


def inquiry(imei: str = PHONE_A, operation_id: str = "", shop: str = PRACTICE_SHOP) -> InquiryCommand:
    return InquiryCommand(**_head(imei, operation_id, 1, shop))


def activation(
    imei: str = PHONE_A, code: str = CODE_A, sim: str = BUYER, operation_id: str = "", shop: str = PRACTICE_SHOP
) -> ActivationCommand:
    return ActivationCommand(**_head(imei, operation_id, 2, shop), msisdn=sim, activation_code=code)


def transfer(
    imei: str = PHONE_A, of: str = BUYER, to: str = OTHER_SIM, operation_id: str = "", shop: str = PRACTICE_SHOP
) -> TransferCommand:
    return TransferCommand(**_head(imei, operation_id, 3, shop), from_msisdn=of, to_msisdn=to)


def cancelling(
    of: str, imei: str = PHONE_A, operation_id: str = "", shop: str = PRACTICE_SHOP
) -> TransferCancelCommand:
    return TransferCancelCommand(**_head(imei, operation_id, 4, shop), transfer_id=of)


class PracticeAt:
    """A running practice registry, seen from outside."""

    def __init__(self, address: str) -> None:
        self.address = address

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=20) as reply:  # noqa: S310
            return json.loads(reply.read() or b"null")

    def commit(self, fault: str, **options: Any) -> None:
        """Arm one fault in place of all others."""
        self.arm([{"fault": fault, **options}])

    def arm(self, faults: list[dict[str, Any]]) -> None:
        """Several at once, in place of all others."""
        self._ask("PUT", "/_practice/faults", faults)

    def armed(self) -> list[str]:
        return [fault["fault"] for fault in self._ask("GET", "/_practice/faults")]

    def heal(self) -> None:
        self._ask("PUT", "/_practice/faults", [])

    def effects(self) -> dict[str, Any]:
        found: dict[str, Any] = self._ask("GET", "/_practice/effects")
        return found

    def activations(self) -> dict[str, int]:
        found: dict[str, int] = self.effects()["activations"]
        return found

    def received(self, kind: str) -> list[dict[str, str]]:
        """Every key of this kind that arrived, refused ones too, in the order of arrival."""
        found: list[dict[str, str]] = self._ask("GET", f"/_practice/commands?kind={kind}")
        return found

    def sent_code(self, transfer_id: str) -> str:
        """The code in the message that the recipient of this transfer got."""
        messages = {m["operation_id"]: m["code"] for m in self._ask("GET", "/_practice/messages")}
        return str(messages[transfer_id])

    def open_code(self, imei: str) -> str:
        """The code that lies in the new owner's telephone while his activation is awaited."""
        said = self._ask("GET", "/_practice/messages")
        return next(str(row["code"]) for row in reversed(said) if row["imei"] == imei and row["open"])

    def allocate(self, items: list[dict[str, Any]], shop: str = PRACTICE_SHOP) -> None:
        self._ask("PUT", f"/_practice/allocations?shop={shop}", items)

    def allocate_many(self, count: int, first: int = 0) -> None:
        self._ask("POST", f"/_practice/allocations/many?count={count}&first={first}")

    def expire_transfers(self) -> None:
        self._ask("POST", "/_practice/transfers/expire")

    def enrol(self, client_id: str, secret: str, shop: str = PRACTICE_SHOP) -> None:
        self._ask("POST", "/_practice/clients", {"id": client_id, "secret": secret, "shop": shop})

    def revoke(self, client_id: str) -> None:
        self._ask("DELETE", f"/_practice/clients/{client_id}")

    def reset(self) -> None:
        self._ask("POST", "/_practice/reset")

    def client(
        self,
        *,
        secret: str | None = PRACTICE_SECRET,
        deadline: float = 20.0,
        client_id: str = PRACTICE_CLIENT,
        shop_id: str = PRACTICE_SHOP,
    ) -> HttpxRegistry:
        return HttpxRegistry(
            self.address, client_id, lambda: secret, now=lambda: NOW, shop_id=shop_id, deadline=deadline
        )


@contextmanager
def in_thread(around: Callable[[Any], Any] | None = None) -> Iterator[PracticeAt]:
    """In this process, for many quick tests; `around` may wrap the application."""
    sock = listen("127.0.0.1", 0)
    state: list[State] = []
    server = []
    ready = threading.Event()

    async def run() -> None:
        state.append(State())  # SQLite belongs to the thread that opened it
        server.append(build_server(Practice(Registry(load(), state[0]), FaultBench())))
        server[0].config.app = around(server[0].config.app) if around else server[0].config.app
        ready.set()
        await server[0].serve(sockets=[sock])

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    ready.wait()
    try:
        yield PracticeAt(f"http://127.0.0.1:{sock.getsockname()[1]}")
    finally:
        server[0].should_exit = True
        thread.join()
        sock.close()


@contextmanager
def in_process(*arguments: str) -> Iterator[tuple[PracticeAt, subprocess.Popen[str]]]:
    """The real thing: its own process, its own state."""
    command = [sys.executable, "-m", "registry_sandbox", "--port", "0", *arguments]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        try:
            yield PracticeAt(json.loads(process.stdout.readline())["address"]), process
        finally:
            process.terminate()
            process.wait(20)
