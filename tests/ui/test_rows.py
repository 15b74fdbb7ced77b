"""A long table: only what changed is drawn anew, and what a person has chosen stays chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.widgets.rows import MEASURED, Row, Rows

MANY = 550
AGE = 2


def line(at: int, age: str = "1 minute") -> Row:
    return Row(f"k{at}", (f"phone {at}", "waits", age), soft=at >= 500)


def lines(age: str = "1 minute") -> list[Row]:
    return [line(at, age) for at in range(MANY)]


class Watched:
    """Counts the cells that the table is told of, and the rows that its columns are measured by."""

    def __init__(self, table: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cells: set[tuple[int, int]] = set()
        self.signals = self.measured = 0
        table.rows_model.dataChanged.connect(self._changed)
        measure = table.sizeHintForIndex

        def counted(index: QModelIndex) -> object:
            self.measured += 1
            return measure(index)

        monkeypatch.setattr(table, "sizeHintForIndex", counted)

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.signals += 1
        for at in range(first.row(), last.row() + 1):
            self.cells |= {(at, place) for place in range(first.column(), last.column() + 1)}


@pytest.fixture
def table(qtbot: QtBot) -> Rows:
    made = Rows(["phone", "state", "since"], stretch=(1,), accessible="operations")
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show_rows(lines(), "k3")
    made.show()
    return made


@pytest.fixture
def watched(table: Rows, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(table, monkeypatch)


def test_ages_alone_touch_one_column(table: Rows, watched: Watched) -> None:
    table.show_rows(lines("2 minutes"), "k3")
    assert watched.signals == 1
    assert watched.cells == {(at, AGE) for at in range(MANY)}
    assert watched.measured <= MEASURED
    assert table.rows_model.index(MANY - 1, AGE).data() == "2 minutes"


def test_the_same_rows_and_a_selection_touch_nothing(table: Rows, watched: Watched) -> None:
    table.show_rows(lines(), "k3")
    table.show_rows(lines(), "k400")
    assert table.currentIndex().row() == 400
    assert (watched.signals, watched.measured) == (0, 0)


def test_one_row_that_changed_touches_its_cells(table: Rows, watched: Watched) -> None:
    rows = lines()
    rows[7] = replace(rows[7], texts=("phone 7", "sent", "1 minute"))
    table.show_rows(rows, "k3")
    assert watched.cells == {(7, 1)}
    rows[8] = replace(rows[8], soft=True)
    table.show_rows(rows, "k3")
    assert watched.cells == {(7, 1), (8, 0), (8, 1), (8, 2)}


def test_the_selection_follows_its_key_and_tells_nobody(table: Rows) -> None:
    chosen: list[str] = []
    table.chosen.connect(chosen.append)
    table.show_rows(lines()[2:], "k3")
    assert (table.currentIndex().row(), table.key_at(1)) == (1, "k3")
    table.show_rows(lines(), "k3")
    assert table.currentIndex().row() == 3
    table.show_rows(lines()[:1], "")
    assert not table.currentIndex().isValid()
    assert not chosen, "nobody turned to another row"


def test_arrows_pass_a_heading(table: Rows) -> None:
    chosen: list[str] = []
    table.chosen.connect(chosen.append)
    table.show_rows([line(1), Row("", ("closed",), soft=True), line(2)], "k1")
    assert table.columnSpan(1, 0) == table.rows_model.columnCount()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert chosen == ["k2"]
    table.show_rows([line(1), line(2)], "k2")
    assert table.columnSpan(1, 0) == 1


def test_a_column_is_as_wide_as_its_longest_words(table: Rows) -> None:
    before = table.columnWidth(0)
    rows = lines()
    rows[500] = replace(rows[500], texts=("a phone with a name that is long", "waits", "1 minute"))
    table.show_rows(rows, "k3")
    assert table.columnWidth(0) == table.sizeHintForIndex(table.rows_model.index(500, 0)).width() > before
    table.show_rows(lines(), "k3")
    assert table.columnWidth(0) == before
