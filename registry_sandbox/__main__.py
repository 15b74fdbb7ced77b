"""`python -m registry_sandbox --port 0`: the practice registry by itself."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from registry_sandbox.server import serve


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="registry-sandbox", description="practice registry on loopback")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--faults", type=Path, help="JSON list of faults to commit")
    parser.add_argument("--devices", type=Path, help="JSON list of devices in place of the practice seed")
    parser.add_argument("--clients", type=Path, help="JSON list of further tills: id, secret, shop")
    parser.add_argument("--state", type=Path, help="SQLite file; without it the state lives in memory")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="end with the program that started it, however that ends"
    )
    given = parser.parse_args(argv)
    if given.until_stdin_closes:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    return serve(given.port, given.faults, given.state, given.devices, host=given.host, clients=given.clients)


def _end_with_stdin() -> None:
    """A parent that is killed cannot say goodbye, but its end of the pipe closes."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
