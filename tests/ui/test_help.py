"""F1: the topic of the open step, read by keys alone, the way back with the caret, and the shop's notes in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPushButton

from pos_app.application import help as helps
from pos_app.application import scan, verify_page
from pos_app.domain import seal
from pos_app.domain.errors import StorageError
from pos_app.jalali import date_text
from tests.ui.conftest import OpenCounter
from tests.ui.gallery import furnish
from tests.ui.hands import CONTROL, MARKS, Hands, Key
from tests.ui.shop import NOKIA
from ui import format as fmt
from ui.note_words import NOTES
from ui.pages.help import HelpPage
from ui.widgets.fields import Edit
from ui.widgets.note_card import NoteCard


def ask(counter: Hands) -> HelpPage:
    counter.press(Key.Key_F1)
    page = counter.window._help.page
    assert page is not None
    assert counter.window._help.open
    return page


def card_of(page: HelpPage, name: str) -> NoteCard:
    card = page.cards[name]
    assert card.isVisible()
    return card


@pytest.mark.parametrize(
    ("place", "topic"),
    [("1-inquiry", "inquiry"), ("2-answer", "inquiry"), ("3-compare", "box-match"), ("4-activation", "activation"),
     ("5-ready", "free-code")],
)  # fmt: skip
def test_f1_opens_the_page_of_the_open_step(counter: Hands, place: str, topic: str) -> None:
    sales = furnish(counter.services)
    counter.vm.resume(sales[place])
    counter.settle()
    page = ask(counter)
    assert page.vm.state.topic_id == topic
    assert counter.focus() is page.view, "it is read with the arrows at once"
    counter.press(Key.Key_Escape)
    assert counter.page.isVisible()


def test_from_elsewhere_the_list_opens_and_esc_goes_back_there(counter: Hands) -> None:
    for name in ("invoices", "registry", "settings"):
        counter.window.open_page(name)
        counter.settle()
        at = counter.focus()
        page = ask(counter)
        assert counter.focus() is page.list
        assert counter.window._tabs[name].isChecked()
        counter.press(Key.Key_Escape)
        assert counter.window._stack.currentWidget() is counter.window._pages[name]
        assert counter.focus() is at, name


def test_without_a_sale_the_list_opens(counter: Hands) -> None:
    page = ask(counter)
    assert counter.focus() is page.list
    counter.press(Key.Key_F1)
    assert counter.focus() is page.list
    counter.press(Key.Key_Escape)
    assert counter.focus() is counter.page.scan


def test_the_caret_comes_back_and_nothing_typed_is_lost(counter: Hands) -> None:
    sale_id = scan.take(counter.services, "", NOKIA).sale_id
    counter.vm.resume(sale_id)
    counter.settle()
    name = counter.buyer("name")
    counter.overwrite(name, "مینا کاظمی")
    assert isinstance(name.edit, Edit)
    name.edit.setCursorPosition(3)
    name.edit.by_hand = True
    ask(counter)
    counter.press(Key.Key_Down)
    counter.press(Key.Key_Escape)
    assert counter.focus() is name.edit
    assert (name.text(), name.edit.cursorPosition(), name.edit.by_hand) == ("مینا کاظمی", 3, True)
    assert not name.edit.hasSelectedText()
    name.edit.selectAll()
    ask(counter)
    counter.press(Key.Key_Escape)
    assert name.edit.selectedText() == "مینا کاظمی"
    counter.page.focus_scan()
    counter.type("12")
    ask(counter)
    counter.press(Key.Key_Escape)
    assert (counter.page.scan.text(), counter.page.scan.cursorPosition()) == ("12", 2)


def test_a_place_that_has_gone_meanwhile_gives_the_caret_home(counter: Hands) -> None:
    sales = furnish(counter.services)
    counter.vm.resume(sales["3-compare"])
    counter.settle()
    counter.field("box_match", "box1").edit.setFocus()
    ask(counter)
    counter.vm.resume(sales["5-ready"])
    counter.settle()
    counter.press(Key.Key_Escape)
    assert counter.page.isVisible()
    assert counter.focus() is counter.page.scan


def test_the_keys_of_the_counter_and_a_scan_bring_it_back(counter: Hands) -> None:
    ask(counter)
    counter.press(Key.Key_F2)
    assert counter.focus() is counter.page.scan
    ask(counter)
    counter.scan(NOKIA)
    assert counter.page.isVisible()
    assert counter.sale.unit is not None


def test_every_topic_is_reached_and_read_by_keys(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    page = ask(counter)
    read = []
    for _topic in helps.TOPICS:
        read.append(page.vm.state.topic_id)
        assert page.view.accessibleName() == page.vm.state.topic.title
        counter.press(Key.Key_Down)
    assert tuple(read) == helps.TOPICS
    counter.press(Key.Key_Home)
    counter.press(Key.Key_Return)
    assert counter.focus() is page.view
    bar = page.view.verticalScrollBar()
    assert bar.maximum() > 0
    seen = [bar.value()]
    for key in (Key.Key_Down, Key.Key_PageDown, Key.Key_End):
        counter.press(key)
        seen.append(bar.value())
    assert seen == sorted(set(seen))
    assert bar.value() == bar.maximum()
    page.vm.turn_to("transfer")
    assert bar.value() == 0, "another topic is read from its beginning"


def test_it_fetches_nothing(counter: Hands) -> None:
    page = ask(counter)
    view = page.view
    assert view.loadResource(QTextDocument.ResourceType.ImageResource, QUrl("file:///etc/hostname")) is None
    assert not view.openLinks()
    assert not view.openExternalLinks()


def test_a_note_is_written_by_keys_alone(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    page = ask(counter)
    page.vm.turn_to("transfer")
    card = card_of(page, "code-validity")
    counter.tab_to(card.write)
    counter.press(Key.Key_Space)
    assert counter.focus() is card.text
    counter.type("ده روز")
    counter.press(Key.Key_S, CONTROL)
    assert card.source.reason.isVisible(), "a note without a source is refused, and stays"
    assert card.text.toPlainText() == "ده روز"
    counter.tab_to(card.source.edit)
    counter.type("تلفن پشتیبانی (نمونه)")
    counter.press(Key.Key_Return)
    assert not card.writing
    assert counter.focus() is card.write
    assert card._said.text().translate(MARKS) == "ده روز"
    (note,) = helps.notes(counter.services).values()
    assert (note.name, note.source, note.author) == (
        "code-validity", "تلفن پشتیبانی (نمونه)", counter.services.person
    )  # fmt: skip
    whose = card._whose.text().translate(MARKS)
    day = fmt.date_long(note.written_at).translate(MARKS)
    assert (day == date_text(note.written_at)) == (language == "en")
    assert all(part in whose for part in (note.source, day, note.author))
    assert page.notice.text()


def test_a_dial_code_copied_wrongly_is_refused_in_words(counter: Hands) -> None:
    page = ask(counter)
    page.vm.turn_to("free-code")
    card = card_of(page, "fees")
    card.write.click()
    card.text.setPlainText("*777# را بگیرید")
    card.source.edit.setText("x")
    card.source.edited.emit("x")
    page.vm.save("fees")
    counter.settle()
    assert "*7777#" in card._wrong.text().translate(MARKS)
    assert card.writing


def test_what_is_being_written_outlives_another_topic_and_the_way_back(counter: Hands) -> None:
    page = ask(counter)
    page.vm.turn_to("report")
    card = card_of(page, "where-to-report")
    card.write.setFocus()
    counter.press(Key.Key_Space)
    counter.type("نیمه")
    page.vm.turn_to("inquiry")
    assert not card.isVisible()
    counter.press(Key.Key_Escape)
    again = ask(counter)
    again.vm.turn_to("report")
    assert card.text.toPlainText() == "نیمه"
    assert card.writing
    drop = next(b for b in card.findChildren(QPushButton) if b.text() == "ذخیره نشود")
    counter.tab_to(drop)
    counter.press(Key.Key_Space)
    assert counter.focus() is card.write
    assert helps.notes(counter.services) == {}


def test_a_refusal_of_the_disk_is_told_and_what_was_typed_stays(
    counter: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ask(counter)
    page.vm.turn_to("report")
    card = card_of(page, "where-to-report")
    card.write.click()
    card.text.setPlainText("x")

    def full(*_args: object) -> None:
        raise StorageError("storage-full")

    monkeypatch.setattr(helps, "save_note", full)
    page.vm.save("where-to-report")
    counter.settle()
    assert card._wrong.isVisible()
    assert card.text.toPlainText() == "x"


def test_what_is_being_written_outlives_another_language(counter: Hands) -> None:
    page = ask(counter)
    page.vm.turn_to("report")
    page.vm.typing("where-to-report", "نیمه", "x")
    counter.press(Key.Key_Escape)
    counter.window._settings_vm.set_look("en", "dark")
    counter.settle(lambda: counter.window.counter.isRightToLeft() is False)
    again = ask(counter)
    assert again is not page
    again.vm.turn_to("report")
    assert card_of(again, "where-to-report").text.toPlainText() == "نیمه"


def test_a_dial_code_in_a_note_stands_from_left_to_right(counter: Hands) -> None:
    helps.save_note(counter.services, "fees", "کد *۷۷۷۷# رایگان است\n(نمونه)", "x")
    page = ask(counter)
    page.vm.turn_to("free-code")
    counter.settle()
    assert fmt.ltr("*7777#") in card_of(page, "fees")._said.text()


def test_every_note_has_its_question() -> None:
    assert set(NOTES) == set(helps.NOTES)


def test_f1_stands_among_the_keys(counter: Hands) -> None:
    keys = [label.text().translate(MARKS) for label in counter.window.findChildren(type(counter.page.idle))]
    assert "F1" in keys
    assert "راهنما" in keys


def test_the_page_by_which_invoices_are_verified_is_made_by_its_key(counter: Hands) -> None:
    page = ask(counter)
    assert not page.make_page.isVisible()
    counter.press(Key.Key_F9)  # means nothing at another topic
    page.vm.turn_to("verify")
    counter.settle()
    assert page.make_page.isVisible()
    counter.press(Key.Key_F9)
    counter.settle()
    assert counter.services.signer is not None
    key = counter.services.signer.public_key
    assert seal.fingerprint(key) in page.vm.state.topic.text
    made = counter.services.papers / verify_page.NAME
    assert seal.to_text(key) in made.read_text("utf-8")
    told = page.vm.state.notice
    assert told is not None
    assert (told.code, told.detail) == ("verify-page-made", str(made))
