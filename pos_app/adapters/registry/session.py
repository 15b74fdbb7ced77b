"""The sign-in of one till: OAuth 2 client credentials, kept in memory, renewed once in silence.

Before the secret is posted for the first time, `/v1/time` has to answer in the registry's own words: a hotel's
sign-in page, or any other stranger at this address, sees neither secret nor command.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote_plus

from pydantic import BaseModel, ConfigDict

from pos_app.adapters.registry.line import BODY_LIMIT, Line
from pos_app.adapters.registry.pace import Pace
from pos_app.adapters.registry.shapes import ProblemShape, TimeShape
from pos_app.adapters.registry.wire import Received, read
from pos_app.domain.registry import NotSent, Refused, Retry, Unreadable

_MARGIN = 30.0  # seconds before its end at which a token is renewed

#: What a call may come to. `Refused` here was said without sending the call: the registry asked to wait.
Outcome = Received | Refused | NotSent | Unreadable


class _TokenShape(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")

    access_token: str
    token_type: str
    expires_in: float = 300.0


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the contract. `limit`: bytes of the longest reply that is read."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = field(default=None, repr=False)
    signed_in: bool = True
    limit: int = BODY_LIMIT


_TIME = Request("GET", "/v1/time", signed_in=False)


class _Token(NamedTuple):
    text: str


class Session:
    """Calls over a `Line`, signed in, at the pace that the registry asks for."""

    def __init__(self, line: Line, client_id: str, secret: Callable[[], str | None], pace: Pace) -> None:
        self.line = line
        self._client_id, self._secret = client_id, secret
        self._pace = pace
        self._token, self._token_ends = "", 0.0
        self._proven = False  # `/v1/time` has answered readably
        self._signing_in = asyncio.Lock()

    def call(self, request: Request, deadline: float) -> Outcome:
        """One call within `deadline` seconds, sign-in included. Blocks; safe from any thread."""
        until = self.line.deadline(deadline)
        try:
            return self.line.run(self._signed_in(request, until) if request.signed_in else self._send(request, until))
        except CancelledError:  # closed while waiting for the sign-in
            return NotSent("no-connection")

    def ask_time(self, deadline: float) -> Outcome:
        """The registry's clock. A readable answer also proves who is there."""
        received = self.call(_TIME, deadline)
        if isinstance(received, Received) and isinstance(read(received, TimeShape, (200,)), TimeShape):
            self._proven = True
        return received

    async def _send(self, request: Request, until: float, bearer: str = "") -> Outcome:
        if (held := self._pace.held()) is not None:
            return held
        headers = dict(request.headers) | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
        received = await self.line.exchange(
            request.method, request.path, until, headers=headers, content=request.content, limit=request.limit
        )
        if isinstance(received, Received):
            self._pace.listen(received)
        return received

    async def _signed_in(self, request: Request, until: float) -> Outcome:
        """At most one new sign-in and one correction of the clock: a second refusal is told."""
        token = await self._current_token(until, refused="")
        renewed = corrected = False
        while isinstance(token, _Token):
            received = await self._send(request, until, token.text)
            problem = _refusal(received)
            if problem is None:
                return received
            if problem.code == "clock-skewed" and not corrected:
                corrected = True
                if problem.server_time is not None:
                    self.line.believe(problem.server_time)
            elif problem.retry == Retry.AFTER_LOGIN.value and not renewed:
                renewed = True
                token = await self._current_token(until, refused=token.text)
                if not isinstance(token, _Token):
                    return received  # the readable refusal tells more than "could not sign in"
            else:
                return received
        return token

    async def _current_token(self, until: float, refused: str) -> _Token | Refused | NotSent:
        """The kept token, or a new one if it is ending or is the `refused` one. One sign-in at a time."""
        try:
            async with asyncio.timeout_at(until):
                await self._signing_in.acquire()
        except TimeoutError:
            return NotSent("no-connection")
        try:
            if self._token and self._token != refused and asyncio.get_running_loop().time() < self._token_ends:
                return _Token(self._token)
            stranger = None if self._proven else await self._prove(until)
            return stranger or await self._sign_in(until)
        finally:
            self._signing_in.release()

    async def _prove(self, until: float) -> Refused | NotSent | None:
        """None once `/v1/time` is readable; else why nobody should be told a secret here."""
        received = await self._send(_TIME, until)
        if isinstance(received, NotSent | Refused):
            return received
        if isinstance(received, Unreadable):
            return NotSent("no-connection")
        found = read(received, TimeShape, (200,))
        if isinstance(found, TimeShape):
            self._proven = True
            return None
        if isinstance(found, Refused):
            # Its own words, but no more than "later": a refusal of the clock must not end a command.
            return found if found.problem.retry is Retry.SAME_KEY else NotSent("sign-in-unavailable")
        return NotSent("sign-in-unavailable" if received.status >= 500 else "not-the-registry")

    async def _sign_in(self, until: float) -> _Token | Refused | NotSent:
        try:
            async with asyncio.timeout_at(until):
                secret = await asyncio.to_thread(self._secret)  # a keyring may ask its owner first
        except Exception:  # noqa: BLE001 - whatever a locked or missing keyring throws
            secret = None
        if not secret:
            return NotSent("no-credentials")
        pair = f"{quote_plus(self._client_id)}:{quote_plus(secret)}"
        headers = {
            "Authorization": "Basic " + base64.b64encode(pair.encode()).decode(),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        request = Request("POST", "/oauth2/token", headers, b"grant_type=client_credentials")
        received = await self._send(request, until)
        if isinstance(received, NotSent | Refused):
            return received
        if isinstance(received, Unreadable):
            return NotSent("no-connection")
        if received.status in (400, 401, 403):
            return NotSent("no-credentials")
        found = read(received, _TokenShape, (200,))
        if not isinstance(found, _TokenShape) or not _fit_for_header(found.access_token):
            return NotSent("sign-in-unavailable")
        self._token = found.access_token
        self._token_ends = asyncio.get_running_loop().time() + max(found.expires_in - _MARGIN, 0.0)
        return _Token(self._token)


def _refusal(received: Outcome) -> ProblemShape | None:
    """A readable refusal that a fresh token or a right clock may mend; the command was not carried out."""
    if not isinstance(received, Received) or received.status not in (401, 403):
        return None
    if not isinstance(read(received, ProblemShape, ()), Refused):
        return None
    return ProblemShape.model_validate_json(received.body)


def _fit_for_header(token: str) -> bool:
    return bool(token) and token.isascii() and token.isprintable() and " " not in token
