"""Replies that break off, or never come: written to the connection itself, past the server's good manners."""

from __future__ import annotations

import asyncio

from starlette.responses import Response
from starlette.types import Receive, Scope, Send


async def _until_the_other_gives_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class Silence(Response):
    """No reply at all: the connection is cut at once, or kept open until the other side gives up."""

    def __init__(self, *, cut: bool) -> None:
        super().__init__()
        self._cut = cut

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        if self._cut:
            scope["state"]["transport"].abort()
        await _until_the_other_gives_up(receive)


class CutReply(Response):
    """Promises the whole of `whole`, sends half of it and hangs up."""

    def __init__(self, whole: Response) -> None:
        super().__init__()
        self._whole = whole

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        body = bytes(self._whole.body)
        head = [b"HTTP/1.1 %d Cut" % self._whole.status_code]
        head += [name + b": " + value for name, value in self._whole.raw_headers]
        transport = scope["state"]["transport"]
        transport.write(b"\r\n".join([*head, b"", b""]) + body[: len(body) // 2])
        transport.close()  # what was written still goes out
        await _until_the_other_gives_up(receive)


class SlowHeaders(Response):
    """A head that never ends, one byte every `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        transport = scope["state"]["transport"]
        transport.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        gone = asyncio.ensure_future(_until_the_other_gives_up(receive))
        while not gone.done():
            transport.write(b"x")
            await asyncio.wait([gone], timeout=self._seconds)
