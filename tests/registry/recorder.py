"""A practice registry that writes down what is really said on its line."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.registry.published import Talk


@dataclass
class Recorder:
    """Around the application; `talks` grows with each reply that was given whole."""

    app: ASGIApp
    talks: list[Talk] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, reply = bytearray(), bytearray()
        status, headers = 0, {}

        async def hear() -> Message:
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        async def say(message: Message) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status, headers = message["status"], _texts(message["headers"])
            reply.extend(message.get("body", b""))
            if message["type"] == "http.response.body" and not message.get("more_body"):
                asked = _texts(scope["headers"])
                query = scope["query_string"].decode()
                self.talks.append(
                    Talk(scope["method"], scope["path"], query, asked, bytes(body), status, headers, bytes(reply))
                )
            await send(message)

        await self.app(scope, hear, say)


def _texts(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
