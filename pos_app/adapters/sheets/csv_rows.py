"""CSV as shops and suppliers have it: UTF-8, UTF-16 or windows-1256; comma, semicolon or tab.

A quoted cell may hold the separator, never a new line: else one quote that was forgotten would swallow the rest of the
file, and the numbers of lines would not be those that an editor shows.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pos_app.domain import table_text
from pos_app.domain.errors import ShopError
from pos_app.ports.sheets import MAX_ROWS, Batch, Line

_PIECE = 1 << 20
_SEPARATORS = ",;\t"
_BLANK = _SEPARATORS + ' "\u00a0\r\n'
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_PERSIAN_LETTERS = str.maketrans("يىك", "ییک")  # windows-1256 has no others
_EXCEL_NOTE = "sep="  # a first line that names the separator, as Excel reads it
MAX_LINE = 100_000  # characters


def read(path: Path, batch: int) -> Iterator[Batch]:
    """As `ports.sheets.Sheets.read` says."""
    whole = path.stat().st_size
    encoding = _encoding(path)
    with path.open("rb") as file:
        yield from _batches(file, encoding, batch, whole)


def _encoding(path: Path) -> str:
    """By its mark, else UTF-8 where all of it is, else windows-1256 where all of it reads as words."""
    with path.open("rb") as file:
        head = file.read(4)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if _is_utf8(path):
        return "utf-8-sig"
    with path.open("rb") as file:
        tail = b""
        while piece := file.read(_PIECE):
            whole, _newline, rest = (tail + piece).rpartition(b"\n")
            tail = rest
            if table_text.decoded(whole) is None:
                raise ShopError("sheet-not-text")
        if table_text.decoded(tail) is None:
            raise ShopError("sheet-not-text")
    return "cp1256"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while piece := file.read(_PIECE):
                if "\0" in decoder.decode(piece):
                    raise ShopError("sheet-not-text")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _pieces(file: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(_PIECE):
            text = decoder.decode(piece)
            yield text.translate(_PERSIAN_LETTERS) if encoding == "cp1256" else text
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise ShopError("sheet-not-text") from error


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    """Physical lines without their ends; a lone carriage return ends one as well."""
    left = ""
    for piece in _pieces(file, encoding):
        text = left + piece
        held = "\r" if text.endswith("\r") else ""  # its line feed may still come
        text = text[: len(text) - len(held)].replace("\r\n", "\n").replace("\r", "\n")
        *lines, left = text.split("\n")
        left += held
        if len(left) > MAX_LINE:
            raise ShopError("sheet-not-text")
        yield from lines
    yield from left.rstrip("\r").split("\r") if left else ()


def _batches(file: BinaryIO, encoding: str, size: int, whole: int) -> Iterator[Batch]:
    separator, rows = "", 0
    lines: list[Line] = []
    for number, raw in enumerate(_lines(file, encoding), 1):
        if number == 1 and raw.casefold().startswith(_EXCEL_NOTE) and len(raw) == len(_EXCEL_NOTE) + 1:
            separator = raw[-1]
            continue
        if not raw.strip(_BLANK):
            continue
        separator = separator or max(_SEPARATORS, key=raw.count)
        rows += 1
        if rows > MAX_ROWS:
            raise ShopError("sheet-too-many-rows", detail=str(MAX_ROWS))
        if '"' in raw:
            lines.append(_quoted(number, raw, separator))
        else:
            lines.append(Line(number, tuple(raw.split(separator))))
        if len(lines) >= size:
            yield Batch(lines, file.tell(), whole)
            lines = []
    if not rows:
        raise ShopError("sheet-empty")
    yield Batch(lines, whole, whole)


def _quoted(number: int, raw: str, separator: str) -> Line:
    try:
        return Line(number, tuple(next(csv.reader([raw], delimiter=separator, strict=True))))
    except csv.Error:
        return Line(number, (), raw)
