"""A process of its own for each thing measured, one line of JSON to it and one back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from types import TracebackType
from typing import Any, Self

from pos_app.settings import ROOT

_LOG = ROOT / "build" / "bench" / "worker.log"


def _surroundings() -> dict[str, str]:
    """Offscreen, and with compiled modules as an installed program has them, wherever this machine keeps them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    cache = str(ROOT / "build" / "bench" / "pycache")
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": cache}


class Worker:
    """`python -m MODULE ARGUMENTS`, which says a first line when it is ready. Its complaints are in `worker.log`."""

    def __init__(self, module: str, *arguments: str) -> None:
        _LOG.parent.mkdir(parents=True, exist_ok=True)
        self._log = _LOG.open("a", encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT, env=_surroundings(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
        )  # fmt: skip
        try:
            self.greeting = self._hear()
        except BaseException:
            self._end()
            raise

    def ask(self, what: str, **given: Any) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"what": what, **given}) + "\n")
        self._process.stdin.flush()
        return self._hear()

    def _hear(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"a measured process ended early, see {_LOG}")
        return json.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()  # its sign to leave
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._log.close()
