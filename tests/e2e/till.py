"""A till in its own process, there to be killed: sells the phones it is told to, going on from wherever it stands.

Each line on standard output names the place that it is about to leave; "issued NUMBER" ends a sale.
"""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from tests.ui.shop import opened
from ui.app import App, make_qt
from ui.demo_player import Player
from ui.demo_steps import choose
from ui.view_models.counter_state import WAY_FIELDS, State
from ui.widgets.step_list import StepList

Key = Qt.Key


class Till:
    def __init__(self, player: Player) -> None:
        self.player = player

    @property
    def state(self) -> State:
        return self.player.app.window.counter_vm.state

    @property
    def steps(self) -> StepList:
        return self.player.app.window.counter.steps

    def sell(self, first: str, code: str) -> str:
        """The number of the invoice; a phone that was sold before the last kill has one already."""
        sold = self.sold(first)
        while not sold:
            place = self.place()
            sys.stdout.write(f"{first} {place}\n")
            sys.stdout.flush()
            self.move_on(place, first, code)
            sold = self.sold(first)
        return sold

    def sold(self, first: str) -> str:
        with self.player.app.program.services.storage.read() as session:
            return next((hit.invoice_number for hit in session.find_units(first)), "")

    def place(self) -> str:
        if self.state.sale is None:
            return "empty"
        if self.steps.review.isVisible():
            return "stopped"
        return self.state.step_id

    def move_on(self, place: str, first: str, code: str) -> None:
        player = self.player
        if self.state.sale is not None:
            for way in WAY_FIELDS.values():  # by the service, also after a round that it did not answer
                player.app.window.counter_vm.edit(way, "api")
        if place == "empty":
            player.scan(first)
        elif place == "stopped":  # the last question has no answer that we know of: ask what became of it
            player.go(self.steps.review.again)
            player.key(Qt.Key.Key_Space)
        elif place == "box_match":
            for imei in self.state.unit.imeis if self.state.unit else ():
                player.scan(imei)  # the first time it fills the box, the second time the device
                player.scan(imei)
            player.key(Key.Key_F6)
        elif place == "activation":
            player.scan(code)
            self.buyer()
            player.key(Key.Key_F6)
        elif place == "invoice":
            player.key(Key.Key_F8)
            choose(player, player.app.window.counter.side.pay, "cash")
            player.key(Key.Key_F9)
        else:
            player.key(Key.Key_F6)

    def buyer(self) -> None:
        player, fields = self.player, self.player.app.window.counter.side.buyer.fields
        for name, text in (("name", "Ali"), ("mobile", "09123456789")):
            fields[name].edit.setFocus()
            fields[name].edit.selectAll()
            player.type(text)
        player.key(Key.Key_Return)
        player.key(Key.Key_F2)


def main() -> int:
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("address")
    words.add_argument("later", type=int, help="how many seconds the day has gone on since the first start")
    words.add_argument("phones", nargs="+", metavar="IMEI=CODE")
    given = words.parse_args()
    program = opened(given.folder, given.address, later=timedelta(seconds=given.later))
    app = App(make_qt(), lambda: program)
    app.show()
    till = Till(Player(app, given.folder))
    till.player.begin("till")
    till.player.wait()
    for phone in given.phones:
        first, _, code = phone.partition("=")
        sys.stdout.write(f"issued {till.sell(first, code)}\n")
        sys.stdout.flush()
        till.player.key(Key.Key_Escape)
    app.window.close()
    app.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
