"""A caption, an edit, and the reason why its value does not fit, beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from pos_app.domain import imei
from pos_app.domain.checks import Outcome
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.money import MAX_RIAL
from ui import format as fmt
from ui import notices
from ui.widgets.basics import column, label, restyle

MAX_LENGTH = 400


_BY_HAND = (
    Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)  # fmt: skip


class Edit(QLineEdit):
    """Knows whether a person or the program brought the caret here last. A window that comes back changes nothing."""

    by_hand = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        reason = event.reason()
        if reason in _BY_HAND or reason is Qt.FocusReason.OtherFocusReason:
            self.by_hand = reason in _BY_HAND
        super().focusInEvent(event)


class Field(QWidget):
    """`edited` carries what was typed; `fail` shows the reason and keeps the text."""

    edited = Signal(str)
    committed = Signal()

    def __init__(self, caption: str, *, ltr: bool = False, secret: bool = False, placeholder: str = "") -> None:
        super().__init__()
        self.edit = Edit()
        self.edit.setMaxLength(MAX_LENGTH)
        self.edit.setAccessibleName(caption)
        self.edit.setPlaceholderText(fmt.ltr(placeholder) if ltr else placeholder)
        if ltr:
            self.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            self.edit.setAlignment(Qt.AlignmentFlag.AlignLeft)
        else:
            self.edit.textChanged.connect(self._turn)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.caption = label(caption, "small")
        self.caption.setBuddy(self.edit)
        self.reason = label("", "error", wrap=True)
        self.reason.setContentsMargins(4, 0, 4, 0)  # the last letter of a Persian line reaches out of its own box
        self.reason.hide()
        layout = column(self, gap=3)
        for part in (self.caption, self.edit, self.reason):
            layout.addWidget(part)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.edit.textEdited.connect(self.edited)
        self.edit.returnPressed.connect(self.committed)

    def _turn(self, text: str) -> None:
        """What is written stands in its own direction, an empty field in that of the page."""
        rtl = fmt.runs_right_to_left(text)
        if rtl is None:
            self.edit.unsetLayoutDirection()
        else:
            self.edit.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)

    def name(self, caption: str) -> None:
        """What it is called in the case that is open now."""
        self.caption.setText(caption)
        self.edit.setAccessibleName(caption)

    def text(self) -> str:
        return self.edit.text()

    def show_value(self, text: str) -> None:
        """From the State; the caret stays where it is while nothing changed."""
        if self.edit.text() != text:
            self.edit.setText(text)

    def fail(self, code: str, detail: str = "") -> None:
        """ "" clears it."""
        self._say(notices.sentence(code, detail) if code else "", "error", wrong=bool(code))

    def hint(self, sentence: str) -> None:
        """Said below the field, and nothing is wrong; "" clears it."""
        self._say(sentence, "small", wrong=False)

    def _say(self, sentence: str, name: str, *, wrong: bool) -> None:
        restyle(self.reason, name)
        self.reason.setText(sentence)
        self.reason.setVisible(bool(sentence))
        if bool(self.edit.property("wrong")) != wrong:
            self.edit.setProperty("wrong", wrong)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)


class ImeiField(Field):
    """Checks the digit while it is typed, shows the number in groups, marks where it differs from `other`."""

    def __init__(self, caption: str) -> None:
        super().__init__(caption, ltr=True)
        self._failed = ""
        self._other = ""
        self.edit.textChanged.connect(lambda _text: self._judge())

    def fail(self, code: str, detail: str = "") -> None:
        self._failed = notices.sentence(code, detail) if code else ""
        self._judge()

    def compare_with(self, other: str) -> None:
        self._other = imei.normalise(other)
        self._judge()

    def _judge(self) -> None:
        plain = imei.normalise(self.edit.text())
        if self._failed:
            self._say(self._failed, "error", wrong=True)
        elif len(plain) < 14:
            self._say("", "small", wrong=False)
        else:
            said = imei.check(plain)
            if not said.ok:
                self._say(notices.sentence(said.code, said.value), "error", wrong=True)
            elif self._other and self._other != plain:
                self._say(fmt.ltr(_marked(plain, self._other)), "error", wrong=True)
            else:
                shown = fmt.imei_text(said.value) + "  ✓"
                self._say(shown, "small" if said.outcome is Outcome.OK else "warn", wrong=False)


def _marked(value: str, other: str) -> str:
    """The number with its differing digits in brackets: 35693803564380[1]."""
    places = imei.differing_places(value, other)
    return "".join(f"[{digit}]" if i in places else digit for i, digit in enumerate(value)) + "  ≠"


class MoneyField(Field):
    """Whole rials. Anything longer than money can be is refused, so that no scan ever becomes a price."""

    MAX_DIGITS = 13

    def amount(self) -> int | None:
        """None for what is no amount; "" counts as 0."""
        return None if self.why() else int(self._plain() or "0")

    def why(self) -> str:
        """The code of what is wrong with the text, "" = it is an amount."""
        plain = self._plain()
        if plain and not all_latin_digits(plain):
            return "amount-not-digits"
        # the length first: a scanned code may be longer than `int` takes
        return "amount-too-large" if len(plain) > self.MAX_DIGITS or int(plain or "0") > MAX_RIAL else ""

    def _plain(self) -> str:
        return fold(self.edit.text()).replace("٬", "").replace(",", "").replace(" ", "")

    def show_amount(self, value: int) -> None:
        if not self.edit.hasFocus() or not self.edit.isModified():
            self.edit.setText(fmt.digits(f"{value:,}".replace(",", "٬")) if value else "")
            self.edit.setModified(False)
