"""One request on its way through the practice registry, as a fault sees it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

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
            found = json.loads(body_of(self.reply))
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


#: A returned reply replaces the one so far, None leaves it.
Act = Callable[[Options, Moment], Awaitable[Response | None]]


def items_of(fields: Mapping[str, Any]) -> list[Any]:
    """The items of a page, none of anything else."""
    items = fields.get("items")
    return items if isinstance(items, list) else []


def body_of(reply: Response | None) -> bytes:
    """For a reply that is whole already, as all of ours are."""
    return b"" if reply is None else bytes(reply.body)


def as_json(moment: Moment, fields: dict[str, Any]) -> Response:
    """The reply with these members in place of its own."""
    return alike(moment, json.dumps(fields).encode())


def alike(moment: Moment, body: bytes) -> Response:
    """The reply with another body; what else its head said stays."""
    reply = moment.reply
    if reply is None:
        return Response(body)
    kept = {n: v for n, v in reply.headers.items() if n.lower() not in ("content-length", "content-type")}
    return Response(body, reply.status_code, kept, reply.headers.get("content-type"))
