"""What must hold of every drawn page, whatever paper it is."""

from __future__ import annotations

import re

from tests.invoices.drawn import DrawnGlyph, DrawnPage


def assert_clear(page: DrawnPage) -> None:
    """Nothing leaves the page, and no ink touches a rule."""
    for glyph in page.glyphs:
        if glyph.x1 == glyph.x0:
            continue  # a blank
        assert glyph.gid != 0
        assert 20 < glyph.x0 <= glyph.x1 < page.width - 20
        assert 20 < glyph.y0 <= glyph.y1 < page.height - 20
        for x0, y0, x1, y1 in page.rules:
            clear = 0.5  # half a rule, and as much paper
            apart = glyph.x1 + clear < x0 or x1 + clear < glyph.x0 or glyph.y1 + clear < y0 or y1 + clear < glyph.y0
            # A rounded box is many short strokes around the words: only strokes along an axis are rules.
            assert apart or (x1 - x0 > 0.1 and y1 - y0 > 0.1), (glyph, (x0, y0, x1, y1))
    for x0, y0, x1, y1 in page.pictures:
        assert 20 < x0 < x1 < page.width - 20
        assert 20 < y0 < y1 < page.height - 20


def assert_apart(page: DrawnPage) -> None:
    """Two lines of text, or two cells, never share paper."""
    lines: dict[tuple[float, str, float], list[DrawnGlyph]] = {}
    for glyph in page.glyphs:
        lines.setdefault((round(glyph.baseline, 2), glyph.font, glyph.size), []).append(glyph)
    core = [(g.x0, g.baseline, g.x1, g.baseline + 0.4 * g.size, key) for key, row in lines.items() for g in row]
    for x0, y0, x1, y1, key in core:
        for a0, b0, a1, b1, other in core:
            if other != key and x1 > x0 and a1 > a0:
                assert not (x0 < a1 - 0.1 and a0 < x1 - 0.1 and y0 < b1 and b0 < y1), (key, other)


#: A number, a code or a Latin name; a colon only within an hour, a blank only within Latin.
_LTR = re.compile(r"[0-9۰-۹A-Za-z*#](?:[0-9۰-۹A-Za-z*#]|[٬/.-](?=[0-9۰-۹A-Za-z*#])|:(?=[0-9۰-۹])| (?=[0-9A-Za-z]))*")


def told(page: DrawnPage, *, beyond: float = 0) -> str:
    """What a reader reads, line by line, columns from right to left; only of glyphs to the right of `beyond`.

    Made of where the ink lies, not of the order in which it was drawn. The half-space leaves no ink.
    """
    part = DrawnPage(page.width, page.height, [glyph for glyph in page.glyphs if glyph.left > beyond])
    return " ".join(_reading(column) for line in part.lines() for column in reversed(line.split("|")))


def _reading(drawn: str) -> str:
    """Left to right as drawn -> as read: all turned round but numbers, codes and Latin names."""
    return _LTR.sub(lambda found: found.group()[::-1], drawn)[::-1]


def words(text: str) -> str:
    """A sentence of ours as `told` gives it: islands and half-spaces leave no ink."""
    return re.sub("[\u200c\u2066-\u2069]", "", text).replace("\u00a0", " ")
