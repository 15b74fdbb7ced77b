"""`python -m registry_sandbox --port 0`: the practice registry by itself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from registry_sandbox.server import serve


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="registry-sandbox", description="practice registry on loopback")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--faults", type=Path, help="JSON list of faults to commit")
    parser.add_argument("--devices", type=Path, help="JSON list of devices in place of the practice seed")
    parser.add_argument("--state", type=Path, help="SQLite file; without it the state lives in memory")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    given = parser.parse_args(argv)
    return serve(given.port, given.faults, given.state, given.devices, host=given.host)


if __name__ == "__main__":
    sys.exit(main())
