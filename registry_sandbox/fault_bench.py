"""Which faults are armed, and when they strike.

Armed by a JSON list: `[{"fault": "delay", "seconds": 3, "path": "/v1/inquiries", "times": 2, "every": 10}]`; `path` is
a prefix (default: every contract path), `times` how often it strikes (default: always), `every` 10 means each tenth
request that fits, the rest are options. Where a fault is counted and names no path, `/v1/time` is left alone: a client
asks for it of its own accord before it signs in, and would use the fault up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import Response

from registry_sandbox.faults import FAULTS
from registry_sandbox.moment import Moment, Options, Stage
from registry_sandbox.problems import PROBLEMS
from registry_sandbox.reading import read_json

_SECONDS = 1e9  # thirty years: more is no date any more


class FaultError(ValueError):
    """A list of faults that cannot be armed."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")


@dataclass(slots=True)
class ArmedFault:
    fault: str
    path: str
    times: int | None  # None = until disarmed
    options: Options
    every: int = 1
    spares_time: bool = False
    met: int = 0  # requests that fitted

    def as_json(self) -> dict[str, Any]:
        return {"fault": self.fault, "path": self.path, "times": self.times, "every": self.every, **self.options}

    def strikes(self, moment: Moment) -> bool:
        """Counts a request that fits; True for each n-th of them."""
        if not moment.path.startswith(self.path) or (self.spares_time and moment.path == "/v1/time"):
            return False
        if not FAULTS[self.fault].fits(self.options, moment):
            return False
        self.met += 1
        return self.met % self.every == 0


def read_faults(listed: Any) -> list[ArmedFault]:
    """The armed form of a JSON list. Raises FaultError."""
    if not isinstance(listed, list):
        raise FaultError("faults", "a list is wanted")
    return [_armed(entry, f"fault {place}") for place, entry in enumerate(listed)]


def read_fault_file(path: Path) -> list[ArmedFault]:
    """Raises FaultError."""
    try:
        return read_faults(read_json(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise FaultError(str(path), error.strerror or "cannot be read") from error
    except FaultError as error:
        raise FaultError(str(path), str(error)) from error
    except ValueError as error:
        raise FaultError(str(path), f"not JSON: {error}") from error


def _armed(entry: Any, where: str) -> ArmedFault:
    if not isinstance(entry, dict) or not isinstance(entry.get("fault"), str):
        raise FaultError(where, '{"fault": NAME, ...} is wanted')
    name = entry["fault"]
    if name not in FAULTS:
        raise FaultError(where, f"unknown fault {name!r}; known: {', '.join(FAULTS)}")
    options = dict(FAULTS[name].options)
    path, times, every = entry.get("path", FAULTS[name].path), entry.get("times"), entry.get("every", 1)
    if not isinstance(path, str):
        raise FaultError(where, "path must be a text")
    if times is not None and (type(times) is not int or times < 1):
        raise FaultError(where, "times must be a whole number from 1")
    if type(every) is not int or every < 1:
        raise FaultError(where, "every must be a whole number from 1")
    for key, value in entry.items():
        if key in ("fault", "path", "times", "every"):
            continue
        if key not in options:
            raise FaultError(where, f"{name} has no option {key!r}")
        options[key] = _option(value, options[key], f"{where}, {key}")
    if options.get("code", "code-invalid") not in PROBLEMS:
        raise FaultError(where, "code must be one of the contract's")
    spares_time = "path" not in entry and (times is not None or every > 1)
    return ArmedFault(name, path, times, options, every, spares_time)


def _option(value: Any, default: Any, where: str) -> Any:
    if isinstance(default, float) and type(value) is int:
        value = float(value)
    if isinstance(default, str) and type(value) is int:
        value = str(value)
    if type(value) is not type(default):
        raise FaultError(where, f"must be a {type(default).__name__}")
    if isinstance(value, float) and abs(value) > _SECONDS:
        raise FaultError(where, f"at most {_SECONDS:.0f} seconds")
    if type(value) is int and not 200 <= value <= 599:
        raise FaultError(where, "a status from 200 to 599 is wanted")
    if isinstance(value, str) and not (value.isascii() and (not value or value.isprintable())):
        raise FaultError(where, "goes into the head of a reply: plain characters are wanted")
    return value


class FaultBench:
    """The faults that are armed now."""

    def __init__(self, armed: list[ArmedFault] | None = None) -> None:
        self.armed = armed or []

    async def strike(self, stage: Stage, moment: Moment) -> Response | None:
        """The reply after every fault of this stage that fits, the first that breaks the way ending it."""
        for fault in list(self.armed):
            kind = FAULTS[fault.fault]
            if kind.stage != stage or not fault.strikes(moment):
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times == 0:
                    self.armed.remove(fault)
            changed = await kind.act(fault.options, moment)
            if changed is not None:
                moment.reply = changed
                if stage == "before" or type(changed) is not Response:
                    break  # a broken line has no reply that could be spoilt further
        return moment.reply
