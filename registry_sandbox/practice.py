"""The parts of a running practice registry, and the switches under /_practice that a person or a test turns."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from registry_sandbox.fault_bench import FaultBench, FaultError, read_faults
from registry_sandbox.problems import refuse
from registry_sandbox.rules import Registry

#: Good for nothing but practice: this server listens on loopback only.
PRACTICE_CLIENT = "practice-till"
PRACTICE_SECRET = "practice-only"  # noqa: S105


@dataclass(slots=True)
class Practice:
    """The parts that the routes share. `in_flight`: keys whose first request still runs."""

    registry: Registry
    faults: FaultBench
    token_seconds: float = 3600.0
    clients: dict[str, str] = field(default_factory=lambda: {PRACTICE_CLIENT: PRACTICE_SECRET})
    in_flight: set[str] = field(default_factory=set)


class Switches:
    """For the person who practises, and for tests."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice

    async def faults(self, request: Request) -> Response:
        """GET what is armed; PUT a list in its place."""
        if request.method == "PUT":
            try:
                self._practice.faults.armed = read_faults(await request.json())
            except FaultError as error:
                return refuse("request-invalid", str(error))
            except ValueError:
                return refuse("request-invalid", "the body is not JSON")
        return JSONResponse([fault.as_json() for fault in self._practice.faults.armed])

    async def effects(self, _request: Request) -> Response:
        return JSONResponse(self._practice.registry.state.effects())

    async def reset(self, _request: Request) -> Response:
        """As on the first day: no operation, no activation, no token, no fault."""
        self._practice.faults.armed = []
        self._practice.registry.state.reset()
        return Response(status_code=204)
