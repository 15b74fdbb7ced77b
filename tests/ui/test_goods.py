"""The rooms of goods by keys and by scanner: a product made, a delivery, a list from a file, a stocktake."""

from __future__ import annotations

from typing import TypeVar

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.application import listed
from tests.ui.conftest import OpenCounter
from tests.ui.goods_scene import CABLE, CABLE_GTIN, furnish_goods
from tests.ui.hands import CONTROL, MARKS, Hands
from tests.ui.shop import CASE, GALAXY1, GALAXY_GTIN, NOKIA, STRANGER
from ui.pages.goods import GoodsPage
from ui.pages.intake import IntakePage
from ui.pages.lists import ListsPage
from ui.pages.stocktake import StocktakePage, _table

Key = Qt.Key
P = TypeVar("P", bound=QWidget)


def opened(counter: Hands, key: Qt.Key | None, kind: type[P]) -> P:
    counter.press(Key.Key_8, CONTROL)
    if key is not None:
        counter.press(key, CONTROL)
    page = counter.window._stack.currentWidget()
    assert isinstance(page, kind)
    return page


def texts(rows: object) -> list[tuple[str, ...]]:
    model = rows.rows_model  # type: ignore[attr-defined]
    return [tuple(text.translate(MARKS) for text in row.texts) for row in model.rows]


def units(counter: Hands, imei: str) -> int:
    with counter.services.storage.read() as session:
        return len(session.find_units(imei))


# -- the list ----------------------------------------------------------------------------------------


def test_a_product_is_made_found_and_changed_by_keys(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    page = opened(counter, None, GoodsPage)
    assert counter.focus() is page.search
    counter.press(Key.Key_N, CONTROL)
    assert counter.focus() is page.form.fields["title"].edit
    counter.press(Key.Key_F9)
    assert counter.reads(page.form.fields["title"].reason) == "What is it called? Type its title."
    counter.type("Cable")
    counter.overwrite(page.form.fields["price"], "1500000")
    counter.overwrite(page.form.fields["gtin"], CABLE_GTIN)
    counter.overwrite(page.form.fields["low_level"], "۳")
    counter.press(Key.Key_F9)
    assert page.notice.text().translate(MARKS) == "Cable is on the list now."
    assert page.vm.state.card is not None
    counter.overwrite(page.form.fields["price"], "1800000")
    counter.press(Key.Key_F9)
    assert [row[1:3] for row in texts(page.prices)] == [("1,500,000", "1,800,000")]
    counter.scan(CABLE_GTIN)
    assert [row[0] for row in texts(page.rows)] == ["Cable"]
    assert counter.window._stack.currentWidget() is page


def test_what_is_typed_wrong_is_said_at_its_field(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    page = opened(counter, Key.Key_N, GoodsPage)
    counter.overwrite(page.form.fields["price"], "much")
    counter.press(Key.Key_F9)
    assert page.form.fields["price"].reason.isVisible()
    counter.press(Key.Key_Escape)
    assert page.vm.state.new is None
    assert counter.focus() is page.search


def test_pieces_are_counted_and_the_list_follows(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    cable = furnish_goods(counter.services)
    page = opened(counter, None, GoodsPage)
    counter.type("كابل")
    counter.press(Key.Key_Return)
    assert counter.focus() is page.rows
    assert page.vm.state.card is not None
    assert page.vm.state.card.product == cable
    assert counter.reads(page.here) == "here: 4 — bought at 900,000 rials on the average"
    counter.overwrite(page.pieces, "9")
    counter.tab_to(page.count)
    counter.press(Key.Key_Return)
    assert counter.reads(page.reason.reason) != ""
    counter.overwrite(page.reason, "counted anew")
    counter.tab_to(page.count)
    counter.press(Key.Key_Return)
    assert texts(page.rows)[0][3] == "9"
    assert [row[1:3] for row in texts(page.moves)] == [("counted", "5"), ("purchase", "4")]


# -- a delivery --------------------------------------------------------------------------------------


def test_a_delivery_by_scanner(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    cable = furnish_goods(counter.services)
    page = opened(counter, Key.Key_D, IntakePage)
    assert counter.focus() is page.supplier.edit
    counter.type("Sample")
    counter.scan(GALAXY_GTIN)
    assert page.vm.state.product is not None
    assert counter.focus() is page.listed
    counter.scan(listed.pair(1)[0])
    counter.scan(listed.pair(2)[0])
    counter.scan(GALAXY1)
    assert [row[2] for row in texts(page.lines)][1:] == ["✓", "✓"]
    assert texts(page.lines)[0][2].endswith("is in stock already.")
    counter.overwrite(page.cost, "350000000")
    counter.press(Key.Key_Return, CONTROL)
    assert counter.focus() is page.search
    counter.scan(CABLE_GTIN)
    assert counter.focus() is page.quantity.edit
    counter.type("10")
    counter.press(Key.Key_F9)
    assert "still being typed" in page.notice.text()
    counter.press(Key.Key_Return, CONTROL)
    assert [row[1] for row in texts(page.items)] == ["2", "10"]
    counter.press(Key.Key_F9)
    assert page.notice.text().translate(MARKS) == "Taken in: 12"
    assert (units(counter, listed.pair(1)[0]), units(counter, listed.pair(2)[0])) == (1, 1)
    with counter.services.storage.read() as session:
        assert session.level(cable.id).quantity == 14
    assert counter.focus() is page.supplier.edit
    assert [(row[1], row[4]) for row in texts(page.before)] == [("Sample", "12"), ("پخش (نمونه)", "4")]
    listed_phones = opened(counter, None, GoodsPage)
    listed_phones.vm.select(page_product(counter))
    counter.settle()
    assert listed.pair(1)[0] in {row[0].replace("\u00a0", "") for row in texts(listed_phones.units)}


def page_product(counter: Hands) -> int:
    with counter.services.storage.read() as session:
        return session.find_units(listed.pair(1)[0])[0].unit.product.id


def test_a_delivery_without_a_supplier_or_with_no_day(counter: Hands) -> None:
    page = opened(counter, Key.Key_D, IntakePage)
    counter.scan(CASE)
    counter.type("2")
    counter.press(Key.Key_Return, CONTROL)
    counter.press(Key.Key_F9)
    assert page.supplier.reason.isVisible()
    counter.overwrite(page.supplier, "پخش (نمونه)")
    counter.overwrite(page.day, "1405/13/01")
    counter.press(Key.Key_F9)
    assert page.day.reason.isVisible()
    counter.overwrite(page.day, "۱۴۰۵/۰۸/۰۱")
    counter.press(Key.Key_F9)
    assert page.vm.state.taken is not None


# -- a list from a file ------------------------------------------------------------------------------


def test_a_list_is_looked_at_then_taken_in(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    page = opened(counter, Key.Key_I, ListsPage)
    rows = [listed.row(1), listed.row(2, imei1="12"), listed.row(3)]
    page.vm.choose(str(listed.written(counter.folder, rows)))
    counter.settle()
    assert counter.reads(page.counts).startswith("Rows: 3. Would come in: 2. Left out: 1")
    assert [row[:2] for row in texts(page.bad)] == [("3", "IMEI 1")]
    assert units(counter, listed.pair(1)[0]) == 0
    counter.press(Key.Key_F9)
    assert counter.reads(page.counts).startswith("Taken in: 2.")
    assert units(counter, listed.pair(1)[0]) == 1
    assert not page.take.isEnabled()
    assert (counter.folder / "imports" / "list-bad.xlsx").exists()


def test_all_or_nothing_and_tomans(counter: Hands) -> None:
    page = opened(counter, Key.Key_I, ListsPage)
    rows = [listed.row(1, price="100"), listed.row(2, imei1="12")]
    page.vm.choose(str(listed.written(counter.folder, rows)))
    counter.settle()
    page.whole.setChecked(True)
    assert not page.take.isEnabled()
    page.whole.setChecked(False)
    page.money.button("toman").click()
    counter.settle()
    counter.press(Key.Key_F9)
    with counter.services.storage.read() as session:
        assert session.find_units(listed.pair(1)[0])[0].unit.asking == 1_000


@pytest.mark.parametrize("text", [None, "brand,model\na,b\n"])
def test_what_is_no_list_is_said(counter: Hands, text: str | None) -> None:
    page = opened(counter, Key.Key_I, ListsPage)
    path = counter.folder / "list.csv"
    if text is not None:
        path.write_text(text, "utf-8")
    page.vm.choose(str(path))
    counter.settle()
    assert page.notice.text() != ""
    assert not page.take.isEnabled()


# -- a stocktake -------------------------------------------------------------------------------------


def test_a_stocktake_by_scanner(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    furnish_goods(counter.services)
    page = opened(counter, Key.Key_K, StocktakePage)
    assert counter.focus() is page.begin
    counter.press(Key.Key_Return)
    assert counter.focus() is page.scan
    for code, word in (
        (GALAXY1, "counted"), (GALAXY1, "counted before"), (STRANGER, "unknown to the shop"),
        (CABLE_GTIN, "counted by pieces: 1"), (NOKIA, "counted"),
    ):  # fmt: skip
        counter.scan(code)
        assert counter.reads(page.word) == word
    counter.type(NOKIA)
    counter.press(Key.Key_Return)
    assert counter.reads(page.word) == "counted before"
    assert counter.reads(page.counts).startswith("counted: 2 of 27 — still to find: 25 — not as it should be: 1")
    counter.press(Key.Key_F7)
    assert counter.reads(page.counts).startswith("counted: 1 of 27")
    counter.press(Key.Key_F9)
    assert page.vm.state.is_open
    counter.press(Key.Key_F9)
    assert page.notice.text().translate(MARKS).startswith("The stocktake is closed. Missing: 26.")
    assert counter.state.sale is None


def test_what_a_stocktake_found_as_a_table(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    furnish_goods(counter.services)
    page = opened(counter, Key.Key_K, StocktakePage)
    page.vm.begin()
    for code in (GALAXY1, STRANGER, CABLE_GTIN):
        page.vm.scan(code)
    counter.settle()
    for _ in range(2):
        counter.press(Key.Key_F9)
    path = counter.folder / "stocktake.xlsx"
    page.vm.save(str(path), _table)
    counter.settle()
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    found = [row[2] for row in rows[1:]]
    assert {word: found.count(word) for word in ("counted", "unknown", "missing")} == {
        "counted": 2, "unknown": 1, "missing": 26,
    }  # fmt: skip
    assert rows[-1][1:5] == (CABLE.title, "counted", 1, 4)


def test_closing_may_be_thought_over(counter: Hands) -> None:
    page = opened(counter, Key.Key_K, StocktakePage)
    page.vm.begin()
    counter.settle()
    counter.press(Key.Key_F9)
    counter.press(Key.Key_Escape)
    assert not page.vm.state.closing
    assert counter.window._stack.currentWidget() is page
    assert page.vm.state.is_open


def test_the_cable_of_the_scene_is_a_sample() -> None:
    assert "(نمونه)" in CABLE.title
