"""The sign-in of one till: OAuth 2 client credentials, kept in memory, renewed once in silence."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from urllib.parse import quote_plus

from pydantic import BaseModel, ConfigDict

from pos_app.adapters.registry.line import Line
from pos_app.adapters.registry.shapes import ProblemShape
from pos_app.adapters.registry.wire import Received, read
from pos_app.domain.registry import NotSent, Refused, Retry, Unreadable

_MARGIN = 30.0  # seconds before its end at which a token is renewed


class _TokenShape(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")

    access_token: str
    token_type: str
    expires_in: float = 300.0


class Session:
    """Signed-in calls over a `Line`."""

    def __init__(self, line: Line, client_id: str, secret: Callable[[], str | None]) -> None:
        self.line = line
        self._client_id, self._secret = client_id, secret
        self._token, self._token_ends = "", 0.0
        self._signing_in = asyncio.Lock()

    def call(
        self,
        method: str,
        path: str,
        deadline: float,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        signed_in: bool = True,
    ) -> Received | NotSent | Unreadable:
        """One call within `deadline` seconds. Blocks; safe from any thread."""
        until = self.line.deadline(deadline)
        given = dict(headers or {})
        if signed_in:
            work = self._signed_in(method, path, until, given, content)
        else:
            work = self.line.exchange(method, path, until, headers=given, content=content)
        try:
            return self.line.run(work)
        except CancelledError:  # closed while waiting for the sign-in
            return NotSent("no-connection")

    async def _signed_in(
        self, method: str, path: str, until: float, headers: dict[str, str], content: bytes | None
    ) -> Received | NotSent | Unreadable:
        token = await self._current_token(until, refused="")
        if isinstance(token, NotSent):
            return token
        bearer = {"Authorization": f"Bearer {token}"}
        first = await self.line.exchange(method, path, until, headers=headers | bearer, content=content)
        if not isinstance(first, Received) or not _wants_login(first):
            return first
        token = await self._current_token(until, refused=token)
        if isinstance(token, NotSent):
            return first  # the readable refusal tells more than "could not sign in"
        bearer = {"Authorization": f"Bearer {token}"}
        return await self.line.exchange(method, path, until, headers=headers | bearer, content=content)

    async def _current_token(self, until: float, refused: str) -> str | NotSent:
        """The kept token, or a new one if it is ending or is the `refused` one. One sign-in at a time."""
        try:
            async with asyncio.timeout_at(until):
                await self._signing_in.acquire()
        except TimeoutError:
            return NotSent("no-connection")
        try:
            if self._token and self._token != refused and asyncio.get_running_loop().time() < self._token_ends:
                return self._token
            return await self._sign_in(until)
        finally:
            self._signing_in.release()

    async def _sign_in(self, until: float) -> str | NotSent:
        try:
            async with asyncio.timeout_at(until):
                secret = await asyncio.to_thread(self._secret)  # a keyring may ask its owner first
        except Exception:  # noqa: BLE001 - whatever a locked or missing keyring throws
            secret = None
        if not secret:
            return NotSent("no-credentials")
        pair = f"{quote_plus(self._client_id)}:{quote_plus(secret)}"
        received = await self.line.exchange(
            "POST",
            "/oauth2/token",
            until,
            headers={
                "Authorization": "Basic " + base64.b64encode(pair.encode()).decode(),
                "Content-Type": "application/x-www-form-urlencoded",
            },
            content=b"grant_type=client_credentials",
        )
        if isinstance(received, NotSent):
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
        return self._token


def _wants_login(received: Received) -> bool:
    """A readable refusal that a fresh token may mend; the command was not carried out."""
    if received.status not in (401, 403):
        return False
    found = read(received, ProblemShape, ())
    return isinstance(found, Refused) and found.problem.retry is Retry.AFTER_LOGIN


def _fit_for_header(token: str) -> bool:
    return bool(token) and token.isascii() and token.isprintable() and " " not in token
