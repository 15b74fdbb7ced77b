"""Messages: late, in parts, from strangers, of other phones; none is deleted."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from pos_app.adapters.registry.modem import Message
from pos_app.adapters.registry.modem.inbox import GAP, assembled, best
from pos_app.adapters.registry.modem.pdu import Part, read_pdu
from pos_app.domain.registry import ByHand, OperationKind
from pos_app.domain.scripts import Say
from tests.modem.conftest import NOW, MakeBench
from tests.modem.pdus import NOON, deliver, in_parts
from tests.modem.simulator import Habits
from tests.modem.test_dialogue import heard, says
from tests.registry.practice import PHONE_A, STOLEN, inquiry

LONG = f"شناسه {PHONE_A} " + "قانونی و هنوز فعال نشده است. " * 5


def now() -> datetime:
    return NOW


@pytest.mark.parametrize("wide", [False, True])
def test_parts_out_of_order_with_a_stranger_in_between(bench: MakeBench, wide: bool) -> None:
    on = bench()
    parts = in_parts(LONG, 67, wide=wide)
    assert len(parts) == 3
    on.modem.after_end = [parts[2], deliver("برنده شدید", "+989990000000"), parts[0], parts[1]]
    found = heard(on.gateway.submit(inquiry()))
    assert (found.text, found.sender, found.why) == (LONG, "HAMTA", "")
    assert on.modem.stored == 4  # nothing was deleted


def test_half_a_message_is_no_answer(bench: MakeBench) -> None:
    on = bench()
    first, *_rest, last = in_parts(LONG, 67)
    on.modem.after_end = [first, last]
    assert heard(on.gateway.submit(inquiry())).why == "sms-awaited"
    listed = on.gateway.inbox(NOON)
    assert isinstance(listed, tuple)
    assert [(message.complete, GAP in message.text) for message in listed] == [(False, True)]


def test_a_late_message_is_found_later(bench: MakeBench) -> None:
    on = bench()
    on.modem.store(deliver(f"پاسخ دیروز {PHONE_A}"))
    command = inquiry()
    reply = on.gateway.submit(command)
    assert heard(reply).why == "sms-awaited"  # yesterday's answer is not today's
    assert says(reply) == [Say.AWAIT_SMS, Say.PASTE_ANSWER, Say.CONFIRM_FIELDS]
    early = on.gateway.look_up(command.operation_id, command.kind)
    assert heard(early).why == "sms-awaited"
    assert says(early) == [Say.ASK_FIRST]
    on.modem.store(deliver(f"پاسخ {PHONE_A}"))
    late = on.gateway.look_up(command.operation_id, command.kind)
    assert (heard(late).text, heard(late).why) == (f"پاسخ {PHONE_A}", "")
    assert says(late) == [Say.CONFIRM_FIELDS]


def test_an_answer_that_came_between_two_tries_of_one_key_counts(bench: MakeBench) -> None:
    on = bench()
    command = inquiry()
    assert heard(on.gateway.submit(command)).why == "sms-awaited"
    on.modem.store(deliver(f"پاسخ {PHONE_A}"))
    assert heard(on.gateway.submit(command)).text == f"پاسخ {PHONE_A}"


def test_the_very_same_words_again_are_a_new_message(bench: MakeBench) -> None:
    on = bench()
    on.modem.store(deliver("قانونی"))
    on.modem.after_end = [deliver("قانونی", at=NOON + timedelta(minutes=1))]
    assert heard(on.gateway.submit(inquiry())).text == "قانونی"


def test_a_question_of_another_run_is_not_guessed(bench: MakeBench) -> None:
    on = bench()
    on.modem.store(deliver(f"پاسخ {PHONE_A}"))
    reply = on.gateway.look_up("of-yesterday", OperationKind.ACTIVATION)
    assert (heard(reply).text, heard(reply).why) == ("", "sms-awaited")
    assert says(reply) == [Say.NEVER_ACTIVATE_AGAIN, Say.ASK_FIRST]


def test_the_inbox_gives_every_sender_and_says_which_is_genuine(bench: MakeBench) -> None:
    on = bench(habits=Habits(noise=True, echo=True))
    on.modem.store(
        deliver("کهنه", at=NOON - timedelta(hours=1)),
        deliver("دوم", "7777", NOON + timedelta(minutes=2)),
        deliver("first", "HAMTA", NOON + timedelta(minutes=1)),
        deliver("جایزه", "HAMTA-IR", NOON + timedelta(minutes=3)),
        "FF" * 20,  # no message at all
    )
    on.modem.store(deliver("our own draft"), status=2)
    listed = on.gateway.inbox(NOON)
    assert isinstance(listed, tuple)
    assert [(message.text, message.sender, message.genuine) for message in listed] == [
        ("first", "HAMTA", True), ("دوم", "7777", True), ("جایزه", "HAMTA-IR", False),
    ]  # fmt: skip
    assert listed[0].at == NOON + timedelta(minutes=1)
    assert "first" not in repr(listed[0])
    assert on.modem.stored == 6
    assert not any(said.startswith("AT+CMGD") for said in on.modem.said)


@pytest.mark.parametrize(
    "strange",
    [
        deliver(f"پاسخ {PHONE_A}", "+989120000009"),
        deliver(f"پاسخ {STOLEN}"),
        deliver(f"پاسخ {PHONE_A}", "HAMTA2"),
    ],
    ids=["stranger", "other-phone", "like-name"],
)
def test_what_is_not_the_answer_is_never_taken_for_it(bench: MakeBench, strange: str) -> None:
    on = bench()
    on.modem.after_end = [strange]
    reply = on.gateway.submit(inquiry())
    assert heard(reply).why == "sms-awaited"
    assert heard(reply).text == ""
    assert isinstance(reply, ByHand)


def message(text: str, minute: int, sender: str = "HAMTA") -> Message:
    return Message(sender, text, NOON + timedelta(minutes=minute))


def test_the_one_that_names_the_phone_comes_before_a_newer_one_that_names_none() -> None:
    naming, silent = message(f"{PHONE_A[:6]}-{PHONE_A[6:8]}-{PHONE_A[8:14]}-{PHONE_A[14]}", 1), message("قانونی", 2)
    other = message(STOLEN, 3)
    assert best((naming, silent, other), PHONE_A) is naming
    assert best((silent, other), PHONE_A) is silent
    assert best((other,), PHONE_A) is None
    both = message(f"{STOLEN} و {PHONE_A}", 4)
    assert best((naming, both), PHONE_A) is both  # two slots of one phone, perhaps: a person looks


def test_two_messages_at_once_are_not_mixed() -> None:
    one = [read_pdu(pdu) for pdu in in_parts("a" * 100, 40, reference=1)]
    two = [read_pdu(pdu) for pdu in in_parts("b" * 100, 40, reference=2)]
    same_reference = [read_pdu(pdu) for pdu in in_parts("c" * 100, 40, "7777", reference=1)]
    for order in permutations([one, two, same_reference]):
        mixed: list[Part] = [part for parts in zip(*order, strict=True) for part in parts]
        assert sorted(found.text for found in assembled(mixed, now)) == ["a" * 100, "b" * 100, "c" * 100]


def test_a_reference_that_comes_round_again_is_another_message() -> None:
    parts = [read_pdu(pdu) for text in ("ab", "cd") for pdu in in_parts(text, 1)]
    assert [found.text for found in assembled(parts, now)] == ["ab", "cd"]
    assert all(found.complete for found in assembled(parts, now))


def test_a_message_without_a_date_stands_at_the_time_of_reading() -> None:
    assert assembled([Part("HAMTA", "x", None)], now) == (Message("HAMTA", "x", NOW),)
