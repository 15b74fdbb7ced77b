"""Blocks over pages: what goes along, what is repeated, what is refused."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.flow import Block, Placed, paginate, stacked
from invoices.fonts import PaperError
from invoices.pen import Pen


def nothing(pen: Pen, top: float) -> None:
    del pen, top


def block(height: float, *, gap: float = 0, header: Block | None = None, closing: Block | None = None) -> Block:
    return Block(height, nothing, gap, header, closing)


def heights(pages: list[list[Placed]]) -> list[list[float]]:
    return [[placed.block.height for placed in page] for page in pages]


def test_a_further_page_begins_with_the_header_and_the_one_before_ends_with_the_closing() -> None:
    rows = [block(30, header=block(7), closing=block(5)) for _ in range(5)]
    assert heights(paginate(rows, 0, 100)) == [[30, 30, 30, 5], [7, 30, 30]]


def test_gaps_stand_between_blocks_and_not_on_top_of_a_page() -> None:
    pages = paginate([block(40, gap=9), block(40, gap=9), block(40, gap=9)], 10, 100)
    assert [[placed.top for placed in page] for page in pages] == [[10, 59], [10]]


def test_what_is_kept_takes_the_block_before_it_along() -> None:
    kept = Block(30, nothing, gap=5, kept=True)
    assert heights(paginate([block(40), block(40), kept], 0, 100)) == [[40], [40, 30]]
    assert heights(paginate([block(40), block(40, header=block(7)), kept], 0, 100)) == [[40], [7, 40, 30]]


def test_it_goes_alone_where_both_would_not_fit_or_a_page_would_be_left_empty() -> None:
    kept = Block(30, nothing, gap=5, kept=True)
    assert heights(paginate([block(90), kept], 0, 100)) == [[90], [30]]
    assert heights(paginate([block(10), block(80), kept], 0, 100)) == [[10, 80], [30]]


def test_what_is_taller_than_a_page_is_refused() -> None:
    with pytest.raises(PaperError) as caught:
        paginate([block(101)], 0, 100)
    assert caught.value.code == "paper-block-too-tall"


@given(st.lists(st.tuples(st.floats(1, 60), st.floats(0, 10), st.booleans()), min_size=1, max_size=30))
def test_nothing_is_lost_and_nothing_overlaps(given_blocks: list[tuple[float, float, bool]]) -> None:
    blocks = [Block(height, nothing, gap, kept=kept) for height, gap, kept in given_blocks]
    pages = paginate(blocks, 5, 100)
    assert [placed.block for page in pages for placed in page] == blocks
    for page in pages:
        assert page
        assert page[-1].bottom <= 100.01
        for above, below in pairwise(page):
            assert above.bottom <= below.top + 0.01


def test_stacked_blocks_are_one() -> None:
    drawn: list[float] = []
    part = Block(10, lambda _pen, top: drawn.append(top))
    whole = stacked(part, part, part)
    whole.draw(Pen((100, 100), "نمونه"), 4)
    assert (whole.height, drawn) == (30, [4, 14, 24])


def lined(count: int, further: Block, *, header: Block | None = None, closing: Block | None = None) -> Block:
    """A block of lines ten points high, that may be parted between them."""

    def part(room: float) -> tuple[Block, Block] | None:
        fitting = int(room // 10)
        if not 3 <= fitting < count:
            return None
        first = lined(fitting, further, header=header, closing=closing)
        return first, lined(count - fitting, further, header=further, closing=closing)

    return Block(count * 10, nothing, header=header, closing=closing, part=part)


def test_what_is_taller_than_a_page_and_can_be_parted_goes_on_over_pages() -> None:
    further, header, closing = block(7), block(6), block(5)
    tall = lined(20, further, header=header, closing=closing)
    assert heights(paginate([block(40), tall, block(30)], 0, 100)) == [[40, 50, 5], [7, 80, 5], [7, 70, 5], [30]]
    assert heights(paginate([block(80), tall], 0, 100)) == [[80], [6, 80, 5], [7, 80, 5], [7, 40]]


def test_what_fits_on_a_page_of_its_own_is_never_parted() -> None:
    assert heights(paginate([block(40), lined(8, block(7))], 0, 100)) == [[40], [80]]


def test_what_can_be_parted_nowhere_is_refused() -> None:
    with pytest.raises(PaperError, match="paper-block-too-tall"):
        paginate([lined(9, block(7))], 0, 25)


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=8))
def test_no_line_is_lost_where_blocks_are_parted(given_blocks: list[tuple[int, bool]]) -> None:
    mark = block(7)
    blocks = [lined(count, mark, header=mark, closing=mark) if can else block(count) for count, can in given_blocks]
    pages = paginate(blocks, 5, 100)
    drawn = sum(placed.block.height for page in pages for placed in page if placed.block is not mark)
    assert drawn == sum(given_block.height for given_block in blocks)
    for page in pages:
        assert page[-1].bottom <= 100.01
        for above, below in pairwise(page):
            assert above.bottom <= below.top + 0.01
