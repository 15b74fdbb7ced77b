"""The keys at the foot of the window: only those that do something now, so that one line holds them."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from pos_app.domain.sale import CaseKind
from pos_app.i18n import text as _
from ui.rooms import PAGES
from ui.view_models.counter_state import STEP_KINDS, State
from ui.widgets.basics import Label, key, label, row
from ui.widgets.flow import FlowLayout

COUNTER, INVOICES = "counter", "invoices"
_ALWAYS = ("F1", "Esc")


class KeyFoot(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("foot")
        self.saved = label("")
        self._pairs: dict[str, QWidget] = {}
        self._said: dict[str, Label] = {}
        keys = FlowLayout(gap=4)
        for name, text in (
            ("F1", _("help")), ("F2", _("scan")), ("F4", _("buyer")), ("F6", _("next step")), ("F7", _("another way")),
            ("F8", _("payment")), ("F9", _("issue and print")), ("Esc", _("back, wait")),
            ("Ctrl+B", _("buying in")), ("Ctrl+R", _("return")), ("Ctrl+Del", _("give the sale up")),
            ("F12", _("somebody else")), (PAGES, _("pages")),
        ):  # fmt: skip
            pair = self._pairs[name] = QWidget()
            pair.setObjectName("plain")
            said = self._said[name] = label(text)
            inside = row(key(name), said, gap=5)
            inside.setContentsMargins(0, 0, 7, 0)
            pair.setLayout(inside)
            keys.add(pair)
        holder = QWidget()
        holder.setObjectName("plain")
        holder.setLayout(keys)
        layout = row(holder, self.saved)
        layout.setStretch(0, 1)
        layout.setContentsMargins(18, 5, 18, 5)
        self.setLayout(layout)

    def said(self, name: str) -> Label:
        return self._said[name]

    def names(self) -> list[str]:
        """The keys that are to be seen now."""
        return [name for name, pair in self._pairs.items() if not pair.isHidden()]

    def show_state(self, state: State, page: str) -> None:
        """`page`: which one is before the seller."""
        wanted = set(keys_now(state, page))
        for name, pair in self._pairs.items():
            pair.setVisible(name in wanted)
        self._said["F4"].setText(_("seller") if state.kind is CaseKind.BUY_IN else _("buyer"))
        self._said["F9"].setText(_("issue and print") if page == COUNTER else _("print again"))
        if page == COUNTER and state.kind is not CaseKind.SALE:
            self._said["F9"].setText(_("finish and print"))
        self._said["Ctrl+Del"].setText(_("give the sale up") if state.kind is CaseKind.SALE else _("give it up"))


def keys_now(state: State, page: str) -> list[str]:
    """What a key would do now. Where a button beside the work names its key already, it is not said again here."""
    if page != COUNTER:
        return [*_ALWAYS, *(("F9", "Ctrl+R") if page == INVOICES else ()), "F12", PAGES]
    if state.sale is None:
        return [*_ALWAYS, "F2", "Ctrl+B", "Ctrl+R", "F12", PAGES]
    keys = [*_ALWAYS, "F2", "F4", "F8", "F9", "Ctrl+Del"]
    if state.step_id or state.unit is None:
        keys.append("F6")
    return [*keys, "F7"] if _another_way(state) else keys


def _another_way(state: State) -> bool:
    kind = STEP_KINDS.get(state.step_id)
    if kind is None or state.talking:
        return False
    free = state.by_hand is None and not state.unsettled and len(state.ways_for(kind)) > 1
    return free or state.go_on_by is not None
