"""F1 and the way back: the help page over whatever page the seller was at."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.application.services import Services
from ui.jobs import Jobs
from ui.pages.help import HelpPage
from ui.view_models.help import HelpVM, Typed
from ui.whereabouts import Whereabouts


class Helping:
    """Built when it is first asked for."""

    def __init__(self, stack: QStackedWidget, services: Services, jobs: Jobs, theme: str) -> None:
        self._stack, self._services, self._jobs, self._theme = stack, services, jobs, theme
        self.page: HelpPage | None = None
        self._typed: Mapping[str, Typed] = {}
        self._beneath: QWidget | None = None
        self._caret: Whereabouts | None = None

    @property
    def open(self) -> bool:
        return self.page is not None and self._stack.currentWidget() is self.page

    def show(self, topic_id: str = "") -> None:
        """The topic, its text under the caret; "" = the list, at the topic that was read last."""
        if self.page is None:
            self.page = HelpPage(HelpVM(self._services, self._jobs, self._typed), self._theme)
            self._stack.addWidget(self.page)
        if not self.open:
            self._beneath, self._caret = self._stack.currentWidget(), Whereabouts()
            self._stack.setCurrentWidget(self.page)
            self.page.vm.load()
        if topic_id:
            self.page.vm.turn_to(topic_id)
            self.page.focus_text()
        else:
            self.page.focus_first()

    def follow(self, before: Helping) -> None:
        """Takes over what is being written in the window before this one; not yet shown here."""
        self._typed = before.page.vm.state.typed if before.page is not None else before._typed

    def leave(self) -> QWidget | None:
        """Back to the page beneath, its caret where it was. The page whose caret could not be brought back, or which
        is gone: the window decides there. None = all is as it was."""
        beneath, caret = self._beneath, self._caret
        self._beneath = self._caret = None
        if beneath is None or self._stack.indexOf(beneath) < 0:
            return self.page
        self._stack.setCurrentWidget(beneath)
        return None if caret is not None and caret.bring_back() else beneath
