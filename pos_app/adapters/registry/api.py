"""The registry over HTTP: `RegistryGateway` for the contract in `docs/registry-api.yaml`.

Every call answers within its deadline and never raises for what a network or a server may do. httpx,
pydantic and asyncio are loaded by the first call, not by importing this module.
"""

from __future__ import annotations

import ipaddress
import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from pos_app.domain.registry import (
    Capabilities,
    Command,
    NotSent,
    OperationKind,
    Refused,
    Reply,
    ScriptLine,
    TransferCancelCommand,
    Unreadable,
)

if TYPE_CHECKING:
    from pos_app.adapters.registry.pace import Pace
    from pos_app.adapters.registry.session import Outcome, Request, Session
    from pos_app.domain.feed import AllocationPage, HistoryPage, OperationPage
    from pos_app.domain.verdict import InquiryAnswer
    from pos_app.ports.registry import NoPage

LONGEST_WAIT = 25  # seconds that the contract lets a question for changes stand open
LARGEST_PAGE = 1000  # items
_PATHS = {
    OperationKind.INQUIRY: "/v1/inquiries",
    OperationKind.ACTIVATION: "/v1/activations",
    OperationKind.TRANSFER: "/v1/transfers",
}


class HttpxRegistry:
    """One till's sign-in at one registry, `RegistryGateway` and `RegistryFeed`; usable from several threads.

    `base_url` is the server's root or its `/v1`; plain http is for loopback alone (ValueError
    `insecure-address`). `secret` is asked at each sign-in, None = no credentials. `ca_file`, or `ca_files` (PEM, the
    present authority and the next), replace the system's authorities. `shop_id` names the list of allocations.
    `deadline` in seconds covers a whole call, sign-in included; a wait that was asked for comes on top.

    After a 429 or 503 with `Retry-After` nothing goes out until then (five minutes at most while `person_waits`): the
    calls are answered here, by the same refusal.
    """

    def __init__(
        self,
        base_url: str,
        client_id: str,
        secret: Callable[[], str | None],
        *,
        now: Callable[[], datetime],
        ca_file: Path | None = None,
        ca_files: tuple[Path, ...] = (),
        shop_id: str = "",
        deadline: float = 10.0,
        person_waits: Callable[[], bool] = lambda: False,
    ) -> None:
        self._root = checked_root(base_url)
        self._client_id, self._secret, self._now = client_id, secret, now
        self._ca_files = ((ca_file,) if ca_file else ()) + ca_files
        self._shop_id, self._deadline, self._person_waits = shop_id, deadline, person_waits
        self._session: Session | None = None
        self._pace: Pace | None = None  # outlives the session: what was asked for holds after `close` too
        self._starting = threading.Lock()

    @property
    def clock_offset(self) -> timedelta | None:
        """Registry minus this machine, from the last `Date` (about one second good); None = not measured."""
        return self._session.line.clock_offset if self._session else None

    def submit(self, command: Command) -> Reply:
        from pos_app.adapters.registry.session import Request
        from pos_app.adapters.registry.shapes import Question
        from pos_app.adapters.registry.wire import Received, command_body, read_operation

        headers = {"Idempotency-Key": command.operation_id, "Content-Type": "application/json"}
        content = json.dumps(command_body(command)).encode()
        received = self._call(Request("POST", _path(command), headers, content))
        if not isinstance(received, Received):
            return received
        return read_operation(received, Question(command.operation_id, command.kind, command.imei), (201, 202))

    def script(self, command: Command) -> tuple[ScriptLine, ...]:
        return ()

    def look_up(self, operation_id: str, kind: OperationKind) -> Reply:
        from pos_app.adapters.registry.shapes import Question
        from pos_app.adapters.registry.wire import Received, read_operation

        received = self._get(f"/v1/operations/{quote(operation_id, safe='')}")
        if not isinstance(received, Received):
            return received
        return read_operation(received, Question(operation_id, kind), (200,))

    def capabilities(self) -> Capabilities | NotSent | Unreadable:
        from pos_app.adapters.registry.wire import Received, read_capabilities

        received = self._get("/v1/capabilities")
        if not isinstance(received, Received):
            return _unsent(received)
        found = read_capabilities(received)
        return _unanswered(found) if isinstance(found, Refused) else found

    def server_time(self) -> datetime | NotSent | Unreadable:
        from pos_app.adapters.registry.wire import Received, read_time

        session = self._opened()
        if isinstance(session, NotSent):
            return session
        received = session.ask_time(self._deadline)
        if not isinstance(received, Received):
            return _unsent(received)
        found = read_time(received)
        return _unanswered(found) if isinstance(found, Refused) else found

    def allocations(self, cursor: str, limit: int) -> AllocationPage | NoPage:
        from pos_app.adapters.registry.pages import read_allocations
        from pos_app.adapters.registry.wire import Received

        if not self._shop_id:
            return NotSent("no-credentials")  # a till that was never told its shop has no list
        query = _query(cursor, limit=min(max(limit, 1), LARGEST_PAGE))
        received = self._get(f"/v1/shops/{quote(self._shop_id, safe='')}/allocations{query}")
        return read_allocations(received) if isinstance(received, Received) else received

    def operation_changes(self, cursor: str, *, wait: int = 0) -> OperationPage | NoPage:
        from pos_app.adapters.registry.pages import read_changes
        from pos_app.adapters.registry.wire import Received

        wait = min(max(wait, 0), LONGEST_WAIT)
        received = self._get("/v1/operations" + _query(cursor, wait=wait), wait)
        return read_changes(received) if isinstance(received, Received) else received

    def device(self, imei: str) -> InquiryAnswer | Refused | Unreadable | NotSent:
        from pos_app.adapters.registry.pages import read_device
        from pos_app.adapters.registry.wire import Received

        received = self._get(f"/v1/devices/{quote(imei, safe='')}")
        return read_device(received, imei) if isinstance(received, Received) else received

    def history(self, imei: str, cursor: str) -> HistoryPage | NoPage:
        from pos_app.adapters.registry.pages import read_history
        from pos_app.adapters.registry.wire import Received

        received = self._get(f"/v1/devices/{quote(imei, safe='')}/history{_query(cursor)}")
        return read_history(received) if isinstance(received, Received) else received

    def close(self) -> None:
        """Give connection and thread back; a later call opens them again."""
        with self._starting:
            if self._session is not None:
                self._session.line.close()
                self._session = None

    def _get(self, path: str, wait: int = 0) -> Outcome:
        from pos_app.adapters.registry.line import PAGE_LIMIT
        from pos_app.adapters.registry.session import Request

        return self._call(Request("GET", path, limit=PAGE_LIMIT), wait)

    def _call(self, request: Request, wait: int = 0) -> Outcome:
        session = self._opened()
        return session if isinstance(session, NotSent) else session.call(request, self._deadline + wait)

    def _opened(self) -> Session | NotSent:
        with self._starting:
            if self._session is None:
                from pos_app.adapters.registry.line import Line
                from pos_app.adapters.registry.pace import Pace
                from pos_app.adapters.registry.session import Session

                try:
                    line = Line(self._root, self._ca_files, self._now)
                except OSError:  # an authority's file is missing, or holds no certificate
                    return NotSent("ca-file-unreadable")
                self._pace = self._pace or Pace(person_waits=self._person_waits)
                self._session = Session(line, self._client_id, self._secret, self._pace)
            return self._session


def _path(command: Command) -> str:
    if isinstance(command, TransferCancelCommand):
        return f"/v1/transfers/{quote(command.transfer_id, safe='')}/cancel"
    return _PATHS[command.kind]


def _query(cursor: str, **members: int) -> str:
    said = {**members, "cursor": cursor} if cursor else members
    return "?" + urlencode(said) if said else ""


def _unsent(outcome: Refused | NotSent | Unreadable) -> NotSent | Unreadable:
    """A refusal that was said here, because the registry asked to be left alone."""
    return NotSent(outcome.problem.code) if isinstance(outcome, Refused) else outcome


def _unanswered(refused: Refused) -> Unreadable:
    """A refused question about the server itself: nothing was at stake, the problem's code says why."""
    return Unreadable(refused.problem.code, refused.raw)


def checked_root(base_url: str) -> str:
    """The address without its path. Raises ValueError `insecure-address` or `address-form`."""
    try:
        parts = urlsplit(base_url)
        host, _port = parts.hostname or "", parts.port  # asking for the port raises where it is none
    except ValueError as error:
        raise ValueError("address-form") from error
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
