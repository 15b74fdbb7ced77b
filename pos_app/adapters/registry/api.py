"""The registry over HTTP: `RegistryGateway` for the contract in `docs/registry-api.yaml`.

Every call answers within its deadline and never raises for what a network or a server may do. httpx,
pydantic and asyncio are loaded by the first call, not by importing this module.
"""

from __future__ import annotations

import ipaddress
import json
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from pos_app.domain.registry import (
    Capabilities,
    Command,
    NotSent,
    OperationKind,
    Refused,
    Reply,
    ScriptLine,
    Unreadable,
)

if TYPE_CHECKING:
    from pos_app.adapters.registry.session import Session
    from pos_app.adapters.registry.wire import Received

_PATHS = {OperationKind.INQUIRY: "/v1/inquiries", OperationKind.ACTIVATION: "/v1/activations"}


class HttpxRegistry:
    """One till's sign-in at one registry; usable from several threads.

    `base_url` is the server's root or its `/v1`; plain http is for loopback alone (ValueError
    `insecure-address`). `secret` is asked at each sign-in, None = no credentials. `ca_file` (PEM) replaces
    the system's authorities. `deadline` in seconds covers a whole call, sign-in included.
    """

    def __init__(
        self,
        base_url: str,
        client_id: str,
        secret: Callable[[], str | None],
        *,
        now: Callable[[], datetime],
        ca_file: Path | None = None,
        deadline: float = 10.0,
    ) -> None:
        self._root = checked_root(base_url)
        self._client_id, self._secret, self._now = client_id, secret, now
        self._ca_file, self._deadline = ca_file, deadline
        self._session: Session | None = None
        self._starting = threading.Lock()

    @property
    def clock_offset(self) -> timedelta | None:
        """Registry minus this machine, from the last `Date` (about one second good); None = not measured."""
        return self._session.line.clock_offset if self._session else None

    def submit(self, command: Command) -> Reply:
        from pos_app.adapters.registry.shapes import Question
        from pos_app.adapters.registry.wire import command_body, read_operation

        received = self._call(
            "POST",
            _PATHS[command.kind],
            headers={"Idempotency-Key": command.operation_id, "Content-Type": "application/json"},
            content=json.dumps(command_body(command)).encode(),
        )
        if isinstance(received, NotSent | Unreadable):
            return received
        return read_operation(received, Question(command.operation_id, command.kind, command.imei), (201, 202))

    def script(self, command: Command) -> tuple[ScriptLine, ...]:
        return ()

    def look_up(self, operation_id: str, kind: OperationKind) -> Reply:
        from pos_app.adapters.registry.shapes import Question
        from pos_app.adapters.registry.wire import read_operation

        received = self._call("GET", f"/v1/operations/{quote(operation_id, safe='')}")
        if isinstance(received, NotSent | Unreadable):
            return received
        return read_operation(received, Question(operation_id, kind), (200,))

    def capabilities(self) -> Capabilities | NotSent | Unreadable:
        from pos_app.adapters.registry.wire import read_capabilities

        received = self._call("GET", "/v1/capabilities")
        if isinstance(received, NotSent | Unreadable):
            return received
        found = read_capabilities(received)
        return _unanswered(found) if isinstance(found, Refused) else found

    def server_time(self) -> datetime | NotSent | Unreadable:
        from pos_app.adapters.registry.wire import read_time

        received = self._call("GET", "/v1/time", signed_in=False)
        if isinstance(received, NotSent | Unreadable):
            return received
        found = read_time(received)
        return _unanswered(found) if isinstance(found, Refused) else found

    def close(self) -> None:
        """Give connection and thread back; a later call opens them again."""
        with self._starting:
            if self._session is not None:
                self._session.line.close()
                self._session = None

    def _call(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        signed_in: bool = True,
    ) -> Received | NotSent | Unreadable:
        session = self._opened()
        if isinstance(session, NotSent):
            return session
        return session.call(method, path, self._deadline, headers=headers, content=content, signed_in=signed_in)

    def _opened(self) -> Session | NotSent:
        with self._starting:
            if self._session is None:
                from pos_app.adapters.registry.line import Line
                from pos_app.adapters.registry.session import Session

                try:
                    line = Line(self._root, self._ca_file, self._now)
                except OSError:  # the CA file is missing, or holds no certificate
                    return NotSent("ca-file-unreadable")
                self._session = Session(line, self._client_id, self._secret)
            return self._session


def _unanswered(refused: Refused) -> Unreadable:
    """A refused question about the server itself: nothing was at stake, the problem's code says why."""
    return Unreadable(refused.problem.code, refused.raw)


def checked_root(base_url: str) -> str:
    """The address without its path. Raises ValueError `insecure-address` or `address-form`."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if not host or parts.query or parts.fragment or parts.username or parts.path.rstrip("/") not in ("", "/v1"):
        raise ValueError("address-form")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise ValueError("insecure-address")
    return f"{parts.scheme}://{parts.netloc}"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
