"""What is said of an invoice on its way to the tax office: its state, why, and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pos_app import i18n
from pos_app.application.e_sending import OnItsWay
from pos_app.domain.e_sending import InFolder, Sending, SendState, Told, calls_person
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices

STATES: Mapping[SendState, str] = {
    SendState.HELD: mark("look at it first"), SendState.WAITING: mark("waits to be sent"),
    SendState.SENDING: mark("is being sent"), SendState.UNKNOWN: mark("sent, no answer yet"),
    SendState.SENT: mark("sent, is being looked at"), SendState.IN_PROGRESS: mark("is being looked at there"),
    SendState.SUCCEEDED: mark("accepted"), SendState.FAILED: mark("refused"),
    SendState.TIMED_OUT: mark("timed out there"), SendState.CLOSED: mark("closed by a person"),
}  # fmt: skip

FOLDER: Mapping[str, str] = {
    "APPROVED": mark("approved by the buyer"),
    "SYSTEMIC_APPROVED": mark("approved by itself, as the buyer did not react in time"),
    "AWAITING_REACTION": mark("waits for the buyer"),
    "NO_NEED_REACTION": mark("needs nothing of the buyer"),
    "IMPOSSIBLE_REACTION": mark("the buyer cannot react"),
    "REJECTED": mark("rejected by the buyer: speak with him, then correct or void it"),
    "SYSTEMIC_REJECTED": mark("rejected by the system: look in the folder for the reason"),
    "CANCELED": mark("voided"),
    "DELETED": mark("deleted there"),
}

_LATIN = re.compile(r"[!-~]*[A-Za-z0-9][!-~]*(?: [!-~]*[A-Za-z0-9][!-~]*)*")

#: Codes of the tax office that are known (the first two from its rules and from those who were refused, the others from
#: one open program), and what to do about them. All come with its own words besides.
KNOWN: Mapping[str, str] = {
    "0103502": mark("An optional field was sent empty. Tell whoever looks after this program."),
    "1300501": mark("The serial was written in decimal digits. Tell whoever looks after this program."),
    "4102": mark("The token had run out. Send it again."),
    "4130": mark("The token was refused. Check key, certificate and tax memory id in the settings."),
    "4131": mark("The certificate was not accepted. Check at gica.ir whether it is valid."),
    "4133": mark("The signature does not fit the certificate. Choose key and certificate anew in the settings."),
    "4143": mark("Too many invoices went out at once. Send it again."),
    "4164": mark("More than a week was asked about. Look it up in the taxpayers' folder."),
}


def state_of(entry: Sending | None) -> str:
    """For the list; what does not get further by itself is marked."""
    if entry is None:
        return ""
    said = i18n.text(STATES[entry.state])
    return f"! {said}" if calls_person(entry) else said


def told(each: Told) -> str:
    """An error of ours is a code with the field it is about; one of theirs has a number and words."""
    if each.code in notices.TABLE:
        return notices.sentence(each.code, each.text)
    known = next((i18n.text(msgid) for code, msgid in KNOWN.items() if code == each.code), "")
    words = _in_islands(each.text)
    return f"{fmt.ltr(each.code)}: {' — '.join(part for part in (words, known) if part)}"


def folder(said: InFolder) -> str:
    """What stands in the taxpayers' folder of an accepted invoice."""
    if not said.status:
        return _("It is not in the taxpayers' folder.")
    lines = [_("In the folder: {state}").format(state=i18n.text(FOLDER[said.status]))]
    if said.exceeded:
        lines.append(
            _("Beyond what the shop may sell (article 6): the buyer gets no credit for it. Ask the accountant.")
        )
    return "\n".join(lines)


def _in_islands(text: str) -> str:
    """The office's words hold patterns and field names: left to right, whatever stands around them."""
    if not fmt.runs_right_to_left(text):
        return fmt.natural(text)
    return f"{fmt.FSI}{_LATIN.sub(lambda found: fmt.ltr(found.group()), text)}{fmt.PDI}"


def story(way: OnItsWay) -> str:
    """Everything that a person needs to know of one invoice, a line for each."""
    entry = way.entry
    if entry is None:
        return _("This invoice was not put on its way to the tax office.")
    lines = [i18n.text(STATES[entry.state])]
    if entry.problem:
        lines.append(notices.sentence(entry.problem, entry.number))
    lines += [told(each) for each in entry.errors]
    if entry.warnings:
        lines += [_("warning: {words}").format(words=told(each)) for each in entry.warnings]
    if entry.reference:
        lines.append(_("reference number: {number}").format(number=fmt.ltr(entry.reference)))
    if entry.state not in (SendState.SUCCEEDED, SendState.CLOSED):
        due = fmt.date_short(way.due)
        said = _("The term for sending ended on {date}; it goes out as a late one.") if way.late else _("Term: {date}")
        lines.append(said.format(date=due))
    return "\n".join(lines)
