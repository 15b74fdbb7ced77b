"""The practice tax office on loopback: `python -m registry_sandbox.tax_server --keys DIR [--state FILE] [--port N]`.

It prints one line of JSON: its address and the files of an invented key. Faults are ordered by POST /_practice/faults.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from registry_sandbox.tax_identity import PASSWORD, made
from registry_sandbox.tax_rules import RefusedError, TaxOfficeRules

ROOT = "/requestsmanager/api/v2/"
MOST_BODY = 16 * 1024 * 1024
SLOW_SECONDS = 30.0
#: lost-reply: done, and the line is cut · unavailable: not done, 503 · unavailable-after: done, 503 · slow: done, and
#: answered late · bad-nonce: a nonce that is spent already · garbage: done, and answered with no JSON · timed-out: the
#: inquiry says TIMEOUT · unknown: the inquiry says NOT_FOUND
FAULTS = ("lost-reply", "unavailable", "unavailable-after", "slow", "bad-nonce", "garbage", "timed-out", "unknown")


class PracticeTaxOffice(ThreadingHTTPServer):
    """`faults` are pairs of a call (`nonce`, `invoice`, ...) and a fault, each committed once, in their order."""

    daemon_threads = True

    def __init__(self, rules: TaxOfficeRules, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.rules = rules
        self.faults: list[tuple[str, str]] = []
        self.calls: list[str] = []
        self.lock = threading.Lock()
        self.awake = threading.Event()  # set: what is slow answers at once

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/requestsmanager"

    def fault(self, call: str) -> str:
        with self.lock:
            self.calls.append(call)
            found = next((pair for pair in self.faults if pair[0] == call), None)
            if found is None:
                return ""
            self.faults.remove(found)
            return found[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that has gone away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: PracticeTaxOffice
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that the library gives
        """Quiet."""

    def do_GET(self) -> None:
        self._handle(b"")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BODY:
            self._answer(413, {"errors": [{"code": "sample-size", "message": ""}]})
            return
        self._handle(self.rfile.read(length))

    def _handle(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/_practice/faults":
            self.server.faults += [(row["call"], row["fault"]) for row in json.loads(body)]
            self._answer(200, {})
            return
        if parts.path == "/_practice/packets":
            rules = self.server.rules
            self._answer(200, [[p.uid, p.tax_id, p.status] for p in rules.parcels.values()])
            return
        call = parts.path.removeprefix(ROOT)
        fault = self.server.fault(call)
        if fault == "unavailable":
            self._answer(503, {"errors": []})
            return
        try:
            said: object = self._act(call, parse_qs(parts.query), body, fault)
            status = 200
        except RefusedError as error:
            status, code, message = error.args
            said = {"timestamp": 0, "errors": [{"code": code, "message": message}]}
        self._spoil(fault, status, said)

    def _spoil(self, fault: str, status: int, said: object) -> None:
        if fault == "lost-reply":
            self.close_connection = True
            return
        if fault == "slow":
            self.server.awake.wait(SLOW_SECONDS)
        if fault == "unavailable-after":
            status, said = 503, {"errors": []}
        if fault in ("timed-out", "unknown") and isinstance(said, list):
            word = {"timed-out": "TIMEOUT", "unknown": "NOT_FOUND"}[fault]
            said = [{**row, "status": word} for row in said]
        self._answer(status, said, spoilt=fault == "garbage")

    def _act(self, call: str, query: dict[str, list[str]], body: bytes, fault: str) -> object:
        rules = self.server.rules
        if call == "nonce" and self.command == "GET":
            return rules.nonce(int(query.get("timeToLive", ["30"])[0]), spent=fault == "bad-nonce")
        client = rules.client(self.headers.get("Authorization", ""))
        if call == "server-information" and self.command == "GET":
            return rules.server_information()
        if call == "invoice" and self.command == "POST":
            return rules.take(client, body)
        if call == "inquiry-invoice-status" and self.command == "GET":
            return rules.in_folder(client, query.get("taxIds", []))
        window = {name: query.get(name, [""])[0] for name in ("start", "end")}
        if call == "inquiry-by-uid" and query.get("fiscalId") == [client]:
            return rules.inquire(client, uids=query.get("uidList", []), references=[], **window)
        if call == "inquiry-by-reference-id":
            return rules.inquire(client, uids=[], references=query.get("referenceIds", []), **window)
        raise RefusedError(404, "sample-no-such-call", call)

    def _answer(self, status: int, said: object, *, spoilt: bool = False) -> None:
        data = b"<html>busy</html>" if spoilt else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def main(argv: Sequence[str], now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> int:
    """Serves until it is ended."""
    parser = argparse.ArgumentParser(prog="registry_sandbox.tax_server")
    parser.add_argument("--keys", type=Path, required=True, metavar="DIR", help="files of the invented key, made once")
    parser.add_argument("--state", type=Path, metavar="FILE", help="what was taken in, kept over a restart")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="0 = any free one")
    given = parser.parse_args(argv)
    files = made(given.keys, now())
    server = PracticeTaxOffice(TaxOfficeRules(files, now, given.state), given.port)
    told = {"address": server.address, "key_file": str(files.token), "password": PASSWORD}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
