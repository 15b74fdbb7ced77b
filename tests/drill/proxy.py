"""A line between till and registry that is cut where told: somewhere in a request, or somewhere in its reply."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

LONGEST = 3_000  # bytes of one direction before the cut
CUT_ONE_IN = 3  # connections


class _Cutter:
    def __init__(self, host: str, port: int, seed: int) -> None:
        self._host, self._port = host, port
        self._chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self.cutting = True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Whatever ends it, neither side is left open: an end nobody closed is a warning in some later test."""
        open_ends = [writer]
        try:
            up_reader, up_writer = await asyncio.open_connection(self._host, self._port)
            open_ends.append(up_writer)
            await self._between(reader, writer, up_reader, up_writer)
        finally:
            for side in open_ends:
                side.transport.abort()

    async def _between(
        self,
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader, up_writer: asyncio.StreamWriter,
    ) -> None:  # fmt: skip
        cut = self.cutting and self._chance.randrange(CUT_ONE_IN) == 0
        limit = self._chance.randrange(1, LONGEST) if cut else None
        of_reply = self._chance.random() < 0.5
        both = (
            self._pump(reader, up_writer, None if of_reply else limit),
            self._pump(up_reader, writer, limit if of_reply else None),
        )
        pumps = [asyncio.ensure_future(pump) for pump in both]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, limit: int | None) -> None:
        """Ends with the connection, or after `limit` bytes, the last of them delivered."""
        passed = 0
        try:
            while piece := await source.read(65_536):
                room = len(piece) if limit is None else limit - passed
                target.write(piece[:room])
                await target.drain()
                passed += len(piece)
                if limit is not None and passed >= limit:
                    return
        except OSError:
            return


@contextmanager
def between(address: str, seed: int) -> Iterator[tuple[str, threading.Event]]:
    """The address of the line, and an event that ends the cutting."""
    parts = urlsplit(address)
    cutter = _Cutter(parts.hostname or "", parts.port or 0, seed)
    healed, ready, stop = threading.Event(), threading.Event(), threading.Event()
    found: list[int] = []

    async def run() -> None:
        server = await asyncio.start_server(cutter.serve, "127.0.0.1", 0)
        found.append(server.sockets[0].getsockname()[1])
        ready.set()
        while not stop.is_set():
            cutter.cutting = not healed.is_set()
            await asyncio.sleep(0.05)
        server.close()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await asyncio.sleep(0)  # what was aborted is closed on the loop's next turn

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    ready.wait(10)
    try:
        yield f"http://127.0.0.1:{found[0]}", healed
    finally:
        stop.set()
        thread.join()
