"""The passphrase before the counter: by keys, nothing typed is lost, the reason beside the field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from pos_app import i18n
from pos_app.domain.errors import StorageError
from ui.passphrase import PassphraseDialog

Key = Qt.Key


class Keys:
    def __init__(self) -> None:
        self.taken: list[str] = []

    def __call__(self, typed: str) -> None:
        if typed != "four plain words":
            raise StorageError("passphrase-wrong")
        self.taken.append(typed)


@pytest.fixture
def keys() -> Keys:
    return Keys()


def opened(qtbot: QtBot, keys: Keys, *, new: bool) -> PassphraseDialog:
    i18n.use("en")
    dialog = PassphraseDialog(keys, new=new)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_wrong_one_is_said_and_the_right_one_goes_on(qtbot: QtBot, keys: Keys) -> None:
    dialog = opened(qtbot, keys, new=False)
    assert not dialog.again.isVisible()
    QTest.keyClicks(dialog.passphrase.edit, "something else")
    QTest.keyClick(dialog.passphrase.edit, Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.passphrase.text() == "something else"
    QTest.keyClicks(dialog.passphrase.edit, "four plain words")  # what was typed is selected
    QTest.keyClick(dialog.passphrase.edit, Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert keys.taken == ["four plain words"]


def test_a_new_one_is_typed_twice(qtbot: QtBot, keys: Keys) -> None:
    dialog = opened(qtbot, keys, new=True)
    QTest.keyClicks(dialog.passphrase.edit, "four plain words")
    QTest.keyClick(dialog.passphrase.edit, Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClicks(dialog.again.edit, "four plain words")
    QTest.keyClick(dialog.again.edit, Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert not dialog.skipped


def test_going_on_without_one_is_a_choice_that_is_named(qtbot: QtBot, keys: Keys) -> None:
    dialog = opened(qtbot, keys, new=True)
    assert "lie open" in dialog.skip.text()
    QTest.mouseClick(dialog.skip, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.skipped
    assert keys.taken == []
