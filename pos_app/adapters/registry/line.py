"""One HTTP client on an event loop of its own, so that one deadline covers the whole call.

httpx's time-outs start anew with every read, and none covers the name look-up: a server that drips, or a
dead resolver, would hold the caller for ever. Cancelling a task ends them all. Imported with the first
call, because httpx and asyncio are slow to load.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx

from pos_app.adapters.registry.wire import Received, as_raw, http_date
from pos_app.domain.registry import NotSent, Unreadable

BODY_LIMIT = 1024 * 1024  # bytes; the contract's largest answer is far below
T = TypeVar("T")


class Line:
    """Calls from any thread; the work is done on one background thread until `close`.

    `now` is this machine's clock, only for `clock_offset` (registry minus machine), measured from each `Date`.
    """

    def __init__(
        self,
        root: str,
        ca_file: Path | None,
        now: Callable[[], datetime],
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._now = now
        self.clock_offset: timedelta | None = None
        self._client = httpx.AsyncClient(
            base_url=root,
            # A file of our own replaces the system's authorities: that is the pin.
            verify=ssl.create_default_context(cafile=str(ca_file) if ca_file else None),
            timeout=None,  # noqa: S113 - `until` bounds each exchange as a whole
            trust_env=False,
            follow_redirects=False,
            headers={"Accept": "application/json, application/problem+json", "Accept-Encoding": "identity"},
            transport=transport,
        )
        self._closing = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="registry-line", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for a coroutine that calls `exchange`."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def deadline(self, seconds: float) -> float:
        """The instant for `exchange`, on the loop's own clock."""
        return self._loop.time() + seconds

    def close(self) -> None:
        """Calls under way end at once, with what can be said of them."""
        self.run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._closing = True
        running = asyncio.all_tasks() - {asyncio.current_task()}
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._client.aclose()

    async def exchange(
        self, method: str, path: str, until: float, *, headers: Mapping[str, str], content: bytes | None = None
    ) -> Received | NotSent | Unreadable:
        """One request and its whole reply before `until`. Never raises for what a network may do."""
        sent = False

        async def watch(event: str, _info: Mapping[str, Any]) -> None:
            nonlocal sent
            sent = sent or event.endswith("send_request_headers.started")

        begun = self._now()
        body = bytearray()
        try:
            async with asyncio.timeout_at(until):
                async with self._client.stream(
                    method, path, headers=dict(headers), content=content, extensions={"trace": watch}
                ) as reply:
                    async for chunk in reply.aiter_raw():
                        body += chunk
                        if len(body) > BODY_LIMIT:
                            return Unreadable("contract-breach", as_raw(bytes(body)))
        except TimeoutError:
            return Unreadable("timeout", as_raw(bytes(body))) if sent else NotSent("no-connection")
        except asyncio.CancelledError:
            if not self._closing:
                raise
            return Unreadable("connection-lost", as_raw(bytes(body))) if sent else NotSent("no-connection")
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            if sent:
                return Unreadable("connection-lost", as_raw(bytes(body)))
            return NotSent("wrong-certificate" if _of_tls(error) else "no-connection")
        received = Received(reply.status_code, {k.lower(): v for k, v in reply.headers.items()}, bytes(body))
        self._measure_clock(received, begun)
        return received

    def _measure_clock(self, received: Received, begun: datetime) -> None:
        """`Date` has whole seconds, so the offset is good to about one."""
        told = http_date(received.headers.get("date", ""))
        if told is not None:
            self.clock_offset = told - (begun + (self._now() - begun) / 2)


def _of_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
