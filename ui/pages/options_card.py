"""Settings: each of them at a glance, with what it does, its range and what it is when nobody has chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from pos_app.domain.options import BY_NAME
from pos_app.i18n import text as _
from ui import notices, option_words
from ui.view_models.options import OptionsVM
from ui.widgets.basics import button, column, label, row
from ui.widgets.fields import Field
from ui.widgets.rows import Row, Rows

_HEIGHT = 250  # pixels: all of them


class OptionsCard(QFrame):
    def __init__(self, vm: OptionsVM) -> None:
        super().__init__()
        self.setObjectName("card")
        self.vm = vm
        self._drawn = ("", "")
        headers = [_("setting"), _("is"), _("may be"), _("if nobody chooses")]
        self.table = Rows(headers, stretch=(0,), accessible=_("every setting"))
        self.table.setFixedHeight(_HEIGHT)
        self.table.chosen.connect(vm.select)
        self.told = label("", "soft", wrap=True)
        self.field = Field(_("new value"), ltr=True)
        self.table.activated.connect(self._type)
        self.field.edit.returnPressed.connect(self._save)
        self.save = button(_("change it"), self._save, "act")
        self.said = label("", "good", wrap=True)
        layout = column(self, margin=14, gap=8)
        layout.addWidget(label(_("Every setting at a glance"), "heading"))
        layout.addWidget(self.table)
        layout.addWidget(self.told)
        layout.addLayout(row(self.field, self.save, None))
        layout.addWidget(self.said)
        vm.changed.connect(self.draw)

    def _type(self) -> None:
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.edit.selectAll()

    def _save(self) -> None:
        self.vm.save(self.field.text())

    def draw(self) -> None:
        state = self.vm.state
        rows = [
            Row(
                one.option.name,
                (
                    _(option_words.CAPTIONS[one.option.name]), option_words.shown(one.option, one.value),
                    option_words.bounds(one.option), option_words.shown(one.option, one.option.default),
                ),
            )
            for one in state.chosen
        ]  # fmt: skip
        self.table.show_rows(rows, state.selected)
        option = BY_NAME.get(state.selected)
        self.told.setText(_(option_words.TOLD[state.selected]) if option else "")
        value = state.value
        if (state.selected, value) != self._drawn:
            self._drawn = (state.selected, value)
            self.field.show_value(value)
        told = state.notice
        self.field.fail(told.code if told else "", told.detail if told else "")
        self.said.setText(_("Changed; the history keeps what it was before.") if state.saved else "")
        self.said.setVisible(state.saved)
        if told is not None and not told.field:
            self.said.setText(notices.sentence(told.code, told.detail))
            self.said.setVisible(True)
