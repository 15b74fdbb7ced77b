"""A modem brings words, never results: the person confirms, and nothing is dialled twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.application import ask, modem, queue
from pos_app.application.services import Services
from pos_app.domain.outbox import DROPPED_AFTER_SEND, SMS_AWAITED
from pos_app.domain.registry import Channel, Command, Exchange, Heard, NotSent, OperationState, Reply
from tests.application import steps
from tests.fakes import parts
from tests.fakes.clock import NOON
from tests.fakes.modem import TEXT, FakeModem, Received
from tests.fakes.parts import Till

S = OperationState


@pytest.fixture
def gsm(till: Till) -> FakeModem:
    return FakeModem(till.storage)


def with_modem(till: Till, gsm: FakeModem) -> Services:
    return replace(till.services, gateways={**till.services.gateways, Channel.MODEM: gsm})


def asked(services: Services) -> tuple[str, ask.Asked]:
    sale_id = steps.opened(services)
    return sale_id, ask.inquire(services, sale_id, steps.BOTH, Channel.MODEM)


def brought(till: Till, entry_id: str) -> modem.Brought:
    with till.storage.read() as session:
        return modem.brought(session, entry_id)


def test_the_message_is_there_to_be_confirmed_and_nothing_is_concluded(till: Till, gsm: FakeModem) -> None:
    services = with_modem(till, gsm)
    sale_id, told = asked(services)
    assert told.state is S.ACCEPTED
    assert steps.sale_of(services, sale_id).run is not None
    assert steps.sale_of(services, sale_id).run.records == ()  # type: ignore[union-attr]
    kept = brought(till, told.entry_id)
    assert (kept.text, kept.sender, [turn.text for turn in kept.exchanges]) == (TEXT, "HAMTA", ["> *7777#\n< 1 2 3"])
    ask.take_answer(
        services, sale_id, told.entry_id, steps.answer_with(raw_text=kept.text), sender=kept.sender, matches_hand=True
    )
    assert steps.entries(services, sale_id)[-1].state is S.SUCCEEDED
    assert steps.last_record(services, sale_id, "answer_control").channel is Channel.MODEM


def test_asked_twice_it_is_dialled_once(till: Till, gsm: FakeModem) -> None:
    services = with_modem(till, gsm)
    sale_id, told = asked(services)
    again = ask.inquire(services, sale_id, steps.BOTH, Channel.MODEM)
    assert (again.entry_id, gsm.dialled) == (told.entry_id, 1)


def test_a_foreign_sender_is_refused_by_the_step(till: Till, gsm: FakeModem) -> None:
    gsm.heard = Heard(TEXT, "09120000009")
    services = with_modem(till, gsm)
    sale_id, told = asked(services)
    kept = brought(till, told.entry_id)
    with pytest.raises(Exception, match="sender-not-genuine"):
        ask.take_answer(
            services, sale_id, told.entry_id, steps.answer_with(raw_text=kept.text), sender=kept.sender,
            matches_hand=True,
        )  # fmt: skip


def test_handed_over_the_person_goes_on_with_the_same_card(till: Till, gsm: FakeModem) -> None:
    gsm.heard = Heard(why="menu-unknown")
    services = with_modem(till, gsm)
    sale_id, told = asked(services)
    entry = steps.entries(services, sale_id)[-1]
    assert (told.state, entry.state, entry.last_problem) == (S.SENDING, S.SENDING, "menu-unknown")
    assert told.script == ask.script_of(services, entry)
    assert gsm.dialled == 1


def test_without_a_modem_the_question_waits_and_another_way_takes_it(till: Till, gsm: FakeModem) -> None:
    gsm.heard = NotSent("modem-absent")
    services = with_modem(till, gsm)
    sale_id, told = asked(services)
    assert (told.state, told.problem) == (S.QUEUED, "modem-absent")
    other = ask.inquire(services, sale_id, steps.BOTH, Channel.USSD)
    assert [(e.channel, e.state) for e in steps.entries(services, sale_id)] == [
        (Channel.MODEM, S.CANCELLED), (Channel.USSD, S.SENDING)
    ]  # fmt: skip
    assert other.script


def test_an_activation_that_broke_off_after_the_last_word_is_unknown_and_never_dialled_again(
    till: Till, gsm: FakeModem
) -> None:
    gsm.heard = Heard(why=DROPPED_AFTER_SEND)
    services = with_modem(till, gsm)
    sale_id = steps.compared(services)
    told = steps.activate(services, sale_id, channel=Channel.MODEM)
    assert told.state is S.OUTCOME_UNKNOWN
    with pytest.raises(Exception, match="activation-unsettled"):
        steps.activate(services, sale_id, channel=Channel.API)
    assert (gsm.dialled, till.registry.active_on) == (1, {})


def test_a_late_message_is_brought_by_the_background(till: Till, gsm: FakeModem) -> None:
    gsm.heard = Heard(why=SMS_AWAITED)
    services = with_modem(till, gsm)
    _sale_id, told = asked(services)
    queue.round_(services)
    assert brought(till, told.entry_id).text == ""
    gsm.late = Heard(TEXT, "HAMTA")
    queue.round_(services)
    kept = brought(till, told.entry_id)
    assert (kept.text, kept.sender) == (TEXT, "HAMTA")
    assert modem.late_messages(services) == 0  # it is there: nothing is looked for any more


def test_after_a_restart_the_messages_themselves_are_looked_through(till: Till, gsm: FakeModem) -> None:
    gsm.heard = Heard(why=SMS_AWAITED)
    services = with_modem(till, gsm)
    _sale_id, told = asked(services)
    gsm.messages = (
        Received("HAMTA", f"old {parts.IMEI1}", NOON.replace(hour=1)),
        Received("09120000009", f"false {parts.IMEI1}"),
        Received("HAMTA", f"of another phone {parts.NOKIA}"),
        Received("HAMTA", "شناسه ۳۵۶۹۳۸ ۰۳ ۵۶۴۳۸۰ ۹"),
    )
    assert modem.late_messages(services) == 1
    assert brought(till, told.entry_id).text == "شناسه ۳۵۶۹۳۸ ۰۳ ۵۶۴۳۸۰ ۹"


def test_a_crash_in_the_middle_of_a_dialogue_is_an_unknown_outcome(till: Till, gsm: FakeModem) -> None:
    """Perhaps the last word had gone out: the card to dial it once more must not come."""
    services = with_modem(till, gsm)
    sale_id = steps.compared(services)

    def die(_command: Command) -> Reply:
        raise KeyboardInterrupt

    gsm.submit = die  # type: ignore[method-assign, assignment]
    with pytest.raises(KeyboardInterrupt):
        steps.activate(services, sale_id, channel=Channel.MODEM)
    assert steps.entries(services, sale_id)[-1].state is S.SENDING
    till.clock.move(minutes=6)
    queue.round_(services)
    assert steps.entries(services, sale_id)[-1].state is S.OUTCOME_UNKNOWN


def test_what_was_handed_over_stays_with_the_person(till: Till, gsm: FakeModem) -> None:
    gsm.heard = Heard(why="menu-unknown")
    services = with_modem(till, gsm)
    sale_id, _told = asked(services)
    till.clock.move(days=1)
    queue.round_(services)
    assert steps.entries(services, sale_id)[-1].state is S.SENDING


def test_exchanges_lie_sealed_on_the_disk(till: Till, gsm: FakeModem, tmp_path: Path) -> None:
    services = with_modem(till, gsm)
    _sale_id, told = asked(services)
    modem.keep_exchange(services.storage, told.entry_id, Exchange(NOON, parts.BUYER_SIM, "canary-of-the-menu"))
    data = till.path.read_bytes()
    assert parts.BUYER_SIM.encode() not in data
    assert b"canary-of-the-menu" not in data


def test_what_is_shown_of_the_dialogue_is_covered(till: Till, gsm: FakeModem) -> None:
    """The code and every mobile number, in any digits and however they are grouped; an IMEI stays."""
    gsm.turns = (
        (parts.CODE, f"IMEI {parts.IMEI1} SIM 0912 000 0001 code {parts.CODE}"),
        ("1", "۰۹۱۲۰۰۰۰۰۰۱ ۴۸۲۹۱۵ +989120000001"),
    )
    services = with_modem(till, gsm)
    sale_id = steps.compared(services)
    told = steps.activate(services, sale_id, channel=Channel.MODEM)
    shown = "\n".join(turn.text for turn in brought(till, told.entry_id).exchanges)
    assert parts.IMEI1 in shown
    for private in (parts.CODE, "000 0001", "۴۸۲۹۱۵", "۰۹۱۲۰۰۰۰۰۰۱", "9120000001"):
        assert private not in shown
    assert shown.count("0912***0001") == 3
