"""The sheet with the recovery key."""

from __future__ import annotations

import pytest

from invoices.renderer import PaperRenderer
from pos_app.domain import recovery_code
from tests.invoices.drawn import read
from tests.invoices.samples import MORNING
from tests.invoices.tidy import assert_apart, assert_clear, told

KEY = recovery_code.to_text(bytes(range(20)))


@pytest.mark.parametrize("renewed", [False, True])
def test_one_page_that_says_what_it_is_for(renewed: bool) -> None:
    pdf = PaperRenderer().recovery_paper(KEY, shop_name="موبایل آریا (نمونه)", made_at=MORNING, renewed=renewed)
    (page,) = read(pdf)
    assert_clear(page)
    assert_apart(page)
    said = told(page)
    for group in KEY.split("-"):
        assert group in said
    assert "موبایل آریا" in said
    assert ("برگهٔ پیشین" in said) == renewed


def test_the_same_key_gives_the_same_bytes() -> None:
    one, other = (
        PaperRenderer().recovery_paper(KEY, shop_name="", made_at=MORNING, renewed=False) for _ in range(2)
    )  # fmt: skip
    assert one == other
