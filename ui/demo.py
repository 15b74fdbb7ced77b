"""Plays the practice sales through the real windows, by keys alone, and keeps pictures, papers and a summary.

Each sale is what a seller would do: a scanner's burst of keys, F6 from step to step, F4, F8, F9.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.application.services import Program
from pos_app.domain.errors import ShopError
from pos_app.settings import ROOT, RegistryAccess, Settings
from ui.app import App, hear_qt, make_qt
from ui.once import once
from ui.widgets.choices import Choices

HUMAN_MS = 62  # slower than any scanner
PATIENCE_MS = 20_000
MOST_TABS = 80
MOST_ARROWS = 10
RIAL_REFERENCE = "405122388190"


class DemoError(Exception):
    """A practice sale did not go as planned."""

    def __init__(self, sale: str, where: str) -> None:
        super().__init__(f"{sale}: {where}")


@dataclass
class Player:
    """A pair of hands at the counter."""

    app: App
    out: Path
    pictures: list[str] = field(default_factory=list)
    name: str = ""

    def begin(self, name: str) -> None:
        self.name, self.pictures = name, []

    def wait(self, until: Callable[[], bool] | None = None) -> None:
        """Until the lanes are quiet (and `until` holds). Raises DemoError when that does not come."""
        vm, waited = self.app.window.counter_vm, 0
        while waited < PATIENCE_MS:
            self.pause(20)
            waited += 20
            quiet = self.app.jobs.idle and not vm.state.busy and not vm.saving
            if quiet and (until is None or until()):
                self.pause(20)
                return
        raise DemoError(self.name, f"step {vm.state.step_id}, {[n.code for n in vm.state.notices]}")

    @staticmethod
    def pause(milliseconds: int) -> None:
        """An event loop of its own: unlike QTest.qWait it lets the other threads work."""
        loop = QEventLoop()
        once(loop, milliseconds, loop.quit)
        loop.exec()

    def scan(self, text: str) -> None:
        """A scanner's burst, with its Enter."""
        target = self.focus()
        QTest.keyClicks(target, text)
        QTest.keyClick(target, Qt.Key.Key_Return)
        self.pause(200)
        self.wait()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus(), key, modifier)
        self.pause(80)
        self.wait()

    def type(self, text: str) -> None:
        """Latin text at a person's speed; Persian as an input method would commit it."""
        target = self.focus()
        if text.isascii():
            QTest.keyClicks(target, text, Qt.KeyboardModifier.NoModifier, HUMAN_MS)
        else:
            commit = QInputMethodEvent()
            commit.setCommitString(text)
            QCoreApplication.sendEvent(target, commit)
        self.pause(80)

    def go(self, target: QWidget) -> None:
        """Tab until the caret is there."""
        for _press in range(MOST_TABS):
            if self.focus() is target:
                return
            QTest.keyClick(self.focus(), Qt.Key.Key_Tab)
            self.pause(5)
        raise DemoError(self.name, f"no way by Tab to {target.accessibleName()}")

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.app.window

    def picture(self, name: str) -> None:
        self.pause(60)
        path = self.out / f"{self.name}-{len(self.pictures) + 1}-{name}.png"
        if not self.app.window.grab().save(str(path)):
            raise DemoError(self.name, f"{path} was not written")
        self.pictures.append(_relative(path))


def play(
    out: Path,
    data: Path | None,
    open_shop: Callable[[Settings], Program],
    registry: Callable[[Path], AbstractContextManager[RegistryAccess | None]],
) -> int:
    """0 when every sale reached its paper; 2 with the reason, or the place where one stopped."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        clear(out)
        return _play(out, data, open_shop, registry)
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
    except (OSError, ValueError, TypeError, KeyError):
        return  # none, or not ours
    for path in (out / Path(str(name)).name for name in named):
        if _relative(path) in named:
            path.unlink(missing_ok=True)
    summary.unlink()


def _play(
    out: Path,
    data: Path | None,
    open_shop: Callable[[Settings], Program],
    registry: Callable[[Path], AbstractContextManager[RegistryAccess | None]],
) -> int:
    hear_qt()
    qt = make_qt()
    with ExitStack() as stack:
        if data is None:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        shop = data / "practice-shop"
        shutil.rmtree(shop, ignore_errors=True)
        shop.mkdir(parents=True)
        registry_stack = stack.enter_context(ExitStack())
        access = registry_stack.enter_context(registry(shop / "registry.db"))
        app = App(qt, lambda: open_shop(Settings(shop, practice=True, registry=access)))
        stack.callback(app.close)
        app.show()
        player = Player(app, out)
        try:
            player.begin("start")
            player.wait()
            summary = [by_api(player), by_hand(player)]
            registry_stack.close()  # the registry goes down, as it does on a bad day
            summary.append(without_registry(player))
            looks(player)
        finally:
            app.window.close()
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", "utf-8")
    sys.stdout.write(f"{len(summary)} practice sales: {_relative(out / 'summary.json')}\n")
    return 0


def by_api(player: Player) -> dict[str, Any]:
    """A dual-SIM phone; the registry answers by itself; paid by card reader."""
    player.begin("sale-1-api")
    player.picture("waiting")
    player.scan("356938035643809")
    player.scan("356938035643817")
    player.scan("89049032000001000000012345678954")
    player.picture("scanned")
    player.key(Qt.Key.Key_F6)
    player.picture("answer")
    player.key(Qt.Key.Key_F6)
    player.scan("356938035643809")
    player.scan("356938035643817")
    player.picture("box-and-device")
    player.key(Qt.Key.Key_F6)
    player.scan("482915")
    buyer(player, "علی رضایی (نمونه)", "09123456789", "0499370899")
    player.picture("activation")
    player.key(Qt.Key.Key_F6)
    player.scan("2000000000107")
    pay_by_card(player)
    player.picture("ready")
    return issue(player)


def by_hand(player: Player) -> dict[str, Any]:
    """A single-SIM phone; the seller asks with a phone in the hand (dial code), and pays in cash."""
    player.begin("sale-2-by-hand")
    player.scan("490154203237518")
    form = player.app.window.counter.steps.forms["inquiry"]
    choose(player, form.channel, "ussd")  # type: ignore[attr-defined]
    player.key(Qt.Key.Key_F6)
    player.picture("script")
    answer_by_hand(player, form)
    player.picture("answer")
    player.key(Qt.Key.Key_F6)  # leads to the button; the seller's own key presses it
    player.key(Qt.Key.Key_Return)
    player.scan("490154203237518")
    player.key(Qt.Key.Key_F6)
    player.scan("731204")
    buyer(player, "مینا کاظمی (نمونه)", "09351234567", "")
    form = player.app.window.counter.steps.forms["activation"]
    choose(player, form.channel, "ussd")  # type: ignore[attr-defined]
    player.key(Qt.Key.Key_F6)
    player.picture("activation-script")
    player.key(Qt.Key.Key_F6)
    player.key(Qt.Key.Key_Return)
    player.key(Qt.Key.Key_F8)
    choose(player, player.app.window.counter.side.pay, "cash")
    player.picture("ready")
    return issue(player)


def without_registry(player: Player) -> dict[str, Any]:
    """The registry is down: a decision with its reason carries the sale on, the activation stays owed."""
    player.begin("sale-3-registry-down")
    player.scan("PRCNOK0001")
    player.scan(_first_imei(player))
    form = player.app.window.counter.steps.forms["inquiry"]
    for _press in range(MOST_ARROWS):  # a round may have found the registry silent already, and offer another way
        if form.channel.value() != "api":  # type: ignore[attr-defined]
            player.key(Qt.Key.Key_F7)
    player.key(Qt.Key.Key_F6)
    player.picture("no-answer")
    player.type("registry down; shop knows the importer")
    player.key(Qt.Key.Key_F6)
    player.key(Qt.Key.Key_F6)
    player.type("to be asked as soon as it answers")
    player.key(Qt.Key.Key_F6)
    player.scan(_first_imei(player))
    player.key(Qt.Key.Key_F6)
    player.scan("731001")
    buyer(player, "رضا امینی (نمونه)", "09121112233", "")
    form = player.app.window.counter.steps.forms["activation"]
    player.go(form.fields["reason"].edit)
    player.type("registry down")
    player.picture("later")
    player.key(Qt.Key.Key_Return)
    player.key(Qt.Key.Key_F8)
    choose(player, player.app.window.counter.side.pay, "cash")
    return issue(player)


def looks(player: Player) -> None:
    """The other pages, the other language, the dark theme."""
    player.begin("page")
    window = player.app.window
    for key, name in ((Qt.Key.Key_2, "invoices"), (Qt.Key.Key_3, "registry"), (Qt.Key.Key_4, "settings")):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        player.wait()
        player.picture(name)
    for language, theme in (("en", "light"), ("fa", "dark")):
        player.app.window.look_changed.emit(language, theme)
        player.wait()
        player.app.window.open_page("counter")
        player.scan("PRCA550001")  # the first time it opens a sale, then that sale is there again
        player.picture(f"{language}-{theme}")


def answer_by_hand(player: Player, form: Any) -> None:
    """What the seller read on the other phone: the text as it came, its sender, the six fields."""
    box, answer = form.evidence, form.answer
    player.go(box.first_field())
    player.paste("IMEI 490154203237518 - practice message, not the registry's words")
    player.go(box.sender_entry())
    player.type("HAMTA")
    for name in ("verdict", "brand", "model", "importer", "import_type", "seen"):
        player.go(answer.entry(name))
        text = {"brand": "Nokia", "model": "TA-1234", "importer": "بازرگانی تمرینی نارون"}.get(name, "")
        if text:
            player.type(text)
        else:  # the first of each list: legal and not activated, commercial, never switched on
            player.key(Qt.Key.Key_Down)
    player.wait()


def buyer(player: Player, name: str, mobile: str, national_id: str) -> None:
    fields = player.app.window.counter.side.buyer.fields
    player.key(Qt.Key.Key_F4)
    player.type(name)
    for field_name, text in (("mobile", mobile), ("national_id", national_id)):
        if text:
            player.go(fields[field_name].edit)
            player.type(text)
    player.key(Qt.Key.Key_Return)
    player.key(Qt.Key.Key_F2)


def pay_by_card(player: Player) -> None:
    player.key(Qt.Key.Key_F8)
    choose(player, player.app.window.counter.side.pay, "card_reader")
    player.go(player.app.window.counter.side.reference.edit)
    player.type(RIAL_REFERENCE)
    player.key(Qt.Key.Key_Return)


def choose(player: Player, choices: Choices, value: str) -> None:
    """Tab to the row (a key may have led there already), then the arrows."""
    if not choices.isAncestorOf(player.focus()):
        player.go(choices.button(choices.value()))
    if not choices.value():
        player.key(Qt.Key.Key_Space)
    for _press in range(MOST_ARROWS):
        if choices.value() == value:
            return
        player.key(Qt.Key.Key_Left if choices.isRightToLeft() else Qt.Key.Key_Right)
    raise DemoError(player.name, f"{value} is out of the arrows' reach")


def issue(player: Player) -> dict[str, Any]:
    """F9, then the summary of what is on disk."""
    window, services = player.app.window, player.app.program.services
    sale = window.counter_vm.state.sale
    if sale is None:
        raise DemoError(player.name, "no sale is open")
    player.key(Qt.Key.Key_F9)
    player.wait(lambda: bool(window.counter_vm.state.finished))
    number = window.counter_vm.state.finished
    player.picture("issued")
    player.key(Qt.Key.Key_Escape)
    with services.storage.read() as session:
        done = session.sale(sale.id)
        stored = session.invoice(number)
    if done is None or done.run is None or stored is None:
        raise DemoError(player.name, f"invoice {number} is not on disk")
    pdf = player.out / f"{number}.pdf"
    shutil.copyfile(services.papers / f"{number}.pdf", pdf)
    last = {record.step_id: record for record in done.run.records}
    return {
        "kind": "new_device",
        "invoice": number,
        "imeis": list(done.unit.imeis) if done.unit else [],
        "pdf": _relative(pdf),
        "total_rial": json.loads(stored.document)["tsstam"],
        "steps": [
            {
                "id": record.step_id,
                "state": record.state.value,
                "channel": record.channel.value if record.channel else None,
                "at": record.at.isoformat(),
            }
            for record in last.values()
        ],
        "screenshots": player.pictures,
    }


def _first_imei(player: Player) -> str:
    unit = player.app.window.counter_vm.state.unit
    if unit is None:
        raise DemoError(player.name, "no phone is in the sale")
    return unit.imeis[0]


def _relative(path: Path) -> str:
    """Relative to the project, as the summary promises."""
    return os.path.relpath(path.resolve(), ROOT)
