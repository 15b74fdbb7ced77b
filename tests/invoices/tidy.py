"""What must hold of every drawn page, whatever paper it is."""

from __future__ import annotations

import re

from tests.invoices.drawn import DrawnPage


def assert_clear(page: DrawnPage, *, edge: float = 20) -> None:
    """Nothing leaves the page, and no ink touches a rule."""
    # A rounded box is many short strokes around the words: only strokes along an axis are rules.
    rules = [rule for rule in page.rules if rule[2] - rule[0] <= 0.1 or rule[3] - rule[1] <= 0.1]
    for glyph in page.glyphs:
        if glyph.x1 == glyph.x0:
            continue  # a blank
        assert glyph.gid != 0
        assert edge < glyph.x0 <= glyph.x1 < page.width - edge
        assert edge < glyph.y0 <= glyph.y1 < page.height - edge
        left, right, low, high = glyph.x0 - 0.5, glyph.x1 + 0.5, glyph.y0 - 0.5, glyph.y1 + 0.5  # half a rule, and air
        for x0, y0, x1, y1 in rules:
            assert right < x0 or x1 < left or high < y0 or y1 < low, (glyph, (x0, y0, x1, y1))
    for x0, y0, x1, y1 in page.pictures:
        assert edge < x0 < x1 < page.width - edge
        assert edge < y0 < y1 < page.height - edge


def assert_apart(page: DrawnPage) -> None:
    """Two lines of text, or two cells, never share paper."""
    core = [
        (g.baseline, g.baseline + 0.4 * g.size, g.x0, g.x1, (round(g.baseline, 2), g.font, g.size))
        for g in page.glyphs
        if g.x1 > g.x0
    ]
    core.sort(key=lambda glyph: glyph[0])
    for place, (_, top, x0, x1, line) in enumerate(core):
        for low, _, a0, a1, other in core[place + 1 :]:
            if low >= top:
                break
            assert other == line or not (x0 < a1 - 0.1 and a0 < x1 - 0.1), (line, other)


#: A number, a code or a Latin name; a colon only within an hour, a blank only within Latin.
_LTR = re.compile(r"[0-9۰-۹A-Za-z*#](?:[0-9۰-۹A-Za-z*#]|[٬/.-](?=[0-9۰-۹A-Za-z*#])|:(?=[0-9۰-۹])| (?=[0-9A-Za-z]))*")


_TWINS = str.maketrans("()[]«»", ")(][»«")


def told(page: DrawnPage, *, beyond: float = 0) -> str:
    """What a reader reads, line by line, columns from right to left; only of glyphs to the right of `beyond`.

    Made of where the ink lies, not of the order in which it was drawn. The half-space leaves no ink.
    """
    part = DrawnPage(page.width, page.height, [glyph for glyph in page.glyphs if glyph.left > beyond])
    return " ".join(_reading(column) for line in part.lines() for column in reversed(line.split("|")))


def _reading(drawn: str) -> str:
    """Left to right as drawn -> as read: all turned round but numbers, codes and Latin names; brackets say what they
    look like."""
    return _LTR.sub(lambda found: found.group()[::-1], drawn)[::-1].translate(_TWINS)


def words(text: str) -> str:
    """A sentence of ours as `told` gives it: islands and half-spaces leave no ink."""
    return re.sub("[\u200c\u2066-\u2069]", "", text).replace("\u00a0", " ")
