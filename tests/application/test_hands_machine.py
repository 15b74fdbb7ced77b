"""The life of one phone as a machine: sold, brought back, bought in again, in whatever order, with steps that fail,
wait and are told later. It is never sold while it is not the shop's, it stays one unit, and no duty gets lost."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pos_app.application import (
    ask,
    buy_in,
    completing,
    duties,
    guide,
    guide_used,
    handover,
    owed,
    returns,
    scan,
    sell,
    sync,
)
from pos_app.domain.duty import DutyKind
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import EvidenceKind
from pos_app.domain.outbox import CLOSED_BY_PERSON
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.run import StepState
from pos_app.domain.sale import Buyer, CaseKind, Payment, PaymentMethod, Sale, SaleState
from pos_app.domain.stock import Condition, UnitState
from tests.application.steps import entries, sale_of
from tests.application.used_steps import BOTH, BUYER_SIM, OWNER_SIM, PERSON, PICTURE, SHOP_SIM, shop_with_sim, used_unit
from tests.fakes import parts
from tests.fakes.parts import IMEI1, IMEI2

HOW = st.sampled_from(["well", "well", "well", "later", "refused", "broken", "wrong"])
OUTCOME = {"well": True, "refused": False, "broken": None}
ORDINARY = contextlib.suppress(ShopError)  # a refusal in words is an ordinary day; anything else fails the test


class HandsMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.till = parts.at_work(parts.new_shop(Path(self._folder.name)))
        self.case = ""
        self.completed: dict[str, UnitState] = {}  # case -> state of the unit just before its end

    def teardown(self) -> None:
        self.till.storage.close()
        self._folder.cleanup()

    @initialize(used=st.booleans())
    def a_phone_lies_in_the_shop(self, used: bool) -> None:
        shop_with_sim(self.till.services)
        if used:
            used_unit(self.till)

    # -- beginning ---------------------------------------------------------------------------------

    @rule(code=st.sampled_from(BOTH))
    def to_the_counter(self, code: str) -> None:
        with ORDINARY:
            self.case = scan.take(self.till.services, "", code).sale_id

    @rule(code=st.sampled_from(BOTH))
    def comes_back(self, code: str) -> None:
        with ORDINARY:
            self.case = returns.begin(self.till.services, code)

    @rule(boxed=st.booleans())
    def is_bought_in(self, boxed: bool) -> None:
        with ORDINARY:
            case_id = buy_in.begin(self.till.services)
            self.case = case_id
            buy_in.put_device(
                self.till.services, case_id, brand="Samsung", model="Galaxy A55", model_code="SM-A556E", imeis=BOTH,
                boxed=boxed,
            )  # fmt: skip

    @rule(condition=st.sampled_from([Condition.USED, Condition.PASSENGER]), boxed=st.booleans())
    def sold_as(self, condition: Condition, boxed: bool) -> None:
        with ORDINARY:
            sell.choose_list(self.till.services, self.case, condition, boxed=boxed)

    # -- going on ----------------------------------------------------------------------------------

    @rule(how=HOW, times=st.integers(1, 4))
    def goes_on(self, how: str, times: int) -> None:
        """The open step, as it should be or not."""
        for _ in range(times):
            case = self._open()
            step = case.run.current(self.till.services.list_of(case.run)) if case and case.run else None
            if case is None or step is None or step.evidence is EvidenceKind.INVOICE:
                return
            with ORDINARY:
                getattr(self, f"_{step.evidence.value}")(case, step.id, how)

    @rule(binding=st.sampled_from(["well", "well", "later"]), kind=st.sampled_from(["sale", "return", "buy_in"]),
          guarantor=st.booleans(), boxed=st.booleans())  # fmt: skip
    def from_hand_to_hand(self, binding: str, kind: str, guarantor: bool, boxed: bool) -> None:
        """A whole case without mishap, if the phone may go that way at all."""
        if kind == "sale":
            self.to_the_counter(IMEI1)
        elif kind == "return":
            self.comes_back(IMEI1)
        else:
            self.is_bought_in(boxed)
        self.till.registry.active_on[IMEI1] = [SHOP_SIM]  # legal, and in somebody's hands
        for _ in range(10):
            case = self._open()
            step = case.run.current(self.till.services.list_of(case.run)) if case and case.run else None
            if step is not None:
                waits = step.id == "activation" or (step.id == "transfer" and kind != "buy_in")
                self.goes_on(binding if waits else "well", 1)
        self.is_finished(guarantor)

    def _inquiry(self, case: Sale, _step: str, how: str) -> None:
        ask.inquire(self.till.services, case.id, BOTH if how != "wrong" else BOTH[::-1], Channel.API)

    def _answer(self, case: Sale, step_id: str, how: str) -> None:
        asked = [e for e in entries(self.till.services, case.id) if e.kind is OperationKind.INQUIRY and e.answer]
        if asked and asked[-1].answer:
            guide.confirm_answer(
                self.till.services, case.id, asked[-1].answer, Channel.API, matches_hand=how != "wrong"
            )  # fmt: skip
        if how == "well":
            guide.decide(self.till.services, case.id, step_id, "looked at it")

    def _box_match(self, case: Sale, _step: str, how: str) -> None:
        guide.compare(self.till.services, case.id, BOTH, BOTH if how != "wrong" else (IMEI1,))

    def _device_match(self, case: Sale, _step: str, how: str) -> None:
        guide_used.match_device(self.till.services, case.id, BOTH if how != "wrong" else (IMEI2,), BOTH)

    def _reset(self, case: Sale, _step: str, how: str) -> None:
        guide_used.reset(self.till.services, case.id, done=True, unlocked=how != "wrong")

    def _identity(self, case: Sale, _step: str, how: str) -> None:
        guide_used.identity(
            self.till.services, case.id, PERSON, document_seen=True, consent=how != "wrong", picture=PICTURE
        )

    def _grade(self, case: Sale, _step: str, how: str) -> None:
        guide_used.grade(self.till.services, case.id, "B" if how != "wrong" else "", ())

    def _permit(self, case: Sale, _step: str, how: str) -> None:
        return  # a passenger phone of this test stops here

    def _transfer(self, case: Sale, _step: str, how: str) -> None:
        giver, taker = (SHOP_SIM, BUYER_SIM) if case.kind is CaseKind.SALE else (OWNER_SIM, SHOP_SIM)
        services = self.till.services
        if how == "wrong":
            taker = giver
        if how == "later":
            handover.defer_transfer(
                services, case.id, Channel.USSD, imei_used=IMEI1, from_sim=giver, to_sim=taker, reason="later today"
            )  # fmt: skip
            return
        asked = handover.transfer(services, case.id, Channel.USSD, imei_used=IMEI1, from_sim=giver, to_sim=taker)
        handover.take_transfer(
            services, case.id, asked.entry_id, succeeded=OUTCOME[how], raw_text="", sender=""
        )  # fmt: skip

    def _activation(self, case: Sale, step_id: str, how: str) -> None:
        sim = BUYER_SIM if case.kind is CaseKind.SALE else SHOP_SIM
        services = self.till.services
        if how == "later":
            guide.defer_activation(
                services, case.id, Channel.USSD, imei_used=IMEI1, sim=sim, code="512345", reason="later today",
                step_id=step_id,
            )  # fmt: skip
            return
        code = "512345" if how != "wrong" else "012345"
        asked = ask.activate(
            services, case.id, Channel.USSD, imei_used=IMEI1, sim=sim, code=code, step_id=step_id
        )  # fmt: skip
        ask.take_activation(services, case.id, asked.entry_id, succeeded=OUTCOME[how], raw_text="", sender="")

    @rule(guarantor=st.booleans())
    def is_finished(self, guarantor: bool) -> None:
        case = self._open()
        if case is None:
            return
        services = self.till.services
        with ORDINARY:
            if case.kind is CaseKind.RETURN:
                returns.choose(
                    services, case.id, subject="return", reason="screen flickers", to_guarantor=guarantor
                )  # fmt: skip
            if case.kind is CaseKind.BUY_IN:
                buy_in.set_price(services, case.id, 70_000_000)
            elif case.kind is CaseKind.SALE:
                sell.set_buyer(services, case.id, Buyer(name="Reza", mobile=BUYER_SIM))
                if case.lines and case.lines[0].fee == 0:
                    line = case.lines[0].id
                    sell.change_line(services, case.id, line, fee=90_000_000, discount=0, quantity=1)
        with ORDINARY:
            sell.set_payment(services, case.id, Payment(method=PaymentMethod.CASH))
        before = self._state()
        self.till.clock.move(seconds=1)  # no two cases end in one and the same instant
        with ORDINARY:
            completing.complete(services, case.id)
            self.completed[case.id] = before

    @rule()
    def is_given_up(self) -> None:
        with ORDINARY:
            sell.abandon(self.till.services, self.case)

    # -- afterwards --------------------------------------------------------------------------------

    @rule(place=st.integers(0, 3), how=st.sampled_from(["well", "well", "refused", "broken"]))
    def a_duty_is_done(self, place: int, how: str) -> None:
        with self.till.storage.read() as session:
            rows = session.owed()
        if not rows:
            return
        entry_id = rows[place % len(rows)].entry.id
        with ORDINARY:
            owed.by_hand(self.till.services, entry_id)
        with ORDINARY:
            owed.told(self.till.services, entry_id, succeeded=OUTCOME[how], raw_text="", sender="")

    @rule(minutes=st.sampled_from([1, 400]))
    def time_goes_by(self, minutes: int) -> None:
        self.till.clock.move(minutes=minutes)
        sync.once(self.till.services)

    @rule()
    def started_anew(self) -> None:
        self.till = self.till.restarted()

    # -- what must hold ----------------------------------------------------------------------------

    def _open(self) -> Sale | None:
        with self.till.storage.read() as session:
            case = session.sale(self.case) if self.case else None
        return case if case is not None and case.state is SaleState.OPEN else None

    def _state(self) -> UnitState:
        with self.till.storage.read() as session:
            (hit,) = session.find_units(IMEI1)
        return hit.unit.state

    @invariant()
    def it_is_one_phone_all_its_life(self) -> None:
        with self.till.storage.read() as session:
            (first,), (second,) = session.find_units(IMEI1), session.find_units(IMEI2)
        assert first.unit.id == second.unit.id == 1
        assert first.unit.imeis == BOTH

    @invariant()
    def nobody_holds_a_code_for_what_is_for_sale(self) -> None:
        """One case at a time; and while a transfer of it is open, the phone is on no shelf."""
        with self.till.storage.read() as session:
            assert len(session.open_cases_of(1)) <= 1
            (hit,) = session.find_units(IMEI1)
            if hit.unit.state is not UnitState.IN_STOCK or hit.sale_id:
                return
            opened = (OperationState.ACCEPTED, OperationState.AWAITING_BUYER)
            for case_id in self.completed:
                for entry in session.entries_of(case_id):
                    assert entry.kind is not OperationKind.TRANSFER or entry.state not in opened

    @invariant()
    def only_what_is_the_shops_was_sold(self) -> None:
        for case_id, before in self.completed.items():
            case = sale_of(self.till.services, case_id)
            assert case.run is not None
            checklist = self.till.services.list_of(case.run)
            assert case.run.current(checklist) is None
            if case.kind is CaseKind.SALE:
                assert before is UnitState.IN_STOCK
            elif case.kind is CaseKind.RETURN:
                assert before is UnitState.SOLD
            else:
                assert before in (UnitState.INTAKE, UnitState.SOLD, UnitState.LEFT)
            for record in case.run.records:
                assert not record.state.passed or record.state is not StepState.DONE or not record.findings

    @invariant()
    def no_duty_is_lost(self) -> None:
        """What a completed case put off is still owed, or done, or came back with its sale."""
        with self.till.storage.read() as session:
            open_duties = {(row.entry.sale_id, row.entry.kind) for row in session.owed()}
            for case_id in self.completed:
                case, undone = sale_of(self.till.services, case_id), session.undoing(case_id)
                gone = undone and sale_of(self.till.services, undone).state is SaleState.COMPLETED
                for kind in (OperationKind.TRANSFER, OperationKind.ACTIVATION):
                    last = case.run.last(kind.value) if case.run else None
                    if gone or last is None or last.state is not StepState.DEFERRED:
                        continue
                    told = [e for e in session.entries_of(case_id) if e.kind is kind]
                    done = any(e.state is OperationState.SUCCEEDED for e in told)
                    assert done or (case_id, kind) in open_duties
                    assert all(e.last_problem != CLOSED_BY_PERSON for e in told)

    @invariant()
    def what_is_held_back_has_a_duty(self) -> None:
        """A phone is never stuck without anybody knowing why."""
        state = self._state()
        if state not in (UnitState.HELD, UnitState.BACK):
            return
        with self.till.storage.read() as session:
            kinds = {row.entry.kind for row in session.owed()}
            last = max((c for c in self.completed), default="")
        run = sale_of(self.till.services, last).run
        undecided = run is not None and any(
            (record := run.last(step)) is not None and record.state is StepState.DECIDED
            for step in ("transfer", "activation")
        )
        assert kinds or undecided

    @invariant()
    def the_board_shows_each_duty_once(self) -> None:
        found = duties.board(self.till.services).rows
        with self.till.storage.read() as session:
            owed_cases = {row.entry.sale_id for row in session.owed()}
            waiting = {one.entry_id for one in session.waiting_operations() if not one.case_open}
        assert len({duty.key for duty in found}) == len(found)
        shown = [duty.entry_id for duty in found if duty.entry_id]
        assert len(set(shown)) == len(shown)
        assert owed_cases <= {duty.case_id for duty in found if duty.entry_id}
        alone = {duty.entry_id for duty in found if duty.key.startswith("operation:")}
        assert alone <= waiting
        held = [duty for duty in found if duty.kind in (DutyKind.HELD, DutyKind.BACK)]
        assert len(held) == (self._state() in (UnitState.HELD, UnitState.BACK))
        assert all(duty.next is not None for duty in held)


TestHandsMachine: Any = HandsMachine.TestCase
TestHandsMachine.settings = settings(
    max_examples=40, stateful_step_count=35, deadline=None, suppress_health_check=list(HealthCheck)
)
TestHandsMachine = pytest.mark.slow(TestHandsMachine)
