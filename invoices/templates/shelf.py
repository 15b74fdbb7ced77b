"""Where the papers lie: ours, and a shop's own folder, whose file rules. A new paper is a new file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from invoices.fonts import PaperError
from invoices.templates.reading import parse_template
from invoices.templates.template import Mistake, Template, TemplateError

SHIPPED: Final = Path(__file__).resolve().parent
_LARGEST: Final = 64 * 1024
_LARGEST_LOGO: Final = 4 * 1024 * 1024
_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,40}")

#: What tells one state of a file from another: time of its last change and size.
_State = tuple[int, int]


class Shelf:
    """`own` = the shop's folder of templates, which need not be there. A file is read again only when it changed."""

    def __init__(self, own: Path | None = None) -> None:
        self._folders = (*((own,) if own else ()), SHIPPED)
        self._read: dict[Path, tuple[tuple[_State, ...], Template]] = {}

    def names(self) -> tuple[str, ...]:
        """Every paper there is."""
        return tuple(sorted({path.stem for folder in self._folders for path in folder.glob("*.toml")}))

    def take(self, name: str) -> Template:
        """Raises PaperError `paper-unknown`, or `TemplateError` for a file with mistakes in it."""
        path = self._find(name)
        states = self._states(path)
        kept = self._read.get(path)
        if kept and kept[0] == states:
            return kept[1]
        template = self._parse(path)
        if template.logo:  # the picture may be exchanged without touching the template
            head = template.plan("head")
            states = (*states[:1], _state(path.parent / head.logo)) if head else states
        self._read[path] = (states, template)
        return template

    def _find(self, name: str) -> Path:
        if _NAME.fullmatch(name):
            for folder in self._folders:
                path: Path = folder / f"{name}.toml"
                if path.is_file():
                    return path
        raise PaperError("paper-unknown", detail=name)

    def _states(self, path: Path) -> tuple[_State, ...]:
        kept = self._read.get(path)
        head = kept[1].plan("head") if kept and kept[1].logo else None
        try:
            return (_state(path), *((_state(path.parent / head.logo),) if head else ()))
        except OSError as error:
            raise _unreadable(path, error) from error

    def _parse(self, path: Path) -> Template:
        try:
            with path.open("rb") as file:
                data = file.read(_LARGEST + 1)
            text = data.decode("utf-8-sig").replace("\r\n", "\n")  # some editors begin a file with a mark
        except (OSError, UnicodeDecodeError) as error:
            raise _unreadable(path, error) from error
        if len(data) > _LARGEST:
            raise TemplateError(path.name, (Mistake("", "too-large"),))

        def fetch(name: str) -> bytes:
            with (path.parent / name).open("rb") as picture:
                return picture.read(_LARGEST_LOGO)

        return parse_template(path.stem, text, fetch)


def _state(path: Path) -> _State:
    said = path.stat()
    return said.st_mtime_ns, said.st_size


def _unreadable(path: Path, error: Exception) -> TemplateError:
    return TemplateError(path.name, (Mistake("", f"unreadable ({type(error).__name__})"),))
