"""Every setting at a glance, changed by keys; the reason stands at the field and nothing typed is lost."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt

from pos_app.application import options
from pos_app.domain.options import OPTIONS, RETENTION
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL
from ui.pages.settings import SettingsPage

Key = Qt.Key


def test_a_setting_is_explained_and_changed(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    counter.press(Key.Key_4, CONTROL)
    card = cast(SettingsPage, counter.window._pages["settings"]).options
    assert [row.key for row in card.table.rows_model.rows] == [option.name for option in OPTIONS]
    card.table.setFocus()
    while card.vm.state.selected != RETENTION:
        counter.press(Key.Key_Down)
    assert "tax office" in card.told.text()
    counter.press(Key.Key_Return)
    assert counter.focus() is card.field.edit
    counter.type("99")
    counter.press(Key.Key_Return)
    assert card.field.text() == "99"
    assert "1-30" in counter.reason(card.field)
    counter.overwrite(card.field, "12")
    counter.press(Key.Key_Return)
    assert card.said.isVisible()
    with counter.services.storage.read() as session:
        assert options.whole(session, RETENTION) == 12
