"""Settings out of one table: read with their default, refused out of their range, changed on record."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.application import options
from pos_app.application.at_work import Person
from pos_app.domain.errors import ShopError
from pos_app.domain.options import AUTOLOCK, BY_NAME, OPTIONS, RETENTION, OptionKind
from pos_app.domain.rights import Role
from tests.fakes.parts import Till
from tools import settings_doc
from ui.option_words import CAPTIONS, CHOICES, TOLD


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_default_is_a_value_and_every_setting_has_words(till: Till, option: object) -> None:
    one = BY_NAME[option.name]  # type: ignore[attr-defined]
    assert one.read(one.default) == one.default
    assert CAPTIONS[one.name]
    assert TOLD[one.name]
    assert set(one.choices) <= set(CHOICES)
    with till.storage.read() as session:
        assert options.value(session, one.name) == one.default


@pytest.mark.parametrize("option", [one for one in OPTIONS if one.kind is OptionKind.WHOLE], ids=lambda one: one.name)
def test_the_ends_of_the_range(till: Till, option: object) -> None:
    one = BY_NAME[option.name]  # type: ignore[attr-defined]
    for typed in (str(one.low), str(one.high), f" {one.high} "):
        assert options.save(till.services, one.name, typed) == typed.strip()
    for typed in (str(one.low - 1), str(one.high + 1), "", "x", "1.5", "-1", "9" * 400, "²"):
        with pytest.raises(ShopError) as caught:
            options.save(till.services, one.name, typed)
        assert (caught.value.code, caught.value.detail) == ("option-out-of-range", one.range)


def test_persian_digits_are_digits(till: Till) -> None:
    assert options.save(till.services, RETENTION, "۱۲") == "12"
    with till.storage.read() as session:
        assert options.whole(session, RETENTION) == 12


def test_a_change_is_on_record_once(till: Till) -> None:
    for _ in range(2):
        options.save(till.services, RETENTION, "12")
    storage = till.storage._storage
    assert isinstance(storage, SqlStorage)
    with storage._engine.connect() as connection:
        rows = connection.execute(text("select subject, data from audit_event where kind = 'setting-changed'")).all()
    assert [(row.subject, json.loads(row.data)) for row in rows] == [(RETENTION, {"from": "10", "to": "12"})]


def test_what_cannot_be_read_counts_as_not_chosen(till: Till) -> None:
    with till.storage.write() as session:
        session.put_setting(AUTOLOCK, "a while")
    with till.storage.read() as session:
        assert options.whole(session, AUTOLOCK) == 10


def test_a_seller_may_not(till: Till) -> None:
    at_work = till.services.at_work
    at_work.asks = at_work.owned = True
    at_work.take(Person("Sara", Role.SELLER, staff_id=1, has_pin=True))
    with pytest.raises(ShopError, match="needs-manager"):
        options.save(till.services, RETENTION, "12")


def test_an_unknown_one(till: Till) -> None:
    with pytest.raises(ShopError, match="option-unknown"):
        options.save(till.services, "no.such", "1")


def test_the_page_in_docs_says_what_the_table_says() -> None:
    assert settings_doc.PAGE.read_text("utf-8") == settings_doc.page()
