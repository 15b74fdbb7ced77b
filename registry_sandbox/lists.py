"""What is asked for, not done: lists by cursor, a device, one operation."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from registry_sandbox.devices import is_imei
from registry_sandbox.practice import Practice
from registry_sandbox.problems import refuse
from registry_sandbox.reading import whole_number
from registry_sandbox.sign_in import SignIn

LIMIT, LARGEST = 200, 1000  # items of a page
LONGEST_WAIT = 25  # seconds


@dataclass(frozen=True, slots=True)
class _Asked:
    """A place in the list of this name, and how much of it."""

    listed: str
    after: int
    limit: int


class Lists:
    def __init__(self, practice: Practice, sign_in: SignIn) -> None:
        self._practice, self._sign_in = practice, sign_in
        self._registry = practice.registry
        self._state = practice.registry.state

    async def operation(self, request: Request) -> Response:
        client = self._sign_in.caller(request, "operation:read")
        if isinstance(client, Response):
            return client
        try:
            operation_id = str(uuid.UUID(request.path_params["operation_id"]))
        except ValueError:
            return refuse("operation-not-found")
        kept = self._state.kept(operation_id)
        if kept is None or kept.client_id != client.client_id:
            return refuse("operation-not-found")
        return Response(kept.view, media_type="application/json")

    async def operations(self, request: Request) -> Response:
        """This client's own operations as they change; the question may stand open until one does."""
        client = self._sign_in.caller(request, "operation:read")
        if isinstance(client, Response):
            return client
        asked = self._asked(request, f"operations/{client.client_id}")
        if isinstance(asked, Response):
            return asked
        wait = whole_number(request.query_params.get("wait", "0"), 0, LONGEST_WAIT)
        if wait is None:
            return refuse("request-invalid", f"wait is 0 to {LONGEST_WAIT} seconds")
        rows = self._state.changes(client.client_id, asked.after, asked.limit + 1)
        if not rows and wait:
            await self._practice.news_for(lambda: self._state.changes(client.client_id, asked.after, 1), wait)
            rows = self._state.changes(client.client_id, asked.after, asked.limit + 1)
        return self._page(asked, rows)

    async def allocations(self, request: Request) -> Response:
        client = self._sign_in.caller(request, "allocation:read")
        if isinstance(client, Response):
            return client
        shop = request.path_params["shop_id"]
        if shop != client.shop:
            return refuse("forbidden", "this till stands in another shop")
        asked = self._asked(request, f"allocations/{shop}")
        if isinstance(asked, Response):
            return asked
        return self._page(asked, self._state.shelf.page(shop, asked.after, asked.limit + 1))

    async def device(self, request: Request) -> Response:
        client = self._sign_in.caller(request, "device:read")
        if isinstance(client, Response):
            return client
        imei = request.path_params["imei"]
        if not is_imei(imei):
            return refuse("imei-invalid")
        view = self._registry.device_view(imei, None)
        content = json.dumps({name: said for name, said in view.items() if name != "as_of"}, sort_keys=True)
        tag = f'"{hashlib.sha256(content.encode()).hexdigest()[:16]}"'
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": tag})
        return Response(json.dumps(view), headers={"ETag": tag}, media_type="application/json")

    async def history(self, request: Request) -> Response:
        client = self._sign_in.caller(request, "history:read")
        if isinstance(client, Response):
            return client
        imei = request.path_params["imei"]
        if not is_imei(imei):
            return refuse("imei-invalid")
        known = self._registry.devices.get(imei)
        device = known.imei if known else imei
        asked = self._asked(request, f"history/{device}")
        if isinstance(asked, Response):
            return asked
        events = [
            (place, json.dumps({"event_id": event_id, "at": at, "type": kind, "detail": json.loads(detail)}))
            for place, event_id, at, kind, detail in self._state.events(device, asked.after, asked.limit + 1)
        ]
        return self._page(asked, events)

    def _asked(self, request: Request, listed: str) -> _Asked | Response:
        limit = whole_number(request.query_params.get("limit", str(LIMIT)), 1, LARGEST)
        cursor = request.query_params.get("cursor", "")
        if limit is None:
            return refuse("request-invalid", f"limit is 1 to {LARGEST}")
        after = self._state.cursors.place(listed, cursor) if cursor else 0
        return refuse("cursor-gone") if after is None else _Asked(listed, after, limit)

    def _page(self, asked: _Asked, rows: Sequence[tuple[int, str]]) -> Response:
        """`rows` (place, item as JSON): one more than asked for means that there are more."""
        shown = rows[: asked.limit]
        cursor = self._state.cursors.give(asked.listed, shown[-1][0] if shown else asked.after)
        more = "true" if len(rows) > asked.limit else "false"
        items = ",".join([item for _place, item in shown])
        body = f'{{"items":[{items}],"has_more":{more},"next_cursor":"{cursor}"}}'
        return Response(body, media_type="application/json")
