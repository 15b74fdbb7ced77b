"""The foot of the window names the keys that do something now, in one line on the common screen."""

from __future__ import annotations

from PySide6.QtCore import QSize

from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, Hands, Key
from tests.ui.shop import GALAXY1
from tests.ui.walk import sell_nokia


def shown(counter: Hands) -> set[str]:
    return set(counter.window.foot.names())


def test_only_keys_that_do_something(counter: Hands) -> None:
    assert shown(counter) == {"F1", "F2", "Esc", "Ctrl+B", "Ctrl+R", "F12", "Ctrl+1…9"}
    counter.scan(GALAXY1)
    assert shown(counter) == {"F1", "F2", "F4", "F6", "F7", "F8", "F9", "Esc", "Ctrl+Del"}
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "answer_control"
    assert "F7" not in shown(counter), "a look at the answer has no other way"
    counter.press(Key.Key_T, CONTROL)
    assert "F6" in shown(counter)


def test_on_other_pages(counter: Hands) -> None:
    sell_nokia(counter.services)
    counter.press(Key.Key_2, CONTROL)
    assert shown(counter) == {"F1", "F9", "Esc", "Ctrl+R", "F12", "Ctrl+1…9"}
    counter.press(Key.Key_4, CONTROL)
    assert shown(counter) == {"F1", "Esc", "F12", "Ctrl+1…9"}


def test_one_line_on_the_common_screen(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    counter.scan(GALAXY1)
    for size in (QSize(1366, 768), QSize(1920, 1080)):
        counter.window.resize(size)
        counter.settle()
        assert counter.window.foot.height() < 40
