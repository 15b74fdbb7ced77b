"""Settings: which scripts of the public channels rule, and the shop's own copy of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from pos_app.i18n import text as _
from ui import notices
from ui.view_models.settings import SettingsState
from ui.widgets.basics import CopyButton, button, column, label, restyle, row


class ScriptsCard(QFrame):
    def __init__(self, edit_copy: Callable[[], None], read_anew: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.rules = label("", "soft", wrap=True)
        self.path = CopyButton()
        layout = column(self, margin=14, gap=8)
        layout.addWidget(label(_("Scripts of the public channels"), "heading"))
        layout.addWidget(self.rules)
        layout.addLayout(row(self.path, None))
        layout.addLayout(row(button(_("edit a copy"), edit_copy), button(_("read anew"), read_anew), None))

    def show_state(self, state: SettingsState) -> None:
        own, problem = state.own_scripts, state.scripts_problem
        if problem is not None:
            said = notices.sentence(problem.code, problem.detail)
        elif own:
            said = _("The shop's own copy rules. After a change press «read anew».")
        else:
            said = _("The scripts that came with the program rule. If a channel changes, edit a copy.")
        restyle(self.rules, "soft" if problem is None else "error")
        self.rules.setText(said)
        self.path.setVisible(bool(own))
        if own:
            self.path.show_value(own, _short(own))


def _short(path: str) -> str:
    """The end of a long path says enough; the whole of it is copied."""
    return path if len(path) <= 80 else "…" + path[-79:]
