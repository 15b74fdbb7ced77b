"""The translations: extract msgids, compile catalogues, and prove that Persian is complete.

`python -m tools.texts extract|compile|check`. Babel is a development tool; a shop installs the compiled file.
"""

from __future__ import annotations

import re
import string
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
PO = LOCALE / "fa" / "LC_MESSAGES" / "pishkhan.po"
KEYWORDS = {"_": None, "mark": None, "text": None}


def msgids() -> set[str]:
    """Every text of the screen: marked in the code, or a title in a checklist."""
    from babel.messages.extract import extract_from_dir

    found: set[str] = set()
    rows = extract_from_dir(str(ROOT / "ui"), [("**.py", "python")], keywords=KEYWORDS)
    found |= {message for *_where, message, _comments, _context in rows if isinstance(message, str)}
    for path in (ROOT / "resources" / "checklists").glob("*.toml"):
        checklist = tomllib.loads(path.read_text("utf-8"))
        found |= {checklist["title"], *(step["title"] for step in checklist["step"])}
    return found


def extract() -> int:
    """Adds what is new to the Persian catalogue, empty, and drops what is no longer used."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    old = Catalog("fa")
    if PO.exists():
        with PO.open("rb") as file:
            old = read_po(file, "fa")
    new = Catalog("fa", header_comment="# Persian texts of Pishkhan.", fuzzy=False, project="Pishkhan")
    new.mime_headers = [("Content-Type", "text/plain; charset=utf-8")]
    for msgid in sorted(msgids()):
        known = old.get(msgid)
        new.add(msgid, str(known.string) if known else "")
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, new, width=118, omit_header=False, sort_output=True)
    return 0


def compile_all() -> int:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for path in LOCALE.glob("*/LC_MESSAGES/*.po"):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))
    return 0


def _places(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conv in string.Formatter().parse(text) if name is not None}


def check() -> int:
    """Untranslated, unused, or with other placeholders than the source: each is named, status 1."""
    from babel.messages.pofile import read_po

    with PO.open("rb") as file:
        catalogue = {str(m.id): str(m.string) for m in read_po(file, "fa") if m.id}
    wanted = msgids()
    complaints = [f"not translated: {msgid}" for msgid in sorted(wanted) if not catalogue.get(msgid)]
    complaints += [f"no longer used: {msgid}" for msgid in sorted(set(catalogue) - wanted)]
    for msgid, translated in catalogue.items():
        if translated and _places(msgid) != _places(translated):
            complaints.append(f"other placeholders: {msgid} -> {translated}")
        if re.search(r"[يك]", translated):
            complaints.append(f"Arabic letters: {translated}")
    sys.stdout.write("".join(f"{line}\n" for line in complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit({"extract": extract, "compile": compile_all, "check": check}[sys.argv[1]]())
