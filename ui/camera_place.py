"""The camera in place of a page: what it reads goes to the counter, and the counter comes back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.pages.counter import grey
from ui.view_models.counter import CounterVM
from ui.view_models.notice import Notice

NAME = "camera"  # among the pages of the window


def open_camera(stack: QStackedWidget, pages: dict[str, QWidget], vm: CounterVM, back: Callable[[], object]) -> None:
    """`back` brings the counter. Where there is no camera, that is said."""
    from ui.widgets.camera import CameraPanel

    if not CameraPanel.available():
        vm.tell(Notice("camera-missing"))
        return
    panel = CameraPanel()
    pages[NAME] = panel
    stack.addWidget(panel)
    stack.setCurrentWidget(panel)

    def leave() -> None:
        stack.removeWidget(panel)
        pages.pop(NAME, None)
        panel.deleteLater()
        back()

    def found(text: str) -> None:
        if pages.get(NAME) is panel:
            panel.stop()
            vm.scanned(text)

    panel.frame.connect(lambda image: vm.look_for_codes(*grey(image), found))
    panel.closed.connect(leave)
    panel.start()


def let_go(pages: dict[str, QWidget]) -> None:
    """Somebody else's eyes come: the camera is closed, if it is there."""
    leave = getattr(pages.get(NAME), "closed", None)
    if leave is not None:
        leave.emit()
