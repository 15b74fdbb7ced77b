"""In the line above everything: since when there is no backup. Hidden while all is well."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices
from ui.view_models.keeping import KeepingState
from ui.widgets.basics import button, restyle


def backup_pill(act: Callable[[], object]) -> QPushButton:
    made = button("", act, "pill_wait")
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # by keys the settings are reached
    made.setFixedHeight(28)
    made.hide()
    return made


def show_kept(pill: QPushButton, state: KeepingState) -> bool:
    """Said once the last good one is older than a day, or the next one could not be made. True where its size may have
    changed."""
    before = (pill.isHidden(), pill.text())
    pill.setVisible(state.too_old or state.trouble is not None)
    last = state.kept.last_at
    said = _("no backup since {age}").format(age=fmt.span(state.at - last)) if last else _("no backup yet")
    why = notices.sentence(state.trouble.code, state.trouble.detail) if state.trouble else ""
    restyle(pill, "pill_stop" if state.too_old and last is None else "pill_wait")
    pill.setText(said)
    pill.setToolTip(why or said)
    pill.setAccessibleName(said)
    return before != (pill.isHidden(), pill.text())
