"""The routes of the practice registry: the contract under /v1, sign-in, and the switches under /_practice."""

from __future__ import annotations

import base64
import binascii
import hmac
import time
import uuid
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from urllib.parse import parse_qs, unquote_plus

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from registry_sandbox.commands import read_command
from registry_sandbox.practice import Practice, Switches
from registry_sandbox.problems import Refusal, problem_response, refuse
from registry_sandbox.rules import now_text

BODY_LIMIT = 64 * 1024

Endpoint = Callable[[Request], Awaitable[Response]]


def build_app(practice: Practice) -> Starlette:
    """Every route goes through `_served`, where faults strike and the Date is written."""

    def route(path: str, endpoint: Endpoint, method: str = "GET") -> Route:
        return Route(path, _served(practice, endpoint), methods=[method])

    contract = _Contract(practice)
    switches = Switches(practice)
    return Starlette(
        routes=[
            route("/oauth2/token", contract.token, "POST"),
            route("/v1/time", contract.time),
            route("/v1/capabilities", contract.capabilities),
            route("/v1/inquiries", contract.inquiry, "POST"),
            route("/v1/activations", contract.activation, "POST"),
            route("/v1/operations/{operation_id}", contract.operation),
            Route("/_practice/faults", switches.faults, methods=["GET", "PUT"]),
            Route("/_practice/effects", switches.effects, methods=["GET"]),
            Route("/_practice/reset", switches.reset, methods=["POST"]),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        exception_handlers={404: _no_such_path, 405: _no_such_path},
    )


async def _no_such_path(_request: Request, _error: Exception) -> Response:
    return _dated(refuse("no-such-path"))


def _served(practice: Practice, endpoint: Endpoint) -> Endpoint:
    """The key of a command is held while its request runs, so that a second one is told to wait."""

    async def served(request: Request) -> Response:
        path, key = request.url.path, request.headers.get("idempotency-key", "")
        if key and key in practice.in_flight:
            return _dated(refuse("idempotency-in-progress", retry_after="1"))
        if key:
            practice.in_flight.add(key)
        try:
            reply = await practice.faults.strike("before", path)
            if reply is None:
                reply = await practice.faults.strike("after", path, await endpoint(request))
        finally:
            practice.in_flight.discard(key)
        assert reply is not None  # noqa: S101 - an endpoint always answers
        return _dated(reply)

    return served


def _dated(reply: Response) -> Response:
    skew = float(reply.headers.get("x-date-skew", 0))
    if skew:
        del reply.headers["x-date-skew"]
    reply.headers["Date"] = formatdate(time.time() + skew, usegmt=True)
    return reply


class _Contract:
    """The endpoints of the contract; more of them come as one method and one route each."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._registry = practice.registry

    async def token(self, request: Request) -> Response:
        """OAuth 2 client credentials, by Basic header or form fields."""
        form = {k: v[0] for k, v in parse_qs((await request.body()).decode("ascii", "replace")).items()}
        client_id, secret = _basic(request) or (form.get("client_id", ""), form.get("client_secret", ""))
        if form.get("grant_type") != "client_credentials":
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        wanted = self._practice.clients.get(client_id)
        if wanted is None or not hmac.compare_digest(wanted.encode(), secret.encode()):
            return JSONResponse({"error": "invalid_client"}, 401, {"WWW-Authenticate": "Basic"})
        seconds = self._practice.token_seconds
        token = self._registry.state.issue_token(client_id, time.time() + seconds)
        body = {"access_token": token, "token_type": "Bearer", "expires_in": int(seconds)}
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    async def time(self, _request: Request) -> Response:
        return JSONResponse({"now": now_text()})

    async def capabilities(self, request: Request) -> Response:
        if self._client(request) is None:
            return refuse("unauthenticated")
        return JSONResponse(
            {
                "commands": ["inquiry", "activation"],
                "code_pattern": "^[1-9][0-9]{5}$",
                "batch_max": 1,
                "idempotency_ttl_days": 30,
                "notices": [],
            }
        )

    async def inquiry(self, request: Request) -> Response:
        return await self._command("inquiry", request)

    async def activation(self, request: Request) -> Response:
        return await self._command("activation", request)

    async def _command(self, kind: str, request: Request) -> Response:
        client_id = self._client(request)
        if client_id is None:
            return refuse("unauthenticated")
        body = await request.body()
        if len(body) > BODY_LIMIT:
            return refuse("request-invalid", "the body is too long")
        command = read_command(kind, request.headers.get("idempotency-key"), body)
        if isinstance(command, Refusal):
            return problem_response(command.body())
        answer = self._registry.carry_out(command, client_id)
        if isinstance(answer, Refusal):
            return problem_response(answer.body())
        media = "application/json" if answer.status == 201 else "application/problem+json"
        return Response(answer.answer, answer.status, media_type=media)

    async def operation(self, request: Request) -> Response:
        client_id = self._client(request)
        if client_id is None:
            return refuse("unauthenticated")
        try:
            operation_id = str(uuid.UUID(request.path_params["operation_id"]))
        except ValueError:
            return refuse("operation-not-found")
        kept = self._registry.state.kept(operation_id)
        if kept is None or kept.client_id != client_id:
            return refuse("operation-not-found")
        return Response(kept.view, media_type="application/json")

    def _client(self, request: Request) -> str | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return self._registry.state.token_client(token, time.time()) if scheme.lower() == "bearer" else None


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, packed = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return unquote_plus(client_id), unquote_plus(secret)
