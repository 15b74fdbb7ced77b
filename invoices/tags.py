"""The structure of a tagged page: which marks of its content are a heading, a paragraph, a cell of which row.

A reader that speaks, and a program that copies, follow this tree and not the order of the glyphs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from reportlab.pdfbase import pdfdoc

#: Attributes of a heading's cell: what it heads.
_SCOPES: Final = {"column": "/A<</O/Table/Scope/Column>>", "row": "/A<</O/Table/Scope/Row>>"}


@dataclass(slots=True, eq=False)
class Element:
    """`kids` are elements, or marks as (page, number of the mark on it); `said` the lines of text in it, and `turned`
    whether they must be told in their reading order, since the glyphs do not stand in it."""

    kind: str
    parent: Element | None
    extra: str = ""
    kids: list[Element | tuple[int, int]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    turned: bool = False


class _Raw(pdfdoc.PDFObject):
    """An object whose text is filled in when every number is known."""

    def __init__(self) -> None:
        self.text = ""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        del document
        return self.text.encode("ascii")


class Tags:
    """Collects elements while a pen draws; `write` puts them into the document, once, when every page is there."""

    def __init__(self) -> None:
        self._root = Element("Document", None)
        self._all = [self._root]
        self._owners: list[list[Element]] = [[]]  # of each page: the element of each mark
        self._paragraph: Element | None = None
        self._table: Element | None = None
        self._row: Element | None = None
        self._cell: Element | None = None

    def next_page(self) -> None:
        self._owners.append([])

    def next_block(self) -> None:
        """What follows is a paragraph of its own."""
        self._paragraph = None

    def say(self, text: str, kind: str = "", *, turned: bool) -> int:
        """The number of a new mark on this page, for a line of text: in the open cell, in an element of its own kind,
        or in the paragraph of the block."""
        if kind:
            self._end_table()
            element = self._add(kind, self._root)
        else:
            element = self._cell or self._paragraph or self._begin_paragraph()
        element.said.append(text)
        element.turned = element.turned or turned
        return self._mark(element)

    def figure(self, alt: str) -> int:
        """The number of a new mark for a picture and what it shows."""
        return self._mark(self._add("Figure", self._root, f"/Alt{_text(alt)}"))

    def _mark(self, element: Element) -> int:
        owners = self._owners[-1]
        owners.append(element)
        element.kids.append((len(self._owners) - 1, len(owners) - 1))
        return len(owners) - 1

    def open_row(self) -> None:
        """Rows that follow each other are one table, over pages too."""
        if self._table is None:
            self._table = self._add("Table", self._root)
        self._row = self._add("TR", self._table)

    def close_row(self) -> None:
        self._row = None

    def open_cell(self, kind: str, scope: str) -> None:
        if self._row is not None:
            self._cell = self._add(kind, self._row, _SCOPES[scope] if kind == "TH" else "")

    def close_cell(self) -> None:
        self._cell = None

    def _begin_paragraph(self) -> Element:
        self._end_table()
        self._paragraph = self._add("P", self._root)
        return self._paragraph

    def _end_table(self) -> None:
        self._table = self._row = self._cell = None

    def _add(self, kind: str, parent: Element, extra: str = "") -> Element:
        element = Element(kind, parent, extra)
        parent.kids.append(element)
        self._all.append(element)
        return element

    def write(self, document: pdfdoc.PDFDocument, pages: list[Any]) -> object:
        """Returns the reference of the tree's root for the catalogue."""
        on_page = [_number(document, page) for page in pages]
        root = _Raw()
        top = document.Reference(root, "tags")  # type: ignore[no-untyped-call]
        at_root = document.objectcounter
        numbers: dict[int, int] = {}
        raws = []
        for place, element in enumerate(self._all):
            raw = _Raw()
            document.Reference(raw, f"tag-{place}")  # type: ignore[no-untyped-call]
            numbers[id(element)] = document.objectcounter
            raws.append(raw)
        for element, raw in zip(self._all, raws, strict=True):
            parent = numbers[id(element.parent)] if element.parent else at_root
            read = f"/ActualText{_text(' '.join(element.said))}" if element.turned or len(element.said) > 1 else ""
            kids = _kids(element, numbers, on_page)
            raw.text = f"<</Type/StructElem/S/{element.kind}/P {parent} 0 R{element.extra}{read}{kids}>>"
        owned = (
            f"{page}[{' '.join(f'{numbers[id(owner)]} 0 R' for owner in owners)}]"
            for page, owners in enumerate(self._owners)
        )
        root.text = (
            f"<</Type/StructTreeRoot/K {numbers[id(self._root)]} 0 R/ParentTreeNextKey {len(self._owners)}"
            f"/ParentTree<</Nums[{' '.join(owned)}]>>>>"
        )
        for place, page in enumerate(pages):
            page.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]  # ReportLab knows neither
            page.StructParents, page.Tabs = place, pdfdoc.PDFName("S")
        return top


def _kids(element: Element, numbers: dict[int, int], on_page: list[int]) -> str:
    marks = {kid[0] for kid in element.kids if isinstance(kid, tuple)}
    if len(marks) == 1:
        page = marks.pop()
        said = " ".join(str(kid[1]) if isinstance(kid, tuple) else f"{numbers[id(kid)]} 0 R" for kid in element.kids)
        return f"/Pg {on_page[page]} 0 R/K[{said}]"
    said = " ".join(
        f"<</Type/MCR/Pg {on_page[kid[0]]} 0 R/MCID {kid[1]}>>" if isinstance(kid, tuple) else f"{numbers[id(kid)]} 0 R"
        for kid in element.kids
    )
    return f"/K[{said}]"


def _text(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


def _number(document: pdfdoc.PDFDocument, page: Any) -> int:
    number: int = document.idToObjectNumberAndVersion[page.__InternalName__][0]
    return number
