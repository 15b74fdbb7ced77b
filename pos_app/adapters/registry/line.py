"""One HTTP client on an event loop of its own, so that one deadline covers the whole call.

httpx's time-outs start anew with every read, and none covers the name look-up: a server that drips, or a
dead resolver, would hold the caller for ever. Cancelling a task ends them all. Imported with the first
call, because httpx and asyncio are slow to load.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import formatdate
from pathlib import Path
from typing import Any, TypeVar

import httpx

from pos_app.adapters.registry.wire import Received, as_raw, http_date
from pos_app.domain.registry import NotSent, Unreadable

log = logging.getLogger(__name__)
BODY_LIMIT = 1024 * 1024  # bytes; the contract's largest answer but for pages is far below
PAGE_LIMIT = 4 * BODY_LIMIT  # bytes; a page of a thousand allocations, each with its device, has under two million
T = TypeVar("T")


class Line:
    """Calls from any thread; the work is done on one background thread until `close`.

    `now` is this machine's clock. `clock_offset` (registry minus machine) is measured from each `Date` that comes,
    and corrects each `Date` that goes: the machine's own clock may be years off.
    """

    def __init__(
        self,
        root: str,
        ca_files: tuple[Path, ...],
        now: Callable[[], datetime],
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._now = now
        self.clock_offset: timedelta | None = None
        self._client = httpx.AsyncClient(
            base_url=root,
            verify=_authorities(ca_files),
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

    def believe(self, server_time: datetime) -> None:
        """The registry says what its clock shows now."""
        self.clock_offset = server_time - self._now()

    async def exchange(
        self,
        method: str,
        path: str,
        until: float,
        *,
        headers: Mapping[str, str],
        content: bytes | None = None,
        limit: int = BODY_LIMIT,
    ) -> Received | NotSent | Unreadable:
        """One request and its whole reply, `limit` bytes at most, before `until`. Never raises for what a network
        may do."""
        sent = False

        async def watch(event: str, _info: Mapping[str, Any]) -> None:
            nonlocal sent
            sent = sent or event.endswith("send_request_headers.started")

        begun = self._now()
        said = {**headers, **self._dated(begun)}
        body = bytearray()
        try:
            async with asyncio.timeout_at(until):
                async with self._client.stream(
                    method, path, headers=said, content=content, extensions={"trace": watch}
                ) as reply:
                    async for chunk in reply.aiter_raw():
                        body += chunk
                        if len(body) > limit:
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
        except Exception as error:  # noqa: BLE001 - see below
            # httpx has errors outside its own family, e.g. for an address; a call that raises would look like a crash.
            log.warning("a call to the registry failed: %s", type(error).__name__)
            return Unreadable("connection-lost", as_raw(bytes(body))) if sent else NotSent("no-connection")
        received = Received(reply.status_code, {k.lower(): v for k, v in reply.headers.items()}, bytes(body))
        self._measure_clock(received, begun)
        return received

    def _dated(self, at: datetime) -> dict[str, str]:
        with suppress(OverflowError, ValueError, OSError):  # a clock at the end of all time goes unsaid
            return {"Date": formatdate((at + (self.clock_offset or timedelta())).timestamp(), usegmt=True)}
        return {}

    def _measure_clock(self, received: Received, begun: datetime) -> None:
        """`Date` has whole seconds, so the offset is good to about one."""
        told = http_date(received.headers.get("date", ""))
        if told is not None:
            self.clock_offset = told - (begun + (self._now() - begun) / 2)


def _authorities(files: tuple[Path, ...]) -> ssl.SSLContext:
    """Files of our own replace the system's authorities: that is the pin. The present one and the next may stand
    side by side, so that a registry can change over. Raises OSError."""
    context = ssl.create_default_context(cafile=str(files[0]) if files else None)
    for further in files[1:]:
        context.load_verify_locations(cafile=str(further))
    return context


def _of_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
