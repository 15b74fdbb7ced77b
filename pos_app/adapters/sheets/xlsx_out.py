"""XLSX, row by row: every cell has a type, text is inline text, and no cell is a formula because none is written.

Written here in place of openpyxl, which takes text that begins with `=` for a formula, and a tenth of a millisecond
for a row; a shop's history has a million of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import IO, BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from pos_app.domain.safe_cell import guarded
from pos_app.ports.sheets import MAX_ROWS, Cell

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = date(1899, 12, 30)  # Excel counts its days from here
_EXACT = 10**15  # a larger number would lose its last digits: it is written as text
_PIECE = 2_000  # rows that are written at once
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/>'
    '<xf fontId="1" applyFont="1"/><xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="3" applyNumberFormat="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_HEADING, _TEXT, _DAY, _SUM = 1, 2, 3, 4


class XlsxWriter:
    """The first row is the heading: bold, and it stays when the rest is scrolled. `rtl`: the first column is at the
    right."""

    def __init__(self, file: BinaryIO, *, rtl: bool = False) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1, allowZip64=True)
        self._rtl = rtl
        self._sheets = 0
        self._sheet: IO[bytes] | None = None
        self._heading: tuple[Cell, ...] | None = None
        self._waiting: list[str] = []
        self._rows = 0

    def row(self, cells: Iterable[Cell]) -> None:
        if self._heading is None:
            self._heading = tuple(cells)
            self._open()
            return
        if self._rows == MAX_ROWS:
            self._close()
            self._open()
        self._rows += 1
        self._waiting.append(f"<row>{''.join(map(_written, cells))}</row>")
        if len(self._waiting) >= _PIECE:
            self._flush()

    def finish(self) -> None:
        if self._heading is None:
            self.row(())
        self._close()
        numbers = range(1, self._sheets + 1)
        kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
        self._put(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>{sheets}</sheets></workbook>'
        )
        self._put("xl/styles.xml", _STYLES)
        ties = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
        self._put("xl/_rels/workbook.xml.rels", _ties([*ties, ("s", "styles", "styles.xml")]))
        self._put("_rels/.rels", _ties([("r1", "officeDocument", "xl/workbook.xml")]))
        parts = [("xl/workbook.xml", "sheet.main"), ("xl/styles.xml", "styles")]
        parts += [(f"xl/worksheets/sheet{n}.xml", "worksheet") for n in numbers]
        named = "".join(f'<Override PartName="/{part}" ContentType="{kinds}.{kind}+xml"/>' for part, kind in parts)
        self._put(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
            f'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f"{named}</Types>",
        )
        self._zip.close()

    def close(self) -> None:
        """Lets go of the file, also in the middle of a sheet."""
        if self._sheet is not None:
            self._sheet.close()
        self._zip.close()

    def _put(self, name: str, text: str) -> None:
        self._zip.writestr(name, _HEAD + text)

    def _open(self) -> None:
        self._sheets += 1
        self._rows = 1
        self._sheet = self._zip.open(f"xl/worksheets/sheet{self._sheets}.xml", "w", force_zip64=True)
        view = (
            f'<sheetViews><sheetView workbookViewId="0" rightToLeft="{int(self._rtl)}">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        )
        columns = '<cols><col min="1" max="60" width="18" customWidth="1"/></cols>'
        heading = "".join(_text(str(cell or ""), _HEADING) for cell in self._heading or ())
        start = f'<worksheet xmlns="{_MAIN}">{view}{columns}<sheetData><row>{heading}</row>'
        self._sheet.write((_HEAD + start).encode())

    def _flush(self) -> None:
        if self._sheet is not None and self._waiting:
            self._sheet.write("".join(self._waiting).encode())
        self._waiting.clear()

    def _close(self) -> None:
        self._flush()
        if self._sheet is not None:
            self._sheet.write(b"</sheetData></worksheet>")
            self._sheet.close()
            self._sheet = None


def _ties(ties: Iterable[tuple[str, str, str]]) -> str:
    rows = "".join(f'<Relationship Id="{key}" Type="{_RELATED}/{kind}" Target="{to}"/>' for key, kind, to in ties)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return _text(cell, _TEXT) if cell else "<c/>"
    if cell is None:
        return "<c/>"
    if isinstance(cell, date):
        return f'<c s="{_DAY}"><v>{_day(cell)}</v></c>'
    return f'<c s="{_SUM}"><v>{cell}</v></c>' if -_EXACT < cell < _EXACT else _text(str(cell), _TEXT)


@lru_cache(maxsize=4096)
def _day(day: date) -> int:
    return (day - _EPOCH).days


@lru_cache(maxsize=4096)
def _text(text: str, style: int) -> str:
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(guarded(text))}</t></is></c>'
