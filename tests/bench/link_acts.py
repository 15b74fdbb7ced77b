"""What the window does with a registry on request: reach it, read its list of allocated phones as the product does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.application import allocations
from pos_app.application.allocations import Pulled
from pos_app.domain.registry import Channel
from tests.bench.gaps import Gaps
from tests.bench.link import way_to
from tests.bench.listening import Act, forget_peak, peak, say
from ui.app import App


def link_acts(app: App, when_quiet: Callable[[Callable[[], None]], None]) -> dict[str, Act]:
    gaps = Gaps()

    def reach(request: dict[str, Any]) -> None:
        """A round of the window itself; what it loads for the first call is loaded then."""
        way = way_to(request["address"], HttpxRegistry)
        app.program.services.gateways[Channel.API] = way  # type: ignore[index]  # in place, as `reconnect` does
        app.window.round()
        when_quiet(lambda: say("reached"))

    def rest(request: dict[str, Any]) -> None:
        """The gaps of a window that does nothing: what this machine lets any program wait."""
        gaps.start()
        QTimer.singleShot(request["ms"], tell_gaps)

    def tell_gaps() -> None:
        gaps.stop()
        say(gaps.all)

    def pull(_request: dict[str, Any]) -> None:
        forget_peak()
        gaps.start()
        app.jobs.background(lambda: allocations.pull(app.program.services), pulled, failed)

    def pulled(done: Pulled) -> None:
        gaps.stop()
        say({"items": done.items, "problem": done.problem, "gaps": gaps.all, "peak": peak()})

    def failed(error: BaseException) -> None:
        gaps.stop()
        say({"items": 0, "problem": repr(error), "gaps": gaps.all, "peak": peak()})

    return {"reach": reach, "rest": rest, "pull": pull}
