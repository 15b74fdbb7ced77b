"""Which paper a print is made on: the count and the copy mark belong to the invoice, not to the paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.application import completing, invoicing
from pos_app.domain.errors import ShopError
from tests.application import steps
from tests.application.used_steps import bought, to_buy
from tests.fakes.parts import Till


def test_a_slip_and_a_sheet_of_one_invoice_are_an_original_and_a_copy(till: Till) -> None:
    number = steps.sold(till.services).number
    papers = [invoicing.paper(till.services, number, sheet=sheet) for sheet in ("80mm", "a4", "80mm")]
    assert [path.name for path in papers] == [f"{number}-80mm.pdf", f"{number}-copy-1.pdf", f"{number}-80mm-copy-2.pdf"]
    assert [copy for _, _, copy in till.renderer.drawn] == [False, True, True]
    assert papers[0].read_bytes().endswith(b" 80mm")


def test_a_file_of_ones_own_counts_as_a_print(till: Till, tmp_path: Path) -> None:
    number = steps.sold(till.services).number
    out = tmp_path / "given" / "page.pdf"
    assert invoicing.paper(till.services, number, out=out) == out
    assert out.exists()
    assert invoicing.paper(till.services, number).name == f"{number}-copy-1.pdf"


def test_the_paper_of_a_buy_in_is_one_sheet_to_sign(till: Till) -> None:
    number = completing.complete(till.services, bought(till, to_buy(till))).number
    with pytest.raises(ShopError, match="paper-unknown"):
        invoicing.paper(till.services, number, sheet="80mm")
    assert invoicing.paper(till.services, number).name == f"{number}.pdf"
