"""Named faults that the practice registry commits on demand: one table, `FAULTS`.

A fault strikes BEFORE the command is carried out (nothing happened) or AFTER (it happened, and the reply
goes wrong). A new one is a function and a row.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from starlette.responses import JSONResponse, Response

from registry_sandbox import spoilt
from registry_sandbox.broken_line import Silence, SlowHeaders
from registry_sandbox.moment import Act, Moment, Options, Stage
from registry_sandbox.problems import refuse


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


async def _slow_headers(options: Options, _moment: Moment) -> Response:
    return SlowHeaders(options["seconds"])


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
        off = datetime.now(UTC) - parsedate_to_datetime(moment.request.headers.get("date", ""))
    except (ValueError, TypeError, OverflowError):
        return True  # a client that does not say its clock cannot be told apart from one that is wrong
    return bool(abs(off.total_seconds()) > options["seconds"])


async def _clock_skewed(_options: Options, _moment: Moment) -> Response:
    return refuse("clock-skewed", server_time=datetime.now(UTC).isoformat(timespec="milliseconds"))


async def _repeat_invalid(options: Options, _moment: Moment) -> Response:
    return refuse(options["code"])


async def _forget(_options: Options, _moment: Moment) -> Response:
    return refuse("operation-not-found")


async def _cursor_gone(_options: Options, _moment: Moment) -> Response:
    return refuse("cursor-gone")


def _is_command(_options: Options, moment: Moment) -> bool:
    return moment.request.method == "POST" and moment.path.startswith("/v1")


def _is_look_up(_options: Options, moment: Moment) -> bool:
    return moment.request.method == "GET" and moment.path.startswith("/v1/operations/")


def _is_page(_options: Options, moment: Moment) -> bool:
    return moment.fields is not None and isinstance(moment.fields.get("items"), list)


def _has_cursor(_options: Options, moment: Moment) -> bool:
    return bool(moment.request.query_params.get("cursor"))


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
    "down_after_effect": FaultKind("after", _down, {"retry_after": ""}, _is_command),
    "drop_reply_after_effect": FaultKind("after", _drop_reply),
    "hang_after_effect": FaultKind("after", _hang),
    "cut_reply": FaultKind("after", spoilt.cut_reply),
    "drip": FaultKind("after", spoilt.drip, {"seconds": 1.0}),
    "empty_body": FaultKind("after", spoilt.empty_body),
    "bad_json": FaultKind("after", spoilt.bad_json),
    "wrong_type": FaultKind("after", spoilt.wrong_type),
    "fourteen_digit_imei": FaultKind("after", spoilt.fourteen_digits),
    "null_status": FaultKind("after", spoilt.null_status),
    "stale_answer": FaultKind("after", spoilt.stale_answer, {"seconds": 300.0}),
    "accepted_first": FaultKind("after", spoilt.accepted_first, {"retry_after": "2"}),
    "skewed_date": FaultKind("after", spoilt.skewed_date, {"seconds": 86400.0}),
    "contradiction": FaultKind("after", spoilt.contradiction, fits=_is_look_up),
    "duplicate_page": FaultKind("after", spoilt.duplicate_page, fits=_is_page),
    "reordered_page": FaultKind("after", spoilt.reordered_page, fits=_is_page),
    "repeated_cursor": FaultKind("after", spoilt.repeated_cursor, fits=_is_page),
    "empty_next_page": FaultKind("after", spoilt.empty_next_page, fits=_is_page),
}
