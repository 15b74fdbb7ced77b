"""`python -m tools.settings_doc write|check`: `docs/settings.md` out of the table of settings."""

from __future__ import annotations

import sys
from pathlib import Path

from pos_app.domain.options import OPTIONS
from ui.option_words import CAPTIONS, TOLD

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "settings.md"
_HEAD = """# Settings

Written from `pos_app/domain/options.py` and `ui/option_words.py` (`make settings`). What a card of its own holds (the
shop's data, VAT, printers, the ways to Hamta and the tax office, people) is explained on its card.

| Setting | What it is | May be | If nobody chooses | What it does |
|---|---|---|---|---|
"""


def page() -> str:
    rows = []
    for one in OPTIONS:
        cells = (f"`{one.name}`", CAPTIONS[one.name], one.range.replace("-", " to "), one.default, TOLD[one.name])
        rows.append("| " + " | ".join(cells) + " |\n")
    return _HEAD + "".join(rows)


def main(what: str) -> int:
    if what == "write":
        PAGE.write_text(page(), "utf-8")
        return 0
    if PAGE.read_text("utf-8") == page():
        return 0
    print("docs/settings.md is not what the table of settings says: make settings")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
