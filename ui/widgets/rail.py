"""The rail at the leading edge: where one can go, each with its key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton

from pos_app.i18n import text as _
from ui.rooms import FOOT, RAIL
from ui.widgets.basics import column, label

_WIDTH, _NARROW = 86, 74  # pixels
_LOW, _HIGH = 38, 48  # of a tab: two lines of a badge fit into the lower one


class Rail(QFrame):
    def __init__(self, act: Callable[[str], None]) -> None:
        """`act` is called with the name of the place that was pressed."""
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(_WIDTH)
        layout = column(self, margin=7, gap=6)
        layout.addWidget(label(_("Pishkhan"), "brand"))
        self.tabs: dict[str, QToolButton] = {}
        for place in RAIL:
            tab = QToolButton()
            tab.setText(_(place.text))
            tab.setToolTip(place.key)
            tab.setCheckable(True)
            tab.setAutoExclusive(True)
            tab.setAccessibleName(_(place.text))
            tab.setMinimumHeight(_LOW)  # a low window takes all of them
            tab.setMaximumHeight(_HIGH)
            tab.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            tab.clicked.connect(self._presser(act, place.name))
            if place.name == FOOT:
                layout.addStretch(1)
            layout.addWidget(tab, _HIGH)
            self.tabs[place.name] = tab
        self.tabs["counter"].setChecked(True)

    @staticmethod
    def _presser(act: Callable[[str], None], name: str) -> Callable[[], None]:
        return lambda: act(name)

    def narrow(self, is_narrow: bool) -> None:
        self.setFixedWidth(_NARROW if is_narrow else _WIDTH)
