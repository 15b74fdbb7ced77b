"""Who is calling: OAuth 2 client credentials, one account per till, and what each call asks of it."""

from __future__ import annotations

import base64
import binascii
import time
from urllib.parse import parse_qs, unquote_plus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from registry_sandbox.practice import Practice
from registry_sandbox.problems import refuse
from registry_sandbox.state import Client

SCOPES = frozenset(
    {
        *("inquiry:write", "activation:write", "transfer:write"),
        *("operation:read", "allocation:read", "device:read", "history:read"),
    }
)


class SignIn:
    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._state = practice.registry.state

    async def token(self, request: Request) -> Response:
        """By Basic header or form fields; `scope` may ask for less than everything."""
        form = {k: v[0] for k, v in parse_qs((await request.body()).decode("ascii", "replace")).items()}
        client_id, secret = _basic(request) or (form.get("client_id", ""), form.get("client_secret", ""))
        if form.get("grant_type") != "client_credentials":
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        if not self._state.knows(client_id, secret):
            return JSONResponse({"error": "invalid_client"}, 401, {"WWW-Authenticate": "Basic"})
        scopes = frozenset(form.get("scope", "").split()) or SCOPES
        if scopes - SCOPES:
            return JSONResponse({"error": "invalid_scope"}, 400)
        seconds = self._practice.token_seconds
        token = self._state.issue_token(client_id, time.time() + seconds, scopes)
        body = {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": int(seconds),
            "scope": " ".join(sorted(scopes)),
        }
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    def caller(self, request: Request, scope: str = "") -> Client | Response:
        """The till behind the token, or why it may not."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        client = self._state.token_client(token, time.time()) if scheme.lower() == "bearer" else None
        if client is None:
            return refuse("unauthenticated")
        return client if not scope or scope in client.scopes else refuse("forbidden", f"the token lacks {scope}")


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, packed = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return unquote_plus(client_id), unquote_plus(secret)
