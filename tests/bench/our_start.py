"""Worker: begins as `main.py` does, with the collector off until the window stands.

python -m tests.bench.our_start FOLDER
"""

from __future__ import annotations

import gc
import sys


def run() -> int:
    gc.disable()
    from tests.bench import our_window

    return our_window.run(sys.argv[1])


if __name__ == "__main__":
    sys.exit(run())
