"""Rules of the house that no other tool holds: sizes, what the domain may import, a sentence for every code."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.adapters.storage import faults
from pos_app.domain.guards import GUARDS
from ui import notices

ROOT = Path(__file__).parents[2]
FOLDERS = ("pos_app", "ui", "invoices", "registry_sandbox", "tools", "tests")
WALL = 500  # lines
OURS = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
DOMAIN = sorted((ROOT / "pos_app/domain").glob("*.py"))

#: Calls whose first or second text is a code that a person gets to see.
_FIRST = {"ShopError", "StorageError", "MoneyError", "Finding", "UnreadableImageError", "Reason"}
_SECOND = {"refuse", "ask", "warn"}
_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


def test_no_file_is_longer_than_the_wall() -> None:
    long = {str(path.relative_to(ROOT)): n for path in OURS if (n := len(path.read_text("utf-8").splitlines())) > WALL}
    assert long == {}


@pytest.mark.parametrize("path", DOMAIN, ids=lambda path: path.name)
def test_the_domain_knows_nobody(path: Path) -> None:
    allowed = set(sys.stdlib_module_names) | {"stdnum", "phonenumbers"}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [node.module or ""]
        for name in names:
            assert name.split(".")[0] in allowed or name.startswith("pos_app.domain"), name


def _texts(node: ast.AST) -> Iterator[str]:
    """Every constant text below a node, both arms of a conditional too."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def _codes_of(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = 0 if name in _FIRST else 1 if name in _SECOND else None
        if place is not None and len(node.args) > place:
            for text in _texts(node.args[place]):
                if _KEBAB.fullmatch(text):
                    yield text, f"{path.relative_to(ROOT)}:{node.lineno}"


def codes() -> dict[str, str]:
    """Every code that is raised or found below the screen, and one place where it is."""
    found = {
        code: where for path in OURS if path.parts[len(ROOT.parts)] == "pos_app" for code, where in _codes_of(path)
    }
    for table in (faults._FORBIDDEN, faults._SQLITE, faults._POSTGRES):
        found |= dict.fromkeys(table.values(), "pos_app/adapters/storage/faults.py")
    return found


def test_the_search_for_codes_finds_some() -> None:
    found = codes()
    assert len(found) > 60
    assert {"imei-check-digit", "storage-full", "unit-already-sold", "model-differs", "vat-rate-missing"} <= set(found)
    assert len(GUARDS) == 22


def test_every_code_has_a_sentence() -> None:
    missing = {code: where for code, where in codes().items() if code not in notices.TABLE}
    assert missing == {}


def test_the_table_is_keyed_by_codes() -> None:
    assert [
        code
        for code, sentence in notices.TABLE.items()
        if not re.fullmatch(r"[a-z][a-z0-9-]*", code) or not sentence.msgid
    ] == []


def test_the_installer_takes_every_room_of_the_resources_along() -> None:
    """All but the samples; a room that it forgets is missing only in the shop."""
    spec = (ROOT / "installer" / "pishkhan.spec").read_text("utf-8")
    rooms = {room.name for room in (ROOT / "resources").iterdir() if room.is_dir()} - {"samples"}
    named = re.search(r"for room in \(([^)]*)\)", spec)
    assert named is not None
    assert set(re.findall(r'"(\w+)"', named[1])) == rooms
