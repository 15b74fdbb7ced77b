"""The outbox as a machine: whatever registry, line, clock and till do in whatever order, each activation happens once,
nothing is lost, nothing final changes, and it comes to its end by itself once all is well again."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pos_app.application import completing, guide, outbox, sync
from pos_app.domain.errors import ShopError
from pos_app.domain.outbox import LEASE, OutboxEntry
from pos_app.domain.registry import Channel, Command, OperationKind, OperationState, Reply, Unreadable
from tests.application import steps
from tests.fakes import parts
from tests.fakes.registry import Step, answered, lost, refused

S = OperationState
PHONES = {(parts.IMEI1, parts.IMEI2): parts.CODE, (parts.NOKIA,): parts.NOKIA_CODE}
TROUBLES: dict[str, Step] = {
    "lost": lost("timeout"),
    "html": Unreadable("html", "<html>"),
    "cut": Unreadable("connection-lost"),
    "busy": refused("rate-limited", retry_after=5),
    "down": refused("upstream-unavailable"),
    "signed out": refused("unauthenticated"),
}


class Killed(BaseException):
    """The process ended here."""


class OutboxMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.till = parts.at_work(parts.new_shop(Path(self._folder.name)))
        self.seen: dict[str, OutboxEntry] = {}
        self.days = 0.0

    def teardown(self) -> None:
        try:
            self.all_is_well_again()
        finally:
            self.till.storage.close()
            self._folder.cleanup()

    @initialize()
    def two_phones_are_sold(self) -> None:
        for box, code in PHONES.items():
            sale_id = steps.compared(self.till.services, box)
            guide.defer_activation(
                self.till.services,
                sale_id,
                Channel.API,
                imei_used=box[0],
                sim=parts.BUYER_SIM,
                code=code,
                reason="later",
            )
            steps.paid(self.till.services, sale_id)
            completing.complete(self.till.services, sale_id)

    # -- what the registry and the line do -----------------------------------------------------------

    @rule(online=st.booleans(), tells=st.booleans())
    def weather(self, online: bool, tells: bool) -> None:
        self.till.registry.online = online
        self.till.api.tells = tells

    @rule(trouble=st.sampled_from(sorted(TROUBLES)))
    def next_reply(self, trouble: str) -> None:
        self.till.registry._in_order = [TROUBLES[trouble]]

    @rule()
    def accepts_first(self) -> None:
        self.till.registry._in_order = [lambda command: answered(command, state=S.ACCEPTED)]

    @rule()
    def forgets_cursors(self) -> None:
        self.till.registry.forget_cursors()

    # -- what time and people do -----------------------------------------------------------------------

    @rule(seconds=st.sampled_from([1, 31, 400, 4_000, 90_000]))
    def time_goes_by(self, seconds: int) -> None:
        self.till.clock.move(seconds=seconds)
        self.days += seconds / 86_400

    @rule()
    def a_round(self) -> None:
        sync.once(self.till.services)

    @rule()
    def a_round_of_the_other_till(self) -> None:
        sync.once(self.till.beside(2))

    @rule(place=st.integers(0, 1))
    def a_person_asks(self, place: int) -> None:
        entry = self.activations()[place]
        try:
            outbox.ask_now(self.till.services, entry.id)
        except ShopError as error:
            assert error.code in {"operation-closed", "operation-busy"}  # noqa: PT017 - both are an ordinary day

    @rule(after_effect=st.booleans())
    def killed_while_sending(self, after_effect: bool) -> None:
        honest = self.till.registry.submit

        def die(command: Command) -> Reply:
            if after_effect:
                honest(command)
            raise Killed

        self.till.registry.submit = die  # type: ignore[method-assign]
        try:
            sync.once(self.till.services)
        except Killed:
            pass
        finally:
            self.till.registry.submit = honest  # type: ignore[method-assign]
        tells = self.till.api.tells
        self.till = self.till.restarted()
        self.till.api.tells = tells

    # -- what must hold --------------------------------------------------------------------------------

    def activations(self) -> list[OutboxEntry]:
        with self.till.storage.read() as session:
            rows = [row.entry for row in session.operations(closed=50)]
        return sorted((e for e in rows if e.kind is OperationKind.ACTIVATION), key=lambda entry: entry.id)

    @invariant()
    def nothing_is_lost_doubled_or_taken_back(self) -> None:
        effects = self.till.registry.active_on
        assert all(len(sims) == 1 for sims in effects.values())
        found = {entry.id: entry for entry in self.activations()}
        assert self.seen.keys() <= found.keys()
        for entry_id, before in self.seen.items():
            if before.state.final:
                assert found[entry_id].state is before.state
        self.seen = found
        for entry in found.values():
            if entry.state is S.SUCCEEDED:
                assert entry.device_key in effects
                assert entry.payload["activation_code"] == ""
            else:
                assert entry.payload["activation_code"] != ""
            assert entry.state is not S.REJECTED  # nothing here is a refusal of the phone itself
        with self.till.storage.read() as session:
            open_ones = sum(not entry.state.final for entry in found.values())
            assert session.queue().waiting == open_ones

    def all_is_well_again(self) -> None:
        """Without a person: only time, and rounds."""
        self.till.registry.online, self.till.registry._in_order = True, []
        for _ in range(12):
            self.till.clock.move(seconds=max(LEASE.total_seconds(), 301))
            for entry in self.activations():
                if entry.state is S.ACCEPTED and entry.device_key not in self.till.registry.active_on:
                    self.till.registry.decide(entry.id, S.EXPIRED)  # accepted by a whim of this test, never done
            sync.once(self.till.services)
        for entry in self.activations():
            if entry.state is S.NEEDS_PERSON:
                assert self.days > 1  # the key may be too old to be repeated
            elif entry.state is not S.EXPIRED:
                assert entry.state is S.SUCCEEDED
                assert self.till.registry.active_on[entry.device_key] == [parts.BUYER_SIM]


TestOutboxMachine: Any = OutboxMachine.TestCase
TestOutboxMachine.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestOutboxMachine = pytest.mark.slow(TestOutboxMachine)
