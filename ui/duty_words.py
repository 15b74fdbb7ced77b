"""What is said of a duty: what is owed, what else is so, until when, and what is to be done next."""

from __future__ import annotations

from datetime import datetime

from pos_app import i18n
from pos_app.application.outbox import GRACE_HINT_DAYS
from pos_app.domain.conflict import ConflictKind
from pos_app.domain.duty import CodeAt, Duty, DutyAct, DutyKind, Group
from pos_app.domain.registry import OperationKind
from pos_app.domain.sale import CaseKind
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import format as fmt
from ui import words

LAST = 4  # digits of an IMEI by which a person tells two phones apart

GROUPS = {
    Group.PHONES: mark("held phones"),
    Group.TRANSFERS: mark("transfers"),
    Group.ACTIVATIONS: mark("activations"),
    Group.COUNTER: mark("at the counter"),
    Group.REGISTRY: mark("with the registry"),
    Group.PAPERS: mark("papers"),
    Group.CONFLICTS: mark("differences"),
}
_HELD = {
    "": mark("bought, held back"),
    OperationKind.TRANSFER.value: mark("bought, held back: transfer owed"),
    OperationKind.ACTIVATION.value: mark("bought, held back: activation owed"),
}
_UNPROVEN = {
    DutyKind.HELD: mark("bought, held back: reset not proven"),
    DutyKind.BACK: mark("came back, held back: reset not proven"),
}
_BACK = {
    "": mark("came back, held back"),
    OperationKind.TRANSFER.value: mark("came back, not transferred back"),
    OperationKind.ACTIVATION.value: mark("came back, not activated for the shop"),
}
_NOT_TRANSFERRED = {
    CaseKind.SALE: mark("sold, not transferred"),
    CaseKind.BUY_IN: mark("bought, not transferred"),
    CaseKind.RETURN: mark("came back, not transferred back"),
}
_NOT_ACTIVATED = {
    CodeAt.CARD: mark("sold new, not activated"),
    CodeAt.MESSAGE: mark("transferred, not activated"),
    CodeAt.PERMIT: mark("passenger phone, not activated"),
}
_PAPERS = {
    CaseKind.SALE: mark("invoice not printed"),
    CaseKind.BUY_IN: mark("buy-in paper not printed"),
    CaseKind.RETURN: mark("return paper not printed"),
}
_PLAIN = {
    DutyKind.RESET: mark("left: reset not proven"),
    DutyKind.STALE: mark("left: answer too old"),
    DutyKind.PARKED: mark("parked since before today"),
    DutyKind.UNKNOWN: mark("outcome unknown"),
    DutyKind.REFUSED: mark("refused"),
    DutyKind.UNSENT: mark("waits for the registry"),
}
NEXT = {
    DutyAct.COUNTER: mark("go on at the counter"),
    DutyAct.WORK: mark("go on with it"),
    DutyAct.PRINT: mark("print it"),
    DutyAct.DIFFERENCES: mark("look at the difference"),
    DutyAct.SETTLE: mark("a manager settles it"),
    DutyAct.CLOSE: mark("close with a reason"),
    DutyAct.REMIND: mark("remind"),
}


def what(duty: Duty) -> str:
    kind = duty.kind
    if kind in _UNPROVEN and duty.unproven and not duty.owes:
        return i18n.text(_UNPROVEN[kind])
    if kind is DutyKind.HELD:
        return i18n.text(_HELD[duty.owes])
    if kind is DutyKind.BACK:
        return i18n.text(_BACK[duty.owes])
    if kind is DutyKind.TRANSFER:
        return i18n.text(_NOT_TRANSFERRED[duty.case_kind])
    if kind is DutyKind.ACTIVATION:
        return i18n.text(_NOT_ACTIVATED[duty.code_at])
    if kind is DutyKind.PAPER:
        return i18n.text(_PAPERS[duty.case_kind])
    if kind is DutyKind.CONFLICT:
        said = words.of(words.CONFLICTS, ConflictKind(duty.detail))  # type: ignore[arg-type]
        told = _("{what} — the registry's word was taken") if duty.barred else _("difference: {what}")
        return told.format(what=said)
    said = i18n.text(_PLAIN[kind])
    if not duty.owes:
        return said
    return f"{words.of(words.OPERATIONS, OperationKind(duty.owes))}: {said}"  # type: ignore[arg-type]


def also(duty: Duty) -> str:
    """ "" where nothing else is so."""
    said = [i18n.text(_PLAIN[kind]) for kind in DutyKind if kind in duty.also and kind in _PLAIN]
    if duty.unproven and duty.owes:
        said.append(_("reset not proven"))
    return _("Besides: {what}").format(what=" · ".join(said)) if said else ""


def last_digits(duty: Duty) -> str:
    return fmt.ltr(f"…{duty.imei[-LAST:]}") if duty.imei else ""


def until(duty: Duty, now: datetime) -> str:
    """For the list: when it is over, or by how much it is."""
    if duty.deadline is None:
        return ""
    if duty.overdue(now):
        return _("! {span} over").format(span=fmt.span(now - duty.deadline))
    day = fmt.date_short(duty.deadline)
    return _("about {date}").format(date=day) if duty.about else day


def deadline(duty: Duty, now: datetime) -> str:
    """The whole sentence; "" where nothing is due by a day."""
    if duty.deadline is None:
        return ""
    day = fmt.date_short(duty.deadline)
    if duty.about:
        said = _("About {days} days after the deal, until {date}; the SMS states the real deadline.").format(
            days=fmt.digits(str(GRACE_HINT_DAYS)), date=day
        )
    else:
        said = _("Until {date}, as the registry says.").format(date=day)
    if duty.overdue(now):
        return _("Overdue by {span}.").format(span=fmt.span(now - duty.deadline)) + " " + said
    return said


def whose(duty: Duty) -> str:
    return "  ·  ".join(part for part in (fmt.natural(duty.party), fmt.ltr(duty.mobile)) if part)


def elsewhere(duty: Duty) -> str:
    """A case that lies open at another till is gone on with there."""
    if duty.acts:
        return ""
    return _("It is open at till {n}: go on with it there.").format(n=fmt.digits(str(duty.till_id)))
