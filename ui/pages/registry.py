"""All between this till and the registry: what waits, where the two differ, and the stock as the registry counts it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from pos_app.application.queue import Status
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices
from ui.pages.registry_conflicts import ConflictsPart
from ui.pages.registry_queue import QueuePart
from ui.pages.registry_stock import StockPart
from ui.pages.room import Room
from ui.view_models.registry_conflicts import ConflictsVM
from ui.view_models.registry_queue import QueueVM
from ui.view_models.registry_stock import StockVM
from ui.widgets.basics import column, key, label, row
from ui.widgets.choices import Choices

QUEUE, CONFLICTS, STOCK = "queue", "conflicts", "stock"
PARTS = ((QUEUE, mark("queue")), (CONFLICTS, mark("differences")), (STOCK, mark("allocated stock")))


class RegistryPage(Room):
    """Three parts, one before the eyes; Ctrl+Tab turns to the next one. Only that one is read again and again."""

    def __init__(self, queue: QueueVM, conflicts: ConflictsVM, stock: StockVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.queue, self.conflicts, self.stock = QueuePart(queue), ConflictsPart(conflicts), StockPart(stock)
        self._parts: dict[str, QueuePart | ConflictsPart | StockPart] = {
            QUEUE: self.queue, CONFLICTS: self.conflicts, STOCK: self.stock
        }  # fmt: skip
        self._shown = QUEUE
        self.choice = Choices(PARTS, wide=True)
        self.choice.show_value(QUEUE)
        self.choice.chosen.connect(self._choose)
        self._stack = QStackedWidget()
        for part in self._parts.values():
            self._stack.addWidget(part)
        self.clock = label("", "warn", wrap=True)
        self.clock.hide()
        head = row(label(_("Registry"), "title"), self.choice, key("Ctrl+Tab"), None, gap=16)
        layout = column(self, margin=18, gap=10)
        layout.addLayout(head)
        layout.addWidget(self.clock)
        layout.addWidget(self._stack, 1)
        for sequence, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self._turner(step))

    def _turner(self, step: int) -> Callable[[], None]:
        names = [name for name, _word in PARTS]
        return lambda: self.open_part(names[(names.index(self._shown) + step) % len(names)])

    @property
    def part(self) -> QueuePart | ConflictsPart | StockPart:
        """What is before the eyes."""
        return self._parts[self._shown]

    def enter(self, part: str = "") -> None:
        self.open_part(part)

    def open_part(self, name: str = "") -> None:
        """ "" = the one that was open last. The caret goes to its list."""
        self._choose(name or self._shown)
        if not self.part.focus_first():
            self.choice.button(self._shown).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose(self, name: str) -> None:
        """By an arrow in the row of choices: the caret stays there."""
        self._shown = name
        self.choice.show_value(name)
        self._stack.setCurrentWidget(self.part)
        self.part.vm.load()

    def heard(self, status: Status) -> None:
        self.show_clock(status.clock_off)
        if self.isVisible():
            self.part.vm.refresh()

    def show_clock(self, off: timedelta | None) -> None:
        self.clock.setText(notices.sentence("clock-differs", fmt.span(off)) if off else "")
        self.clock.setVisible(off is not None)
