"""A seller at the counter while registry and line go wrong: the use cases themselves, a real registry over HTTP.

He asks, activates, asks again, takes another SIM, dials, puts off, issues, gives up, is killed and started again, in
whatever order (seeded). At the end all is well again, and he brings everything to its end.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.application import ask, completing, guide, outbox, owed, scan, sell, sync
from pos_app.application.deliver import command_of
from pos_app.application.outbox import Act
from pos_app.application.services import Services
from pos_app.bootstrap import open_shop
from pos_app.domain.errors import ShopError
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import Answered, Channel, Command, OperationKind, OperationState, Reply
from pos_app.domain.sale import Buyer, Payment, PaymentMethod, Sale, SaleState
from pos_app.practice import CLIENT_ID, CLIENT_SECRET
from pos_app.settings import Settings
from tests.drill.phones import CODE, DrillPhone
from tests.drill.run import NOWHERE
from tests.drill.scenarios import QUICK
from tests.drill.till import StepClock
from tests.drill.weathers import WEATHERS, Fault, Story
from tests.registry.practice import PracticeAt

WRONG = "999999"
BUYER = Buyer(name="علی رضایی", national_id="0499370899", mobile="09121234567")
PAYMENT = Payment(method=PaymentMethod.CARD_READER, reference="770011223344")
HAND, HAND_SECRET = "buyers-telephone", "of no use elsewhere"


class Killed(BaseException):
    """The program ended here, whatever it was at."""


class Mortal(HttpxRegistry):
    """Where `dies` is set the next command reaches the registry, and nobody is there to hear the reply."""

    dies = False

    def submit(self, command: Command) -> Reply:
        reply = super().submit(command)
        if self.dies:
            self.dies = False
            raise Killed
        return reply


class Seller:
    """`truth`: what a dialled activation really did, by operation; `met`: what the program refused him, by code."""

    def __init__(self, folder: Path, there: PracticeAt, chance: random.Random) -> None:
        self._folder, self._there, self._chance = folder, there, chance
        self._clock = StepClock(timedelta())
        self._ways = {
            "patient": self._way(there.address, 10.0), "hasty": self._way(there.address, QUICK),
            "away": self._way(NOWHERE, QUICK),
        }  # fmt: skip
        self._now, self._ending = "patient", False
        self._weather: tuple[Fault, ...] = ()
        there.enrol(HAND, HAND_SECRET)
        self._hand = there.client(client_id=HAND, secret=HAND_SECRET)
        self.truth: dict[str, bool] = {}
        self.met: Counter[str] = Counter()
        self.services = self._open()

    # --- the program ----------------------------------------------------------------------------------------

    def _way(self, address: str, deadline: float) -> Mortal:
        return Mortal(
            address, CLIENT_ID, lambda: CLIENT_SECRET, now=self._clock.now, deadline=deadline, shop_id="practice-shop"
        )

    def _open(self) -> Services:
        services = open_shop(Settings(self._folder, practice=True), clock=self._clock).services
        services.gateways[Channel.API] = self._ways[self._now]  # type: ignore[index]  # in place, as `reconnect` does
        return services

    def restart(self) -> None:
        self.services.storage.close()
        self.services = self._open()

    def close(self) -> None:
        self.services.storage.close()
        for way in (*self._ways.values(), self._hand):
            way.close()

    def _through(self, way: str) -> None:
        self._now = way
        self.services.gateways[Channel.API] = self._ways[way]  # type: ignore[index]

    def _try(self, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """A refusal of the program is an ordinary day; a crash is followed by a new start."""
        self._clock.ahead += timedelta(seconds=self._chance.uniform(0.1, 20))
        try:
            return act(self.services, *given, **named)
        except ShopError as error:
            self.met[error.code] += 1
        except Killed:
            self.met["killed"] += 1
            self.restart()
        return None

    def round(self) -> None:
        """Far enough on for whatever was put off by the longest back-off."""
        self._clock.ahead += timedelta(minutes=6)
        self._try(sync.once)

    # --- the weather ----------------------------------------------------------------------------------------

    def _arm(self, faults: tuple[Fault, ...]) -> None:
        self._there.arm([dict(fault) for fault in faults])

    def weather(self) -> None:
        self._weather = self._chance.choice(WEATHERS)
        self._arm(self._weather)
        silent = any("hang" in fault["fault"] for fault in self._weather)
        self._through("hasty" if silent else "patient")

    def heal(self) -> None:
        self._weather = ()
        self._arm(())
        self._through("patient")

    # --- what he sees ---------------------------------------------------------------------------------------

    def _sale(self, sale_id: str) -> Sale | None:
        """None: it is open no more."""
        with self.services.storage.read() as session:
            sale = session.sale(sale_id)
        return sale if sale is not None and sale.state is SaleState.OPEN else None

    def _activations(self, sale_id: str) -> list[OutboxEntry]:
        with self.services.storage.read() as session:
            return [e for e in session.entries_of(sale_id) if e.kind is OperationKind.ACTIVATION]

    def _shown_done(self, sale_id: str) -> bool:
        sale = self._sale(sale_id)
        last = sale.run.last("activation") if sale and sale.run else None
        return last is not None and getattr(last.evidence, "state", None) is OperationState.SUCCEEDED

    # --- one phone ------------------------------------------------------------------------------------------

    def sell(self, phone: DrillPhone, story: Story | None = None) -> None:
        """From the scan to wherever it leads, by chance or as told; what stays open is for the end."""
        self.heal() if story or self._chance.random() < 0.7 else self.weather()
        taken = self._try(scan.take, "", phone.imei)
        if taken is None:
            return
        sale_id = taken.sale_id
        if not self._asked(sale_id, phone):
            self._try(sell.abandon, sale_id)
            return
        if story:
            self._weather, acts = story
            self._arm(self._weather)
            for act in acts:
                getattr(self, act)(sale_id, phone)
        else:
            self._by_chance(sale_id, phone)

    def _by_chance(self, sale_id: str, phone: DrillPhone) -> None:
        self.weather()
        beginnings = (self.activate, self.activate, self.activate, self.mistype, self.dial, self.put_off)
        self._chance.choice(beginnings)(sale_id, phone)
        acts = (
            self.again, self.again, self.activate, self.other_sim, self.dial, self.put_off, self.issue, self.issue,
            self.give_up, self.give_up, self.look_at_telephone, self.lose_the_line, self.wait, self.die,
        )  # fmt: skip
        for _ in range(self._chance.randint(2, 7)):
            if self._sale(sale_id) is None:
                break
            self._chance.choice(acts)(sale_id, phone)
            if self._chance.random() < 0.3:
                self._between()

    def _between(self) -> None:
        self._chance.choice((self.round, self.round, self.restart, self.weather, self.page))()

    def _asked(self, sale_id: str, phone: DrillPhone) -> bool:
        """Steps 1 to 3; False where they lead no further."""
        for _ in range(3):
            asked = self._try(ask.inquire, sale_id, (phone.imei,), Channel.API)
            if asked is not None and asked.state is OperationState.SUCCEEDED:
                break
            self.round()
        else:
            return False
        with self.services.storage.read() as session:
            answer = session.entries_of(sale_id)[-1].answer
        self._try(guide.confirm_answer, sale_id, answer, Channel.API, matches_hand=True)
        self._try(guide.compare, sale_id, (phone.imei,), (phone.imei,))
        sale = self._sale(sale_id)
        return sale is not None and sale.run is not None and sale.run.passed("box_match")

    # --- what he may do with it -----------------------------------------------------------------------------

    def activate(self, sale_id: str, phone: DrillPhone, *, sim: str = "", code: str = CODE) -> None:
        if not self._shown_done(sale_id):
            sim = sim or phone.sim
            self._try(ask.activate, sale_id, Channel.API, imei_used=phone.imei, sim=sim, code=code)

    def mistype(self, sale_id: str, phone: DrillPhone) -> None:
        self.activate(sale_id, phone, code=WRONG)

    def other_sim(self, sale_id: str, phone: DrillPhone) -> None:
        self.activate(sale_id, phone, sim=f"0935{phone.sim[4:]}")

    def again(self, sale_id: str, _phone: DrillPhone) -> None:
        self._try(ask.ask_again, sale_id)

    def dial(self, sale_id: str, phone: DrillPhone) -> None:
        if self._shown_done(sale_id):
            return
        given = {"imei_used": phone.imei, "sim": phone.sim, "code": CODE}
        asked = self._try(ask.activate, sale_id, Channel.USSD, **given)
        if asked is not None and asked.script and asked.entry_id not in self.truth:
            self._dialled(asked.entry_id, sale_id)

    def look_at_telephone(self, sale_id: str, _phone: DrillPhone) -> None:
        """What the message on the buyer's telephone says, where the dialogue broke off."""
        for entry in self._activations(sale_id):
            if entry.id in self.truth and not entry.state.final:
                self._tell(sale_id, entry.id, self.truth[entry.id])

    def put_off(self, sale_id: str, phone: DrillPhone) -> None:
        self._chance.choice((self.decide, self.defer))(sale_id, phone)

    def decide(self, sale_id: str, _phone: DrillPhone) -> None:
        self._try(guide.decide, sale_id, "activation", "goes on later")

    def defer(self, sale_id: str, phone: DrillPhone) -> None:
        given = {"imei_used": phone.imei, "sim": phone.sim, "code": CODE, "reason": "no network"}
        self._try(guide.defer_activation, sale_id, Channel.API, **given)

    def issue(self, sale_id: str, phone: DrillPhone) -> None:
        """F9; where the activation hangs, with a reason first."""
        if self._chance.random() < 0.6:
            self.decide(sale_id, phone)
        self._issue(sale_id)

    def _issue(self, sale_id: str) -> None:
        self._try(sell.set_buyer, sale_id, BUYER)
        self._try(sell.set_payment, sale_id, PAYMENT)
        if self._try(completing.complete, sale_id) is not None:
            self.met["issued"] += 1

    def give_up(self, sale_id: str, phone: DrillPhone) -> None:
        """And sometimes the same phone is sold to the next one."""
        self._try(sell.abandon, sale_id)
        if self._sale(sale_id) is None:
            self.met["given up"] += 1
            if self._chance.random() < 0.4:
                self.sell(replace(phone, sim=f"0919{phone.sim[4:]}"))

    def lose_the_line(self, _sale_id: str, _phone: DrillPhone) -> None:
        self._through("away")

    def find_the_line(self, _sale_id: str, _phone: DrillPhone) -> None:
        self._through("patient")

    def wait(self, _sale_id: str, _phone: DrillPhone) -> None:
        self.round()

    def die(self, sale_id: str, phone: DrillPhone) -> None:
        way = self._ways[self._now]
        way.dies = True
        self._chance.choice((self.activate, self.again))(sale_id, phone)
        way.dies = False

    # --- by hand --------------------------------------------------------------------------------------------

    def _dialled(self, entry_id: str, sale_id: str) -> None:
        """`sale_id` "" = of a completed sale, told on the page."""
        ways = ("to the end", "to the end", "refused", "broke off", "broke off too early")
        how = "to the end" if self._ending else self._chance.choice(ways)
        done = self.truth[entry_id] = how in ("to the end", "broke off") and self._takes_effect(entry_id)
        self._tell(sale_id, entry_id, None if how.startswith("broke") else done)

    def _takes_effect(self, entry_id: str) -> bool:
        """The buyer's telephone has a line of its own, on which all is well."""
        with self.services.storage.read() as session:
            entry = session.entry(entry_id)
        assert entry is not None
        key = str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
        self._arm(())
        reply = self._hand.submit(replace(command_of(entry), operation_id=key))
        self._arm(self._weather)
        return isinstance(reply, Answered) and reply.operation.state is OperationState.SUCCEEDED

    def _tell(self, sale_id: str, entry_id: str, succeeded: bool | None) -> None:
        said = {"succeeded": succeeded, "raw_text": "it says so here", "sender": "7777"}
        if sale_id and self._sale(sale_id) is not None:
            self._try(ask.take_activation, sale_id, entry_id, **said)
        else:
            self._try(owed.told, entry_id, **said)

    # --- the page of what is owed ---------------------------------------------------------------------------

    def page(self) -> None:
        rows = [row for row in self._duties() if not {Act.COUNTER} & row.acts]
        if rows:
            self._see_to(self._chance.choice(rows))

    def _duties(self) -> list[outbox.Line]:
        rows = outbox.listed(self.services, closed=0, waiting=None).rows
        return [row for row in rows if row.waits and row.kind is OperationKind.ACTIVATION]

    def _see_to(self, row: outbox.Line) -> None:
        if row.entry_id in self.truth and not row.state.final:
            self._tell("", row.entry_id, self.truth[row.entry_id])
        elif Act.ASK in row.acts or Act.SEND in row.acts:
            self._try(outbox.ask_now, row.entry_id)
        elif row.channel.assisted and Act.BY_HAND in row.acts:
            asked = self._try(owed.by_hand, row.entry_id, code=CODE)
            if asked is not None and asked.script and asked.entry_id not in self.truth:
                self._dialled(asked.entry_id, "")
        elif Act.CORRECT in row.acts:
            self._try(owed.try_again, row.entry_id, CODE)

    # --- the end --------------------------------------------------------------------------------------------

    def end(self) -> None:
        """All is well again: everything that is open is brought to its end."""
        self._ending = True
        self.heal()
        self.restart()
        for _ in range(8):
            self.round()
        with self.services.storage.read() as session:
            sales = session.open_sales(self.services.till_id)
        for sale_id in sales:
            self._finish(sale_id)
        for _ in range(4):
            for row in self._duties():
                self._see_to(row)
            self.round()

    def _finish(self, sale_id: str) -> None:
        for _ in range(4):
            sale = self._sale(sale_id)
            if sale is None or sale.unit is None:
                return
            tried = self._activations(sale_id)
            done = [entry for entry in tried if entry.state is OperationState.SUCCEEDED]
            sims = [entry.payload["msisdn"] for entry in done or tried]
            phone = DrillPhone(sale.unit.imeis[0], False, sims[-1] if sims else "09121112233")
            self.look_at_telephone(sale_id, phone)
            self.again(sale_id, phone)
            self._issue(sale_id)
            if self._sale(sale_id) is None:
                return
            old = self.met["answer-too-old"]
            self.activate(sale_id, phone)
            if self.met["answer-too-old"] > old:
                self._asked(sale_id, phone)
                self.activate(sale_id, phone)
            self._issue(sale_id)
            self._try(sell.abandon, sale_id)
            self.round()
