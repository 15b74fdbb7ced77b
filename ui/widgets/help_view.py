"""A help text to be read: in the direction of its language, in the colours of the light, fetching nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTableCellFormat,
    QTextTableFormat,
)
from PySide6.QtWidgets import QSizePolicy, QTextBrowser

from pos_app import i18n
from ui import format as fmt
from ui.help_text import Block, Face, Kind, Run, parse
from ui.theme import PALETTES

WIDEST = 760  # pixels: about ninety letters, the longest line that the eye follows back
_HANG = 26.0
_JOINED = "\u2060"  # after a slash, where a line could break
_UNSEEN = str.maketrans("", "", f"{_JOINED}{fmt.LRI}{fmt.PDI}")
_LINE = 118.0  # per cent of the face's own


class HelpView(QTextBrowser):
    def __init__(self, theme: str) -> None:
        super().__init__()
        self.setObjectName("help")
        self._colours = PALETTES[theme]
        self._shown = ""
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setMaximumWidth(WIDEST)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        # Qt counts the hang of an item into the width of its page, and would shift right-to-left text by it.
        across = self.horizontalScrollBar()
        across.rangeChanged.connect(lambda _least, most: across.setValue(most if self.isRightToLeft() else 0))
        self.document().setDocumentMargin(18)
        self.document().setIndentWidth(_HANG)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing is fetched, from nowhere."""
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied can be dialled and opened: no mark of direction goes along."""
        copied = QMimeData()
        copied.setText(self.textCursor().selection().toPlainText().translate(_UNSEEN))
        return copied

    def show_topic(self, title: str, text: str) -> None:
        """Drawn anew, from its beginning, only where it is another one."""
        if text == self._shown:
            return
        self._shown = text
        self.setAccessibleName(title)
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.setBlockFormat(self._block())
        cursor.insertText(title, self._face(Face.BOLD, size=19))
        for block in parse(text):
            self._insert(cursor, block)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    # -- blocks ------------------------------------------------------------------------------------

    def _insert(self, cursor: QTextCursor, block: Block) -> None:
        if block.kind is Kind.TABLE:
            self._insert_table(cursor, block)
            return
        if block.kind is Kind.ITEM:
            cursor.insertBlock(self._item())
            marker = fmt.digits(str(block.number)) + "." if block.number else "•"
            cursor.insertText(f"{marker}\t", self._face(Face.PLAIN, self._colours.act))
        else:
            heading = block.kind is Kind.HEADING
            cursor.insertBlock(self._block(above=14 if heading else 6, heading=2 if heading else 0))
            if heading:
                for run in block.runs:
                    cursor.insertText(run.text, self._face(Face.BOLD, size=15))
                return
        self._insert_runs(cursor, block.runs)

    def _insert_runs(self, cursor: QTextCursor, runs: tuple[Run, ...], face: Face = Face.PLAIN) -> None:
        for run in runs:
            whole = run.text.replace("/", f"/{_JOINED}") if run.face is Face.CODE else run.text
            cursor.insertText(whole, self._face(face if run.face is Face.PLAIN else run.face))

    def _insert_table(self, cursor: QTextCursor, block: Block) -> None:
        """Qt lays tables out from the left in every language, so Persian columns are put in from the other end."""
        columns = len(block.rows[0])
        shape = QTextTableFormat()
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        first = 34 if columns == 2 else 19
        widths = [first, *[(100 - first) / (columns - 1)] * (columns - 1)]
        order = list(range(columns))
        if i18n.right_to_left():
            order.reverse()
        percent = QTextLength.Type.PercentageLength
        shape.setColumnWidthConstraints([QTextLength(percent, widths[place]) for place in order])
        shape.setCellSpacing(0)
        shape.setTopMargin(8)
        shape.setBottomMargin(8)
        shape.setBorderCollapse(True)
        shape.setBorder(1)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(QBrush(QColor(self._colours.line)))
        shape.setHeaderRowCount(1)
        table = cursor.insertTable(len(block.rows), columns, shape)
        for at, cells in enumerate(block.rows):
            for column, place in enumerate(order):
                cell = table.cellAt(at, column)
                look = QTextTableCellFormat()
                look.setPadding(6)
                if at == 0:
                    look.setBackground(QColor(self._colours.ground))
                cell.setFormat(look)
                inside = cell.firstCursorPosition()
                inside.setBlockFormat(self._block(above=0))
                self._insert_runs(inside, cells[place], Face.BOLD if at == 0 else Face.PLAIN)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    # -- formats -----------------------------------------------------------------------------------

    def _block(self, *, above: int = 0, heading: int = 1) -> QTextBlockFormat:
        made = QTextBlockFormat()
        made.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if i18n.right_to_left() else Qt.LayoutDirection.LeftToRight
        )
        made.setTopMargin(above)
        made.setHeadingLevel(heading)
        made.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        return made

    def _item(self) -> QTextBlockFormat:
        """Hanging; in right-to-left text Qt calls the tab that begins on the right a right one."""
        made = self._block(above=4, heading=0)
        made.setIndent(1)
        made.setTextIndent(-_HANG)
        side = QTextOption.TabType.RightTab if i18n.right_to_left() else QTextOption.TabType.LeftTab
        made.setTabPositions([QTextOption.Tab(_HANG, side)])
        return made

    def _face(self, face: Face, colour: str = "", size: int = 14) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setProperty(QTextFormat.Property.FontPixelSize, size)
        made.setForeground(QColor(colour or self._colours.text))
        if face is Face.BOLD:
            made.setFontWeight(QFont.Weight.Bold)
        elif face is Face.CODE:
            made.setFontWeight(QFont.Weight.Medium)
            made.setBackground(QColor(self._colours.act_soft))
        return made
