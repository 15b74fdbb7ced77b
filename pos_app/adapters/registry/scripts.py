"""What the seller does on each public channel, line by line, in the order of that channel.

Source: the registry's own guides as collected in the domain notes (channels and their inputs). Every `say`
is a code; the screen owns the sentences. Values are Latin digits in one unbroken run.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from pos_app.domain.hamta import SITE, SMS_NUMBER, USSD_CODE
from pos_app.domain.registry import ActivationCommand, Channel, InquiryCommand, OperationKind, ScriptLine


class Say(StrEnum):
    """Every code a script may use; the screen proves a sentence for each."""

    # USSD
    DIAL = "dial"  # any SIM
    DIAL_BUYER_SIM = "dial-buyer-sim"  # preferably the buyer's own
    SEND_MENU = "send-menu"
    SEND_IMEI = "send-imei"
    SEND_SIM = "send-sim"
    SEND_CODE = "send-code"
    COMPARE = "compare"  # IMEI and SIM shown by the network with those above
    SEND_CONFIRM = "send-confirm"
    READ_SUCCESS = "read-success"
    # SMS
    NEW_MESSAGE = "new-message"
    MESSAGE_TEXT = "message-text"  # these digits, nothing else
    PRESS_SEND = "press-send"
    # site and app
    OPEN_SITE = "open-site"
    SITE_MAY_SIGN_IN = "site-may-sign-in"  # own number, captcha, one-time password typed by its owner
    APP_SIGN_IN = "app-sign-in"
    PRESS_INQUIRY = "press-inquiry"
    PRESS_ACTIVATION = "press-activation"
    TYPE_IMEI = "type-imei"
    TYPE_SIM = "type-sim"
    TYPE_CODE = "type-code"
    CAPTCHA_WORDS = "captcha-words"  # written in words, typed in digits
    CAPTCHA_IF_SHOWN = "captcha-if-shown"
    PRESS_SEARCH = "press-search"
    PRESS_ACTIVATE = "press-activate"  # the last button of the form
    COPY_ANSWER = "copy-answer"
    # the answer
    AWAIT_SMS = "await-sms"
    PASTE_ANSWER = "paste-answer"
    CONFIRM_FIELDS = "confirm-fields"
    # nothing came back
    ASK_FIRST = "ask-first"  # with a fresh inquiry
    NEVER_ACTIVATE_AGAIN = "never-activate-again"  # before that inquiry has answered


SAY_CODES = frozenset(say.value for say in Say)

# What a phone's camera understands.
DIAL_QR = "tel:" + USSD_CODE.replace("#", "%23")
SITE_QR = "https://" + SITE

Script = tuple[ScriptLine, ...]

_DIAL = ScriptLine(Say.DIAL, USSD_CODE, qr=DIAL_QR)
_DIAL_BUYER_SIM = ScriptLine(Say.DIAL_BUYER_SIM, USSD_CODE, qr=DIAL_QR)
_OPEN_SITE = ScriptLine(Say.OPEN_SITE, SITE, qr=SITE_QR)


def _plain(*codes: Say) -> Script:
    return tuple(ScriptLine(code) for code in codes)


def _ussd_inquiry(command: InquiryCommand) -> Script:
    return (
        _DIAL,
        ScriptLine(Say.SEND_MENU, "1"),
        ScriptLine(Say.SEND_IMEI, command.imei),
        *_plain(Say.AWAIT_SMS, Say.PASTE_ANSWER, Say.CONFIRM_FIELDS),
    )


def _sms_inquiry(command: InquiryCommand) -> Script:
    return (
        ScriptLine(Say.NEW_MESSAGE, SMS_NUMBER, qr=f"SMSTO:{SMS_NUMBER}:{command.imei}"),
        ScriptLine(Say.MESSAGE_TEXT, command.imei),
        *_plain(Say.PRESS_SEND, Say.AWAIT_SMS, Say.PASTE_ANSWER, Say.CONFIRM_FIELDS),
    )


def _site_inquiry(command: InquiryCommand) -> Script:
    return (
        _OPEN_SITE,
        *_plain(Say.PRESS_INQUIRY),
        ScriptLine(Say.TYPE_IMEI, command.imei),
        *_plain(Say.CAPTCHA_WORDS, Say.PRESS_SEARCH, Say.COPY_ANSWER, Say.CONFIRM_FIELDS),
    )


def _app_inquiry(command: InquiryCommand) -> Script:
    return (
        *_plain(Say.APP_SIGN_IN, Say.PRESS_INQUIRY),
        ScriptLine(Say.TYPE_IMEI, command.imei),
        *_plain(Say.CAPTCHA_IF_SHOWN, Say.PRESS_SEARCH, Say.COPY_ANSWER, Say.CONFIRM_FIELDS),
    )


def _ussd_activation(command: ActivationCommand) -> Script:
    return (
        _DIAL_BUYER_SIM,
        ScriptLine(Say.SEND_MENU, "2"),
        ScriptLine(Say.SEND_IMEI, command.imei),
        ScriptLine(Say.SEND_SIM, command.msisdn),
        ScriptLine(Say.SEND_CODE, command.activation_code, secret=True),
        *_plain(Say.COMPARE),
        ScriptLine(Say.SEND_CONFIRM, "1"),
        *_plain(Say.READ_SUCCESS, Say.AWAIT_SMS, Say.PASTE_ANSWER),
    )


def _form(command: ActivationCommand) -> Script:
    """The site's order, which is not that of USSD; the app has the same fields."""
    return (
        ScriptLine(Say.TYPE_SIM, command.msisdn),
        ScriptLine(Say.TYPE_IMEI, command.imei),
        ScriptLine(Say.TYPE_CODE, command.activation_code, secret=True),
    )


def _site_activation(command: ActivationCommand) -> Script:
    return (
        _OPEN_SITE,
        *_plain(Say.SITE_MAY_SIGN_IN, Say.PRESS_ACTIVATION),
        *_form(command),
        *_plain(Say.CAPTCHA_WORDS, Say.PRESS_ACTIVATE, Say.COPY_ANSWER),
    )


def _app_activation(command: ActivationCommand) -> Script:
    return (
        *_plain(Say.APP_SIGN_IN, Say.PRESS_ACTIVATION),
        *_form(command),
        *_plain(Say.CAPTCHA_IF_SHOWN, Say.PRESS_ACTIVATE, Say.COPY_ANSWER),
    )


INQUIRY: dict[Channel, Callable[[InquiryCommand], Script]] = {
    Channel.USSD: _ussd_inquiry,
    Channel.SMS: _sms_inquiry,
    Channel.WEB: _site_inquiry,
    Channel.APP: _app_inquiry,
}
#: No activation by SMS: only the inquiry is offered there.
ACTIVATION: dict[Channel, Callable[[ActivationCommand], Script]] = {
    Channel.USSD: _ussd_activation,
    Channel.WEB: _site_activation,
    Channel.APP: _app_activation,
}


def after_silence(kind: OperationKind) -> Script:
    """Nothing came back: ask with a fresh inquiry; an activation is never repeated blindly."""
    if kind is OperationKind.ACTIVATION:
        return _plain(Say.NEVER_ACTIVATE_AGAIN, Say.ASK_FIRST)
    return _plain(Say.ASK_FIRST)
