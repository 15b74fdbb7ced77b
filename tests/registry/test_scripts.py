"""The order of inputs on each channel, and what a phone's camera gets to read."""

from __future__ import annotations

import re

import pytest

from pos_app.adapters.registry.assisted import AssistedRegistry
from pos_app.adapters.registry.scripts import SAY_CODES, Say
from pos_app.domain.registry import BY_PERSON, ByHand, Channel, Command, OperationKind, ScriptLine
from tests.modem.commands import transfer
from tests.registry.practice import BUYER, CODE_A, PHONE_A, activation, inquiry

ASSISTED = BY_PERSON


def script(channel: Channel, command: Command) -> tuple[ScriptLine, ...]:
    reply = AssistedRegistry(channel).submit(command)
    assert isinstance(reply, ByHand)
    return reply.script


def typed(lines: tuple[ScriptLine, ...]) -> list[str]:
    return [line.value for line in lines if line.value]


@pytest.mark.parametrize(
    ("channel", "values"),
    [
        (Channel.USSD, ["*7777#", "1", PHONE_A]),
        (Channel.SMS, ["7777", PHONE_A]),
        (Channel.WEB, ["hamta.ntsw.ir", PHONE_A]),
        (Channel.APP, [PHONE_A]),
    ],
)
def test_inquiry_in_the_channel_s_order(channel: Channel, values: list[str]) -> None:
    lines = script(channel, inquiry())
    assert typed(lines) == values
    assert lines[-1].say == Say.CONFIRM_FIELDS


@pytest.mark.parametrize(
    ("channel", "values"),
    [
        (Channel.USSD, ["*7777#", "2", PHONE_A, BUYER, CODE_A, "1"]),
        (Channel.WEB, ["hamta.ntsw.ir", BUYER, PHONE_A, CODE_A]),
        (Channel.APP, [BUYER, PHONE_A, CODE_A]),
    ],
)
def test_activation_in_the_channel_s_order(channel: Channel, values: list[str]) -> None:
    lines = script(channel, activation())
    assert typed(lines) == values
    assert [line.value for line in lines if line.secret] == [CODE_A]


def test_neither_code_nor_number_is_in_a_repr() -> None:
    shown = repr(AssistedRegistry(Channel.USSD).submit(activation())) + repr(activation())
    assert CODE_A not in shown
    assert BUYER not in shown


def test_activation_code_is_compared_before_it_is_confirmed() -> None:
    said = [line.say for line in script(Channel.USSD, activation())]
    assert said.index(Say.SEND_CODE) < said.index(Say.COMPARE) < said.index(Say.SEND_CONFIRM)


@pytest.mark.parametrize(
    ("channel", "qr"),
    [
        (Channel.USSD, "tel:*7777%23"),
        (Channel.SMS, f"SMSTO:7777:{PHONE_A}"),
        (Channel.WEB, "https://hamta.ntsw.ir"),
        (Channel.APP, ""),
    ],
)
def test_qr_of_each_channel(channel: Channel, qr: str) -> None:
    assert [line.qr for line in script(channel, inquiry()) if line.qr] == [qr] * bool(qr)


@pytest.mark.parametrize("channel", ASSISTED)
def test_values_are_unbroken_and_no_secret_is_in_a_qr_code(channel: Channel) -> None:
    gateway = AssistedRegistry(channel)
    for reply in (gateway.submit(inquiry()), gateway.submit(activation())):
        for line in reply.script if isinstance(reply, ByHand) else ():
            assert line.say in SAY_CODES
            assert re.fullmatch(r"[!-~]*", line.value)
            assert CODE_A not in line.qr


def test_every_code_is_used() -> None:
    used: set[str] = set()
    for channel in ASSISTED:
        gateway = AssistedRegistry(channel)
        replies = [gateway.submit(command) for command in (inquiry(), activation(), transfer())]
        replies += [gateway.look_up("", kind) for kind in OperationKind]
        used |= {line.say for reply in replies if isinstance(reply, ByHand) for line in reply.script}
    assert used == SAY_CODES


def test_silence_after_an_activation_never_says_activate() -> None:
    reply = AssistedRegistry(Channel.USSD).look_up("", OperationKind.ACTIVATION)
    assert isinstance(reply, ByHand)
    assert [line.say for line in reply.script] == [Say.NEVER_ACTIVATE_AGAIN, Say.ASK_FIRST]


def test_api_is_not_assisted() -> None:
    with pytest.raises(ValueError, match="channel-not-assisted"):
        AssistedRegistry(Channel.API)
