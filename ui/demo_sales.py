"""The practice sales of new phones."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from ui.demo_player import MOST_ARROWS, Player
from ui.demo_steps import answer_by_hand, buyer, choose, first_imei, issue, pay_by_card


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
    player.scan(first_imei(player))
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
    player.scan(first_imei(player))
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
