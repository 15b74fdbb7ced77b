"""The small Markdown of the help texts: `## headings`, paragraphs, `-` and `1.` items, tables, **bold** and `code`.

One line is one block. Anything else is refused, so that no sign of the markup ever stands before a reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_ITEM = re.compile(r"(-|[0-9]+\.) +(\S.*)")
_RUN = re.compile(r"\*\*([^*]+)\*\*|`([^`]+)`|([^*`]+)")
_RULE = re.compile(r"\|(?:-+\|)+")


class Kind(Enum):
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    TABLE = "table"


class Face(Enum):
    PLAIN = "plain"
    BOLD = "bold"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    face: Face = Face.PLAIN


@dataclass(frozen=True, slots=True)
class Block:
    """`number` of an item, 0 = a bullet; `rows` of a table, the first one its heads."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    number: int = 0
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()


def parse(text: str) -> tuple[Block, ...]:
    """Raises ValueError naming the line that is none of these."""
    blocks: list[Block] = []
    table: list[tuple[tuple[Run, ...], ...]] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("|"):
            if not _RULE.fullmatch(line):
                table.append(tuple(_runs(cell.strip()) for cell in line.strip("|").split("|")))
            continue
        if table:
            blocks.append(Block(Kind.TABLE, rows=tuple(table)))
            table = []
        if line.startswith("## "):
            blocks.append(Block(Kind.HEADING, _runs(line[3:])))
        elif item := _ITEM.fullmatch(line):
            blocks.append(Block(Kind.ITEM, _runs(item[2]), 0 if item[1] == "-" else int(item[1][:-1])))
        elif line.startswith(("#", "-", ">", " ", "<")):
            raise ValueError(line)
        elif line:
            blocks.append(Block(Kind.TEXT, _runs(line)))
    return tuple(blocks)


def _runs(line: str) -> tuple[Run, ...]:
    runs, at = [], 0
    for found in _RUN.finditer(line):
        if found.start() != at:
            raise ValueError(line)
        at = found.end()
        bold, code, plain = found.groups()
        runs.append(Run(bold or code or plain, Face.BOLD if bold else Face.CODE if code else Face.PLAIN))
    if at != len(line):
        raise ValueError(line)
    return tuple(runs)
