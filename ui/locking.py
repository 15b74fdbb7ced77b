"""The window under its cover: log-in, switch (F12), lock (Ctrl+L, or after idle minutes). Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from pos_app.application.services import Services
from ui.jobs import Jobs
from ui.view_models.at_work import AtWorkVM
from ui.view_models.notice import Notice
from ui.whereabouts import Whereabouts
from ui.widgets.lock_cover import LockCover

SWITCH, LOCK = "F12", "Ctrl+L"
BEAT_MS = 5_000
_INPUT = {
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}  # fmt: skip


class Locking(QObject):
    """`whole` is the window's content: what it was, or the cover. `before`: what is written away and closed before the
    eyes of the next person."""

    def __init__(self, window: QMainWindow, services: Services, jobs: Jobs, before: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._services, self._before = window, services, before
        self.vm = AtWorkVM(services, jobs)
        self.cover = LockCover(self.vm)
        self.whole = QStackedWidget()
        self._ground: QWidget | None = None
        self._front: QWidget | None = None  # what stands before the ground for now
        self._scan_refused: Callable[[], object] = lambda: None
        self._caret: Whereabouts | None = None
        self._touched = services.steady()
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.beat)
        self.vm.covered.connect(self.hide)
        self.vm.entered.connect(self.show)
        self.cover.left.connect(self.show)

    def around(self, ground: QWidget) -> QStackedWidget:
        self._ground = ground
        self.whole.addWidget(ground)
        self.whole.addWidget(self.cover)
        if self.vm.locked:
            self.whole.setCurrentWidget(self.cover)
        return self.whole

    def stand(self, front: QWidget | None, scan_refused: Callable[[], object] = lambda: None) -> None:
        """A page that stands before the work until it is taken away again by None; it hears of scans that nobody
        takes."""
        before, self._front, self._scan_refused = self._front, front, scan_refused
        if front is not None:
            self.whole.addWidget(front)
        if not self.covered:
            self.show()
        if before is not None:
            self.whole.removeWidget(before)

    def begin(self) -> None:
        """The window is there: idleness is counted by what reaches it, the cover gets its people."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        self.vm.load()
        self._keys(on=not self.covered and self._front is None)
        if self.covered:
            self.cover.focus_first()
        self._timer.start()

    def refresh(self) -> None:
        """The staff was changed: who is there to choose from, and whether whoever changed it is still at work."""
        self.vm.load()
        if self.vm.locked:
            self.hide()

    def end(self) -> None:
        self._timer.stop()

    @property
    def covered(self) -> bool:
        return self.whole.currentWidget() is self.cover

    def switch(self) -> None:
        """F12: somebody else goes on; Esc, and nothing has happened."""
        self.hide()

    def lock(self) -> None:
        self.vm.lock()

    def hide(self) -> None:
        if not self.covered:
            self._before()
            self._caret = Whereabouts()
            self._keys(on=False)
        self.whole.setCurrentWidget(self.cover)
        self.cover.begin()

    def show(self) -> None:
        home = self._front or self._ground
        if home is None or self.vm.locked:
            return
        self._touched = self._services.steady()
        self.whole.setCurrentWidget(home)
        self._keys(on=self._front is None)
        if self._caret is not None:
            self._caret.bring_back()
            self._caret = None

    def refuses_scan(self) -> bool:
        """A scan while nobody is at work is taken by nobody, and that is said."""
        if self.covered:
            self.vm.tell(Notice("scan-while-locked"))
        elif self._front is not None:
            self._scan_refused()
        return self.covered or self._front is not None

    def _keys(self, *, on: bool) -> None:
        for shortcut in self._window.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
            shortcut.setEnabled(on)

    # -- idleness ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self._touched = self._services.steady()
        return super().eventFilter(watched, event)

    def beat(self) -> None:
        minutes = self.vm.autolock_minutes
        if minutes and not self.vm.locked and self._services.steady() - self._touched >= minutes * 60_000:
            self.vm.lock_idle()
