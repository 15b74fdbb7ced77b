"""Named faults that the practice registry commits on demand: one table, `FAULTS`.

A fault strikes BEFORE the command is carried out (nothing happened) or AFTER (it happened, and the reply
goes wrong). A new one is a function and a row.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from registry_sandbox.broken_line import CutReply, Silence, SlowHeaders
from registry_sandbox.problems import Refusal, refuse

Stage = Literal["before", "after"]
Options = Mapping[str, Any]


@dataclass(slots=True)
class Moment:
    """One request on its way: `reply` as far as there is one, `repeat`: its key was carried out before."""

    request: Request
    repeat: bool = False
    reply: Response | None = None

    @property
    def path(self) -> str:
        return self.request.url.path

    @property
    def fields(self) -> dict[str, Any] | None:
        """The reply's JSON object; None for any other reply."""
        try:
            found = json.loads(_body(self.reply))
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


#: A returned reply replaces the one so far, None leaves it.
Act = Callable[[Options, Moment], Awaitable[Response | None]]


def _always(_options: Options, _moment: Moment) -> bool:
    return True


def _not_the_clock(_options: Options, moment: Moment) -> bool:
    """What a sign-in has to do with; `/v1/time` needs none."""
    return moment.path != "/v1/time"


@dataclass(frozen=True, slots=True)
class FaultKind:
    """`fits`: which requests it can strike at all; only those are counted."""

    stage: Stage
    act: Act
    options: Options = field(default_factory=dict)  # name -> default, whose type is the wanted type
    fits: Callable[[Options, Moment], bool] = _always
    path: str = "/v1"


async def _delay(options: Options, _moment: Moment) -> None:
    await asyncio.sleep(options["seconds"])


async def _hang(_options: Options, _moment: Moment) -> Response:
    return Silence(cut=False)


async def _drop_reply(_options: Options, _moment: Moment) -> Response:
    return Silence(cut=True)


async def _cut_reply(_options: Options, moment: Moment) -> Response:
    return CutReply(_like(moment, _body(moment.reply)))


async def _slow_headers(options: Options, _moment: Moment) -> Response:
    return SlowHeaders(options["seconds"])


async def _drip(options: Options, moment: Moment) -> Response | None:
    body, reply = _body(moment.reply), moment.reply

    async def drops() -> AsyncIterator[bytes]:
        for place in range(len(body)):
            yield body[place : place + 1]
            await asyncio.sleep(options["seconds"])

    return StreamingResponse(drops(), 200 if reply is None else reply.status_code, media_type="application/json")


async def _html(options: Options, _moment: Moment) -> Response:
    return Response(
        "<!doctype html><title>Error</title><h1>Something went wrong</h1>",
        options["status"],
        media_type=options["media_type"],
    )


async def _captive_portal(_options: Options, _moment: Moment) -> Response:
    return Response(
        "<!doctype html><title>Welcome</title><form><input name=room><button>Connect</button></form>",
        media_type="text/html",
    )


async def _rate_limit(options: Options, _moment: Moment) -> Response:
    return refuse("rate-limited", retry_after=options["retry_after"])


async def _down(options: Options, _moment: Moment) -> Response:
    return refuse("upstream-unavailable", retry_after=options["retry_after"])


async def _token_expired(_options: Options, _moment: Moment) -> Response:
    return refuse("unauthenticated")


async def _revoked_till(_options: Options, moment: Moment) -> Response:
    if moment.path == "/oauth2/token":
        return JSONResponse({"error": "invalid_client"}, 401, {"WWW-Authenticate": "Basic"})
    return refuse("unauthenticated")


def _clock_is_off(options: Options, moment: Moment) -> bool:
    if not _not_the_clock(options, moment) or options["always"]:
        return _not_the_clock(options, moment)
    try:
        said = parsedate_to_datetime(moment.request.headers.get("date", ""))
    except (ValueError, TypeError):
        return True  # a client that does not say its clock cannot be told apart from one that is wrong
    return bool(abs((datetime.now(UTC) - said).total_seconds()) > options["seconds"])


async def _clock_skewed(_options: Options, _moment: Moment) -> Response:
    return refuse("clock-skewed", server_time=datetime.now(UTC).isoformat(timespec="milliseconds"))


async def _repeat_invalid(options: Options, _moment: Moment) -> Response:
    return refuse(options["code"])


async def _forget(_options: Options, _moment: Moment) -> Response:
    return refuse("operation-not-found")


async def _cursor_gone(_options: Options, _moment: Moment) -> Response:
    return refuse("cursor-gone")


# --- what goes wrong with a reply ---------------------------------------------------------------------------


async def _empty_body(_options: Options, moment: Moment) -> Response:
    return _like(moment, b"")


async def _bad_json(_options: Options, moment: Moment) -> Response:
    body = _body(moment.reply)
    return _like(moment, body[: len(body) // 2])


async def _wrong_type(_options: Options, moment: Moment) -> Response:
    """Well-formed JSON whose members are of another type: numbers as text, texts in lists, lists as objects."""
    fields = moment.fields or {}
    return _json(moment, {name: _other_type(said) for name, said in fields.items()})


def _other_type(said: Any) -> Any:
    if isinstance(said, list):
        return {str(place): one for place, one in enumerate(said)}
    return [said] if isinstance(said, str | None) else str(said)


async def _fourteen_digits(_options: Options, moment: Moment) -> Response | None:
    fields = moment.fields
    if fields is None:
        return None
    for part in (fields, fields.get("result"), *_items(fields)):
        if isinstance(part, dict) and isinstance(part.get("imei"), str):
            part["imei"] = part["imei"][:14]
    return _json(moment, fields)


async def _null_status(_options: Options, moment: Moment) -> Response | None:
    fields = moment.fields
    if fields is None:
        return None
    if isinstance(fields.get("result"), dict):
        fields["result"]["result"] = None
    else:
        fields |= {name: None for name in ("state", "result") if name in fields}
    return _json(moment, fields)


async def _accepted_first(options: Options, moment: Moment) -> Response | None:
    fields = moment.fields
    if fields is None or "operation_id" not in fields:
        return None  # a refusal is not made an acceptance
    fields |= {"state": "accepted", "result": None}
    headers = {"Location": f"/v1/operations/{fields['operation_id']}", "Retry-After": options["retry_after"]}
    return Response(json.dumps(fields), 202, headers, media_type="application/json")


async def _stale_answer(options: Options, moment: Moment) -> Response | None:
    fields = moment.fields
    if fields is None:
        return None
    answer = fields["result"] if isinstance(fields.get("result"), dict) else fields
    if "as_of" in answer:
        told = datetime.fromisoformat(answer["as_of"]) - timedelta(seconds=options["seconds"])
        answer["as_of"] = told.isoformat()
    return _json(moment, fields)


async def _skewed_date(options: Options, moment: Moment) -> Response:
    changed = _like(moment, _body(moment.reply))
    changed.headers["X-Date-Skew"] = str(options["seconds"])  # taken off again where Date is written
    return changed


async def _contradiction(_options: Options, moment: Moment) -> Response | None:
    """A look-up that tells the opposite of what the command was told."""
    fields = moment.fields
    if fields is None or "state" not in fields:
        return None
    if fields["state"] == "rejected":
        fields |= {"state": "expired", "problem": None}
    else:
        fields |= {"state": "rejected", "result": None, "problem": Refusal("imei-not-registered").body()}
    return _json(moment, fields)


def _is_look_up(_options: Options, moment: Moment) -> bool:
    return moment.request.method == "GET" and moment.path.startswith("/v1/operations/")


# --- what goes wrong with a list ----------------------------------------------------------------------------


def _is_page(_options: Options, moment: Moment) -> bool:
    return moment.fields is not None and isinstance(moment.fields.get("items"), list)


def _has_cursor(_options: Options, moment: Moment) -> bool:
    return bool(moment.request.query_params.get("cursor"))


async def _duplicate_page(_options: Options, moment: Moment) -> Response:
    return _page(moment, lambda page: {"items": [one for one in page["items"] for _ in range(2)]})


async def _reordered_page(_options: Options, moment: Moment) -> Response:
    return _page(moment, lambda page: {"items": page["items"][::-1]})


async def _repeated_cursor(_options: Options, moment: Moment) -> Response:
    """The same place for ever, and always more to come: from the first cursor that was given."""
    asked = moment.request.query_params.get("cursor")
    return _page(moment, lambda page: {"next_cursor": asked or page["next_cursor"], "has_more": True})


async def _empty_next_page(_options: Options, moment: Moment) -> Response:
    return _page(moment, lambda page: {"has_more": page["has_more"] or bool(page["items"])})


def _page(moment: Moment, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Response:
    fields = moment.fields or {}
    return _json(moment, fields | change(fields))


FAULTS: dict[str, FaultKind] = {
    "delay": FaultKind("before", _delay, {"seconds": 1.0}),
    "hang": FaultKind("before", _hang),
    "slow_headers": FaultKind("before", _slow_headers, {"seconds": 1.0}),
    "html_500": FaultKind("before", _html, {"status": 500, "media_type": "text/html"}),
    "html_200": FaultKind("before", _html, {"status": 200, "media_type": "text/html"}),
    "captive_portal": FaultKind("before", _captive_portal, path="/"),
    "rate_limit_429": FaultKind("before", _rate_limit, {"retry_after": "30"}),
    "down": FaultKind("before", _down, {"retry_after": ""}),
    "token_expired": FaultKind("before", _token_expired, fits=_not_the_clock),
    "revoked_till": FaultKind("before", _revoked_till, fits=_not_the_clock, path="/"),
    "clock_skewed": FaultKind("before", _clock_skewed, {"seconds": 900.0, "always": False}, _clock_is_off),
    "repeat_invalid_422": FaultKind(
        "before", _repeat_invalid, {"code": "code-invalid"}, lambda _options, moment: moment.repeat
    ),
    "forget_operations": FaultKind("before", _forget, fits=_is_look_up),
    "gone_410": FaultKind("before", _cursor_gone, fits=_has_cursor),
    "drop_reply_after_effect": FaultKind("after", _drop_reply),
    "hang_after_effect": FaultKind("after", _hang),
    "cut_reply": FaultKind("after", _cut_reply),
    "drip": FaultKind("after", _drip, {"seconds": 1.0}),
    "empty_body": FaultKind("after", _empty_body),
    "bad_json": FaultKind("after", _bad_json),
    "wrong_type": FaultKind("after", _wrong_type),
    "fourteen_digit_imei": FaultKind("after", _fourteen_digits),
    "null_status": FaultKind("after", _null_status),
    "stale_answer": FaultKind("after", _stale_answer, {"seconds": 300.0}),
    "accepted_first": FaultKind("after", _accepted_first, {"retry_after": "2"}),
    "skewed_date": FaultKind("after", _skewed_date, {"seconds": 86400.0}),
    "contradiction": FaultKind("after", _contradiction, fits=_is_look_up),
    "duplicate_page": FaultKind("after", _duplicate_page, fits=_is_page),
    "reordered_page": FaultKind("after", _reordered_page, fits=_is_page),
    "repeated_cursor": FaultKind("after", _repeated_cursor, fits=_is_page),
    "empty_next_page": FaultKind("after", _empty_next_page, fits=_is_page),
}


def _items(fields: Mapping[str, Any]) -> list[Any]:
    items = fields.get("items")
    return items if isinstance(items, list) else []


def _body(reply: Response | None) -> bytes:
    return b"" if reply is None else bytes(reply.body)


def _json(moment: Moment, fields: dict[str, Any]) -> Response:
    return _like(moment, json.dumps(fields).encode())


def _like(moment: Moment, body: bytes) -> Response:
    """The reply with another body; what else its head said stays."""
    reply = moment.reply
    if reply is None:
        return Response(body)
    kept = {n: v for n, v in reply.headers.items() if n.lower() not in ("content-length", "content-type")}
    return Response(body, reply.status_code, kept, reply.headers.get("content-type"))
