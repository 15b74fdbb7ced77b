"""What the counter is told of a case, read from the shop's memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.application import returns
from pos_app.application import shop as shops
from pos_app.domain.vat import SEED
from tests.application import steps
from tests.application.used_steps import bought, to_buy
from tests.fakes import parts
from tests.fakes.parts import Till
from ui.view_models.reading import read


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    made = parts.at_work(parts.new_shop(tmp_path))
    yield made
    made.storage.close()


def test_a_vat_row_is_missed_by_a_sale_only(till: Till) -> None:
    paper = steps.sold(till.services)
    shops.save_vat_rates(till.services, SEED[:1])  # none for today
    purchase = read(till.services, bought(till, to_buy(till), price=81_000_000))
    assert purchase.lacks == ()
    assert purchase.totals is not None
    assert (purchase.totals.tsstam, purchase.due) == (81_000_000, -81_000_000)
    lacking = {code for code, _detail in read(till.services, returns.begin(till.services, paper.number)).lacks}
    assert "vat-rate-missing" not in lacking
    sale = read(till.services, steps.opened(till.services, parts.OTHER1))
    assert "vat-rate-missing" in {code for code, _detail in sale.lacks}
