"""The webcam in the counter's place for as long as it looks for a code."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.pages.counter import grey
from ui.view_models.counter import CounterVM
from ui.view_models.notice import Notice


def film(vm: CounterVM, stack: QStackedWidget, pages: dict[str, QWidget], leave: Callable[[], None]) -> None:
    """`leave` brings the counter back."""
    from ui.widgets.camera import CameraPanel

    if not CameraPanel.available():
        vm.tell(Notice("camera-missing"))
        return
    panel = CameraPanel()
    pages["camera"] = panel
    stack.addWidget(panel)
    stack.setCurrentWidget(panel)

    def close() -> None:
        stack.removeWidget(panel)
        pages.pop("camera", None)
        panel.deleteLater()
        leave()

    def found(text: str) -> None:
        if pages.get("camera") is panel:
            panel.stop()
            vm.scanned(text)

    panel.frame.connect(lambda image: vm.look_for_codes(*grey(image), found))
    panel.closed.connect(close)
    panel.start()
