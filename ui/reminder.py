"""A polite word to the other party: what is to be done, how, by when, and that it is free. Nothing private is in it."""

from __future__ import annotations

from datetime import datetime

from pos_app import i18n
from pos_app.application.shop import Shop
from pos_app.domain.duty import CodeAt, Duty
from pos_app.domain.hamta import USSD_CODE
from pos_app.domain.registry import OperationKind
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import format as fmt
from ui.duty_words import LAST

_CODE_AT = {
    CodeAt.CARD: mark("The code is on the guarantee card or the box."),
    CodeAt.MESSAGE: mark("The code came to you by SMS from HAMTA."),
    CodeAt.PERMIT: mark("The code is in the SMS that approved your request, or in the traveller's cartable."),
}


def text(duty: Duty, shop: Shop, now: datetime) -> str:
    """In the language of the screen; of the phone its model and the last digits of its IMEI alone."""
    phone = _("Hello. About your phone {model} (IMEI ending in {last}):").format(
        model=fmt.natural(duty.title), last=fmt.ltr(duty.imei[-LAST:])
    )
    transfer = duty.owes == OperationKind.TRANSFER.value
    lines = [phone, *(_to_transfer() if transfer else _to_activate(duty)), _by_when(duty, now)]
    lines.append(_("All of this is free of charge: nobody may ask you money for it."))
    lines.append(_signed(shop))
    return "\n".join(line for line in lines if line)


def _to_activate(duty: Duty) -> tuple[str, ...]:
    dial = _("Please activate it for your SIM: dial {code}, choose 2, and send IMEI, SIM number and activation code.")
    return dial.format(code=fmt.ltr(USSD_CODE)), i18n.text(_CODE_AT[duty.code_at])


def _to_transfer() -> tuple[str, ...]:
    """The shop's own number stands in no message: it is typed in the shop."""
    dial = _(
        "Please transfer it to the shop from the SIM that owns it: {code}, choose 3. Call us and we do it together."
    )
    return (dial.format(code=fmt.ltr(USSD_CODE)),)


def _by_when(duty: Duty, now: datetime) -> str:
    if duty.deadline is None:
        return ""
    if duty.overdue(now):
        return _("It is overdue: please do it today.")
    day = fmt.date_short(duty.deadline)
    if duty.about:
        return _("Please do it before about {date}; the SMS states the real deadline.").format(date=day)
    return _("Please do it by {date}: the registry says so.").format(date=day)


def _signed(shop: Shop) -> str:
    return " — ".join(part for part in (fmt.natural(shop.name), fmt.ltr(shop.phone)) if part)
