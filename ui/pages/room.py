"""A page of the window as its keys see it. What a page does not care about stays as it is here."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.application.queue import Status
from ui.view_models.notice import Notice


class Room(QWidget):
    def enter(self, part: str = "") -> None:
        """It comes before the seller: read what it shows anew, and bring the caret. `part` of it, "" = as it was."""

    def finish(self) -> None:
        """F9: what the page is there to make."""

    def back(self) -> bool:
        """Esc: one step back inside the page; False where there is none, and the window decides."""
        return False

    def scanned(self, text: str) -> bool:
        """A scanner's word; False: it belongs to the counter."""
        return False

    def returning(self) -> str:
        """Ctrl+R: the number of the invoice that is chosen here, "" = none."""
        return ""

    def print_told(self, notice: Notice) -> bool:
        """What became of a print that this page may have begun; False: the counter says it."""
        return False

    def print_ended(self, number: str) -> None:
        """What stands here about a print of this paper is read anew; "" = of no paper."""

    def heard(self, status: Status) -> None:
        """After a background round: nothing typed, chosen or opened is lost by it."""
