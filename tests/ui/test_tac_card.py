"""The TAC table in the settings: a file is looked at, then imported, by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, MARKS, Hands
from tests.ui.life_scene import TABLE
from ui.pages.settings import SettingsPage
from ui.pages.tac_card import TacCard

Key = Qt.Key


def card(counter: Hands) -> TacCard:
    counter.press(Key.Key_4, CONTROL)
    page = counter.window._pages["settings"]
    assert isinstance(page, SettingsPage)
    return page.tac


def test_a_file_is_looked_at_and_imported(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    shown = card(counter)
    path = counter.folder / "tac.csv"
    path.write_text(TABLE, "utf-8")
    assert not shown.take.isEnabled()
    counter.window._tac_vm.choose(str(path))
    counter.settle()
    assert counter.reads(shown.said) == "tac.csv — rows: 2, new: 2, changed: 0, left out: 3. Nothing is written yet."
    rows = [tuple(text.translate(MARKS) for text in row.texts) for row in shown.bad.rows_model.rows]
    assert [(line, why) for line, why, _text in rows] == [
        ("4", "the TAC is not 8 digits"), ("5", "the brand is missing"),
        ("6", "this TAC stands above with another model; the first one counts"),
    ]  # fmt: skip
    counter.tab_to(shown.take)
    counter.press(Key.Key_Return)
    assert counter.reads(shown.said).startswith("tac.csv is imported")
    assert counter.reads(shown.counts).startswith("Imported: 2, learned from own scans: 0.")
    assert not shown.take.isEnabled()
    with counter.services.storage.read() as session:
        assert session.count_tacs() == (2, 0)


def test_what_is_no_table_is_said(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    shown = card(counter)
    path = counter.folder / "wrong.csv"
    for data, told in (("", "The file is empty."), ("a,b\n", "The first line must name the columns")):
        path.write_text(data, "utf-8")
        counter.window._tac_vm.choose(str(path))
        counter.settle()
        assert counter.reads(shown.problem).startswith(told)
        assert not shown.take.isEnabled()
    counter.window._tac_vm.choose(str(path.with_name("none.csv")))
    counter.settle()
    assert counter.reads(shown.problem).startswith("The file was not found")
