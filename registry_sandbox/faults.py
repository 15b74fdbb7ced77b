"""Named faults that the practice registry commits on demand: one table, `FAULTS`.

A fault strikes BEFORE the command is carried out (nothing happened) or AFTER (it happened, and the reply
goes wrong). A new one is a function and a row.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from registry_sandbox.problems import refuse

Stage = Literal["before", "after"]
Options = Mapping[str, Any]
#: Gets the options and the reply so far (None in the stage "before"); a returned reply replaces it.
Act = Callable[[Options, Response | None], Awaitable[Response | None]]


@dataclass(frozen=True, slots=True)
class FaultKind:
    stage: Stage
    act: Act
    options: Options = field(default_factory=dict)  # name -> default, whose type is the wanted type


class Silence(Response):
    """No reply at all: the connection is cut at once, or kept open until the other side gives up."""

    def __init__(self, *, cut: bool) -> None:
        super().__init__()
        self._cut = cut

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        if self._cut:
            scope["state"]["transport"].abort()
        while (await receive())["type"] != "http.disconnect":
            pass


async def _delay(options: Options, _reply: Response | None) -> None:
    await asyncio.sleep(options["seconds"])


async def _hang(_options: Options, _reply: Response | None) -> Response:
    return Silence(cut=False)


async def _drop_reply(_options: Options, _reply: Response | None) -> Response:
    return Silence(cut=True)


async def _drip(options: Options, reply: Response | None) -> Response | None:
    body = _body(reply)

    async def drops() -> AsyncIterator[bytes]:
        for place in range(len(body)):
            yield body[place : place + 1]
            await asyncio.sleep(options["seconds"])

    return StreamingResponse(drops(), 200 if reply is None else reply.status_code, media_type="application/json")


async def _html(options: Options, _reply: Response | None) -> Response:
    return Response(
        "<!doctype html><title>Error</title><h1>Something went wrong</h1>",
        options["status"],
        media_type=options["media_type"],
    )


async def _rate_limit(options: Options, _reply: Response | None) -> Response:
    return refuse("rate-limited", retry_after=options["retry_after"])


async def _down(options: Options, _reply: Response | None) -> Response:
    return refuse("upstream-unavailable", retry_after=options["retry_after"])


async def _token_expired(_options: Options, _reply: Response | None) -> Response:
    return refuse("unauthenticated")


async def _bad_json(_options: Options, reply: Response | None) -> Response:
    body = _body(reply)
    return _like(reply, body[: len(body) // 2])


async def _fourteen_digits(_options: Options, reply: Response | None) -> Response:
    fields = json.loads(_body(reply))
    for part in (fields, fields.get("result")):
        if isinstance(part, dict) and isinstance(part.get("imei"), str):
            part["imei"] = part["imei"][:14]
    return _like(reply, json.dumps(fields).encode())


async def _null_status(_options: Options, reply: Response | None) -> Response:
    fields = json.loads(_body(reply))
    if isinstance(fields.get("result"), dict):
        fields["result"]["result"] = None
    elif "state" in fields:
        fields["state"] = None
    return _like(reply, json.dumps(fields).encode())


async def _accepted_first(options: Options, reply: Response | None) -> Response:
    fields = json.loads(_body(reply))
    if "operation_id" not in fields:
        return _like(reply, _body(reply))  # a refusal is not made an acceptance
    fields |= {"state": "accepted", "result": None}
    headers = {"Location": f"/v1/operations/{fields['operation_id']}", "Retry-After": options["retry_after"]}
    return Response(json.dumps(fields), 202, headers, media_type="application/json")


async def _stale_answer(options: Options, reply: Response | None) -> Response:
    fields = json.loads(_body(reply))
    if isinstance(fields.get("result"), dict):
        told = datetime.fromisoformat(fields["result"]["as_of"]) - timedelta(seconds=options["seconds"])
        fields["result"]["as_of"] = told.isoformat()
    return _like(reply, json.dumps(fields).encode())


async def _skewed_date(options: Options, reply: Response | None) -> Response:
    changed = _like(reply, _body(reply))
    changed.headers["X-Date-Skew"] = str(options["seconds"])  # taken off again where Date is written
    return changed


FAULTS: dict[str, FaultKind] = {
    "delay": FaultKind("before", _delay, {"seconds": 1.0}),
    "hang": FaultKind("before", _hang),
    "html_500": FaultKind("before", _html, {"status": 500, "media_type": "text/html"}),
    "html_200": FaultKind("before", _html, {"status": 200, "media_type": "text/html"}),
    "rate_limit_429": FaultKind("before", _rate_limit, {"retry_after": "30"}),
    "down": FaultKind("before", _down, {"retry_after": ""}),
    "token_expired": FaultKind("before", _token_expired),
    "drop_reply_after_effect": FaultKind("after", _drop_reply),
    "hang_after_effect": FaultKind("after", _hang),
    "drip": FaultKind("after", _drip, {"seconds": 1.0}),
    "bad_json": FaultKind("after", _bad_json),
    "fourteen_digit_imei": FaultKind("after", _fourteen_digits),
    "null_status": FaultKind("after", _null_status),
    "stale_answer": FaultKind("after", _stale_answer, {"seconds": 300.0}),
    "accepted_first": FaultKind("after", _accepted_first, {"retry_after": "2"}),
    "skewed_date": FaultKind("after", _skewed_date, {"seconds": 86400.0}),
}


def _body(reply: Response | None) -> bytes:
    return b"" if reply is None else bytes(reply.body)


def _like(reply: Response | None, body: bytes) -> Response:
    status, media = (200, None) if reply is None else (reply.status_code, reply.headers.get("content-type"))
    return Response(body, status, media_type=media)
