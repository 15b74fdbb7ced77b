"""Every code that a line of a script may say; the screen proves a sentence for each."""

from __future__ import annotations

from enum import StrEnum


class Say(StrEnum):
    # USSD
    DIAL = "dial"  # any SIM
    DIAL_BUYER_SIM = "dial-buyer-sim"  # preferably the buyer's own
    DIAL_OWNER_SIM = "dial-owner-sim"  # a transfer begins on no other
    SEND_MENU = "send-menu"
    SEND_PIN_IF_ASKED = "send-pin-if-asked"  # the owner's own, typed by its owner, kept nowhere
    SEND_ROW_OR_IMEI = "send-row-or-imei"  # of the list of that SIM's devices
    SEND_IMEI = "send-imei"
    SEND_SIM = "send-sim"
    SEND_RECIPIENT = "send-recipient"
    SEND_CODE = "send-code"
    COMPARE = "compare"  # IMEI and SIM shown by the network with those above
    SEND_CONFIRM = "send-confirm"  # from here on it may have taken effect
    READ_SUCCESS = "read-success"
    READ_END = "read-end"
    # SMS
    NEW_MESSAGE = "new-message"
    MESSAGE_TEXT = "message-text"  # these digits, nothing else
    PRESS_SEND = "press-send"
    # site and app
    OPEN_SITE = "open-site"
    SITE_MAY_SIGN_IN = "site-may-sign-in"  # own number, captcha, one-time password typed by its owner
    OWNER_SIGNS_IN = "owner-signs-in"
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
    FOLLOW_TRANSFER = "follow-transfer"  # its fields are not known: the site leads
    IF_ASKED_IMEI = "if-asked-imei"
    IF_ASKED_RECIPIENT = "if-asked-recipient"
    COPY_END = "copy-end"
    # the answer
    AWAIT_SMS = "await-sms"
    PASTE_ANSWER = "paste-answer"
    CONFIRM_FIELDS = "confirm-fields"
    CODE_AT_BUYER = "code-at-buyer"  # a transfer's code goes to the buyer's phone
    THEN_ACTIVATE = "then-activate"  # only that completes the transfer
    # nothing came back
    ASK_FIRST = "ask-first"  # with a fresh inquiry
    NEVER_ACTIVATE_AGAIN = "never-activate-again"  # before that inquiry has answered
    NEVER_TRANSFER_AGAIN = "never-transfer-again"


SAY_CODES = frozenset(say.value for say in Say)
DIALS = frozenset({Say.DIAL, Say.DIAL_BUYER_SIM, Say.DIAL_OWNER_SIM})
