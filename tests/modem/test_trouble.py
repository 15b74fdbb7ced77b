"""A modem and a network that misbehave: what is known is said, and nothing more."""

from __future__ import annotations

import errno
from types import SimpleNamespace

import pytest

from pos_app.adapters.registry.modem import WHY_CODES, Timing, modem_from, ports
from pos_app.adapters.registry.scripts import shipped
from pos_app.domain.registry import ByHand, Command, NotSent, OperationKind
from pos_app.domain.scripts import Say
from tests.modem.commands import transfer
from tests.modem.conftest import NOW, MakeBench
from tests.modem.network import Registry
from tests.modem.pdus import deliver
from tests.modem.simulator import Habits
from tests.modem.test_dialogue import heard, says
from tests.registry.practice import BUYER, OTHER_SIM, PHONE_A, STOLEN, activation, inquiry
from ui import notices

SHORT = Timing(total=5.0, step=0.4, command=2.0, sms=0.2, poll=0.1)


def test_every_why_has_a_sentence() -> None:
    assert set(notices.TABLE) >= WHY_CODES


@pytest.mark.parametrize(
    ("habits", "why"),
    [
        (Habits(locked=True), "sim-pin-needed"),
        (Habits(signal=0), "no-signal"),
        (Habits(registered=2), "no-signal"),
        (Habits(registered=0), "no-signal"),
    ],
)
def test_what_could_not_dial_has_sent_nothing(bench: MakeBench, habits: Habits, why: str) -> None:
    on = bench(habits=habits)
    assert on.gateway.submit(activation()) == NotSent(why)
    assert on.registry.received == []


def test_a_modem_that_is_not_there() -> None:
    gateway = modem_from("/dev/no-such-port", shipped(), lambda _id, _turn: None, now=lambda: NOW)
    absent = NotSent("modem-absent")
    assert gateway.submit(inquiry()) == absent
    assert gateway.capabilities() == absent
    assert gateway.inbox(NOW) == absent
    assert gateway.script(inquiry())[0].value == "*7777#"


def test_a_port_that_another_program_holds(bench: MakeBench) -> None:
    on = bench()
    seen: list[object] = []
    other = modem_from(on.modem.port, shipped(), lambda _id, _turn: None, now=lambda: NOW)

    def tell(_operation_id: str, _turn: object) -> None:
        if not seen:
            seen.append(other.submit(inquiry()))

    heard(modem_from(on.modem.port, shipped(), tell, now=lambda: NOW, timing=SHORT).submit(inquiry()))
    assert seen == [NotSent("modem-busy")]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.EACCES, "denied"), "modem-denied"),
        (OSError(errno.ENOENT, "none"), "modem-absent"),
        (OSError(errno.EBUSY, "busy"), "modem-busy"),
        (ValueError("no such speed"), "modem-absent"),
    ],
)
def test_why_a_port_does_not_open(monkeypatch: pytest.MonkeyPatch, error: Exception, code: str) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("serial.Serial", refuse)
    gateway = modem_from("COM5", shipped(), lambda _id, _turn: None, now=lambda: NOW)
    assert gateway.submit(inquiry()) == NotSent(code)


def test_ports_are_pairs_of_name_and_words(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [SimpleNamespace(device="COM9", description="n/a"), SimpleNamespace(device="COM5", description="Modem")]
    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: found)
    assert ports() == (("COM5", "Modem"), ("COM9", ""))


def test_a_modem_that_answers_nothing(bench: MakeBench) -> None:
    on = bench(habits=Habits(dead=True), timing=Timing(command=0.2))
    silent = NotSent("modem-timeout")
    assert on.gateway.submit(inquiry()) == silent
    assert on.gateway.inbox(NOW) == silent


@pytest.mark.parametrize(
    ("turn", "how", "why"),
    [
        (1, "NO CARRIER", "no-carrier"),
        (1, "+CME ERROR: 30", "no-signal"),
        (1, "+CME ERROR: 10", "sim-missing"),
        (1, "+CME ERROR: SIM PIN required", "sim-pin-needed"),
        (1, "+CME ERROR: 100", "network-refused"),
        (2, "+CME ERROR: 258", "network-refused"),
        (1, "drop", "session-dropped"),
        (3, "drop", "session-dropped"),
        (5, "drop", "session-dropped"),
        (2, "+CUSD: 3", "session-dropped"),
        (2, "+CUSD: 4", "network-refused"),
        (2, "+CUSD: 5", "session-dropped"),
        (2, "silence", "modem-timeout"),
        (4, "vanish", "modem-absent"),
    ],
)
def test_broken_off_before_anything_took_effect(bench: MakeBench, turn: int, how: str, why: str) -> None:
    on = bench(habits=Habits(at_turn={turn: how}), timing=SHORT)
    command = activation()
    reply = on.gateway.submit(command)
    assert heard(reply).why == why
    assert on.registry.activations == []
    assert isinstance(reply, ByHand)
    assert reply.script == on.gateway.script(command)  # all of it is still to be done
    assert len(heard(reply).exchanges) == (turn - 1 if how == "vanish" else turn)


@pytest.mark.parametrize("how", ["drop", "silence", "vanish", "+CME ERROR: 100", "NO CARRIER", "+CUSD: 5"])
@pytest.mark.parametrize("done", [True, False], ids=["took-effect", "did-not"])
@pytest.mark.parametrize("command", [activation(), transfer()], ids=["activation", "transfer"])
def test_broken_off_after_the_confirmation_is_an_unknown_outcome(
    bench: MakeBench, how: str, done: bool, command: Command
) -> None:
    last = 6 if command.kind is OperationKind.ACTIVATION else 5
    habits = Habits(after_turn={last: how}) if done else Habits(at_turn={last: how})
    on = bench(habits=habits, timing=SHORT)
    reply = on.gateway.submit(command)
    assert len(on.registry.activations) + len(on.registry.transfers) == int(done)
    assert heard(reply).why == "session-dropped-after-send"
    never = Say.NEVER_ACTIVATE_AGAIN if command.kind is OperationKind.ACTIVATION else Say.NEVER_TRANSFER_AGAIN
    assert says(reply) == [never, Say.ASK_FIRST]


def test_an_unknown_outcome_is_never_dialled_again_and_its_late_message_is_found(bench: MakeBench) -> None:
    on = bench(habits=Habits(after_turn={6: "drop"}), timing=SHORT)
    command = activation()
    assert heard(on.gateway.submit(command)).why == "session-dropped-after-send"
    again = on.gateway.submit(command)
    assert heard(again).why == "session-dropped-after-send"
    assert len(on.registry.activations) == 1
    on.modem.store(deliver(f"دستگاه {PHONE_A} فعال شد"))
    late = heard(on.gateway.look_up(command.operation_id, OperationKind.ACTIVATION))
    assert (late.text, late.why) == (f"دستگاه {PHONE_A} فعال شد", "")


@pytest.mark.parametrize(
    ("text", "why", "script"),
    [
        (f"دستگاه {PHONE_A} فعال شد", "", [Say.READ_SUCCESS]),
        ("دستگاه فعال شد", "session-dropped-after-send", [Say.NEVER_ACTIVATE_AGAIN, Say.ASK_FIRST]),
    ],
)
def test_a_message_that_names_no_phone_does_not_end_an_unknown_outcome(
    bench: MakeBench, text: str, why: str, script: list[str]
) -> None:
    on = bench(habits=Habits(at_turn={6: "drop"}), timing=SHORT)
    on.modem.deliver_after(0.05, deliver(text), turn=6)
    command = activation()
    reply = on.gateway.submit(command)
    assert (heard(reply).text, heard(reply).why, says(reply)) == (text, why, script)
    late = on.gateway.look_up(command.operation_id, command.kind)
    assert (heard(late).text, heard(late).why, says(late)) == (text, why, script)


@pytest.mark.parametrize(
    "menu",
    [
        "1. فعال‌سازی\n2. استعلام",  # turned round
        "به سامانه خوش آمدید",
        "برای فعال‌سازی 1 و برای استعلام 2",  # which number belongs to which cannot be told
        "12. استعلام اصالت",
        "خطا: 1. استعلام",
        "?????",
    ],
)
def test_a_menu_that_nobody_knows_is_handed_over(bench: MakeBench, menu: str) -> None:
    on = bench(Registry(menu=menu))
    reply = on.gateway.submit(inquiry())
    assert heard(reply).why == "menu-unknown"
    assert heard(reply).exchanges[-1].received == menu
    assert on.registry.received == ["*7777#"]
    assert "AT+CUSD=2" in on.modem.said[-1:]  # the dialogue is not left open


@pytest.mark.parametrize(
    ("summary", "why"),
    [
        (f"شناسه {STOLEN}\nسیم‌کارت {{sim}}\n1. تایید", "compare-differs"),
        (f"شناسه {{imei}}\nسیم‌کارت {OTHER_SIM}\n1. تایید", "compare-differs"),
        (f"شناسه {{imei}} و {STOLEN}\nسیم‌کارت {{sim}}\n1. تایید", "compare-differs"),
        ("سیم‌کارت {sim}\n1. تایید", "menu-unknown"),
        ("شناسه {imei}\n1. تایید", "menu-unknown"),
        ("شناسه {imei}\nسیم‌کارت {sim}\n1. انصراف\n2. تایید", "menu-unknown"),
        ("شناسه {imei}\nسیم‌کارت {sim}", "menu-unknown"),
        ("شناسه {imei}\nسیم‌کارت {sim}\nاشتباه است؟\n1. تایید", "menu-unknown"),
    ],
)
def test_nothing_is_confirmed_that_does_not_show_this_phone_and_sim(
    bench: MakeBench, summary: str, why: str
) -> None:  # fmt: skip
    on = bench(Registry(summary=summary))
    reply = on.gateway.submit(activation())
    assert heard(reply).why == why
    assert on.registry.activations == []
    assert on.registry.received[-1] != "1"


@pytest.mark.parametrize("shown", ["شناسه {imei}\nسیم‌کارت +98" + BUYER[1:] + "\n1- تأیید", "{imei} {sim} 1) بله"])
def test_other_ways_to_show_the_same_are_confirmed(bench: MakeBench, shown: str) -> None:
    on = bench(Registry(summary=shown))
    on.gateway.submit(activation())
    assert len(on.registry.activations) == 1


@pytest.mark.parametrize("turn", [0, 2])
def test_an_end_with_words_before_the_confirmation_is_for_a_person_to_read(bench: MakeBench, turn: int) -> None:
    on = bench(Registry(after_code=(turn, "کد پذیرفته نشد")))
    reply = on.gateway.submit(activation())
    assert heard(reply).why == "network-refused"
    assert heard(reply).exchanges[-1].received == "کد پذیرفته نشد"
    assert says(reply) == [Say.READ_SUCCESS, Say.AWAIT_SMS, Say.PASTE_ANSWER]  # nothing is to be dialled anew first


def test_a_question_after_the_confirmation_is_left_to_the_person(bench: MakeBench) -> None:
    on = bench(Registry(end=(1, "ثبت شد. 0. بازگشت")))
    reply = on.gateway.submit(activation())
    assert heard(reply).why == "sms-awaited"
    assert says(reply) == [Say.READ_SUCCESS, Say.AWAIT_SMS, Say.PASTE_ANSWER]
    assert on.modem.said.count("AT+CUSD=2") == 2  # before dialling, and after the last question


def test_an_inquiry_cut_after_its_last_value_still_hears_its_message(bench: MakeBench) -> None:
    on = bench(habits=Habits(after_turn={3: "drop"}), timing=SHORT)
    reply = on.gateway.submit(inquiry())
    assert heard(reply).why == "session-dropped"  # asking again is harmless
    assert isinstance(reply, ByHand)
    assert reply.script == on.gateway.script(inquiry())


def test_a_modem_unplugged_and_plugged_in_again(bench: MakeBench) -> None:
    first = bench(habits=Habits(at_turn={2: "vanish"}), timing=SHORT)
    assert heard(first.gateway.submit(inquiry())).why == "modem-absent"
    assert first.gateway.submit(inquiry()) == NotSent("modem-absent")
    second = bench()
    second.modem.after_end = [deliver("پاسخ")]
    assert heard(second.gateway.submit(inquiry())).why == ""
