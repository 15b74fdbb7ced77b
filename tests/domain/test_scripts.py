"""The file of scripts: a closed vocabulary, and a reason with its place for everything else."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.registry import Channel, OperationKind
from pos_app.domain.scripts import LARGEST, Say, ScriptError, Scripts, after_silence, parse_scripts
from tests.domain.values import ROOT
from tests.modem.commands import transfer
from tests.registry.practice import BUYER, CODE_A, OTHER_SIM, PHONE_A, activation, inquiry

SHIPPED = (ROOT / "resources/scripts/hamta.toml").read_text("utf-8")
INQUIRY = 'version = 1\n[ussd]\ninquiry = [{ say = "dial", value = "ussd_code" }, %s]'
IMEI = '{ say = "send-imei", value = "imei" }'


def refused(text: str) -> str:
    with pytest.raises(ScriptError) as caught:
        parse_scripts(text)
    assert caught.value.code == "script-unreadable"
    return caught.value.detail


def test_what_the_shipped_file_offers() -> None:
    scripts = parse_scripts(SHIPPED)
    every = {OperationKind.INQUIRY, OperationKind.ACTIVATION, OperationKind.TRANSFER}
    assert {channel: scripts.offers(channel) for channel in Channel} == {
        Channel.API: set(), Channel.SMS: {OperationKind.INQUIRY},
        Channel.USSD: every, Channel.MODEM: every, Channel.WEB: every, Channel.APP: every,
    }  # fmt: skip


def test_every_line_that_a_modem_sends_says_what_must_be_asked() -> None:
    scripts = parse_scripts(SHIPPED)
    for kind in scripts.offers(Channel.MODEM):
        first, *rest = scripts.plan(Channel.MODEM, kind)
        assert not first.expect
        assert [line.say for line in rest if line.value and not line.expect] == []
    assert scripts.hand_over


def test_a_transfer_on_the_owner_s_sim() -> None:
    lines = parse_scripts(SHIPPED).script(Channel.USSD, transfer())
    assert [(line.say, line.value) for line in lines] == [
        (Say.DIAL_OWNER_SIM, "*7777#"),
        (Say.SEND_MENU, "3"),
        (Say.SEND_PIN_IF_ASKED, ""),
        (Say.SEND_ROW_OR_IMEI, PHONE_A),
        (Say.SEND_RECIPIENT, BUYER),
        (Say.COMPARE, ""),
        (Say.SEND_CONFIRM, "1"),
        (Say.READ_END, ""),
        (Say.CODE_AT_BUYER, ""),
        (Say.THEN_ACTIVATE, ""),
    ]
    for channel in (Channel.WEB, Channel.APP):
        said = [line.say for line in parse_scripts(SHIPPED).script(channel, transfer())]
        assert Say.FOLLOW_TRANSFER in said
        assert said[-3:] == [Say.COPY_END, Say.CODE_AT_BUYER, Say.THEN_ACTIVATE]
    assert OTHER_SIM not in repr(transfer())


def test_silence_never_says_again() -> None:
    assert [line.say for line in after_silence(OperationKind.TRANSFER)] == [Say.NEVER_TRANSFER_AGAIN, Say.ASK_FIRST]
    assert [line.say for line in after_silence(OperationKind.INQUIRY)] == [Say.ASK_FIRST]


def test_an_edited_copy_says_what_it_says() -> None:
    text = SHIPPED.replace("menu:2", "menu:5").replace('say = "press-send"', 'say = "await-sms"')
    scripts = parse_scripts(text)
    assert [line.value for line in scripts.script(Channel.USSD, activation())][1] == "5"
    sms = scripts.script(Channel.SMS, inquiry())
    assert [line.say for line in sms].count("await-sms") == 2
    assert all(line.secret for line in scripts.script(Channel.WEB, activation()) if line.value == CODE_A)


def test_an_activation_code_is_covered_whatever_the_file_says() -> None:
    text = SHIPPED.replace("secret = true, ", "").replace(", secret = true", "")
    scripts = parse_scripts(text)
    for channel in (Channel.USSD, Channel.WEB, Channel.APP):
        assert [line.value for line in scripts.script(channel, activation()) if line.secret] == [CODE_A]


def test_a_literal_text_is_sent_as_it_stands() -> None:
    scripts = parse_scripts(INQUIRY % ('{ say = "send-menu", value = "text:0*1#" }, ' + IMEI))
    assert [line.value for line in scripts.script(Channel.USSD, inquiry())] == ["*7777#", "0*1#", PHONE_A]
    assert scripts.script(Channel.USSD, activation()) == ()
    assert scripts.offers(Channel.SMS) == set()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "version"),
        ("version = 2", "version"),
        ("version = 1", "no script"),
        ("version = 1\nversion = 1", "end of document"),
        ("version = 1\n[ussd\n[sms]", "line 2"),
        ("version = 1\n[fax]", "fax"),
        ("version = 1\nussd = 3", "ussd"),
        ("version = 1\n[sms]\nactivation = []", "sms.activation"),
        ("version = 1\n[app]\ntransfer_cancel = []", "app.transfer_cancel"),
        ("version = 1\n[app]\ninquiry = []", "app.inquiry"),
        ("version = 1\n[app]\ninquiry = [1]", "app.inquiry line 1"),
        ("version = 1\n[ussd]\nhand_over = [1]", "ussd.hand_over"),
        (INQUIRY % '{ say = "read-success" }', "ussd.inquiry: missing imei"),
        (INQUIRY % '{ say = "send-it", value = "imei" }', "ussd.inquiry line 2: say"),
        (INQUIRY % '{ value = "imei" }', "ussd.inquiry line 2: say"),
        (INQUIRY % '{ say = ["dial"] }', "ussd.inquiry line 2: say"),
        (INQUIRY % '{ say = "send-imei", value = "imie" }', "ussd.inquiry line 2: value"),
        (INQUIRY % '{ say = "send-code", value = "activation_code" }', "ussd.inquiry line 2: value"),
        (INQUIRY % '{ say = "send-menu", value = "menu:123" }', "ussd.inquiry line 2: value"),
        (INQUIRY % "{ say = \"send-menu\", value = 'text:1\",15' }", "ussd.inquiry line 2: value"),
        (INQUIRY % '{ say = "send-menu", value = 1 }', "ussd.inquiry line 2: value"),
        (INQUIRY % '{ say = "send-imei", value = "imei", secret = 1 }', "ussd.inquiry line 2: secret"),
        (INQUIRY % '{ say = "send-imei", value = "imei", qr = "x" }', "ussd.inquiry line 2: qr"),
        (INQUIRY % '{ say = "send-imei", value = "imei", colour = "red" }', "ussd.inquiry line 2: colour"),
        (INQUIRY % '{ say = "send-imei", value = "imei", expect = "x" }', "ussd.inquiry line 2: expect"),
        (INQUIRY % '{ say = "send-imei", value = "imei", expect = [""] }', "ussd.inquiry line 2: expect: no such part"),
        (INQUIRY % '{ say = "read-success", expect = ["x"] }', "ussd.inquiry line 2: expect"),
        (INQUIRY % ('{ say = "dial", value = "ussd_code" }, ' + IMEI), "ussd.inquiry: line 1, dial"),
        ("version = 1\n[ussd]\ninquiry = [" + IMEI + "]", "ussd.inquiry: line 1, dial"),
        (
            'version = 1\n[app]\ninquiry = [{ say = "type-imei", value = "imei", expect = ["x"] }]',
            "app.inquiry line 1: expect",
        ),
        (INQUIRY % ", ".join([IMEI] * 40), "ussd.inquiry"),
        ("#" * (LARGEST + 1), "size"),
        ("x = " + "[" * 30_000, ""),
    ],
)  # fmt: skip
def test_what_is_refused_and_where(text: str, where: str) -> None:
    assert where in refused(text)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('  { say = "send-code", value = "activation_code"', '  #{ say = "send-code", value = "activation_code"',
         "ussd.activation: missing activation_code"),
        ('  { say = "compare" },', "", "ussd.activation: compare"),
        ('say = "send-confirm"', 'say = "send-menu"', "ussd.activation: send-confirm"),
        ('  { say = "read-success" },', '  { say = "send-menu", value = "menu:1" },', "ussd.activation: send-confirm"),
        ('say = "send-recipient", value = "recipient"', 'say = "send-recipient", value = "msisdn"', "ussd.transfer"),
    ],
)  # fmt: skip
def test_nothing_takes_effect_before_it_was_compared(old: str, new: str, where: str) -> None:
    assert SHIPPED.count(old) >= 1
    assert where in refused(SHIPPED.replace(old, new))


@given(st.text(max_size=200))
def test_any_text_is_scripts_or_refused(text: str) -> None:
    try:
        read: Scripts | str = parse_scripts(text)
    except ScriptError as error:
        read = error.detail
    assert read


@given(st.data())
def test_one_line_lost_is_refused_or_leaves_a_whole_script(data: st.DataObject) -> None:
    lines = SHIPPED.splitlines()
    lost = data.draw(st.sampled_from([n for n, line in enumerate(lines) if line.startswith("  {")]))
    text = "\n".join(line for n, line in enumerate(lines) if n != lost)
    assert tomllib.loads(text)
    try:
        scripts = parse_scripts(text)
    except ScriptError:
        return
    for channel in (Channel.USSD, Channel.WEB, Channel.APP):
        values = [line.value for line in scripts.script(channel, activation())]
        assert {PHONE_A, BUYER, CODE_A} <= set(values)
