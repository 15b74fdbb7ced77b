"""What is said of one operation: why it waits, when it is tried again, until when it may wait, what it replaces."""

from __future__ import annotations

from datetime import datetime

from pos_app.application.outbox import GRACE_HINT_DAYS, Act, Line
from pos_app.domain.outbox import CLOSED_BY_PERSON, OVER_THERE
from pos_app.domain.registry import Channel, OperationState
from pos_app.i18n import text as _
from pos_app.ports.operations import OperationEvent
from ui import format as fmt
from ui import notices, words


def state_words(line: Line) -> str:
    """Nothing sends an operation by hand: it waits for a person. One that is closed says how sure its end is."""
    if line.channel.assisted and line.state in (OperationState.QUEUED, OperationState.SENDING):
        return _("to be done by hand")
    state = words.of(words.STATES, line.state)  # type: ignore[arg-type]
    if line.state is OperationState.SUCCEEDED and line.assurance:
        return f"{state} · {words.of(words.ASSURANCES, line.assurance)}"  # type: ignore[arg-type]
    return state


def in_the_list(line: Line) -> str:
    """What nobody but a person brings to its end is marked."""
    stands_out = line.waits and line.state in (OperationState.REJECTED, OperationState.NEEDS_PERSON)
    return f"! {state_words(line)}" if stands_out else state_words(line)


def why(line: Line, story: tuple[OperationEvent, ...] = ()) -> str:
    """`story`: of this line; a person who closed it has said why."""
    left = "" if line.attempts_left is None else fmt.digits(str(line.attempts_left))
    if not line.waits:
        at = line.settled_at or line.since
        ended = f"{fmt.natural(state_words(line))} — {fmt.date_short(at)}  {fmt.clock(at)}"
        closed = line.problem and line.problem == CLOSED_BY_PERSON
        given = next((turn.text for turn in reversed(story) if turn.kind == "closed"), "").strip()
        if given:
            return f"{ended}. " + _("Closed by a person: {reason}").format(reason=fmt.natural(given))
        return f"{ended}. {notices.sentence(line.problem)}" if closed else ended
    said = notices.sentence(line.problem, left) if line.problem else state_words(line)
    if Act.COUNTER in line.acts:
        return f"{said}\n{notices.sentence('finish-at-the-counter')}"
    return said


def next_try(line: Line, now: datetime) -> str:
    """ "" where nothing goes out by itself."""
    if not line.waits or line.channel is not Channel.API:
        return ""
    if line.state is OperationState.QUEUED:
        return _("Next try: {when}").format(when=fmt.ahead(line.next_at, now))
    if line.state in OVER_THERE:
        return _("It is asked about again: {when}").format(when=fmt.ahead(line.next_at, now))
    return ""


def deadline(line: Line) -> str:
    """The registry's own word before the hint that is only about right."""
    if not line.waits:
        return ""
    sim = fmt.ltr(line.sim)
    if line.deadline is not None:
        by = _("until {date}, as the registry says").format(date=fmt.date_short(line.deadline))
        return _("SIM {sim}: {by}").format(sim=sim, by=by) if line.sim else by
    if line.deadline_hint is not None:
        return _("SIM {sim}. About {days} days after the sale, until {date}; the SMS states the real deadline.").format(
            sim=sim, days=fmt.digits(str(GRACE_HINT_DAYS)), date=fmt.date_short(line.deadline_hint)
        )
    return _("SIM {sim}").format(sim=sim) if line.sim else ""


def in_place_of(line: Line) -> str:
    if not line.replaces or line.replaced_at is None:
        return ""
    at = f"{fmt.date_short(line.replaced_at)}  {fmt.clock(line.replaced_at)}"
    if not line.replaced_problem:
        return _("In place of the one of {when}.").format(when=at)
    return _("In place of the one of {when}: {why}").format(when=at, why=notices.sentence(line.replaced_problem))
