"""Killed at any step, the counter comes back to the same step of the same sale, with everything that was typed.

A kill is the folder as it lies on the disk at that moment: the bytes are copied, nothing is closed or flushed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from pos_app.domain.outbox import LEASE
from tests.registry.practice import PracticeAt
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, Hands, Key
from tests.ui.shop import CASE, GALAXY1, GALAXY2, GALAXY_CODE, NOKIA, OTHER_GALAXY, PIN, copied
from tests.ui.test_sale_by_keys import choose, pay_cash, script
from ui.widgets.inquiry_form import InquiryForm


def moments(counter: Hands) -> Iterator[str]:
    """A sale, stopped for a breath at every place where somebody could pull the plug."""
    counter.scan(GALAXY1)
    yield "opened"
    counter.overwrite(counter.field("inquiry", "box2"), GALAXY2[:9])
    yield "half an IMEI"
    counter.overwrite(counter.field("inquiry", "box2"), GALAXY2)
    counter.overwrite(counter.buyer("address"), "خیابان")
    yield "half a buyer"
    counter.press(Key.Key_F6)
    yield "asked"
    counter.press(Key.Key_F6)
    counter.scan(GALAXY1)
    yield "one slot of the device"
    counter.overwrite(counter.field("box_match", "device2"), OTHER_GALAXY)
    counter.press(Key.Key_F6)
    assert counter.last_step("box_match") == "blocked"
    counter.overwrite(counter.page.steps.review.fields["reason"], "twin box")
    yield "stopped"
    counter.page.steps.review.pin.edit.setFocus()
    counter.type(PIN)
    counter.press(Key.Key_Return)
    counter.scan(GALAXY_CODE)
    counter.overwrite(counter.field("activation", "sim"), "0912345")
    yield "half a SIM number"
    counter.overwrite(counter.field("activation", "sim"), "09123456789")
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "invoice", counter.told
    counter.press(Key.Key_F4)
    counter.type("علی")
    counter.press(Key.Key_Return)
    counter.scan(CASE)
    pay_cash(counter)
    yield "ready"


def what_is_shown(counter: Hands) -> dict[str, object]:
    form = counter.page.steps.open_form(counter.state)
    sale = counter.sale
    return {
        "sale": sale.id,
        "step": counter.state.step_id,
        "form": type(form).__name__,
        "records": [(r.step_id, r.state, r.at) for r in sale.run.records] if sale.run else [],
        "lines": [(line.product.title, line.quantity) for line in sale.lines],
        "typed": {name: text for name, text in counter.state.fields.items() if text},
        "on screen": {name: field.text() for name, field in form.fields.items()} if form else {},
        "buyer": {name: field.text() for name, field in counter.page.side.buyer.fields.items()},
        "paid": counter.page.side.pay.value(),
        "may finish": counter.page.side.finish.isEnabled(),
    }


def test_at_every_step(open_counter: OpenCounter, tmp_path: Path) -> None:
    first = open_counter()
    killed = [(moment, copied(first.folder, tmp_path / moment), what_is_shown(first)) for moment in moments(first)]
    first.leave()
    for moment, folder, before in killed:
        again = open_counter(folder)
        assert what_is_shown(again) == before, moment
        again.leave()
    last = open_counter(copied(killed[-1][1], tmp_path / "finished"))
    last.press(Key.Key_F9)
    assert len(last.invoices()) == 1


def test_a_script_by_hand_is_still_open(open_counter: OpenCounter, tmp_path: Path) -> None:
    first = open_counter()
    first.scan(NOKIA)
    form = first.form("inquiry")
    assert isinstance(form, InquiryForm)
    choose(first, form.channel, "ussd")
    first.press(Key.Key_F6)
    first.tab_to(form.evidence._text)
    first.type("IMEI 4901")
    first.settle()
    again = open_counter(copied(first.folder, tmp_path / "killed"))
    form = again.form("inquiry")
    assert isinstance(form, InquiryForm)
    assert script(again, form.card) == ["*7777#", "1", NOKIA]
    assert form.evidence._text.toPlainText() == "IMEI 4901"
    assert again.sale.id == first.sale.id


def test_killed_while_the_registry_was_asked(open_counter: OpenCounter, practice: PracticeAt, tmp_path: Path) -> None:
    """The question was out and its answer never came home: asked again, one activation took effect."""
    first = open_counter()
    for step in (GALAXY1, GALAXY2):
        first.scan(step)
    first.press(Key.Key_F6)
    first.press(Key.Key_F6)
    for step in (GALAXY1, GALAXY2):
        first.scan(step)
    first.press(Key.Key_F6)
    first.scan(GALAXY_CODE)
    first.overwrite(first.field("activation", "sim"), "09123456789")
    folder = tmp_path / "killed"
    kill_at_the_call(first, lambda: copied(first.folder, folder))
    first.strike(Key.Key_F6)
    first.settle()
    assert practice.activations() == {GALAXY1: 1}
    first.leave()
    again = open_counter(folder, later=LEASE * 2)
    assert again.state.step_id == "activation"
    again.press(Key.Key_F6)
    assert again.state.step_id == "invoice", (again.told, again.last_step("activation"))
    assert practice.activations() == {GALAXY1: 1}


def kill_at_the_call(counter: Hands, take: Callable[[], object]) -> None:
    """Takes the folder at the instant when the command has left and its reply is not settled."""
    api = next(iter(counter.services.gateways.values()))
    submit = api.submit

    def submitted(command: object) -> object:
        reply = submit(command)  # type: ignore[arg-type]
        take()
        return reply

    api.submit = submitted  # type: ignore[method-assign,assignment]


def test_esc_parks_and_a_press_brings_back(counter: Hands) -> None:
    counter.scan(GALAXY1)
    counter.overwrite(counter.field("inquiry", "box2"), GALAXY2)
    parked = counter.sale.id
    counter.press(Key.Key_Escape)
    assert counter.page.scan.hasFocus()
    counter.press(Key.Key_Escape)
    assert counter.state.sale is None
    counter.scan(NOKIA)
    assert counter.sale.id != parked
    counter.tab_to(next(b for b in counter.page.findChildren(QPushButton) if "Galaxy A55" in b.text()))
    counter.press(Key.Key_Space)
    assert counter.sale.id == parked
    assert counter.field("inquiry", "box2").text() == GALAXY2
    counter.scan(NOKIA)
    assert counter.sale.unit is not None
    assert counter.sale.unit.imeis == (NOKIA,), "a scan brings its own sale back"


def test_ctrl_del_twice_gives_the_phone_back(counter: Hands) -> None:
    counter.scan(GALAXY1)
    first = counter.sale.id
    counter.press(Key.Key_Delete, CONTROL)
    assert counter.sale.id == first
    assert counter.told == ["press-again-to-give-up"]
    counter.press(Key.Key_Escape)
    counter.press(Key.Key_Delete, CONTROL)
    assert counter.sale.id == first, "Esc takes the first press back"
    counter.press(Key.Key_Delete, CONTROL)
    assert counter.state.sale is None
    counter.scan(GALAXY1)
    assert counter.sale.id != first
    assert counter.last_step("inquiry") == ""
