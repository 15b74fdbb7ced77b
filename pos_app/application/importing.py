"""A list of phones from a file into stock: looked at first, every row that does not hold named, none of them lost.

Rows that hold go in chunk by chunk, each chunk in a transaction of its own: what is in is in, and the same file again
takes in only what is missing. By choice all of the file goes in at once, or nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from pos_app.application.import_chunk import Chunk, Placed, Terms, day
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import import_columns
from pos_app.domain.errors import ShopError
from pos_app.domain.import_columns import RIAL, Columns
from pos_app.domain.import_row import Reason, Row, RowReader
from pos_app.domain.rights import Right
from pos_app.ports.sheets import Batch, Line, Sheets
from pos_app.ports.storage import WriteSession

CHUNK = 20_000  # rows of one transaction
FIRST = 20  # rows that are shown
LINE, REASONS = "line", "reasons"  # columns of the file of bad rows, beside those of the list itself
KNOWN = "imei-in-stock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`money` for columns that do not say their unit; `supplier` for rows that name none; `whole`: all or nothing."""

    money: str = RIAL
    supplier: str = ""
    whole: bool = False
    first: int = FIRST


@dataclass(frozen=True, slots=True)
class BadRow:
    """`line` of the file; `known`: nothing is wrong with it, this very phone is in stock already."""

    line: int
    reasons: tuple[Reason, ...]
    cells: tuple[str, ...]
    known: bool = False


@dataclass(slots=True, kw_only=True)
class Imported:
    """`rows` = `good` + `bad`; `known` of the bad ones are in stock already. `taken` is 0 of a preview. `first`: the
    first bad rows, those that are known at the end; `bad_file`: where all of them are."""

    rows: int = 0
    good: int = 0
    taken: int = 0
    bad: int = 0
    known: int = 0
    products: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    first: list[BadRow] = field(default_factory=list)
    columns: Columns | None = None
    bad_file: Path | None = None
    stopped: bool = False
    refused: bool = False  # all or nothing, and a row was bad


Progress = Callable[[int, int], None]


def _quiet(_done: int, _whole: int) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """`progress(done, of)` after every chunk; `stopped` is asked before it: what is in stays in."""

    progress: Progress = _quiet
    stopped: Callable[[], bool] = _never


def beside(folder: Path, stem: str, suffix: str) -> Path:
    """Where bad rows go that nobody named a place for. Somebody may be mending those of an earlier try."""
    path, nth = folder / f"{stem}-bad{suffix}", 1
    while path.exists():
        nth += 1
        path = folder / f"{stem}-bad-{nth}{suffix}"
    return path


@needs(Right.INTAKE)
def preview(
    services: Services, path: Path, choice: Choice, *, bad_to: Path | None = None, watch: Watch | None = None
) -> Imported:
    """What `take` would do now. `bad_to`: bad rows with their reasons, to be mended and imported again; the file is
    made only where there is one. Raises ShopError for a file that is no list of phones, `import-bad-is-list`."""
    return _run(services, path, choice, bad_to, watch or Watch(), None)


@needs(Right.INTAKE)
def take(
    services: Services, path: Path, choice: Choice, *, bad_to: Path | None = None, watch: Watch | None = None
) -> Imported:
    """Takes the good rows in. Raises ShopError as `preview`; StorageError then leaves whole chunks in, or with `whole`
    nothing."""
    watch = watch or Watch()
    if not choice.whole:
        return _run(services, path, choice, bad_to, watch, services.storage.write)
    looked = _run(services, path, choice, bad_to, watch, None)
    if looked.stopped or looked.bad > looked.known or not looked.good:
        looked.refused = looked.bad > looked.known
        return looked
    with services.storage.write() as session:
        return _run(services, path, choice, bad_to, watch, lambda: _Lent(session), whole=True)


class _Lent:
    """A transaction that somebody else begins and ends."""

    def __init__(self, session: WriteSession) -> None:
        self._session = session

    def __enter__(self) -> WriteSession:
        return self._session

    def __exit__(self, *_error: object) -> None:
        pass


def _run(
    services: Services, path: Path, choice: Choice, bad_to: Path | None, watch: Watch,
    write: Callable[[], object] | None, *, whole: bool = False,
) -> Imported:  # fmt: skip
    if services.sheets is None:
        raise ShopError("sheets-missing")
    if choice.money not in import_columns.UNITS:
        raise ShopError("money-unit-unknown", detail=choice.money)
    if bad_to is not None and _same(path, bad_to):
        raise ShopError("import-bad-is-list", detail=path.name)
    told = Imported()
    with ExitStack() as open_files:
        seen = open_files.enter_context(services.sheets.numbers())
        bad = _BadFile(services.sheets, bad_to, open_files)
        terms = Terms.of(services, choice.supplier, path.name)
        for header, reader, batch in _batches(services.sheets, path, choice, terms):
            told.columns = reader.columns
            if watch.stopped():
                told.stopped = True
                if whole:
                    raise ShopError("stopped")
                break
            rows, wrong = _read(reader, batch.lines)
            chunk = Chunk(terms, rows, seen.add([(int(n), row.line) for row in rows for n in row.imeis]))
            placed = chunk.look(services) if write is None else chunk.take_in(services, write)
            _count(told, choice, wrong, placed, batch.lines, bad.opened(header))
            told.products = terms.products
            watch.progress(batch.done, batch.whole)
        told.bad_file = bad.path if told.bad else None
    if write is not None:
        told.taken = told.good
    return told


def _same(one: Path, other: Path) -> bool:
    """One file, by whatever names."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False  # one of them is not there


def _batches(
    sheets: Sheets, path: Path, choice: Choice, terms: Terms
) -> Iterator[tuple[tuple[str, ...], RowReader, Batch]]:
    header: tuple[str, ...] = ()
    reader: RowReader | None = None
    for batch in sheets.read(path, CHUNK):
        lines = batch.lines
        if reader is None:
            header, lines = lines[0].cells, lines[1:]
            reader = RowReader(import_columns.read(header), choice.money, day)
        yield header, reader, batch._replace(lines=lines)


def _read(reader: RowReader, lines: list[Line]) -> tuple[list[Row], dict[int, tuple[Reason, ...]]]:
    rows: list[Row] = []
    wrong: dict[int, tuple[Reason, ...]] = {}
    for number, cells, raw in lines:
        said = reader.read(number, cells) if cells else (Reason("row-unreadable", "", raw[:60]),)
        if isinstance(said, Row):
            rows.append(said)
        else:
            wrong[number] = said
    return rows, wrong


def _count(
    told: Imported, choice: Choice, wrong: dict[int, tuple[Reason, ...]], placed: Placed, lines: list[Line],
    bad: Callable[[BadRow], None],
) -> None:  # fmt: skip
    wrong |= placed.wrong
    told.rows += len(lines)
    told.good += len(lines) - len(wrong)
    told.bad += len(wrong)
    told.known += len(placed.known)
    if not wrong:
        return
    for number, cells, raw in lines:
        reasons = wrong.get(number)
        if reasons is None:
            continue
        row = BadRow(number, reasons, cells or (raw,), number in placed.known)
        for code in dict.fromkeys(reason.code for reason in reasons):
            told.reasons[code] = told.reasons.get(code, 0) + 1
        _show(told.first, row, choice.first)
        bad(row)


def _show(first: list[BadRow], row: BadRow, most: int) -> None:
    """What is known already makes way for what is wrong."""
    if len(first) < most:
        first.append(row)
    elif not row.known:
        for place in range(len(first) - 1, -1, -1):
            if first[place].known:
                del first[place]
                first.append(row)
                break
    first.sort(key=lambda one: (one.known, one.line))


class _BadFile:
    """Made with the first bad row."""

    def __init__(self, sheets: Sheets, path: Path | None, open_files: ExitStack) -> None:
        self.path = path
        self._sheets, self._files = sheets, open_files
        self._header: tuple[str, ...] = ()
        self._row: Callable[[tuple[str | int, ...]], None] | None = None

    def opened(self, header: tuple[str, ...]) -> Callable[[BadRow], None]:
        self._header = header
        return self._add

    def _add(self, bad: BadRow) -> None:
        if self.path is None:
            return
        if self._row is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._row = self._files.enter_context(self._sheets.write(self.path)).row
            self._row((*self._header, LINE, REASONS))
        lacking = ("",) * (len(self._header) - len(bad.cells))
        cells = (*bad.cells, *lacking)[: max(len(self._header), 1)]
        self._row((*cells, bad.line, "; ".join(map(_told, bad.reasons))))


def _told(reason: Reason) -> str:
    where = f" ({reason.field})" if reason.field else ""
    return f"{reason.code}{where}"
