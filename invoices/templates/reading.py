"""The text of a template file -> a checked `Template`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any, Final

from invoices.glyphs import missing_glyphs
from invoices.templates import vocabulary as allowed
from invoices.templates.template import (
    LONGEST_ROLL,
    POINTS_PER_MM,
    BlockPlan,
    ColumnPlan,
    Look,
    Mistake,
    Room,
    Template,
    TemplateError,
)
from invoices.templates.vocabulary import Check

#: Gives the bytes of a picture beside the template. Raises OSError.
Fetch = Callable[[str], bytes]

_COUNTS: Final = ("grid", "bars_across")


def parse_template(name: str, text: str, fetch: Fetch) -> Template:
    """Raises `TemplateError` with every mistake of the file `name`.toml."""
    file = f"{name}.toml"
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise TemplateError(file, (Mistake("", f"no-toml ({error})"),)) from None
    check = Check()
    template = _template(check, name, raw, fetch)
    if check.mistakes:
        raise TemplateError(file, tuple(check.mistakes))
    return template


def _template(check: Check, name: str, raw: dict[str, Any], fetch: Fetch) -> Template:
    top = check.read(raw, allowed.TOP, "", but=("page", "type", "room", "block", "texts"))
    look: Look = top["look"]
    page = check.read(check.table(raw.get("page", {}), "page"), allowed.PAGE, "page")
    sizes = check.read(check.table(raw.get("type", {}), "type"), allowed.TYPE[look], "type")
    room = check.read(check.table(raw.get("room", {}), "room"), allowed.ROOM[look], "room")
    width, height, margin = (page[key] * POINTS_PER_MM for key in ("width", "height", "margin"))
    if width <= 2 * margin or (height and height <= 2 * margin):
        check.fault("page.margin", "wider-than-the-page")
    blocks = _blocks(check, raw.get("block", []), look, width - 2 * margin)
    head = next((plan for plan in blocks if plan.kind == "head"), None)
    return Template(
        name=name,
        look=look,
        language=top["language"],
        page=(width, height or LONGEST_ROLL),
        margin=margin,
        roll=not height,
        sizes=sizes,
        room=Room(**{key: value if key in _COUNTS else value * POINTS_PER_MM for key, value in room.items()}),
        blocks=blocks,
        texts=_texts(check, raw.get("texts", {})),
        logo=_logo(check, head, fetch) if head and head.logo else None,
    )


def _blocks(check: Check, raw: Any, look: Look, width: float) -> tuple[BlockPlan, ...]:
    kinds = allowed.BLOCKS[look]
    found: dict[str, BlockPlan] = {}
    for path, row in check.rows(raw, "block"):
        kind = row.get("kind")
        if not isinstance(kind, str) or kind not in kinds:
            check.fault(f"{path}.kind", "unknown-word" if kind is not None else "missing")
            continue
        if kind in found:
            check.fault(f"{path}.kind", "twice")
        tabled = kind == "lines" and look == "form"
        read = check.read(row, kinds[kind], path, but=("columns",) if tabled else ())
        columns = _columns(check, row.get("columns", []), f"{path}.columns", width) if tabled else ()
        read["heights"] = tuple(height * POINTS_PER_MM for height in read.get("heights", ()))
        read["size"] = read.get("size", 0) * POINTS_PER_MM
        if read.pop("show"):
            found[kind] = BlockPlan(columns=columns, **read)
    if "lines" not in found:
        check.fault("block", "missing")  # an invoice that hides what was sold is none
    return tuple(found.values())


def _columns(check: Check, raw: Any, path: str, width: float) -> tuple[ColumnPlan, ...]:
    found: list[ColumnPlan] = []
    for place, row in check.rows(raw, path):
        read = check.read(row, allowed.COLUMN, place)
        if any(column.name == read["name"] for column in found):
            check.fault(f"{place}.name", "twice")
        found.append(ColumnPlan(read["name"], read["width"] * POINTS_PER_MM))
    if [column.name for column in found if not column.width] != ["description"]:
        check.fault(path, "needs-one-without-width")
    elif sum(column.width for column in found) > width - 10 * POINTS_PER_MM:
        check.fault(path, "wider-than-the-page")
    return tuple(found)


def _texts(check: Check, raw: Any) -> dict[str, dict[str, str]]:
    table = check.table(raw, "texts")
    for language in table:
        if language not in allowed.LANGUAGES:
            check.fault(f"texts.{language}", "unknown-key")
    found: dict[str, dict[str, str]] = {}
    for language in sorted(allowed.LANGUAGES):
        path = f"texts.{language}"
        found[language] = check.read(check.table(table.get(language, {}), path), allowed.TEXTS, path)
        for key, value in found[language].items():
            if lacking := missing_glyphs(value):
                check.fault(f"{path}.{key}", f"glyph-missing ({lacking})")
    return found


def _logo(check: Check, head: BlockPlan, fetch: Fetch) -> bytes | None:
    """A plain file name beside the template: a paper must not reach into other folders."""
    if "/" in head.logo or "\\" in head.logo or head.logo.startswith("."):
        check.fault("block.logo", "no-plain-name")
        return None
    try:
        data = fetch(head.logo)
    except OSError:
        check.fault("block.logo", "unreadable")
        return None
    if not data.startswith((b"\x89PNG", b"\xff\xd8")):
        check.fault("block.logo", "no-picture")
        return None
    return data
