"""What a fault makes of a reply after the command was carried out: cut, spoilt, contradicted, put out of order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

from starlette.responses import Response, StreamingResponse

from registry_sandbox.broken_line import CutReply
from registry_sandbox.moment import Moment, Options, alike, as_json, body_of, items_of
from registry_sandbox.problems import Refusal


async def cut_reply(_options: Options, moment: Moment) -> Response:
    return CutReply(alike(moment, body_of(moment.reply)))


async def drip(options: Options, moment: Moment) -> Response | None:
    body, reply = body_of(moment.reply), moment.reply

    async def drops() -> AsyncIterator[bytes]:
        for place in range(len(body)):
            yield body[place : place + 1]
            await asyncio.sleep(options["seconds"])

    return StreamingResponse(drops(), 200 if reply is None else reply.status_code, media_type="application/json")


async def empty_body(_options: Options, moment: Moment) -> Response:
    return alike(moment, b"")


async def bad_json(_options: Options, moment: Moment) -> Response:
    body = body_of(moment.reply)
    return alike(moment, body[: len(body) // 2])


async def wrong_type(_options: Options, moment: Moment) -> Response:
    """Well-formed JSON whose members are of another type: numbers as text, texts in lists, lists as objects."""
    fields = moment.fields or {}
    return as_json(moment, {name: _other_type(said) for name, said in fields.items()})


def _other_type(said: Any) -> Any:
    if isinstance(said, list):
        return {str(place): one for place, one in enumerate(said)}
    return [said] if isinstance(said, str | None) else str(said)


async def fourteen_digits(_options: Options, moment: Moment) -> Response | None:
    fields = moment.fields
    if fields is None:
        return None
    for part in (fields, fields.get("result"), *items_of(fields)):
        if isinstance(part, dict) and isinstance(part.get("imei"), str):
            part["imei"] = part["imei"][:14]
    return as_json(moment, fields)


async def null_status(_options: Options, moment: Moment) -> Response | None:
    fields = moment.fields
    if fields is None:
        return None
    if isinstance(fields.get("result"), dict):
        fields["result"]["result"] = None
    else:
        fields |= {name: None for name in ("state", "result") if name in fields}
    return as_json(moment, fields)


async def accepted_first(options: Options, moment: Moment) -> Response | None:
    fields = moment.fields
    if fields is None or "operation_id" not in fields:
        return None  # a refusal is not made an acceptance
    fields |= {"state": "accepted", "result": None}
    headers = {"Location": f"/v1/operations/{fields['operation_id']}", "Retry-After": options["retry_after"]}
    return Response(json.dumps(fields), 202, headers, media_type="application/json")


async def stale_answer(options: Options, moment: Moment) -> Response | None:
    fields = moment.fields
    if fields is None:
        return None
    answer = fields["result"] if isinstance(fields.get("result"), dict) else fields
    if "as_of" in answer:
        told = datetime.fromisoformat(answer["as_of"]) - timedelta(seconds=options["seconds"])
        answer["as_of"] = told.isoformat()
    return as_json(moment, fields)


async def skewed_date(options: Options, moment: Moment) -> Response:
    changed = alike(moment, body_of(moment.reply))
    changed.headers["X-Date-Skew"] = str(options["seconds"])  # taken off again where Date is written
    return changed


async def contradiction(_options: Options, moment: Moment) -> Response | None:
    """A look-up that tells the opposite of what the command was told."""
    fields = moment.fields
    if fields is None or "state" not in fields:
        return None
    if fields["state"] == "rejected":
        fields |= {"state": "expired", "problem": None}
    else:
        fields |= {"state": "rejected", "result": None, "problem": Refusal("imei-not-registered").body()}
    return as_json(moment, fields)


async def duplicate_page(_options: Options, moment: Moment) -> Response:
    return _page(moment, lambda page: {"items": [one for one in page["items"] for _ in range(2)]})


async def reordered_page(_options: Options, moment: Moment) -> Response:
    return _page(moment, lambda page: {"items": page["items"][::-1]})


async def repeated_cursor(_options: Options, moment: Moment) -> Response:
    """The same place for ever, and always more to come: from the first cursor that was given."""
    asked = moment.request.query_params.get("cursor")
    return _page(moment, lambda page: {"next_cursor": asked or page["next_cursor"], "has_more": True})


async def empty_next_page(_options: Options, moment: Moment) -> Response:
    return _page(moment, lambda page: {"has_more": page["has_more"] or bool(page["items"])})


def _page(moment: Moment, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Response:
    fields = moment.fields or {}
    return as_json(moment, fields | change(fields))
