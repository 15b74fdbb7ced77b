"""The routes of the practice registry: the contract under /v1, sign-in, and the switches under /_practice."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from email.utils import formatdate

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from registry_sandbox.commands import read_command
from registry_sandbox.lists import Lists
from registry_sandbox.moment import Moment
from registry_sandbox.practice import Practice
from registry_sandbox.problems import Refusal, problem_response, refuse
from registry_sandbox.rules import now_text
from registry_sandbox.sign_in import SignIn
from registry_sandbox.state import Client
from registry_sandbox.switches import Switches

BODY_LIMIT = 64 * 1024

Endpoint = Callable[[Request], Awaitable[Response]]


def build_app(practice: Practice) -> Starlette:
    """Every route goes through `_served`, where faults strike and the Date is written."""

    sign_in = SignIn(practice)
    commands, lists = _Commands(practice, sign_in), Lists(practice, sign_in)

    def route(path: str, endpoint: Endpoint, method: str = "GET") -> Route:
        return Route(path, _served(practice, endpoint, lambda _request: None), methods=[method])

    def command(path: str, kind: str) -> Route:
        return Route(path, _served(practice, commands.endpoint(kind), commands.key_of(kind)), methods=["POST"])

    app = Starlette(
        routes=[
            route("/oauth2/token", sign_in.token, "POST"),
            route("/v1/time", _time),
            route("/v1/capabilities", commands.capabilities),
            command("/v1/inquiries", "inquiry"),
            command("/v1/activations", "activation"),
            command("/v1/transfers", "transfer"),
            command("/v1/transfers/{operation_id}/cancel", "transfer_cancel"),
            route("/v1/operations", lists.operations),
            route("/v1/operations/{operation_id}", lists.operation),
            route("/v1/shops/{shop_id}/allocations", lists.allocations),
            route("/v1/devices/{imei}", lists.device),
            route("/v1/devices/{imei}/history", lists.history),
            *Switches(practice).routes(),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        exception_handlers={404: _no_such_path, 405: _no_such_path},
    )
    app.router.redirect_slashes = False  # the contract sends nobody elsewhere
    return app


async def _no_such_path(_request: Request, _error: Exception) -> Response:
    return _dated(refuse("no-such-path"))


#: (till, key) of a command; None for whatever else is asked, and for who may not.
KeyOf = Callable[[Request], tuple[str, str] | None]


def _served(practice: Practice, endpoint: Endpoint, key_of: KeyOf) -> Endpoint:
    """The key of a command is held while its request runs, so that a second one is told to wait. It is the till's own:
    nobody else can keep a till from its command."""

    async def served(request: Request) -> Response:
        key = key_of(request)
        if key is not None and key in practice.in_flight:
            return _dated(refuse("idempotency-in-progress", retry_after="1"))
        if key is not None:
            practice.in_flight.add(key)
        moment = Moment(request, repeat=key is not None and practice.registry.state.kept(key[1]) is not None)
        try:
            reply = await practice.faults.strike("before", moment)
            if reply is None:
                moment.reply = await endpoint(request)
                reply = await practice.faults.strike("after", moment)
        finally:
            if key is not None:
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


async def _time(_request: Request) -> Response:
    return JSONResponse({"now": now_text()})


_SCOPES = {
    "inquiry": "inquiry:write",
    "activation": "activation:write",
    "transfer": "transfer:write",
    "transfer_cancel": "transfer:write",
}


class _Commands:
    """What a till may have done, and what of it works today."""

    def __init__(self, practice: Practice, sign_in: SignIn) -> None:
        self._practice, self._sign_in = practice, sign_in

    async def capabilities(self, request: Request) -> Response:
        client = self._sign_in.caller(request)
        if isinstance(client, Response):
            return client
        return JSONResponse(
            {
                "commands": [*_SCOPES, "operations", "allocations", "devices", "history"],
                "code_pattern": "^[1-9][0-9]{5}$",
                "batch_max": 1,
                "idempotency_ttl_days": 30,
                "notices": [],
            }
        )

    def key_of(self, kind: str) -> KeyOf:
        def key(request: Request) -> tuple[str, str] | None:
            said = request.headers.get("idempotency-key", "").strip('"').lower()
            client = self._sign_in.caller(request, _SCOPES[kind]) if said else None
            return (client.client_id, said) if isinstance(client, Client) else None

        return key

    def endpoint(self, kind: str) -> Endpoint:
        async def command(request: Request) -> Response:
            return await self._carry_out(kind, request)

        return command

    async def _carry_out(self, kind: str, request: Request) -> Response:
        client = self._sign_in.caller(request, _SCOPES[kind])
        if isinstance(client, Response):
            return client
        body = await request.body()
        if len(body) > BODY_LIMIT:
            return refuse("request-invalid", "the body is too long")
        transfer_id = request.path_params.get("operation_id", "").lower()
        command = read_command(kind, request.headers.get("idempotency-key"), body, transfer_id)
        if isinstance(command, Refusal):
            return problem_response(command.body())
        if command.shop_id != client.shop:
            return refuse("forbidden", "this till stands in another shop")
        answer = self._practice.registry.carry_out(command, client.client_id)
        if isinstance(answer, Refusal):
            return problem_response(answer.body())
        self._practice.tell()
        media = "application/json" if answer.status < 300 else "application/problem+json"
        later = {"Location": f"/v1/operations/{command.operation_id}", "Retry-After": "2"}
        headers = later if answer.status == 202 else {}
        return Response(answer.answer, answer.status, headers, media)
