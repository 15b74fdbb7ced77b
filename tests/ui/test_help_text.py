"""The small Markdown of the help texts: read into blocks, refused where it is none, drawn in its own direction."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextTable
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app import i18n
from pos_app.application import help as helps
from ui.help_text import Block, Face, Kind, Run, parse
from ui.theme import PALETTES, contrast
from ui.widgets.help_view import HelpView


def test_the_kinds_of_lines() -> None:
    assert parse("## H\n\nOne **two** `three`.\n- a\n12. b\n\n| x | y |\n|---|---|\n| 1 | **2** |") == (
        Block(Kind.HEADING, (Run("H"),)),
        Block(
            Kind.TEXT,
            (Run("One "), Run("two", Face.BOLD), Run(" "), Run("three", Face.CODE), Run(".")),
        ),
        Block(Kind.ITEM, (Run("a"),)),
        Block(Kind.ITEM, (Run("b"),), 12),
        Block(
            Kind.TABLE,
            rows=(((Run("x"),), (Run("y"),)), ((Run("1"),), (Run("2", Face.BOLD),))),
        ),
    )
    assert parse("") == ()


def test_a_cell_may_be_empty() -> None:
    (table,) = parse("| a | |\n|---|---|")
    assert table.rows == (((Run("a"),), ()),)


@pytest.mark.parametrize("line", ["# title", "> quoted", "  - deeper", "a * b", "**open", "`open", "<b>", "-item"])
def test_other_markup_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse(line)


@pytest.mark.parametrize("name", helps.TOPICS)
def test_every_text_is_drawn_whole_and_nothing_of_the_markup_is_seen(
    qtbot: QtBot, qapp: QApplication, quiet_house: None, language: str, name: str
) -> None:
    i18n.use(language)
    view = HelpView("dark")
    qtbot.addWidget(view)
    topic = next(topic for topic in helps.topics(language) if topic.id == name)
    view.show_topic(topic.title, topic.text)
    shown = view.toPlainText()
    assert shown.startswith(topic.title)
    assert not any(mark in shown for mark in ("**", "`", "##", "|"))
    document = view.document()
    wanted = Qt.LayoutDirection.RightToLeft if language == "fa" else Qt.LayoutDirection.LeftToRight
    blocks, block = 0, document.begin()
    while block.isValid():
        if block.text():
            blocks += 1
            assert block.blockFormat().layoutDirection() == wanted
            assert block.textDirection() == wanted
        block = block.next()
    cells = sum(len(row) for part in parse(topic.text) for row in part.rows)
    assert blocks <= len(parse(topic.text)) + 1 + cells


def test_a_table_begins_where_the_language_does(
    qtbot: QtBot, qapp: QApplication, quiet_house: None, language: str
) -> None:
    i18n.use(language)
    view = HelpView("light")
    qtbot.addWidget(view)
    view.show_topic("t", "| first | second |\n|---|---|\n| a | b |")
    (table,) = [frame for frame in view.document().rootFrame().childFrames() if isinstance(frame, QTextTable)]
    heads = [table.cellAt(0, at).firstCursorPosition().block().text() for at in range(2)]
    assert heads == (["second", "first"] if language == "fa" else ["first", "second"])


@pytest.mark.parametrize("width", [540, 640, 760])  # what a shop screen at 150 % leaves, and the widest
def test_a_code_is_never_broken_over_two_lines(
    qtbot: QtBot, qapp: QApplication, quiet_house: None, language: str, width: int
) -> None:
    i18n.use(language)
    view = HelpView("light")
    qtbot.addWidget(view)
    view.resize(width, 500)
    view.show()
    found = 0
    for topic in helps.topics(language):
        view.show_topic(topic.title, topic.text)
        view.document().documentLayout().documentSize()
        block = view.document().begin()
        while block.isValid():
            for value in helps.NAMES.values():
                island = f"\u2066{value}\u2069".replace("/", "/\u2060")
                at = block.text().find(island)
                if at >= 0:
                    found += 1
                    first = block.layout().lineForTextPosition(at + 1)
                    last = block.layout().lineForTextPosition(at + len(island) - 2)
                    assert first.lineNumber() == last.lineNumber(), (topic.id, value)
            block = block.next()
    assert found > 20


def test_what_is_copied_can_be_dialled_and_opened(qtbot: QtBot, qapp: QApplication, quiet_house: None) -> None:
    view = HelpView("light")
    qtbot.addWidget(view)
    view.show_topic("t", "x `\u2066*7777#\u2069` y `\u2066hmti.ir/05\u2069`")
    view.selectAll()
    view.copy()
    assert QApplication.clipboard().text() == "t\nx *7777# y hmti.ir/05"
    assert not QApplication.clipboard().mimeData().hasHtml()
    QApplication.clipboard().clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_codes_and_numbers_can_be_read_on_their_ground(theme: str) -> None:
    colours = PALETTES[theme]
    assert contrast(colours.text, colours.act_soft) >= 4.5
    assert contrast(colours.act, colours.card) >= 4.5
    assert contrast(colours.text, colours.ground) >= 4.5
