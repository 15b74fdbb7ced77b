"""`ports.tax.TaxOffice` over HTTPS: a fresh nonce and a fresh token for each request, as published.

httpx, cryptography and joserfc are loaded with the first errand, not with the window.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pos_app.domain.e_sending import LOOKED_FOR, InFolder, Looked, Taken, Turned
from pos_app.domain.registry import NotSent, Unreadable
from pos_app.ports.tax import Packet

if TYPE_CHECKING:
    from pos_app.adapters.tax.keys import Identity
    from pos_app.adapters.tax.line import Line
    from pos_app.adapters.tax.wire import Received, ServerKey

log = logging.getLogger(__name__)
SECONDS = 40.0  # of one errand: nonce, key, nonce, packet; well below the lease
NONCE_SECONDS = 60  # how long a nonce lives; 10 to 200 are allowed
KEY_KEPT = timedelta(hours=1)  # the office's own key is asked for anew after that
MARGIN = timedelta(hours=1)  # by which this machine's clock may be behind the office's
MOST_CONTENT = 4 * 1024 * 1024  # bytes
T = TypeVar("T")


class HttpTaxOffice:
    """`kept` gives the key where it lies in the key store and not in a file; `password` opens either. From any
    thread: what is kept between errands is only ever replaced whole."""

    def __init__(
        self, address: str, *, key_file: Path | None, certificate_file: Path | None,
        password: Callable[[], str | None], now: Callable[[], datetime], ca_file: Path | None = None,
        kept: Callable[[], bytes | None] = lambda: None, seconds: float = SECONDS,
    ) -> None:  # fmt: skip
        self._address = address
        self._key_file, self._certificate_file, self._ca_file = key_file, certificate_file, ca_file
        self._password, self._kept = _asked(password), _asked(kept)
        self._now, self._seconds = now, seconds
        self._identity: tuple[object, Identity] | None = None
        self._server_key: tuple[datetime, ServerKey] | None = None

    def ready(self) -> str:
        from pos_app.adapters.tax.keys import KeyProblemError

        try:
            identity = self._own()
        except KeyProblemError as error:
            return str(error)
        return "" if identity.valid_at(self._now()) else "tax-certificate-expired"

    def _own(self) -> Identity:
        """Read anew when one of its files has changed."""
        from pos_app.adapters.tax import keys

        stamp = tuple(_stamp(path) for path in (self._key_file, self._certificate_file))
        if self._identity is None or self._identity[0] != stamp:
            key = keys.read(self._key_file, "tax-key-missing") if self._key_file else self._kept()
            certificate = self._certificate_file and keys.read(self._certificate_file, "tax-certificate-unreadable")
            self._identity = stamp, keys.load(key, certificate or None, self._password)
        return self._identity[1]

    def send(self, packet: Packet) -> Taken | Turned | NotSent | Unreadable:
        if problem := self.ready():
            return NotSent(problem)
        return self._errand(lambda line: self._send(line, packet))

    def look_up(
        self, uid: str, memory: str, since: datetime, now: datetime, reference: str = ""
    ) -> Looked | NotSent | Unreadable:
        if problem := self.ready():
            return NotSent(problem)
        window = _window(since, now)
        if reference:
            path, who = "inquiry-by-reference-id", [("referenceIds", reference)]
        else:
            path, who = "inquiry-by-uid", [("uidList", uid), ("fiscalId", memory)]
        return self._errand(lambda line: self._look_up(line, memory, path, [*who, *window], uid, reference))

    def in_folder(self, tax_id: str, memory: str) -> InFolder | NotSent | Unreadable:
        if problem := self.ready():
            return NotSent(problem)
        return self._errand(lambda line: self._in_folder(line, tax_id, memory))

    async def _in_folder(self, line: Line, tax_id: str, memory: str) -> InFolder | NotSent | Unreadable:
        from pos_app.adapters.tax import wire

        received = await self._with_token(line, memory, "GET", "inquiry-invoice-status", params=[("taxIds", tax_id)])
        return wire.in_folder(received, tax_id) if isinstance(received, wire.Received) else received

    def _errand(self, work: Callable[[Line], Coroutine[Any, Any, T]]) -> T | NotSent:
        from pos_app.adapters.tax.line import Line

        async def walk() -> T | NotSent:
            try:
                line = Line(self._address, self._ca_file, self._seconds)
            except OSError:
                return NotSent("tax-wrong-certificate")
            try:
                return await work(line)
            finally:
                await line.close()

        return asyncio.run(walk())

    async def _send(self, line: Line, packet: Packet) -> Taken | Turned | NotSent | Unreadable:
        from pos_app.adapters.tax import envelope, wire

        key = await self._office_key(line, packet.memory)
        if isinstance(key, NotSent):
            return key
        signed = envelope.signed(self._own(), packet.text.encode(), self._now())
        try:
            payload = envelope.closed(signed, key.der, key.id)
        except ValueError:
            self._server_key = None
            return NotSent("tax-office-unreadable")
        row = {"payload": payload, "header": {"requestTraceId": packet.uid, "fiscalId": packet.memory}}
        content = json.dumps([row], separators=(",", ":")).encode()
        if len(content) > MOST_CONTENT:
            return NotSent("e-invoice-too-large")
        received = await self._with_token(line, packet.memory, "POST", "invoice", content=content)
        if not isinstance(received, wire.Received):
            return received
        said = wire.taken(received, packet.uid)
        if not isinstance(said, Taken):
            self._server_key = None  # perhaps it was the key: asked for anew next time
        return said

    async def _look_up(
        self, line: Line, memory: str, path: str, params: list[tuple[str, str]], uid: str, reference: str
    ) -> Looked | NotSent | Unreadable:
        from pos_app.adapters.tax import wire

        received = await self._with_token(line, memory, "GET", path, params=params)
        return wire.looked(received, uid, reference) if isinstance(received, wire.Received) else received

    async def _office_key(self, line: Line, memory: str) -> ServerKey | NotSent:
        from pos_app.adapters.tax import wire

        now = self._now()
        if self._server_key is not None and timedelta(0) <= now - self._server_key[0] < KEY_KEPT:
            return self._server_key[1]
        received = await self._with_token(line, memory, "GET", "server-information")
        if not isinstance(received, wire.Received):
            return _nothing_left(received)
        key = wire.server_key(received)
        if isinstance(key, wire.ServerKey):
            self._server_key = now, key
        return key

    async def _with_token(
        self, line: Line, memory: str, method: str, path: str, *, params: list[tuple[str, str]] | None = None,
        content: bytes | None = None,
    ) -> Received | NotSent | Unreadable:  # fmt: skip
        """A token serves one request. One that is refused is made once more, of another nonce: the first may have run
        out on the way."""
        from pos_app.adapters.tax import envelope, wire

        received: Received | NotSent | Unreadable = NotSent("tax-token-refused")
        for _try in range(2):
            answer = await line.ask("GET", "nonce", params=[("timeToLive", str(NONCE_SECONDS))])
            if not isinstance(answer, wire.Received):
                return _nothing_left(answer)
            nonce = wire.nonce(answer)
            if isinstance(nonce, NotSent):
                return nonce
            said = json.dumps({"nonce": nonce, "clientId": memory}, separators=(",", ":"))
            token = envelope.signed(self._own(), said.encode(), self._now())
            headers = {"Authorization": f"Bearer {token}"}
            received = await line.ask(method, path, params=params or (), headers=headers, content=content)
            if not isinstance(received, wire.Received) or received.status != 401:
                break
        return received


def _nothing_left(answer: NotSent | Unreadable) -> NotSent:
    """Of what was to be said only the question before it went out: the packet itself never left."""
    return answer if isinstance(answer, NotSent) else NotSent("tax-office-unwell")


def _window(since: datetime, now: datetime) -> list[tuple[str, str]]:
    """Around the sending; a week is the most that may be asked about."""
    start = since - MARGIN
    end = min(max(now, since) + MARGIN, start + LOOKED_FOR)
    return [("start", _text(start)), ("end", _text(end))]


def _text(at: datetime) -> str:
    """With nine decimals and an offset, as the office's own library writes it."""
    plain = at.isoformat(timespec="microseconds")
    return f"{plain[:26]}000{plain[26:]}"


def _asked(store: Callable[[], T | None]) -> Callable[[], T | None]:
    """A key store that is locked is an empty one."""

    def ask() -> T | None:
        try:
            return store()
        except Exception as error:  # noqa: BLE001 - whatever a keyring throws
            log.warning("the key store was not read: %s", type(error).__name__)
            return None

    return ask


def _stamp(path: Path | None) -> tuple[int, int] | None:
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found is not None else None
