"""Plays the practice sales through the real windows, by keys alone, and keeps pictures, papers and a summary.

Each sale is what a seller would do: a scanner's burst of keys, F6 from step to step, F4, F8, F9.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_app.application.services import Program
from pos_app.domain.errors import ShopError
from pos_app.settings import RegistryAccess, Settings
from ui.app import App, hear_qt, make_qt
from ui.demo_player import DemoError, Player, relative
from ui.demo_sales import by_api, by_hand, without_registry
from ui.demo_used import SOLD, USED, begin_next_day, finish_next_day


class Clock(Protocol):
    def now(self) -> datetime: ...

    def move(self, **by: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Stage:
    """What the practice needs from outside. `codes`: those that the registry has sent to new owners' telephones."""

    open_shop: Callable[..., Program]
    registry: Callable[[Path], AbstractContextManager[RegistryAccess | None]]
    clock: Clock
    codes: Callable[[RegistryAccess | None], dict[str, str]]


def play(out: Path, data: Path | None, stage: Stage) -> int:
    """0 when every case reached its paper; 2 with the reason, or the place where one stopped."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        clear(out)
        return _play(out, data, stage)
    except DemoError as error:
        sys.stderr.write(f"{error}\n")
    except ShopError as error:
        sys.stderr.write(f"{error.code}: {error.detail}\n")
    except OSError as error:
        sys.stderr.write(f"storage-write-failed: {error.filename or out}: {error.strerror}\n")
    return 2


def clear(out: Path) -> None:
    """Takes away what an earlier summary of ours names, and that summary; whatever else lies there stays."""
    summary = out / "summary.json"
    try:
        sales = json.loads(summary.read_text("utf-8"))
        named = [name for sale in sales for name in (sale["pdf"], *sale["screenshots"])]
        named += [name for sale in sales if "papers" in sale for name in sale["papers"]]
    except (OSError, ValueError, TypeError, KeyError):
        return  # none, or not ours
    for path in (out / Path(str(name)).name for name in named):
        if relative(path) in named:
            path.unlink(missing_ok=True)
    summary.unlink()


def _play(out: Path, data: Path | None, stage: Stage) -> int:
    hear_qt()
    qt = make_qt()
    with ExitStack() as stack:
        if data is None:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        shop = data / "practice-shop"
        shutil.rmtree(shop, ignore_errors=True)
        shop.mkdir(parents=True)
        registry_stack = stack.enter_context(ExitStack())
        access = registry_stack.enter_context(stage.registry(shop / "registry.db"))

        def opened() -> App:
            app = App(qt, lambda: stage.open_shop(Settings(shop, practice=True, registry=access), clock=stage.clock))
            app.show()
            return app

        player = Player(opened(), out, codes=lambda: stage.codes(access))
        try:
            player.begin("start")
            player.wait()
            summary = [act(player) for act in (by_api, by_hand, *USED)]
            summary.append(another_day(player, opened, stage.clock))
            registry_stack.close()  # the registry goes down, as it does on a bad day
            summary.append(without_registry(player))
            looks(player)
        finally:
            player.app.window.close()
            player.app.close()
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", "utf-8")
    sys.stdout.write(f"{len(summary)} practice cases: {relative(out / 'summary.json')}\n")
    return 0


def another_day(player: Player, opened: Callable[[], App], clock: Clock) -> dict[str, Any]:
    """The transfer is open, the shop closes; the buyer comes back with his code the next day."""
    begin_next_day(player)
    player.app.window.close()
    player.app.close()
    clock.move(days=1)
    player.app = opened()
    player.pause(300)
    player.wait(lambda: player.app.window.counter_vm.state.sale is not None)
    return finish_next_day(player)


def looks(player: Player) -> None:
    """The other pages, the other language, the dark theme."""
    player.begin("page")
    window = player.app.window
    pages = {
        Qt.Key.Key_2: "invoices", Qt.Key.Key_3: "registry", Qt.Key.Key_4: "settings", Qt.Key.Key_6: "duties",
    }  # fmt: skip
    for key, name in pages.items():
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        player.wait()
        if name == "registry":  # down to one with a story
            player.key(Qt.Key.Key_Down)
            player.key(Qt.Key.Key_Down)
        player.picture(name)
    QTest.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    player.wait()
    player.scan(SOLD)  # and brought back: a life worth a look
    player.picture("life")
    QTest.keyClick(window, Qt.Key.Key_F1)
    player.wait()
    player.picture("help")
    for language, theme in (("en", "light"), ("fa", "dark")):
        player.app.window.look_changed.emit(language, theme)
        player.wait()
        player.app.window.open_page("counter")
        player.scan("PRCA550001")  # the first time it opens a sale, then that sale is there again
        player.picture(f"{language}-{theme}")
