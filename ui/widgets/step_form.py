"""What every form of a step shares. A form draws the State and forwards what the seller does.

`act` is the one thing that the step's main key (F6) does now.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from pos_app.domain.registry import Channel, OperationKind
from pos_app.i18n import text as _
from ui import format as fmt
from ui import leading, notices, words
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.basics import label
from ui.widgets.choices import Choices
from ui.widgets.fields import Field

GO_ON_KEY = "F7"


class StepForm(QWidget):
    """What every form shares: the way to the view model, and the reason beside each field."""

    def __init__(self, vm: CounterVM, step_id: str = "") -> None:
        super().__init__()
        self.setObjectName("plain")
        self.vm, self.step_id = vm, step_id
        self.fields: dict[str, Field] = {}
        self.checking = label("", "warn", wrap=True)
        self.checking.setParent(self)
        self.checking.hide()

    def act(self) -> None: ...

    def show_state(self, state: State) -> None:
        for name, field in self.fields.items():
            field.show_value(state.fields.get(name, ""))
            complaint = state.error(name)
            field.fail(complaint.code if complaint else "", complaint.detail if complaint else "")

    def show_checking(self, state: State) -> None:
        """Neither success nor failure: the program is finding out what became of a question."""
        said = notices.sentence("checking-outcome") if state.checking and not state.busy else ""
        self.checking.setText(said)
        self.checking.setVisible(bool(said))

    def first_field(self) -> QWidget | None:
        """Where the caret goes when the step opens."""
        return next((f.edit for f in self.fields.values() if f.isVisibleTo(self) and not f.text()), None)

    def place_of(self, name: str) -> QWidget | None:
        """Where the caret can go to put this field right."""
        return leading.place_of(self, self.fields, name)

    def add(self, name: str, field: Field, on_enter: Callable[[], None] | None = None) -> Field:
        """`on_enter`: where Enter in this field does not mean the form's main act."""
        self.fields[name] = field
        field.edited.connect(lambda text: self.vm.edit(name, text))
        field.committed.connect(on_enter or self.act)
        return field


def way_choices() -> Choices:
    """A button for every way there is; `show_ways` leaves those that are offered now."""
    return Choices([(channel.value, msgid) for channel, msgid in words.CHANNELS.items()])


def show_ways(choices: Choices, state: State, kind: OperationKind) -> None:
    choices.offer([channel.value for channel in state.ways_for(kind)])
    way = state.way(kind)
    choices.show_value(way.value if way else "")


def next_way_key(choices: Choices) -> QShortcut:
    """The same key before anything was tried: it turns to the next way. Works only while the row is to be seen."""
    shortcut = QShortcut(QKeySequence(GO_ON_KEY), choices)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(choices.next_one)
    return shortcut


class GoOn(QPushButton):
    """The next way, one key away, where the one that was tried does not answer."""

    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setAutoDefault(True)
        self.clicked.connect(lambda: vm.go_on())
        shortcut = QShortcut(QKeySequence(GO_ON_KEY), self)  # works only while this is to be seen
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.click)
        self.hide()

    def show_state(self, state: State, *, wanted: bool = True) -> None:
        way: Channel | None = state.go_on_by if wanted else None
        self.setVisible(way is not None)
        self.setEnabled(not state.busy)
        if way is None:
            return
        said = _("go on by {way}").format(way=words.of(words.CHANNELS, way))  # type: ignore[arg-type]
        self.setText(f"{said}   {fmt.ltr(GO_ON_KEY)}")
        self.setAccessibleName(said)
