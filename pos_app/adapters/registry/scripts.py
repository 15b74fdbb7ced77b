"""Where the scripts lie: the shipped file, and the shop's own edited copy, which rules while it can be read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pos_app.domain.scripts import LARGEST, SAY_CODES, Say, ScriptError, Scripts, after_silence, parse_scripts
from pos_app.settings import RESOURCES

__all__ = ["SAY_CODES", "Say", "ScriptsInForce", "after_silence", "in_force", "own_file", "shipped"]

SHIPPED = RESOURCES / "scripts" / "hamta.toml"


@dataclass(frozen=True, slots=True)
class ScriptsInForce:
    """`own`: the shop's copy rules. `problem`: there is a copy, it was refused, and the shipped file is used."""

    scripts: Scripts
    own: bool = False
    problem: ScriptError | None = None


@cache
def shipped() -> Scripts:
    """The file that came with the program. Raises ScriptError or OSError: then the program is damaged."""
    return parse_scripts(SHIPPED.read_text("utf-8"))


def own_file(folder: Path) -> Path:
    """Where a shop may put its edited copy, in its data folder."""
    return folder / "scripts" / "hamta.toml"


class ScriptFiles:
    """Implements `ports.registry.ScriptDesk` for one shop's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def problem(self) -> ScriptError | None:
        return in_force(self._folder).problem

    @property
    def own(self) -> Path | None:
        path = own_file(self._folder)
        return path if path.exists() else None

    def copy_to_edit(self) -> Path:
        path = own_file(self._folder)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(SHIPPED.read_bytes())
        return path


def in_force(folder: Path) -> ScriptsInForce:
    """Never raises for what a shop has written."""
    path = own_file(folder)
    try:
        if not path.exists():
            return ScriptsInForce(shipped())
        with path.open("rb") as file:
            text = file.read(LARGEST * 4).decode("utf-8-sig")  # some editors begin a file with a mark
        return ScriptsInForce(parse_scripts(text.replace("\r\n", "\n")), own=True)
    except ScriptError as error:
        return ScriptsInForce(shipped(), problem=error)
    except (OSError, UnicodeDecodeError) as error:
        return ScriptsInForce(shipped(), problem=ScriptError(type(error).__name__))
