"""The phones' page by keys and by scanner: search, the life of one phone, its dossier."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos_app.application import lives
from pos_app.domain.dossier import Dossier
from pos_app.domain.life import LifeEvent, LifeKind
from tests.fakes.clock import NOON
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, MARKS, Hands
from tests.ui.life_scene import LISTED, LONG, TWIN_END, furnish_life
from tests.ui.shop import GALAXY1, GALAXY2
from tests.ui.walk import sell_nokia
from ui import life_words
from ui.pages.life import LifePage

Key = Qt.Key


def opened(counter: Hands) -> LifePage:
    counter.press(Key.Key_5, CONTROL)
    page = counter.window._stack.currentWidget()
    assert isinstance(page, LifePage)
    return page


def column(page: LifePage, place: int) -> list[str]:
    return [row.texts[place].translate(MARKS) for row in page.events.rows_model.rows]


def said(page: LifePage) -> str:
    return page.notice.text().translate(MARKS)


def test_a_number_is_typed_and_the_life_is_read_by_keys(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    number = sell_nokia(counter.services, LONG)
    page = opened(counter)
    assert counter.focus() is page.search
    counter.type(LONG)
    counter.press(Key.Key_Return)
    assert counter.focus() is page.events
    assert column(page, 1) == ["sold", "activation", "numbers compared", "control of the answer", "inquiry"]
    assert column(page, 5)[0] == number
    assert column(page, 3)[:2] == ["مینا کاظمی"] * 2
    counter.press(Key.Key_Down)
    assert counter.reads(page.told).startswith("activation — done")
    assert counter.reads(page.standing) == "sold"


def test_a_scan_opens_the_phone_here_and_not_at_the_counter(counter: Hands) -> None:
    page = opened(counter)
    counter.scan(GALAXY2)
    assert counter.window._stack.currentWidget() is page
    assert page.search.text() == GALAXY2
    assert counter.reads(page.numbers[0]).replace("\u00a0", "") == GALAXY1
    assert counter.state.sale is None


def test_the_last_digits_may_fit_several_phones(counter: Hands) -> None:
    furnish_life(counter.services)
    page = opened(counter)
    counter.type(LONG[-4:])
    counter.press(Key.Key_Return)
    assert [row.key for row in page.found.rows_model.rows] == [TWIN_END, LONG]
    assert counter.focus() is page.found
    counter.press(Key.Key_Down)
    assert page.vm.state.selected == LONG
    assert page.events.rows_model.rowCount() > 5


def test_what_is_open_is_marked_and_counted(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    furnish_life(counter.services)
    page = opened(counter)
    counter.scan(LONG)
    marked = [row for row in page.events.rows_model.rows if row.marked]
    assert [row.texts[1] for row in marked] == ["! difference"]
    assert "seen before as: Nokia TA-1400" in marked[0].texts[5].translate(MARKS)
    assert counter.reads(page.open).startswith("Still open: 1.")


def test_a_phone_that_was_only_listed(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    furnish_life(counter.services)
    page = opened(counter)
    counter.scan(LISTED)
    assert counter.reads(page.standing) == "on the registry's list, not arrived"
    assert column(page, 1) == ["on the registry's list of this shop"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [("12", "Type at least 4"), ("00000", "Nothing is known of 00000"), ("123456", "No phone's IMEI")],
)
def test_what_is_not_known_is_said_and_what_is_typed_stays(open_counter: OpenCounter, typed: str, told: str) -> None:
    counter = open_counter(language="en")
    page = opened(counter)
    counter.type(typed)
    counter.press(Key.Key_Return)
    assert said(page).startswith(told)
    assert page.search.text() == typed
    assert counter.focus() is page.search


def test_f9_makes_the_dossier_and_sends_it_to_the_printer(counter: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Dossier] = []

    def draw(_renderer: object, dossier: Dossier, *, stamp: bytes | None) -> bytes:
        drawn.append(dossier)
        return b"%PDF"

    monkeypatch.setattr(type(counter.services.renderer), "dossier", draw, raising=False)
    page = opened(counter)
    counter.press(Key.Key_F9)
    assert drawn == []  # no phone is shown
    counter.scan(GALAXY1)
    counter.press(Key.Key_F9)
    (sent,) = counter.window._printing.sent
    assert Path(sent).read_bytes() == b"%PDF"
    assert drawn[0].life.imeis == (GALAXY1, GALAXY2)
    assert sent in said(page)  # this machine has no printer
    assert lives.life(counter.services, GALAXY1).events[-1].state == "dossier"


def test_the_page_reads_anew_what_happened_since(counter: Hands) -> None:
    page = opened(counter)
    counter.scan(LONG)
    assert page.events.rows_model.rowCount() == 0
    counter.press(Key.Key_1, CONTROL)
    sell_nokia(counter.services, LONG)
    opened(counter)
    assert page.events.rows_model.rowCount() == 5


@pytest.mark.parametrize(("becomes", "word"), [("in_stock", "for sale"), ("left", "left the shop")])
def test_what_a_manager_settled_is_said(becomes: str, word: str) -> None:
    event = LifeEvent(NOON, LifeKind.RELEASED, "Karimi", state=becomes, reason="its seller cannot be reached")
    assert (life_words.what(event, is_open=False), life_words.state(event)) == ("released by a manager", word)
    assert life_words.detail(event).translate(MARKS) == "reason: its seller cannot be reached"


def test_f7_makes_a_label_of_the_phone_that_is_shown(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    page = opened(counter)
    counter.press(Key.Key_F7)
    assert counter.window._printing.sent == []  # no phone is shown
    counter.scan(GALAXY1)
    counter.press(Key.Key_F7)
    (sent,) = counter.window._printing.sent
    assert Path(sent).name == f"label-{GALAXY1}-roll.pdf"
    assert Path(sent).read_bytes().startswith(b"%PDF")
    assert said(page).startswith("The label is made. There is no printer for it")
