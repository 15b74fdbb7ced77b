"""The shop in figures: a period, its sums, a chart and its table; books for the accountant."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QPushButton, QVBoxLayout

from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import export_words, figure_tables, notices, sentences
from ui import format as fmt
from ui.pages.room import Room
from ui.view_models.figures import FiguresVM
from ui.widgets.bar_chart import BarChart
from ui.widgets.basics import Label, beside_fields, button, column, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import Field
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.rows import Row, Rows

TABLES = "XLSX (*.xlsx);;CSV (*.csv)"
_PERIODS = (
    ("today", mark("today")), ("week", mark("this week")), ("month", mark("this month")),
    ("quarter", mark("this quarter")), ("year", mark("this year")), ("last_month", mark("last month")),
    ("last_year", mark("last year")),
)  # fmt: skip
_TILES = (
    ("invoices", mark("invoices")), ("phones", mark("phones")), ("net", mark("net, rials")),
    ("vat", mark("VAT, rials")), ("margin", mark("margin, rials")), ("bought", mark("bought in, rials")),
    ("duties", mark("open duties")),
)  # fmt: skip
_BOOKS = (("sales", "Ctrl+Shift+S"), ("vat", "Ctrl+Shift+M"), ("buy-ins", "Ctrl+Shift+B"))
NARROW = 1100  # pixels


class FiguresPage(Room):
    def __init__(self, vm: FiguresVM, theme: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.quiet)
        self.periods = Choices(_PERIODS)
        self.periods.chosen.connect(vm.choose)
        self.first, self.last = Field(_("from"), ltr=True, placeholder="1405/01/01"), Field(_("to"), ltr=True)
        for field in (self.first, self.last):
            field.setFixedWidth(120)
            field.committed.connect(self._between)
        self.between = button(_("show"), self._between, accessible=_("show these days"))
        self.views = Choices(figure_tables.VIEWS)
        self.views.chosen.connect(vm.look_at)
        self.chart = BarChart(theme, _("chart of the table beside it"))
        self.chart.setMinimumHeight(150)
        frame = QFrame()
        frame.setObjectName("card")
        self.tables: dict[str, Rows] = {}
        self._table_room: QVBoxLayout = column(gap=0)
        self.unit = label("", "small")
        inside = column(frame, margin=8, gap=2)
        inside.addWidget(self.unit)
        inside.addWidget(self.chart, 1)
        body = self._body = row(gap=12)
        body.addWidget(frame, 5)
        body.addLayout(self._table_room, 6)
        self.hint = label("", "soft", wrap=True)
        layout = column(self, margin=18, gap=10)
        layout.addLayout(row(label(_("Figures"), "title"), None, *self._acts()))
        layout.addWidget(self.notice)
        layout.addLayout(row(self.periods, self.first, self.last, beside_fields(self.between)))
        layout.addLayout(self._sums())
        layout.addLayout(row(self.views, None))
        layout.addLayout(body, 1)
        layout.addWidget(self.hint)
        vm.changed.connect(self.draw)
        self.draw()

    def _acts(self) -> list[QPushButton]:
        made = [self._act(_("this table"), "Ctrl+E", self._save)]
        made += [self._act(export_words.kind(name), keys, self._exporter(name)) for name, keys in _BOOKS]
        return made

    def _act(self, text: str, keys: str, act: Callable[[], None]) -> QPushButton:
        key = QShortcut(QKeySequence(keys), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(act)
        shown = f"{text}   {fmt.ltr(keys)}" if len(keys) < 8 else text
        button_ = button(shown, act, accessible=text)
        button_.setToolTip(keys)
        return button_

    def _sums(self) -> QVBoxLayout:
        self.sums: dict[str, Label] = {}
        tiles = row(gap=8)
        for name, msgid in _TILES:
            tile = QFrame()
            tile.setObjectName("card")
            inside = column(tile, margin=10, gap=2)
            self.sums[name] = label("", "heading")
            inside.addWidget(label(_(msgid), "small"))
            inside.addWidget(self.sums[name])
            tiles.addWidget(tile)
        holder = column(gap=0)
        holder.addLayout(tiles)
        return holder

    # -- intents -----------------------------------------------------------------------------------

    def enter(self, part: str = "") -> None:
        self.vm.load()
        self.periods.stop().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def scanned(self, text: str) -> bool:
        """Nothing here is scanned; a stray scan must not begin a sale behind this page."""
        return True

    def _between(self) -> None:
        self.vm.between(self.first.text(), self.last.text())

    def _exporter(self, kind: str) -> Callable[[], None]:
        return lambda: self._ask(kind, lambda path: self.vm.export(kind, path))

    def _save(self) -> None:
        self._ask(self.vm.state.view, self.vm.save)

    def _ask(self, name: str, chosen: Callable[[str], None]) -> None:
        dialog = QFileDialog(self, _("as a table"), f"{name}.xlsx", TABLES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(chosen)
        dialog.open()

    # -- drawing -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        for name in ("last_month", "last_year"):
            self.periods.button(name).setVisible(not narrow)
        self._body.setStretch(0, 4 if narrow else 5)
        self._body.setStretch(1, 7 if narrow else 6)

    def draw(self) -> None:
        state = self.vm.state
        told, said = state.told, state.notice
        placed = said is not None and said.field == "first"
        self.first.fail(said.code if placed and said else "", said.detail if placed and said else "")
        at_bar = said if said and not placed else None
        severity = notices.severity(at_bar.code) if at_bar else sentences.STOP
        self.notice.say(notices.sentence(at_bar.code, at_bar.detail) if at_bar else "", severity)
        self.periods.show_value(state.name)
        self.views.show_value(state.view)
        if told is None:
            self.hint.setText(_("the figures are being read …") if state.notice is None else "")
            return
        total = told.total
        share = f"  ({figure_tables.per_cent(total.margin * 100 // total.costed)})" if total.costed > 0 else ""
        texts = {
            "invoices": fmt.number(total.invoices), "phones": fmt.number(total.phones), "net": fmt.number(total.net),
            "vat": fmt.number(total.vat), "margin": fmt.number(total.margin) + share,
            "bought": fmt.number(told.bought_in[1]),
            "duties": fmt.number(told.duties) + (f" · ! {fmt.number(told.overdue)}" if told.overdue else ""),
        }  # fmt: skip
        for name, text in texts.items():
            self.sums[name].setText(text)
        table = figure_tables.view(state.view, told)
        self.chart.show_view(table)
        self.unit.setText(table.unit)
        for name, rows in self.tables.items():
            rows.setVisible(name == state.view)
        self._table(state.view, table).show_rows(
            [Row(str(place), tuple(map(figure_tables.shown, cells))) for place, cells in enumerate(table.rows)], ""
        )
        self.hint.setText(self._hint(state.view))

    def _table(self, name: str, table: figure_tables.View) -> Rows:
        """Each view has one of its own, made when it is first looked at."""
        if name not in self.tables:
            made = Rows(table.headings, stretch=(table.wide,), accessible=_(dict(figure_tables.VIEWS)[name]))
            self.tables[name] = made
            self._table_room.addWidget(made)
        return self.tables[name]

    def _hint(self, view: str) -> str:
        told = self.vm.state.told
        if told is None:
            return ""
        first, last = figure_tables.day_text(told.period.first), figure_tables.day_text(told.period.last)
        said = _("{first} to {last}").format(first=first, last=last) if view != "stock" else _("as it lies here now")
        if told.unread:
            said += " — " + _("invoices still to be read: {n}").format(n=fmt.number(told.unread))
        known = told.total.costed < told.total.net and view in ("time", "models", "sellers")
        if known:
            said += " — " + _("the margin is of what has a known cost: {net} rials").format(
                net=fmt.number(told.total.costed)
            )
        return said
