"""Walking a script with a network that behaves, in every spelling; what it says lands in the hands of a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pos_app.adapters.registry.modem import ModemRegistry, Timing
from pos_app.adapters.registry.modem.dialogue import row_of
from pos_app.adapters.registry.modem.handing_over import MASK
from pos_app.domain.errors import StorageError
from pos_app.domain.registry import (
    ByHand,
    Capabilities,
    Channel,
    Command,
    Exchange,
    Heard,
    NotSent,
    OperationKind,
    Reply,
    TransferCancelCommand,
)
from pos_app.domain.scripts import Say, parse_scripts
from pos_app.ports.registry import RegistryGateway
from tests.modem.commands import transfer
from tests.modem.conftest import NOW, MakeBench
from tests.modem.network import Registry
from tests.modem.pdus import deliver
from tests.modem.simulator import Habits, Simulator
from tests.registry.practice import BUYER, CODE_A, PHONE_A, STOLEN, activation, inquiry

ANSWER = f"دستگاه {PHONE_A} مجاز است"


def heard(reply: Reply) -> Heard:
    assert isinstance(reply, ByHand)
    assert reply.channel is Channel.MODEM
    assert reply.heard is not None
    return reply.heard


def says(reply: Reply) -> list[str]:
    assert isinstance(reply, ByHand)
    return [line.say for line in reply.script]


def test_it_is_the_same_port_as_any_other(bench: MakeBench) -> None:
    gateway: RegistryGateway = bench().gateway
    found = gateway.capabilities()
    assert isinstance(found, Capabilities)
    assert found.commands == {OperationKind.INQUIRY, OperationKind.ACTIVATION, OperationKind.TRANSFER}
    assert gateway.server_time() == NotSent("by-hand")
    for command in (inquiry(), activation(), transfer()):
        script = gateway.script(command)
        assert script[0].value == "*7777#"
        assert gateway.script(command) == script  # a question without any effect


@pytest.mark.parametrize(
    "habits",
    [
        Habits(),
        Habits(spelling="utf8"),
        Habits(spelling="bare", ok_last=True),
        Habits(echo=True, noise=True),
        Habits(slow=True, noise=True, ok_last=True),
        Habits(understands="packed"),
        Habits(understands="ucs2"),
        Habits(memory="ME"),
    ],
    ids=["ucs2", "utf8", "bare", "echo-noise", "slow", "packed-dial", "ucs2-dial", "memory"],
)
def test_an_inquiry_in_every_spelling(bench: MakeBench, habits: Habits) -> None:
    on = bench(habits=habits)
    on.modem.after_end = [deliver(ANSWER)]
    reply = on.gateway.submit(inquiry())
    assert on.registry.received == ["*7777#", "1", PHONE_A]
    assert on.registry.inquiries == [PHONE_A]
    found = heard(reply)
    assert (found.text, found.sender, found.why) == (ANSWER, "HAMTA", "")
    assert says(reply) == [Say.CONFIRM_FIELDS]  # a person still confirms


def test_packed_sentences_are_understood(bench: MakeBench) -> None:
    on = bench(
        Registry(menu="1. Inquiry\n2. Activation", ask_imei="Enter the IMEI", thanks="The answer comes"),
        Habits(spelling="packed"),
    )
    on.modem.after_end = [deliver("IMEI " + PHONE_A)]
    found = heard(on.gateway.submit(inquiry()))
    assert (found.text, found.why) == ("IMEI " + PHONE_A, "")
    assert [turn.received for turn in found.exchanges] == [
        "1. Inquiry\n2. Activation", "Enter the IMEI", "The answer comes",
    ]  # fmt: skip


def test_an_activation_is_compared_then_confirmed_once(bench: MakeBench) -> None:
    on = bench()
    on.modem.after_end = [deliver("فعال شد")]
    command = activation()
    reply = on.gateway.submit(command)
    assert on.registry.activations == [(PHONE_A, BUYER, CODE_A)]
    assert (heard(reply).text, heard(reply).why) == ("فعال شد", "")
    assert says(reply) == [Say.READ_SUCCESS]
    assert isinstance(on.gateway.submit(command), ByHand)  # a repeat is looked up, never dialled
    assert on.registry.activations == [(PHONE_A, BUYER, CODE_A)]


def test_every_turn_is_told_as_it_happens_and_the_code_in_none(bench: MakeBench) -> None:
    on = bench(Registry(summary="شناسه {imei}\nسیم‌کارت {sim}\nکد ۴۸۲۹۱۵\n1. تایید\n2. انصراف"))
    command = activation()
    found = heard(on.gateway.submit(command))
    assert [operation_id for operation_id, _turn in on.told] == [command.operation_id] * 6
    assert tuple(turn for _id, turn in on.told) == found.exchanges
    assert [turn.sent for turn in found.exchanges] == ["*7777#", "2", PHONE_A, BUYER, MASK, "1"]
    assert MASK in found.exchanges[4].received
    assert all(CODE_A not in turn.received and "۴۸۲۹۱۵" not in turn.received for turn in found.exchanges)
    assert {turn.at for turn in found.exchanges} == {NOW}
    assert BUYER not in repr(found)


@pytest.mark.parametrize("rows", [(), (STOLEN,), (STOLEN, PHONE_A), (PHONE_A,)])
def test_a_transfer_picks_the_row_of_this_very_phone(bench: MakeBench, rows: tuple[str, ...]) -> None:
    on = bench(Registry(rows=rows))
    reply = on.gateway.submit(transfer())
    assert on.registry.transfers == [(PHONE_A, BUYER)]
    assert on.registry.received[2] == (str(rows.index(PHONE_A) + 1) if PHONE_A in rows else PHONE_A)
    assert heard(reply).why == ""
    assert says(reply) == [Say.READ_END, Say.CODE_AT_BUYER, Say.THEN_ACTIVATE]


def test_the_owner_s_pin_is_for_its_owner(bench: MakeBench) -> None:
    on = bench(Registry(pin=True))
    reply = on.gateway.submit(transfer())
    assert heard(reply).why == "hamta-pin-asked"
    assert on.registry.received == ["*7777#", "3"]
    assert isinstance(reply, ByHand)
    assert reply.script == on.gateway.script(transfer())


@pytest.mark.parametrize(
    ("sentence", "sent"),
    [
        (f"1- {STOLEN}\n2- {PHONE_A}", "2"),
        (f"۱. {PHONE_A[:14]} ۲. {STOLEN[:14]}", "1"),
        ("ردیف را بفرستید", PHONE_A),
        (f"1- {STOLEN}", PHONE_A),
        (f"1- {PHONE_A}\n4- {PHONE_A}", ""),
        (f"دستگاه {PHONE_A}", ""),
        ("", PHONE_A),
    ],
)
def test_row_of(sentence: str, sent: str) -> None:
    assert row_of(sentence, PHONE_A) == sent


def test_what_no_script_offers_is_not_dialled(bench: MakeBench) -> None:
    on = bench()
    cancel = TransferCancelCommand(
        operation_id="1", shop_id="s", terminal_id="t", imei=PHONE_A, requested_at=NOW, local_seq=1, transfer_id="0"
    )
    assert on.gateway.submit(cancel) == NotSent("channel-does-not-offer")
    assert on.gateway.script(cancel) == ()
    assert on.gateway.submit(inquiry(imei='1",15;')) == NotSent("request-invalid")
    assert on.modem.said == []


def test_a_line_without_a_guess_is_never_sent_by_a_modem(bench: MakeBench) -> None:
    own = parse_scripts(
        'version = 1\n[ussd]\ninquiry = [{ say = "dial", value = "ussd_code" }, { say = "send-imei", value = "imei" }]'
    )
    on = bench(scripts=own)
    assert heard(on.gateway.submit(inquiry())).why == "menu-unknown"
    assert on.registry.received == ["*7777#"]
    assert on.gateway.submit(activation()) == NotSent("channel-does-not-offer")
    assert on.gateway.capabilities() == Capabilities(commands=frozenset({OperationKind.INQUIRY}))


def test_one_dialogue_at_a_time(bench: MakeBench) -> None:
    on = bench()
    seen: list[Reply | Capabilities | object] = []

    def tell(_operation_id: str, _turn: Exchange) -> None:
        if not seen:
            seen.extend([gateway.submit(inquiry()), gateway.look_up("x", OperationKind.INQUIRY), gateway.inbox(NOW)])
            seen.append(gateway.capabilities())

    gateway = _gateway_of(on.modem, tell)
    assert heard(gateway.submit(inquiry())).why == "sms-awaited"
    busy = NotSent("modem-busy")
    assert seen[0] == seen[2] == busy
    assert isinstance(seen[1], ByHand)  # nothing is known of it: nothing is asked
    assert isinstance(seen[3], Capabilities)


def test_what_tell_raises_goes_up_and_frees_the_modem(bench: MakeBench) -> None:
    on = bench()
    turns = 0

    def tell(_operation_id: str, _turn: Exchange) -> None:
        nonlocal turns
        turns += 1
        if turns == 6:  # the confirmation
            raise StorageError("storage-full")

    gateway = _gateway_of(on.modem, tell)
    command = activation()
    with pytest.raises(StorageError):
        gateway.submit(command)
    assert heard(gateway.submit(command)).why == "session-dropped-after-send"
    assert len(on.registry.activations) == 1


def _gateway_of(modem: Simulator, tell: Callable[[str, Exchange], None]) -> ModemRegistry:
    from pos_app.adapters.registry.modem import modem_from
    from pos_app.adapters.registry.scripts import shipped
    from tests.modem.conftest import QUICK

    return modem_from(modem.port, shipped(), tell, now=lambda: NOW, timing=QUICK)


@pytest.mark.parametrize("command", [inquiry(), activation(), transfer()], ids=lambda command: command.kind.value)
def test_no_time_left_is_no_answer_in_time(bench: MakeBench, command: Command) -> None:
    on = bench(timing=Timing(total=0.0))
    assert heard(on.gateway.submit(command)).why == "modem-timeout"
    assert on.registry.received == []
