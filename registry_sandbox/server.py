"""Serves the practice registry on loopback until it is stopped."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import os
import signal
import socket
import sqlite3
import sys
from asyncio import BaseTransport
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from registry_sandbox.app import build_app
from registry_sandbox.devices import SeedError, load
from registry_sandbox.fault_bench import FaultBench, FaultError, read_fault_file
from registry_sandbox.practice import ClientError, Practice, read_client_file
from registry_sandbox.rules import Registry
from registry_sandbox.state import State


class ServeError(Exception):
    """It cannot start."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"{host}:{port}: {why}")


class _KnownTransport(H11Protocol):
    """Hands the connection itself to the application, which cuts it when a fault says so."""

    def connection_made(self, transport: BaseTransport) -> None:
        self.app_state = {**self.app_state, "transport": transport}
        super().connection_made(transport)  # type: ignore[arg-type]


class Server(uvicorn.Server):
    """Leaves the signals to `stopped_by_signals`; uvicorn itself would die of the signal after a clean end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """A reply that hangs on purpose is cut at the end, where uvicorn leaves its connection open."""
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        await asyncio.sleep(0)  # closed on the loop's next turn


@contextmanager
def stopped_by_signals(server: Server) -> Iterator[None]:
    """SIGINT and SIGTERM end the server. Stands before the address is told, so that no early signal kills."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    kept = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on loopback; port 0 = any free one. Raises ServeError."""
    if host != "localhost" and not _is_loopback(host):
        raise ServeError(host, port, "not a loopback address; the practice registry serves this machine only")
    # The protocol by name: asyncio switches Nagle off only for such sockets (44 ms a call against 3).
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(128)
    except (OSError, OverflowError) as error:
        sock.close()
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ServeError(host, port, reason or "cannot listen") from error
    return sock


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False


def build_server(practice: Practice) -> Server:
    config = uvicorn.Config(
        build_app(practice),
        http=_KnownTransport,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        date_header=False,  # written by the application, so that a fault can skew it
        server_header=False,
        timeout_graceful_shutdown=1,  # a hanging reply (a fault) must not hold the end up
    )
    return Server(config)


def serve(
    port: int,
    faults: Path | None = None,
    state_path: Path | None = None,
    devices: Path | None = None,
    *,
    host: str = "127.0.0.1",
    clients: Path | None = None,
    token_seconds: float = 3600.0,
    announce: Callable[[str], None] | None = None,
) -> int:
    """Serve until SIGINT or SIGTERM, then 0; 2 if it cannot start (one line on standard error).

    `state_path` None keeps the state in memory; `clients` names tills beside the practice till. The address
    goes to standard output as one line of JSON, or to `announce`.
    """
    try:
        bench = FaultBench(read_fault_file(faults) if faults else [])
        known = load(devices)
        tills = read_client_file(clients) if clients else []
        sock = listen(host, port)
    except (FaultError, SeedError, ClientError, ServeError) as error:
        return _complain(str(error))
    with sock:
        try:
            state = State(state_path)
            practice = Practice(Registry(known, state), bench, token_seconds, tills)
        except sqlite3.Error as error:
            return _complain(f"cannot open the state {state_path}: {error}")
        server = build_server(practice)
        try:
            with stopped_by_signals(server):
                (announce or _print_address)(f"http://127.0.0.1:{sock.getsockname()[1]}")
                asyncio.run(server.serve(sockets=[sock]))
        finally:
            state.close()
    return 0


def _print_address(address: str) -> None:
    print(json.dumps({"address": address}), flush=True)  # noqa: T201 - the one line that callers wait for


def _complain(reason: str) -> int:
    print(f"registry-sandbox: {reason}", file=sys.stderr)  # noqa: T201
    return 2
