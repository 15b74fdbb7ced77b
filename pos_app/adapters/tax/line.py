"""One connection for one errand: every request of it within one deadline, every reply within a size."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from pos_app.adapters.tax.wire import Received
from pos_app.domain.registry import NotSent, Unreadable

log = logging.getLogger(__name__)
BODY_LIMIT = 1024 * 1024  # bytes


class Line:
    """`async with` opens it; `until` on the loop's clock bounds all that is said on it."""

    def __init__(self, root: str, ca_file: Path | None, seconds: float) -> None:
        """Raises OSError where the file of the authority cannot be read."""
        self._root = root.rstrip("/")
        self._client = httpx.AsyncClient(
            verify=ssl.create_default_context(cafile=str(ca_file) if ca_file else None),
            timeout=None,  # noqa: S113 - the deadline bounds the errand as a whole
            trust_env=False, follow_redirects=False,
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        )  # fmt: skip
        self._until = asyncio.get_running_loop().time() + seconds

    async def close(self) -> None:
        await self._client.aclose()

    async def ask(
        self, method: str, path: str, *, params: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None, content: bytes | None = None,
    ) -> Received | NotSent | Unreadable:  # fmt: skip
        """Never raises for what a network may do. NotSent only where no byte of the request has left."""
        sent = False

        async def watch(event: str, _info: Mapping[str, object]) -> None:
            nonlocal sent
            sent = sent or event.endswith("send_request_headers.started")

        said = dict(headers or {}) | ({"Content-Type": "application/json"} if content is not None else {})
        body = bytearray()
        try:
            async with asyncio.timeout_at(self._until):
                async with self._client.stream(
                    method, f"{self._root}/api/v2/{path}", params=list(params), headers=said, content=content,
                    extensions={"trace": watch},
                ) as reply:  # fmt: skip
                    async for chunk in reply.aiter_raw():
                        body += chunk
                        if len(body) > BODY_LIMIT:
                            return Unreadable("contract-breach")
        except TimeoutError:
            return Unreadable("timeout") if sent else NotSent("tax-no-connection")
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError) as error:
            if sent:
                return Unreadable("connection-lost")
            return NotSent("tax-wrong-certificate" if _of_tls(error) else "tax-no-connection")
        except Exception as error:  # noqa: BLE001 - httpx has errors outside its own family, e.g. for an address
            log.warning("a call to the tax office failed: %s", type(error).__name__)
            return Unreadable("connection-lost") if sent else NotSent("tax-no-connection")
        return Received(reply.status_code, bytes(body), reply.headers.get("retry-after", ""))


def _of_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
