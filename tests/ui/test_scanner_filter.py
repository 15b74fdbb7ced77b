"""The filter before real widgets: 0 stray characters, wherever the caret is (fault 29, lessons 13, 34, 35).

Every event carries its own time, so that a busy machine changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.scanner import Limits, ScannerFilter

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # what the offscreen platform says of every dialog
IMEI = "356938035643809"
SERIAL_ON_A_PERSIAN_LAYOUT = ["\u064b", "۵", "ژ", "\u0653", "۴", "۰", "ؤ", "\u200c", "ژ", "ي", "\u064d"]
NOTHING, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


class Clock:
    now = 10_000

    def __call__(self) -> int:
        return self.now


class Counter(QDialog):
    """A page with a field of each kind and a default button, as the sale has them."""

    def __init__(self) -> None:
        super().__init__()
        self.price, self.quantity, self.note, self.pay = QLineEdit(), QSpinBox(), QPlainTextEdit(), QPushButton("pay")
        self.quantity.setMaximum(999)
        self.pay.setDefault(True)
        self.paid = 0
        self.pay.clicked.connect(self._pay)
        layout = QVBoxLayout(self)
        for widget in (self.price, self.quantity, self.note, self.pay):
            layout.addWidget(widget)

    def _pay(self) -> None:
        self.paid += 1


class Scanner:
    """Presses keys as a device does: at times it names, into whatever has the focus."""

    def __init__(self, watch: ScannerFilter, clock: Clock) -> None:
        self.scans: list[str] = []
        self.clock = clock
        self.at = 50_000
        watch.scanned.connect(self.scans.append)

    def key(
        self,
        text: str,
        key: int = 0,
        *,
        after: int = 10,
        modifiers: Qt.KeyboardModifier = NOTHING,
        repeat: bool = False,
        to: QObject | None = None,
        release: bool = True,
        code: int = 0,
    ) -> None:
        self.at += after
        self.clock.now += after
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) if release else (QEvent.Type.KeyPress,):
            event = QKeyEvent(kind, key or ord(text[0].upper()), modifiers, code, 0, 0, text, repeat)
            event.setTimestamp(self.at)
            receiver = to or QApplication.focusWidget() or QApplication.activeWindow()
            assert receiver is not None
            QCoreApplication.sendEvent(receiver, event)

    def burst(self, text: str, *, after: int = 200, pace: int = 10, to: QObject | None = None) -> None:
        for i, mark in enumerate(text):
            self.key(mark, after=pace if i else after, to=to)

    def enter(self, after: int = 10, to: QObject | None = None) -> None:
        self.key("\r", int(Qt.Key.Key_Return), after=after, to=to)

    def type(self, text: str) -> None:
        for mark in text:
            self.key(mark, after=150)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(qapp: QApplication, clock: Clock) -> Iterator[ScannerFilter]:
    filter_ = ScannerFilter(clock=clock)
    qapp.installEventFilter(filter_)
    yield filter_
    qapp.removeEventFilter(filter_)


@pytest.fixture
def counter(qtbot: QtBot) -> Counter:
    page = Counter()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    page.price.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.price)
    return page


@pytest.fixture
def scanner(watch: ScannerFilter, clock: Clock) -> Scanner:
    return Scanner(watch, clock)


def test_a_price_keeps_what_was_typed_and_the_scan_goes_to_the_program(counter: Counter, scanner: Scanner) -> None:
    scanner.type("125")
    scanner.burst(IMEI)
    scanner.enter()
    scanner.type("000")
    scanner.enter(after=400)
    assert scanner.scans == [IMEI]
    assert counter.price.text() == "125000"
    assert counter.paid == 1, "the person's Enter presses the button, the scanner's does not"


@pytest.mark.parametrize("name", ["price", "quantity", "note", "pay"])
@pytest.mark.parametrize("end", ["enter", "tab", "none"])
def test_no_field_and_no_button_sees_a_scan(
    qtbot: QtBot, counter: Counter, scanner: Scanner, name: str, end: str
) -> None:
    field: QWidget = getattr(counter, name)
    field.setFocus()
    scanner.burst(IMEI)
    if end == "enter":
        scanner.enter()
    if end == "tab":
        scanner.key("\t", int(Qt.Key.Key_Tab))
    qtbot.waitUntil(lambda: scanner.scans == [IMEI])
    assert (counter.price.text(), counter.quantity.value(), counter.note.toPlainText()) == ("", 0, "")
    assert counter.paid == 0
    assert QApplication.focusWidget() is field, "the Tab of a scanner moves nothing"


def test_without_any_focus_a_scan_is_heard(counter: Counter, scanner: Scanner) -> None:
    counter.price.clearFocus()
    window = counter.windowHandle()
    scanner.burst(IMEI, to=window)
    scanner.enter(to=window)
    assert scanner.scans == [IMEI]


def test_keys_that_come_through_the_window_are_held_and_typed_once(
    qtbot: QtBot, counter: Counter, scanner: Scanner
) -> None:
    """The way of a real keyboard: Qt hands keys to the window, the window to the field."""
    window = counter.windowHandle()
    scanner.key("7", after=300, to=window)
    assert counter.price.text() == ""
    qtbot.waitUntil(lambda: counter.price.text() == "7")
    scanner.burst(IMEI, to=window)
    scanner.enter(to=window)
    scanner.key("5", after=300, to=window)
    qtbot.waitUntil(lambda: counter.price.text() == "75")
    assert scanner.scans == [IMEI]
    assert counter.paid == 0


def test_a_last_key_does_not_wait_for_another_one(qtbot: QtBot, counter: Counter, scanner: Scanner) -> None:
    scanner.key("9", after=300)
    qtbot.waitUntil(lambda: counter.price.text() == "9")
    assert scanner.scans == []


def test_a_full_imei_needs_no_enter(qtbot: QtBot, counter: Counter, scanner: Scanner) -> None:
    """Lesson 35."""
    scanner.burst(IMEI)
    assert scanner.scans == []
    qtbot.waitUntil(lambda: scanner.scans == [IMEI])
    assert counter.price.text() == ""


def test_a_late_enter_of_the_scanner_is_not_the_sellers(qtbot: QtBot, counter: Counter, scanner: Scanner) -> None:
    scanner.burst(IMEI)
    qtbot.waitUntil(lambda: scanner.scans == [IMEI])
    scanner.enter(after=90)
    assert counter.paid == 0


def test_two_scans_in_a_row(counter: Counter, scanner: Scanner) -> None:
    for _ in range(2):
        scanner.burst(IMEI)
        scanner.enter()
    assert scanner.scans == [IMEI, IMEI]
    assert counter.price.text() == ""


def test_five_quick_digits_are_typing(qtbot: QtBot, counter: Counter, scanner: Scanner) -> None:
    scanner.burst("12345")
    scanner.enter()
    assert counter.price.text() == "12345"
    assert counter.paid == 1
    assert scanner.scans == []


def test_a_serial_under_a_persian_layout(counter: Counter, scanner: Scanner) -> None:
    counter.note.setFocus()
    scanner.at += 500
    for text in SERIAL_ON_A_PERSIAN_LAYOUT:
        shift = NOTHING if text in "۵۴۰" else SHIFT
        if shift == SHIFT:
            scanner.key("", int(Qt.Key.Key_Shift), after=2, modifiers=SHIFT)
        scanner.key(text, after=5, modifiers=shift)
    scanner.enter()
    assert scanner.scans == ["R5CX40ABCDE"]
    assert counter.note.toPlainText() == ""


def test_persian_digits_are_folded(counter: Counter, scanner: Scanner) -> None:
    scanner.burst("".join("۰۱۲۳۴۵۶۷۸۹"[int(mark)] for mark in IMEI))
    scanner.enter()
    assert scanner.scans == [IMEI]


def test_persian_prose_arrives_as_it_was_written(qtbot: QtBot, counter: Counter, scanner: Scanner) -> None:
    counter.note.setFocus()
    scanner.type("گوشی نو\u200cـ ۱۲ ")
    qtbot.waitUntil(lambda: counter.note.toPlainText() == "گوشی نو\u200cـ ۱۲ ")
    assert scanner.scans == []


def test_modifiers_and_commands_pass_at_once_after_what_was_typed(counter: Counter, scanner: Scanner) -> None:
    scanner.key("1", after=300)
    scanner.key("2", after=60)
    scanner.key("\x01", int(Qt.Key.Key_A), after=10, modifiers=CTRL)
    assert counter.price.selectedText() == "12"
    scanner.key("3", after=300)
    scanner.key("\x08", int(Qt.Key.Key_Backspace), after=10)
    assert counter.price.text() == ""
    scanner.key("4", after=300)
    scanner.key("", int(Qt.Key.Key_Home), after=10)
    assert (counter.price.text(), counter.price.cursorPosition()) == ("4", 0)


class Listener(QWidget):
    """Notes every key event exactly as it arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heard: list[tuple[str, str, int, Qt.KeyboardModifier, int, int, bool]] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._note("press", event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._note("release", event)

    def _note(self, what: str, event: QKeyEvent) -> None:
        self.heard.append(
            (
                what,
                event.text(),
                event.key(),
                event.modifiers(),
                event.nativeScanCode(),
                event.timestamp(),
                event.isAutoRepeat(),
            )
        )


@pytest.fixture
def listener(qtbot: QtBot) -> Listener:
    widget = Listener()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    return widget


def test_a_replayed_key_is_the_key_that_was_pressed(qtbot: QtBot, listener: Listener, scanner: Scanner) -> None:
    scanner.key("G", int(Qt.Key.Key_G), modifiers=SHIFT, code=42)
    assert listener.heard == []
    qtbot.waitUntil(lambda: len(listener.heard) == 2)
    press = ("press", "G", int(Qt.Key.Key_G), SHIFT, 42, scanner.at, False)
    assert listener.heard == [press, ("release", *press[1:])]


def test_a_scan_leaves_no_half_of_a_key(listener: Listener, scanner: Scanner) -> None:
    """Keys roll over each other: the last release may come after the scan is decided."""
    scanner.at += 500
    for mark in IMEI:
        scanner.key(mark, release=False, code=int(mark) + 1)
    scanner.enter()
    for mark in set(IMEI):
        event = QKeyEvent(QEvent.Type.KeyRelease, ord(mark), NOTHING, int(mark) + 1, 0, 0, mark)
        event.setTimestamp(scanner.at + 20)
        QCoreApplication.sendEvent(listener, event)
    assert listener.heard == []
    assert scanner.scans == [IMEI]


def test_a_key_held_down_arrives_as_it_repeats(listener: Listener, scanner: Scanner) -> None:
    scanner.key("0", after=300, release=False)
    for i in range(20):
        scanner.key("0", after=30 if i else 400, repeat=True, release=False)
    assert [text for _, text, *_ in listener.heard] == ["0"] * 21
    assert scanner.scans == []


def test_a_busy_program_does_not_tear_a_scan_apart(counter: Counter, watch: ScannerFilter, scanner: Scanner) -> None:
    """The timer came late and first, the rest of the scan still waits in the queue with its own, early times."""
    scanner.burst(IMEI[:7])
    scanner.clock.now += 400
    watch._quiet()
    assert counter.price.text() == ""
    for mark in IMEI[7:]:
        scanner.key(mark)
    scanner.enter()
    assert scanner.scans == [IMEI]
    assert counter.price.text() == ""


def test_keys_without_a_time_are_measured_by_our_own_clock(
    counter: Counter, watch: ScannerFilter, clock: Clock
) -> None:
    scans: list[str] = []
    watch.scanned.connect(scans.append)
    for mark in IMEI:
        clock.now += 10
        QTest.keyClick(counter.price, Qt.Key(ord(mark)))
    clock.now += 10
    QTest.keyClick(counter.price, Qt.Key.Key_Return)
    assert scans == [IMEI]
    assert (counter.price.text(), counter.paid) == ("", 0)
    for mark in "42":
        clock.now += 200
        QTest.keyClick(counter.price, Qt.Key(ord(mark)))
    QTest.keyClick(counter.price, Qt.Key.Key_Left)
    assert counter.price.text() == "42"


def test_shortcuts_fire_for_a_person_and_not_for_a_scan(qapp: QApplication, counter: Counter) -> None:
    """Through the window, where Qt tries shortcuts first; it stamps these keys with real time, hence the wide gap."""
    watch = ScannerFilter(Limits(gap_ms=20_000, tail_ms=20_000))
    qapp.installEventFilter(watch)
    fired: list[str] = []
    scans: list[str] = []
    watch.scanned.connect(scans.append)
    for name in ("3", "Return", "Ctrl+K", "F2"):
        shortcut = QShortcut(QKeySequence(name), counter)
        shortcut.activated.connect(lambda name=name: fired.append(name))
    window = counter.windowHandle()
    try:
        for mark in IMEI:
            QTest.keyClick(window, Qt.Key(ord(mark)))
        QTest.keyClick(window, Qt.Key.Key_Return)
        assert (scans, fired) == ([IMEI], [])
        QTest.keyClick(window, Qt.Key.Key_5)
        QTest.keyClick(window, Qt.Key.Key_F2)
        assert counter.price.text() == "5", "what was typed arrives before the shortcut acts"
        QTest.keyClick(window, Qt.Key.Key_K, CTRL)
        assert fired == ["F2", "Ctrl+K"]
    finally:
        qapp.removeEventFilter(watch)


def test_a_click_right_after_a_key_comes_second(counter: Counter, scanner: Scanner) -> None:
    scanner.key("8", after=300)
    QTest.mouseClick(counter.note.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert counter.price.text() == "8"


def test_a_field_that_is_gone_loses_its_keys_quietly(qtbot: QtBot, watch: ScannerFilter, scanner: Scanner) -> None:
    field = QLineEdit()
    scanner.key("1", to=field)
    field.deleteLater()
    QCoreApplication.sendPostedEvents(field, int(QEvent.Type.DeferredDelete.value))
    del field
    watch._quiet()
    assert scanner.scans == []


def commit(text: str, to: QObject, preedit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(text)
    QCoreApplication.sendEvent(to, event)


def test_composed_text_is_not_touched(counter: Counter, scanner: Scanner) -> None:
    commit("", counter.price, preedit="ni")
    commit("你", counter.price)
    commit("۱۲۳۴۵۶۷۸۹", counter.price)
    assert counter.price.text() == "你۱۲۳۴۵۶۷۸۹"
    assert scanner.scans == []


def test_a_key_that_arrives_as_finished_text_belongs_to_the_burst(counter: Counter, scanner: Scanner) -> None:
    """Arabic layout on X11: the key B writes two letters, and Qt gives them as text without a key."""
    scanner.at += 500
    for text in ["\u064c", "5", "}", "\u0652", "4", "0", "\u0650", "لآ", "}", "]", "\u064f"]:
        if len(text) == 1:
            scanner.key(text, after=10, modifiers=NOTHING if text in "540" else SHIFT)
        else:
            scanner.at += 10
            scanner.clock.now += 10
            commit(text, counter.price)
    scanner.enter()
    assert scanner.scans == ["R5CX40ABCDE"]
    assert counter.price.text() == ""


def test_finished_text_that_a_person_wrote_arrives(qtbot: QtBot, counter: Counter, scanner: Scanner) -> None:
    counter.note.setFocus()
    for text in ("س", "لا", "م"):
        scanner.clock.now += 200
        commit(text, counter.note)
    qtbot.waitUntil(lambda: counter.note.toPlainText() == "سلام")
    assert scanner.scans == []


def test_limits_are_the_shops_to_set(qapp: QApplication, counter: Counter, clock: Clock) -> None:
    """A slow scanner: some need 80 ms per character."""
    slow = ScannerFilter(Limits(gap_ms=100), clock=clock)
    qapp.installEventFilter(slow)
    try:
        scanner = Scanner(slow, clock)
        scanner.burst(IMEI, pace=90)
        scanner.enter(after=90)
        assert (scanner.scans, counter.price.text()) == ([IMEI], "")
    finally:
        qapp.removeEventFilter(slow)
