"""Worker: imports one list into one shop. `python -m tests.bench.import_once FOLDER LIST`"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from pos_app.application import importing
from pos_app.bootstrap import open_shop
from pos_app.settings import Settings


def _resident() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def run() -> None:
    services = open_shop(Settings(Path(sys.argv[1]))).services
    memory = {"memory_begin": 0, "memory": 0}

    def progress(_done: int, _whole: int) -> None:
        memory["memory_begin"] = memory["memory_begin"] or _resident()

    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        what = json.loads(line)["what"]
        if what == "take":
            begun = perf_counter()
            told = importing.take(
                services, Path(sys.argv[2]), importing.Choice(), watch=importing.Watch(progress=progress)
            )
            seconds = perf_counter() - begun
            if told.taken != told.rows:
                raise RuntimeError(f"{told.taken} of {told.rows} came in: {told.reasons}")
            memory["memory"] = _resident()
            print(json.dumps(seconds), flush=True)
        else:
            print(json.dumps(memory[what]), flush=True)
    services.storage.close()


if __name__ == "__main__":
    run()
