"""A trade-in and an exchange end in one transaction: whatever statement the disk refuses, all happened or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from pos_app.application import completing, returns
from pos_app.domain.errors import StorageError
from pos_app.domain.sale import SaleState
from tests.application.steps import ready, sale_of
from tests.application.test_returns import ready as back
from tests.application.test_returns import sell_other, state_of
from tests.application.used_steps import bought, to_buy
from tests.fakes.parts import IMEI1, OTHER1, Till

WALK_IN = "356938035643957"


def traded(till: Till) -> tuple[str, str]:
    sale_id = ready(till.services)
    case_id = bought(till, to_buy(till, within=sale_id))
    return sale_id, case_id


def exchanged(till: Till) -> tuple[str, str]:
    completing.complete(till.services, ready(till.services))
    case_id = back(till)
    sale_id = returns.exchange(till.services, case_id)
    sell_other(till, sale_id)
    return sale_id, case_id


def seen(till: Till, sale_id: str, case_id: str) -> tuple[object, ...]:
    """All that the end of both cases touches."""
    with till.services.storage.read() as session:
        units = tuple(
            session.find_units(code)[0].unit.state for code in (IMEI1, OTHER1, WALK_IN) if session.find_units(code)
        )
        duties = len(session.owed())
        invoices = tuple(row.number for row in session.invoices(50))
    cases = (sale_of(till.services, sale_id), sale_of(till.services, case_id))
    return (units, duties, invoices, *((case.state, case.invoice_number) for case in cases))


class DiskError(Exception):
    """The disk says no, now."""


@pytest.mark.parametrize("prepare", [traded, exchanged])
def test_whichever_statement_fails_nothing_is_half_done(till: Till, prepare: Callable[[Till], tuple[str, str]]) -> None:
    sale_id, case_id = prepare(till)
    before = seen(till, sale_id, case_id)
    engine: Any = till.storage._storage._engine  # type: ignore[attr-defined]
    left = [0]

    def refuse(*_told: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise DiskError

    event.listen(engine, "before_cursor_execute", refuse)
    failures = 0
    for place in range(1, 400):
        left[0] = place
        try:
            completing.complete(till.services, sale_id)
        except (DiskError, StorageError):
            failures += 1
            left[0] = 0
            assert seen(till, sale_id, case_id) == before
        else:
            break
    event.remove(engine, "before_cursor_execute", refuse)
    assert failures > 30  # it is a long transaction, and each of its statements was refused once
    after = seen(till, sale_id, case_id)
    assert [case[0] for case in after[3:]] == [SaleState.COMPLETED] * 2  # type: ignore[index]
    assert state_of(till, IMEI1) is not None
