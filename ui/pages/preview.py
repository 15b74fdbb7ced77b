"""A document on the screen as its next print would look, page by page; from here it is printed."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView

from pos_app import i18n
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, sentences
from ui.pages.room import Room
from ui.view_models.notice import Notice
from ui.view_models.preview import PreviewVM
from ui.widgets.basics import button, column, empty, label, row
from ui.widgets.choices import Choices
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.paper_words import in_order, paper_name

_STEP = 1.25
_LEAST, _MOST = 0.25, 6.0


class PreviewPage(Room):
    left = Signal()

    def __init__(self, vm: PreviewVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self._vm = vm
        self._shown = b""
        self._kept: QBuffer | None = None
        self.notice = NoticeBar()
        self.notice.dismissed.connect(lambda: self.notice.say("", sentences.GOOD))
        self.title = label("", "title")
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(_("the page as it will be printed"))
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Dark, QColor("#5d6b73"))  # around the sheet, so that its edge is seen
        self.view.setPalette(palette)
        self._papers: tuple[str, ...] = ()
        self.choices: Choices | None = None
        self._room = row()
        self.print_button = button(_("print") + "   " + fmt.ltr("F9"), vm.print_it, "act", accessible=_("print"))
        larger = button("+", lambda: self._zoom(_STEP), accessible=_("larger"))
        smaller = button("−", lambda: self._zoom(1 / _STEP), accessible=_("smaller"))
        back = button(_("back") + "   " + fmt.ltr("Esc"), self.left.emit, accessible=_("back"))
        layout = column(self, margin=18, gap=10)
        layout.addLayout(row(self.title, None, self._room, smaller, larger, back, self.print_button))
        layout.addWidget(self.notice)
        layout.addWidget(self.view, 1)
        vm.changed.connect(self.draw)

    def enter(self, part: str = "") -> None:
        """`part`: the number of the invoice, or "" as it was."""
        if part:
            self._vm.open(part)
        self.focus_first()

    def finish(self) -> None:
        self._vm.print_it()

    def back(self) -> bool:
        self.left.emit()
        return True

    def print_told(self, notice: Notice) -> bool:
        self._vm.tell(notice)
        return True

    def print_ended(self, number: str) -> None:
        self._vm.refresh()

    def focus_first(self) -> None:
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _zoom(self, by: float) -> None:
        """From what fits on, as wide as a person wants."""
        if self.view.zoomMode() is not QPdfView.ZoomMode.Custom:
            fits = self._fitting()
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
            self.view.setZoomFactor(fits)
        self.view.setZoomFactor(min(max(self.view.zoomFactor() * by, _LEAST), _MOST))
        if i18n.right_to_left():  # where reading begins
            across = self.view.horizontalScrollBar()
            across.setValue(across.maximum())

    def _fitting(self) -> float:
        """How large the page is now that it fits the width; 1 = as on paper at 96 dots an inch."""
        points = self.document.pagePointSize(0).width() or 1
        return self.view.viewport().width() / (points * self.logicalDpiX() / 72)

    def draw(self) -> None:
        state = self._vm.state
        self.title.setText(_("Invoice {number}").format(number=fmt.ltr(fmt.digits(state.number))))
        told = state.notice
        self.notice.say(
            notices.sentence(told.code, told.detail) if told else "",
            notices.severity(told.code) if told else sentences.GOOD,
        )
        self._offer(state.papers)
        if self.choices is not None:
            self.choices.show_value(state.sheet)
        self.print_button.setEnabled(bool(state.pdf))
        if state.pdf != self._shown:
            self._load(state.pdf)

    def _offer(self, papers: tuple[str, ...]) -> None:
        if not papers or papers == self._papers:  # before they are read, or when they could not be
            return
        self._papers = papers
        empty(self._room)
        self.choices = Choices([(name, paper_name(name)) for name in in_order(papers)])
        self.choices.chosen.connect(self._vm.choose)
        self._room.addWidget(self.choices)

    def _load(self, pdf: bytes) -> None:
        self._shown = pdf
        self.document.close()
        self._kept = None
        if pdf:
            buffer = QBuffer(self)
            buffer.setData(QByteArray(pdf))
            buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self.document.load(buffer)
            self._kept = buffer  # the document reads from it as long as it is open
            narrow = self.document.pagePointSize(0).width() < 300  # points; a slip as wide as the window helps nobody
            self.view.setZoomMode(QPdfView.ZoomMode.Custom if narrow else QPdfView.ZoomMode.FitToWidth)
            if narrow:
                self.view.setZoomFactor(1.6)
