"""The switches under /_practice, for the person who practises and for tests."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from registry_sandbox.devices import is_imei
from registry_sandbox.fault_bench import FaultError, read_faults
from registry_sandbox.practice import PRACTICE_SHOP, ClientError, Practice, read_client
from registry_sandbox.problems import refuse
from registry_sandbox.reading import read_json, whole_number

_MANY = 5_000_000
_TEXTS = ("serial", "brand", "model", "model_code", "goods_id", "guarantee_tracking_id", "allocated_at")


class _ItemError(ValueError):
    def __init__(self, place: int, why: str) -> None:
        super().__init__(f"item {place}: {why}")


class Switches:
    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._registry = practice.registry
        self._state = practice.registry.state

    def routes(self) -> list[Route]:
        return [
            Route("/_practice/faults", self.faults, methods=["GET", "PUT"]),
            Route("/_practice/effects", self.effects, methods=["GET"]),
            Route("/_practice/commands", self.commands, methods=["GET"]),
            Route("/_practice/messages", self.messages, methods=["GET"]),
            Route("/_practice/allocations", self.allocations, methods=["PUT"]),
            Route("/_practice/allocations/many", self.many_allocations, methods=["POST"]),
            Route("/_practice/transfers/expire", self.expire, methods=["POST"]),
            Route("/_practice/clients", self.enrol, methods=["POST"]),
            Route("/_practice/clients/{client_id}", self.revoke, methods=["DELETE"]),
            Route("/_practice/reset", self.reset, methods=["POST"]),
        ]

    async def faults(self, request: Request) -> Response:
        """GET what is armed; PUT a list in its place."""
        if request.method == "PUT":
            try:
                self._practice.faults.armed = read_faults(read_json(await request.body()))
            except FaultError as error:
                return refuse("request-invalid", str(error))
            except ValueError:
                return refuse("request-invalid", "the body is not JSON")
        return JSONResponse([fault.as_json() for fault in self._practice.faults.armed])

    async def effects(self, _request: Request) -> Response:
        return JSONResponse(self._state.effects())

    async def commands(self, request: Request) -> Response:
        """Every key that was received, refused ones too, in the order of their arrival; `?kind=` of one kind only."""
        return JSONResponse(self._registry.received(request.query_params.get("kind", "")))

    async def messages(self, _request: Request) -> Response:
        """What lies in the buyers' telephones: the codes of transfers, newest first."""
        return JSONResponse(self._state.transfers.messages())

    async def allocations(self, request: Request) -> Response:
        """PUT a list of upserts and tombstones; `?shop=` names another than the practice shop."""
        try:
            listed = read_json(await request.body())
            if not isinstance(listed, list):
                return refuse("request-invalid", "a list of allocations is wanted")
            items = [_item(entry, place) for place, entry in enumerate(listed)]
        except ValueError as error:
            return refuse("request-invalid", str(error))
        shop = request.query_params.get("shop", PRACTICE_SHOP)
        with self._state.change():
            version = self._state.shelf.put(shop, items)
        return JSONResponse({"version": version})

    async def many_allocations(self, request: Request) -> Response:
        """`count` invented phones, beginning with the one of number `first`."""
        asked = request.query_params
        count = whole_number(asked.get("count", ""), 1, _MANY)
        first = whole_number(asked.get("first", "0"), 0, _MANY)
        if count is None or first is None:
            return refuse("request-invalid", f"count from 1 and first, both up to {_MANY}, are wanted")
        with self._state.change():
            version = self._state.shelf.put_many(asked.get("shop", PRACTICE_SHOP), count, first)
        return JSONResponse({"version": version})

    async def expire(self, _request: Request) -> Response:
        """As if the time of every open transfer had run out."""
        expired = self._registry.expire_transfers()
        self._practice.tell()
        return JSONResponse({"expired": expired})

    async def enrol(self, request: Request) -> Response:
        try:
            one = read_client(read_json(await request.body()), "client")
        except ClientError as error:
            return refuse("request-invalid", str(error))
        except ValueError:
            return refuse("request-invalid", "the body is not JSON")
        self._state.enrol(one.client_id, one.secret, one.shop)
        return JSONResponse({"id": one.client_id, "shop": one.shop}, 201)

    async def revoke(self, request: Request) -> Response:
        done = self._state.revoke(request.path_params["client_id"])
        return Response(status_code=204) if done else refuse("no-such-path", "no such client")

    async def reset(self, _request: Request) -> Response:
        """As on the first day: no operation, no activation, no token, no fault; the seeded allocations again."""
        self._practice.reset()
        return Response(status_code=204)


def _item(entry: Any, place: int) -> dict[str, Any]:
    """One upsert or tombstone, without its version. Raises _ItemError."""
    if not isinstance(entry, dict) or not isinstance(entry.get("allocation_id"), str) or not entry["allocation_id"]:
        raise _ItemError(place, "an allocation_id is wanted")
    if entry.get("op", "upsert") not in ("upsert", "delete"):
        raise _ItemError(place, "op is upsert or delete")
    if entry.get("op") == "delete":
        return {"allocation_id": entry["allocation_id"], "op": "delete"}
    unknown = entry.keys() - {"allocation_id", "op", "imei", "imei2", *_TEXTS}
    if unknown:
        raise _ItemError(place, f"unknown {', '.join(sorted(unknown))}")
    if not is_imei(entry.get("imei")) or not (entry.get("imei2") is None or is_imei(entry["imei2"])):
        raise _ItemError(place, "every IMEI needs 15 digits and a right check digit")
    if not all(entry.get(name) is None or isinstance(entry[name], str) for name in _TEXTS):
        raise _ItemError(place, f"{', '.join(_TEXTS)} are texts")
    return {"op": "upsert", "brand": "", "model": "", **{k: v for k, v in entry.items() if v is not None}}
