"""An invoice on each paper, warm, against a bare canvas drawing the same glyphs; and many of them in a row."""

from __future__ import annotations

import resource
from pathlib import Path

from invoices.renderer import PaperRenderer
from tests.bench.extent import Extent
from tests.bench.figures import Figure, against
from tests.bench.page_floor import another, bench_page

_PAPERS = {"a4": "invoice page", "a5": "invoice on A5", "80mm": "invoice on 80 mm", "58mm": "invoice on 58 mm"}
_MEGABYTE = 1_000_000


def measure(extent: Extent) -> list[Figure]:
    figures = []
    for paper, name in _PAPERS.items():
        ours, floor = bench_page(paper, extent.pages)
        figures.append(against(name, ours * 1000, floor * 1000, "ms", aim=2))
    return [*figures, _in_a_row(extent.papers)]


def _in_a_row(many: int) -> Figure:
    """Memory after as many invoices again as filled every cache, against memory before them."""
    renderer, papers = PaperRenderer(), tuple(_PAPERS)
    after: list[float] = []
    for start, end in ((0, many), (many, 2 * many)):
        for turn in range(start, end):
            renderer.render(another(turn), stamp=None, copy=False, paper=papers[turn % len(papers)])
        after.append(_resident())
    return against(f"memory, {many:,} invoices more", after[1], after[0], "MB", aim=1.02)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / _MEGABYTE
