"""The practice tax office in a process of its own, on the clock of the tests."""

from __future__ import annotations

import sys

from registry_sandbox.tax_server import main
from tests.fakes.clock import NOON

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], now=lambda: NOON))
