"""What a person does on each public channel, as data: TOML in, frozen lines out.

The vocabulary is closed, so that a typing error never sends a code to the wrong place: an unknown `say`, value or key
is refused, and so is a script that lacks an input of its command. Source of the shipped text: the registry's own
guides as collected in the domain notes. Values are Latin digits in one unbroken run.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from pos_app.domain.errors import ShopError
from pos_app.domain.expectations import Expectation, read_expectation
from pos_app.domain.hamta import SITE, SMS_NUMBER, USSD_CODE
from pos_app.domain.registry import (
    ActivationCommand,
    Channel,
    Command,
    OperationKind,
    ScriptLine,
    TransferCommand,
)
from pos_app.domain.say import DIALS, SAY_CODES, Say

__all__ = ["SAY_CODES", "LineDef", "Say", "Script", "ScriptError", "Scripts", "after_silence", "parse_scripts"]

Script = tuple[ScriptLine, ...]

LARGEST = 64 * 1024  # characters of one file
MOST_LINES = 40  # of one script
MOST_GUESSES = 30  # of one line

# What a phone's camera understands.
DIAL_QR = "tel:" + USSD_CODE.replace("#", "%23")
SITE_QR = "https://" + SITE


class ScriptError(ShopError):
    """`script-unreadable`; `detail` says where and what, in the words of the file."""

    def __init__(self, where: str, what: str = "") -> None:
        super().__init__("script-unreadable", detail=f"{where}: {what}" if what else where)


@dataclass(frozen=True, slots=True)
class LineDef:
    """One line as it stands in the file: `value` and `qr` are names, filled in by the command."""

    say: Say
    value: str = ""
    secret: bool = False
    qr: str = ""
    expect: tuple[Expectation, ...] = ()

    def line(self, command: Command) -> ScriptLine:
        return ScriptLine(self.say.value, _filled(self.value, command), self.secret, _qr(self.qr, command))


@dataclass(frozen=True, slots=True)
class Scripts:
    """Everything one file holds. `hand_over`: words of a sentence that no machine answers."""

    lists: Mapping[tuple[Channel, OperationKind], tuple[LineDef, ...]]
    hand_over: tuple[Expectation, ...] = ()

    def offers(self, channel: Channel) -> frozenset[OperationKind]:
        return frozenset(kind for way, kind in self.lists if way is _data_of(channel))

    def plan(self, channel: Channel, kind: OperationKind) -> tuple[LineDef, ...]:
        """Lines with what each expects; () = not offered. A modem dials what a person would dial."""
        return self.lists.get((_data_of(channel), kind), ())

    def script(self, channel: Channel, command: Command) -> Script:
        return tuple(line.line(command) for line in self.plan(channel, command.kind))


def after_silence(kind: OperationKind) -> Script:
    """Nothing came back: ask with a fresh inquiry; what has an effect is never repeated blindly."""
    first = {
        OperationKind.ACTIVATION: (Say.NEVER_ACTIVATE_AGAIN,),
        OperationKind.TRANSFER: (Say.NEVER_TRANSFER_AGAIN,),
    }.get(kind, ())
    return tuple(ScriptLine(say.value) for say in (*first, Say.ASK_FIRST))


def _data_of(channel: Channel) -> Channel:
    return Channel.USSD if channel is Channel.MODEM else channel


def _filled(name: str, command: Command) -> str:
    if name.startswith(("menu:", "text:")):
        return name[5:]
    fixed = {"ussd_code": USSD_CODE, "sms_number": SMS_NUMBER, "site": SITE}
    slots = {"imei": command.imei, "row_or_imei": command.imei}
    if isinstance(command, ActivationCommand):
        slots |= {"msisdn": command.msisdn, "activation_code": command.activation_code}
    if isinstance(command, TransferCommand):
        slots |= {"recipient": command.to_msisdn}
    return (fixed | slots).get(name, "")


def _qr(name: str, command: Command) -> str:
    return {"dial": DIAL_QR, "sms": f"SMSTO:{SMS_NUMBER}:{command.imei}", "site": SITE_QR}.get(name, "")


# -- reading ---------------------------------------------------------------------------------------

_CHANNELS = {"ussd": Channel.USSD, "sms": Channel.SMS, "site": Channel.WEB, "app": Channel.APP}
_FIXED = frozenset({"ussd_code", "sms_number", "site", "imei"})
#: What each command may ask for, and what no script of it may lack. There is nothing but inquiry by SMS.
_OWN: dict[OperationKind, frozenset[str]] = {
    OperationKind.INQUIRY: frozenset(),
    OperationKind.ACTIVATION: frozenset({"msisdn", "activation_code"}),
    OperationKind.TRANSFER: frozenset({"recipient", "row_or_imei"}),
}
_KINDS = {kind.value: kind for kind in _OWN}
_QR_NAMES = frozenset({"dial", "sms", "site"})
_KEYS = frozenset({"say", "value", "secret", "qr", "expect"})
_LITERAL = re.compile(r"menu:[0-9]{1,2}|text:[0-9A-Za-z*#.]{1,40}")


def parse_scripts(text: str) -> Scripts:
    """Reads one TOML file. Raises `ScriptError` that says where it is wrong."""
    if len(text) > LARGEST:
        raise ScriptError("size")
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError and names line and column
        raise ScriptError(str(error)) from error
    if raw.pop("version", None) != 1:
        raise ScriptError("version")
    lists: dict[tuple[Channel, OperationKind], tuple[LineDef, ...]] = {}
    hand_over: tuple[Expectation, ...] = ()
    for name, table in raw.items():
        if name not in _CHANNELS or not isinstance(table, dict):
            raise ScriptError(name)
        if name == "ussd":
            hand_over = _guesses(table.pop("hand_over", []), "ussd.hand_over")
        for kind, lines in table.items():
            where = f"{name}.{kind}"
            if kind not in _KINDS or (name == "sms" and kind != "inquiry"):
                raise ScriptError(where)
            lists[_CHANNELS[name], _KINDS[kind]] = _script(lines, where, _CHANNELS[name], _KINDS[kind])
    if not lists:
        raise ScriptError("no script")
    return Scripts(lists, hand_over)


def _script(lines: object, where: str, channel: Channel, kind: OperationKind) -> tuple[LineDef, ...]:
    if not isinstance(lines, list) or not 0 < len(lines) <= MOST_LINES:
        raise ScriptError(where)
    allowed = _FIXED | _OWN[kind]
    found = tuple(_line(raw, f"{where} line {n}", channel, allowed) for n, raw in enumerate(lines, 1))
    values = {line.value for line in found}
    if "row_or_imei" in values:
        values.add("imei")
    missing = ({"imei"} | _OWN[kind]) - values - {"row_or_imei"}
    if missing:
        raise ScriptError(where, "missing " + ", ".join(sorted(missing)))
    if channel is Channel.USSD:
        _dialled(found, where, kind)
    return found


def _dialled(lines: tuple[LineDef, ...], where: str, kind: OperationKind) -> None:
    """A machine walks these: it dials first, and nothing takes effect before both numbers were compared."""
    if lines[0].say not in DIALS or lines[0].value != "ussd_code" or any(line.say in DIALS for line in lines[1:]):
        raise ScriptError(where, "line 1, dial")
    if kind is OperationKind.INQUIRY:
        return
    said = [line.say for line in lines]
    sent = [line.say for line in lines if line.value]
    if said.count(Say.SEND_CONFIRM) != 1 or sent[-1] is not Say.SEND_CONFIRM:
        raise ScriptError(where, "send-confirm")
    before = said[: said.index(Say.SEND_CONFIRM)]
    if before[-1] is not Say.COMPARE:
        raise ScriptError(where, "compare")


def _line(raw: object, where: str, channel: Channel, allowed: frozenset[str]) -> LineDef:
    if not isinstance(raw, dict):
        raise ScriptError(where)
    strange = raw.keys() - _KEYS
    if strange:
        raise ScriptError(where, str(min(strange)))
    if not isinstance(raw.get("say"), str) or raw["say"] not in SAY_CODES:
        raise ScriptError(where, "say")
    say = Say(raw["say"])
    value, secret, qr = raw.get("value", ""), raw.get("secret", False), raw.get("qr", "")
    if not isinstance(value, str) or not (value in allowed | {""} or _LITERAL.fullmatch(value)):
        raise ScriptError(where, "value")
    if not isinstance(secret, bool):
        raise ScriptError(where, "secret")
    if not isinstance(qr, str) or qr not in _QR_NAMES | {""}:
        raise ScriptError(where, "qr")
    expect = _guesses(raw.get("expect", []), f"{where}: expect")
    may_expect = channel is Channel.USSD and (bool(value) or say is Say.SEND_PIN_IF_ASKED)
    if (expect and not may_expect) or (say is Say.SEND_CONFIRM and not value):
        raise ScriptError(where, "expect" if expect else "value")
    return LineDef(say, value, secret or value == "activation_code", qr, expect)


def _guesses(raw: object, where: str) -> tuple[Expectation, ...]:
    if not isinstance(raw, list) or len(raw) > MOST_GUESSES or not all(isinstance(text, str) for text in raw):
        raise ScriptError(where)
    try:
        return tuple(read_expectation(text) for text in raw)
    except ValueError as error:
        raise ScriptError(where, str(error)) from error
