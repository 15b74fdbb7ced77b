"""What the practice sales share: the buyer, the money, an answer by hand, the end of a case."""

from __future__ import annotations

import json
import shutil
from typing import Any

from PySide6.QtCore import Qt

from ui.demo_player import MOST_ARROWS, RIAL_REFERENCE, DemoError, Player, relative
from ui.widgets.choices import Choices


def answer_by_hand(
    player: Player, form: Any, imei: str = "490154203237518", brand: str = "Nokia", model: str = "TA-1234",
    verdict: int = 1,
) -> None:  # fmt: skip
    """What the seller read on the other phone: the text as it came, its sender, the six fields. `verdict`: its place in
    the list."""
    box, answer = form.evidence, form.answer
    player.go(box.first_field())
    player.paste(f"IMEI {imei} - practice message, not the registry's words")
    player.go(box.sender_entry())
    player.type("HAMTA")
    for name in ("verdict", "brand", "model", "importer", "import_type", "seen"):
        player.go(answer.entry(name))
        text = {"brand": brand, "model": model, "importer": "بازرگانی تمرینی نارون"}.get(name, "")
        if text:
            player.type(text)
            continue
        for _press in range(verdict if name == "verdict" else 1):  # the first of the other lists
            player.key(Qt.Key.Key_Down)
    player.wait()


def buyer(player: Player, name: str, mobile: str, national_id: str, address: str = "") -> None:
    fields = player.app.window.counter.side.buyer.fields
    player.key(Qt.Key.Key_F4)
    player.type(name)
    for field_name, text in (("mobile", mobile), ("national_id", national_id), ("address", address)):
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
        player.go(choices.stop())
    for _press in range(MOST_ARROWS):
        if choices.value() == value:
            return
        if not choices.value() and player.focus() is choices.button(value):
            player.key(Qt.Key.Key_Space)  # while none is chosen the arrows only lead
        else:
            player.key(Qt.Key.Key_Left if choices.isRightToLeft() else Qt.Key.Key_Right)
    raise DemoError(player.name, f"{value} is out of the arrows' reach")


def issue(player: Player, kind: str = "new_device") -> dict[str, Any]:
    """F9, then the summary of what is on disk."""
    window, services = player.app.window, player.app.program.services
    sale = window.counter_vm.state.sale
    if sale is None:
        raise DemoError(player.name, "no case is open")
    with services.storage.read() as session:
        within = session.settled_with(sale.id)
    player.key(Qt.Key.Key_F9)
    player.wait(lambda: bool(window.counter_vm.state.finished))
    number = window.counter_vm.state.finished
    player.picture("issued")
    player.key(Qt.Key.Key_Escape)
    with services.storage.read() as session:
        done = session.sale(sale.id)
        stored = session.invoice(number) or session.paper(number)
        others = [case.invoice_number for case_id in within if (case := session.sale(case_id)) is not None]
        states = [unit.state.value for unit in [session.unit(done.unit.id)] if unit] if done and done.unit else []
    if done is None or done.run is None or stored is None:
        raise DemoError(player.name, f"{number} is not on disk")
    papers = [_kept(player, paper) for paper in (number, *others)]
    said = json.loads(stored.document)
    last = {record.step_id: record for record in done.run.records}
    return {
        "name": player.name,
        "kind": kind,
        "invoice": number,
        "imeis": list(done.unit.imeis) if done.unit else [],
        "unit_state": states[0] if states else "",
        "pdf": papers[0],
        "papers": papers,
        "total_rial": said.get("tsstam", said.get("price")),
        "checklist": done.run.checklist_id,
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


def _kept(player: Player, number: str) -> str:
    """The paper of this number beside the pictures."""
    pdf = player.out / f"{number}.pdf"
    shutil.copyfile(player.app.program.services.papers / pdf.name, pdf)
    return relative(pdf)


def first_imei(player: Player) -> str:
    unit = player.app.window.counter_vm.state.unit
    if unit is None:
        raise DemoError(player.name, "no phone is in the sale")
    return unit.imeis[0]
