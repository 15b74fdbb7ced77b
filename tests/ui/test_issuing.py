"""F9: what was typed counts, what cannot be written is refused before paper, and the second press succeeds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import event

from pos_app.application.services import Services
from tests.ui.conftest import OpenCounter
from tests.ui.hands import Hands, Key
from tests.ui.shop import CASE, NOKIA
from tests.ui.test_bad_numbers import said
from tests.ui.test_sale_by_keys import pay_cash
from tests.ui.walk import nokia_before_payment, sell_nokia


@pytest.fixture
def ready(open_counter: OpenCounter) -> Callable[[str], Hands]:
    """A counter whose sale lacks nothing but the way it is paid."""

    def open_(language: str) -> Hands:
        counter = open_counter(language=language)
        counter.vm.resume(nokia_before_payment(counter.services))
        counter.settle()
        assert [code for code, _detail in counter.state.lacks] == ["payment-missing"]
        return counter

    return open_


def test_f9_waits_for_what_is_missing_and_says_what_it_is(ready: Callable[[str], Hands], language: str) -> None:
    counter = ready(language)
    finish = counter.page.side.finish
    assert not finish.isEnabled()
    assert said("payment-missing", "", language) in counter.reads(counter.page.side.lack)
    counter.press(Key.Key_F9)
    assert counter.invoices() == []
    pay_cash(counter)
    assert finish.isEnabled()
    assert counter.reads(counter.page.side.lack) == ""
    counter.press(Key.Key_F9)
    assert len(counter.invoices()) == 1


def test_what_is_typed_when_f9_is_pressed_counts(ready: Callable[[str], Hands]) -> None:
    """Name and discount are still being typed; no Enter, no Tab, and F9 right after the last key."""
    counter = ready("fa")
    pay_cash(counter)
    line = counter.page.side._rows[0]
    counter.tab_to(line._more)
    counter.press(Key.Key_Space)
    counter.overwrite(line.discount, "500000")
    counter.overwrite(counter.buyer("name"), "Zahra")
    counter.press(Key.Key_F9)
    document = issued(counter)
    assert document["buyer"]["name"] == "Zahra"
    assert document["dis"] == 500_000


def test_f9_issues_nothing_while_a_field_is_wrong(ready: Callable[[str], Hands]) -> None:
    counter = ready("fa")
    pay_cash(counter)
    line = counter.page.side._rows[0]
    counter.tab_to(line._more)
    counter.press(Key.Key_Space)
    counter.overwrite(line.discount, "ten")
    counter.press(Key.Key_F9)
    assert counter.invoices() == []
    assert counter.reason(line.discount) == said("amount-not-digits", "", "fa")
    counter.overwrite(line.discount, "")
    counter.overwrite(counter.buyer("national_id"), "0499370898")
    counter.press(Key.Key_F9)
    assert counter.invoices() == []
    assert counter.reason(counter.buyer("national_id")) == said("national-id-check-digit", "0499370898", "fa")
    assert counter.buyer("national_id").text() == "0499370898"


def test_a_price_half_typed_survives_a_scan(ready: Callable[[str], Hands]) -> None:
    counter = ready("fa")
    line = counter.page.side._rows[0]
    counter.tab_to(line._more)
    counter.press(Key.Key_Space)
    counter.overwrite(line.fee, "6000000")
    counter.scan(CASE)
    line = counter.page.side._rows[0]
    assert len(counter.page.side._rows) == 2
    assert line.editing
    assert line.fee.text() == "6000000"


def test_f9_pressed_twice_sells_once(ready: Callable[[str], Hands]) -> None:
    counter = ready("fa")
    pay_cash(counter)
    counter.strike(Key.Key_F9)
    counter.strike(Key.Key_F9)
    counter.settle()
    assert len(counter.invoices()) == 1
    assert len(counter.papers()) == 1


def test_a_full_disk_refuses_the_sale_before_paper(ready: Callable[[str], Hands], language: str) -> None:
    counter = ready(language)
    before = sell_nokia(counter.services, "490154203301207")  # its document fills the page of the second one
    pay_cash(counter)
    with full_disk(counter.services):
        counter.press(Key.Key_F9)
        refused(counter, "storage-full", language, [before])
    counter.press(Key.Key_F9)
    assert counter.invoices() == [counter.state.finished, before]
    assert counter.papers() == [f"{counter.state.finished}.pdf"]


def test_a_locked_database_refuses_the_sale_before_paper(ready: Callable[[str], Hands], language: str) -> None:
    counter = ready(language)
    pay_cash(counter)
    with locked(counter):
        counter.press(Key.Key_F9)
        refused(counter, "storage-locked", language)
    counter.press(Key.Key_F9)
    assert len(counter.invoices()) == 1
    assert counter.papers() == [f"{counter.state.finished}.pdf"]


def test_paper_that_cannot_be_written_costs_no_invoice(ready: Callable[[str], Hands]) -> None:
    counter = ready("fa")
    pay_cash(counter)
    counter.services.papers.write_text("a file where the folder should be")
    counter.press(Key.Key_F9)
    number = counter.invoices()[0]
    assert counter.told == ["paper-not-written"]
    assert counter.bar() == said("paper-not-written", number, "fa")
    counter.services.papers.unlink()
    counter.press(Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    counter.press(Key.Key_F9)
    assert counter.papers() == [f"{number}.pdf"]  # no paper was made before: this is the original


def refused(counter: Hands, code: str, language: str, before: Sequence[str] = ()) -> None:
    """Said in words; no paper, no invoice, the basket as it was."""
    assert counter.told == [code]
    assert counter.bar() == said(code, "", language)
    assert counter.papers() == []
    assert counter.state.finished == ""
    assert [line.unit.imeis for line in counter.sale.lines if line.unit] == [(NOKIA,)]
    assert counter.invoices() == list(before)


@contextmanager
def full_disk(services: Services) -> Iterator[None]:
    """The database may not grow by a page, and has no page to spare."""
    with closing(sqlite3.connect(services.papers.parent / "shop.db", isolation_level=None)) as other:
        other.execute("VACUUM")
    with on_each_connection(services, "PRAGMA max_page_count = 1"):  # SQLite takes the pages that there are
        yield


@contextmanager
def locked(counter: Hands) -> Iterator[None]:
    """Another program holds the database, and we are not patient."""
    other = sqlite3.connect(counter.folder / "shop.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with on_each_connection(counter.services, "PRAGMA busy_timeout = 20"):
            yield
    finally:
        other.rollback()
        other.close()


@contextmanager
def on_each_connection(services: Services, pragma: str) -> Iterator[None]:
    pool = services.storage._engine.pool  # type: ignore[attr-defined]

    def before(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute(pragma)

    event.listen(pool, "checkout", before)
    try:
        yield
    finally:
        event.remove(pool, "checkout", before)
        pool.dispose()


def issued(counter: Hands) -> dict[str, Any]:
    assert counter.state.finished, (counter.told, counter.state.lacks)
    with counter.services.storage.read() as session:
        stored = session.invoice(counter.state.finished)
    assert stored is not None
    found: dict[str, Any] = json.loads(stored.document)
    return found
