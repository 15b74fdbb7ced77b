"""The figures' page by keys: periods, views, typed days, tables and books as files."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import Qt

from pos_app.application import figures
from tests.ui.conftest import OpenCounter
from tests.ui.figures_scene import furnish_figures
from tests.ui.hands import CONTROL, MARKS, Hands
from tests.ui.walk import sell_nokia
from ui.figure_tables import VIEWS
from ui.pages.figures import FiguresPage

Key = Qt.Key


def opened(counter: Hands) -> FiguresPage:
    counter.press(Key.Key_9, CONTROL)
    page = counter.window._stack.currentWidget()
    assert isinstance(page, FiguresPage)
    return page


def table(page: FiguresPage) -> list[tuple[str, ...]]:
    rows = page.tables[page.vm.state.view].rows_model.rows
    return [tuple(text.translate(MARKS) for text in row.texts) for row in rows]


def test_a_sale_of_today_stands_there_at_once(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    sell_nokia(counter.services, "490154203303203")
    page = opened(counter)
    counter.settle(lambda: page.vm.state.told is not None and page.vm.state.told.unread == 0)
    page.vm.choose("today")
    counter.settle()
    assert counter.reads(page.sums["invoices"]) == "1"
    assert counter.reads(page.sums["phones"]) == "1"
    assert [row[1:3] for row in table(page)] == [("1", "1")]
    page.vm.look_at("models")
    counter.settle()
    assert [row[1] for row in table(page)] == ["1"]
    assert "known cost" in counter.reads(page.hint)


def test_every_view_has_its_table_and_its_chart(counter: Hands) -> None:
    furnish_figures(counter.services, 100)
    page = opened(counter)
    page.vm.choose("quarter")
    for name, _title in VIEWS:
        page.vm.look_at(name)
        counter.settle()
        assert table(page)
        assert page.tables[name].isVisible()
        assert page.chart.chart().series()
        told = page.vm.state.told
        assert told is not None
    assert sum(rows.isVisible() for rows in page.tables.values()) == 1


def test_days_are_typed_in_either_calendar(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    page = opened(counter)
    counter.overwrite(page.first, "1405/13/01")
    counter.press(Key.Key_Return)
    assert page.first.reason.isVisible()
    counter.overwrite(page.first, "2026-03-21")
    counter.overwrite(page.last, "۱۴۰۵/۰۱/۱۰")
    counter.press(Key.Key_Return)
    assert not page.first.reason.isVisible()
    assert page.vm.state.period == figures.Period(date(2026, 3, 21), date(2026, 3, 30))
    assert counter.reads(page.hint).startswith("1405/01/01 to 1405/01/10")
    counter.overwrite(page.last, "1404/01/01")
    counter.press(Key.Key_Return)
    assert counter.reads(page.first.reason) == "The first day lies behind the last."


@pytest.mark.parametrize("kind", ["sales", "vat", "buy-ins"])
def test_books_for_the_accountant(counter: Hands, kind: str) -> None:
    sell_nokia(counter.services, "490154203303203")
    page = opened(counter)
    path = counter.folder / f"{kind}.xlsx"
    page.vm.export(kind, str(path))
    counter.settle()
    assert path.exists()
    assert page.notice.text() != ""


def test_the_table_that_is_shown_as_a_file(open_counter: OpenCounter) -> None:
    counter = open_counter(language="fa")
    furnish_figures(counter.services, 40)
    page = opened(counter)
    page.vm.look_at("sellers")
    counter.settle()
    path = counter.folder / "sellers.xlsx"
    page.vm.save(str(path))
    counter.settle()
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.sheet_view.rightToLeft
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "فروشنده"
    assert len(rows) == 4
    with counter.services.storage.read() as session:
        last = session.export_page("events", None, 1_000).rows[-1]
    assert (last[4], last[5]) == ("exported", "figures-sellers")
