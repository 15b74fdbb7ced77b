"""How old the registry's word is: always on the phone's card, and asked for again before an old one is sold on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel

from pos_app import i18n
from pos_app.application import ask, scan
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.options import MAX_AGE
from pos_app.domain.registry import Channel
from tests.ui.conftest import OpenCounter
from tests.ui.gallery import _before, _compared
from tests.ui.hands import MARKS, Hands, Key
from tests.ui.shop import GALAXY1, GALAXY2, NOKIA
from tests.ui.walk import nokia_before_payment
from ui import format as fmt
from ui import notices, words
from ui.widgets.inquiry_form import InquiryForm


def chips(counter: Hands) -> str:
    return " | ".join(counter.reads(chip) for chip in counter.page.unit.findChildren(QLabel) if not chip.isHidden())


def test_the_card_says_what_was_answered_and_when(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    counter.scan(GALAXY1)
    assert i18n.text("not asked yet") in chips(counter)
    counter.scan(GALAXY2)
    counter.press(Key.Key_F6)
    assert i18n.text("just now") in chips(counter)
    later = open_counter(counter.folder, language=language, later=timedelta(hours=3, minutes=1))
    said = i18n.text("{n} hours ago").format(n=fmt.digits("3"))
    assert said in chips(later)
    assert i18n.text(words.VERDICTS[later.state.last.answer.verdict]) in chips(later) if later.state.last else False


def test_the_age_grows_on_screen_without_the_registry(open_counter: OpenCounter) -> None:
    counter = open_counter(address="")
    sale_id = scan.take(counter.services, "", NOKIA).sale_id
    _compared(_before(counter.services, minutes=5), sale_id, NOKIA)
    counter.vm.resume(sale_id)
    counter.settle()
    assert "۵ دقیقه پیش" in chips(counter)
    clock = counter.services.clock
    counter.vm.services = replace(counter.services, clock=_before(counter.services, minutes=-10).clock)
    counter.vm.catch_up()
    counter.settle()
    assert "۱۵ دقیقه پیش" in chips(counter)
    counter.vm.services = replace(counter.services, clock=clock)


def test_a_provisional_answer_says_so(counter: Hands) -> None:
    counter.scan(GALAXY1)
    counter.press(Key.Key_F6)
    last = counter.state.last
    assert last is not None
    counter.vm.state = replace(
        counter.state, last=replace(last, answer=replace(last.answer, provisional=True))
    )  # fmt: skip
    counter.vm.changed.emit()
    assert i18n.text("provisional, it may still change") in chips(counter)


def test_an_old_answer_opens_the_first_step_again(open_counter: OpenCounter, language: str) -> None:
    """Everything that was done stays to be seen; a fresh answer is controlled again, and the sale goes on."""
    counter = open_counter(language=language)
    sale_id = scan.take(counter.services, "", NOKIA).sale_id
    _compared(_before(counter.services, hours=30), sale_id, NOKIA)
    counter.vm.resume(sale_id)
    counter.settle()
    assert counter.state.step_id == "inquiry"
    form = counter.form("inquiry")
    assert isinstance(form, InquiryForm)
    hours = fmt.digits("30")
    assert form.stale.isVisible()
    assert hours in counter.reads(form.stale)
    lack = counter.reads(counter.page.side.lack)
    assert notices.sentence("answer-too-old", "30").translate(MARKS) in lack
    rows = counter.page.steps._now.rows
    assert rows["answer_control"].summary.isVisible(), "what was done is folded, not gone"
    assert rows["box_match"].summary.isVisible()
    counter.press(Key.Key_F6)
    assert counter.last_step("answer_control") == "reopened"
    assert counter.state.step_id == "answer_control"
    assert not form.stale.isVisible()
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "activation", counter.told


def test_a_reopened_step_does_not_show_the_old_word(open_counter: OpenCounter) -> None:
    counter = open_counter()
    sale_id = scan.take(counter.services, "", NOKIA).sale_id
    _compared(_before(counter.services, hours=30), sale_id, NOKIA)
    counter.vm.resume(sale_id)
    counter.settle()
    counter.press(Key.Key_F6)
    sale = counter.sale
    counter.vm.begin_again("inquiry")
    counter.settle()
    assert sale.run is not None
    row = counter.page.steps._now.rows["answer_control"]
    assert i18n.text("to be controlled again, on the new answer") in counter.reads(row.summary)


def test_what_is_typed_is_not_taken_by_a_step_that_opens_by_itself(open_counter: OpenCounter) -> None:
    counter = open_counter(address="")
    with counter.services.storage.write() as session:
        session.put_setting(MAX_AGE, "1")
    sale_id = scan.take(counter.services, "", NOKIA).sale_id
    _compared(_before(counter.services, minutes=55), sale_id, NOKIA)
    counter.vm.resume(sale_id)
    counter.settle()
    assert counter.state.step_id == "activation"
    name = counter.buyer("address").edit
    name.setFocus()
    counter.hit("خیابان")
    counter.vm.services = replace(counter.services, clock=_before(counter.services, minutes=-10).clock)
    counter.vm.catch_up()
    counter.settle()
    assert counter.state.step_id == "inquiry"
    assert counter.focus() is name
    counter.page.scan.setFocus()
    counter.hit("35693")
    counter.vm.catch_up()
    counter.settle()
    assert counter.page.scan.text() == "35693", "a redraw took what was being typed"


@pytest.mark.parametrize("kind", list(ConflictKind))
def test_an_open_conflict_says_which(open_counter: OpenCounter, language: str, kind: ConflictKind) -> None:
    counter = open_counter(language=language)
    counter.scan(NOKIA)
    conflict = Conflict(
        kind=kind, imei=NOKIA, subject="a-1", shop_says="x", registry_says="y", found_at=counter.services.clock.now()
    )  # fmt: skip
    with counter.services.storage.write() as session:
        assert session.add_conflict(conflict)
    counter.vm.catch_up()
    counter.settle()
    lack = counter.reads(counter.page.side.lack)
    assert i18n.text(words.CONFLICTS[kind]) in lack
    assert kind.value not in lack.split()


def test_a_missing_price_gets_the_caret(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    sale_id = nokia_before_payment(counter.services)
    with counter.services.storage.write() as session:
        sale = session.sale(sale_id)
        assert sale is not None
        session.change_line(sale_id, replace(sale.lines[0], fee=0))
    counter.vm.resume(sale_id)
    counter.settle()
    assert i18n.text("the price of the phone is missing") in counter.reads(counter.page.side.lack)
    counter.press(Key.Key_F9)
    row = counter.page.side._rows[0]
    assert counter.focus() is row.fee.edit
    counter.type("62500000")
    counter.press(Key.Key_Return)
    assert counter.sale.lines[0].fee == 62_500_000
    assert "price-missing" not in dict(counter.state.lacks)


def test_an_inquiry_by_hand_is_seen_although_the_old_answer_stands(open_counter: OpenCounter) -> None:
    counter = open_counter(address="")
    sale_id = scan.take(counter.services, "", NOKIA).sale_id
    _compared(_before(counter.services, hours=30), sale_id, NOKIA)
    ask.inquire(counter.services, sale_id, (NOKIA,), Channel.USSD)
    counter.vm.resume(sale_id)
    counter.settle()
    form = counter.form("inquiry")
    assert isinstance(form, InquiryForm)
    assert form.card.isVisible()
