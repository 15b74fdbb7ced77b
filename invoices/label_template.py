"""The file of a label paper, checked, in points. Ours lie in `templates/labels`, a shop's own rule over them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from invoices.fonts import PaperError, Weight
from invoices.templates.shelf import SHIPPED
from invoices.templates.template import POINTS_PER_MM, Mistake, TemplateError
from invoices.templates.vocabulary import LANGUAGES, Check, Number, Rules, Switch, Word

KINDS: Final = frozenset({"shop", "title", "model", "condition", "price", "code", "imei2", "serial"})
_FOLDER: Final = "labels"
_LARGEST: Final = 64 * 1024
_TOP: Final[Rules] = {"language": Word(LANGUAGES, "fa")}
_PAGE: Final[Rules] = {"width": Number(20, 1200), "height": Number(10, 1200), "margin": Number(0, 60)}
_LABEL: Final[Rules] = {
    "across": Number(1, 20, 1, whole=True),
    "down": Number(1, 60, 1, whole=True),
    "gap_across": Number(0, 30, 0),
    "gap_down": Number(0, 30, 0),
    "padding": Number(0, 20, 1.5),
}
_BARS: Final[Rules] = {"height": Number(3, 40), "dot": Number(0, 1, 0)}
_LINE: Final[Rules] = {"kind": Word(KINDS), "size": Number(3, 60), "bold": Switch(default=False)}


@dataclass(frozen=True, slots=True)
class LinePlan:
    kind: str
    size: float
    weight: Weight


@dataclass(frozen=True, slots=True)
class LabelTemplate:
    """Lengths in points. `dot` = what a module of the barcode is a multiple of, 0 = of nothing."""

    name: str
    language: str
    page: tuple[float, float]
    margin: float
    across: int
    down: int
    gaps: tuple[float, float]
    padding: float
    bars: float
    dot: float
    lines: tuple[LinePlan, ...]

    @property
    def label(self) -> tuple[float, float]:
        """Width and height of one."""
        width = (self.page[0] - 2 * self.margin - (self.across - 1) * self.gaps[0]) / self.across
        return width, (self.page[1] - (self.down - 1) * self.gaps[1] - 2 * self.margin) / self.down


class LabelShelf:
    """`own` = the shop's folder of templates; its `labels` need not be there."""

    def __init__(self, own: Path | None = None) -> None:
        self._folders = (*((own / _FOLDER,) if own else ()), SHIPPED / _FOLDER)

    def names(self) -> tuple[str, ...]:
        return tuple(sorted({path.stem for folder in self._folders for path in folder.glob("*.toml")}))

    def take(self, name: str) -> LabelTemplate:
        """Raises PaperError `paper-unknown`, or `TemplateError` with every mistake of the file."""
        if name in self.names():
            for folder in self._folders:
                path = folder / f"{name}.toml"
                if path.is_file():
                    return _read(path)
        raise PaperError("paper-unknown", detail=name)


def _read(path: Path) -> LabelTemplate:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise TemplateError(path.name, (Mistake("", "too-large"),))
        raw = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(path.name, (Mistake("", f"unreadable ({type(error).__name__})"),)) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise TemplateError(path.name, (Mistake("", f"no-toml ({error})"),)) from None
    check = Check()
    template = _template(check, path.stem, raw)
    if check.mistakes:
        raise TemplateError(path.name, tuple(check.mistakes))
    return template


def _template(check: Check, name: str, raw: dict[str, Any]) -> LabelTemplate:
    top = check.read(raw, _TOP, "", but=("page", "label", "bars", "line"))
    page = check.read(check.table(raw.get("page", {}), "page"), _PAGE, "page")
    label = check.read(check.table(raw.get("label", {}), "label"), _LABEL, "label")
    bars = check.read(check.table(raw.get("bars", {}), "bars"), _BARS, "bars")
    lines = [check.read(row, _LINE, path) for path, row in check.rows(raw.get("line", []), "line")]
    if not lines:
        check.fault("line", "missing")
    made = LabelTemplate(
        name=name, language=top["language"], page=(page["width"] * POINTS_PER_MM, page["height"] * POINTS_PER_MM),
        margin=page["margin"] * POINTS_PER_MM, across=int(label["across"]), down=int(label["down"]),
        gaps=(label["gap_across"] * POINTS_PER_MM, label["gap_down"] * POINTS_PER_MM),
        padding=label["padding"] * POINTS_PER_MM, bars=bars["height"] * POINTS_PER_MM,
        dot=bars["dot"] * POINTS_PER_MM,
        lines=tuple(
            LinePlan(line["kind"], line["size"], Weight.BOLD if line["bold"] else Weight.REGULAR) for line in lines
        ),
    )  # fmt: skip
    if min(made.label) <= 2 * made.padding + 5 * POINTS_PER_MM:
        check.fault("label.padding", "wider-than-the-page")
    return made
