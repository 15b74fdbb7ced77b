"""A done step in one line: what it rests on, by which way, when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pos_app.domain.evidence import (
    ActivationEvidence,
    AnswerEvidence,
    BoxMatchEvidence,
    DeviceMatchEvidence,
    Evidence,
    GradeEvidence,
    IdentityEvidence,
    InquiryEvidence,
    PermitEvidence,
    ResetEvidence,
    TransferEvidence,
)
from pos_app.domain.registry import Channel
from pos_app.domain.run import StepRecord, StepState
from pos_app.i18n import text as _
from ui import format as fmt
from ui import words
from ui.widgets.forms import answer_text


def on_word_alone(record: StepRecord) -> bool:
    """Passed by hand, and nothing that was seen lies with it."""
    shown = record.evidence
    if record.state is not StepState.DONE or record.channel in (None, Channel.API):
        return False
    if isinstance(shown, AnswerEvidence):
        return not shown.answer.raw_text.strip() and not shown.picture_sha256
    if not isinstance(shown, ActivationEvidence | TransferEvidence):
        return False
    return not shown.raw_text.strip() and not shown.picture_sha256


def summary(record: StepRecord, now: datetime | None = None) -> str:
    """One line of evidence, channel and time."""
    evidence = record.evidence
    parts: list[str] = []
    if record.state is StepState.REOPENED:
        parts.append(_("to be controlled again, on the new answer"))
    elif isinstance(evidence, AnswerEvidence):
        parts.append(answer_text(evidence.answer))
    elif isinstance(evidence, BoxMatchEvidence):
        both = len(evidence.box) > 1
        parts.append(_("box and device agree in both slots") if both else _("box and device agree"))
    elif isinstance(evidence, ActivationEvidence):
        parts.append(_("SIM {sim}").format(sim=fmt.ltr(evidence.sim)))
    elif isinstance(evidence, InquiryEvidence) and not evidence.answered:
        parts.append(_("no answer came"))
    else:
        parts += _used(evidence)
    told_above = isinstance(evidence, AnswerEvidence) or record.state is StepState.REOPENED
    if record.channel is not None and not told_above:
        parts.append(words.of(words.CHANNELS, record.channel))  # type: ignore[arg-type]
    if on_word_alone(record):
        parts.append(_("on the seller's word — no text or picture"))
    if record.state in (StepState.DECIDED, StepState.RELEASED, StepState.DEFERRED):
        state = words.of(words.STEP_STATES, record.state)  # type: ignore[arg-type]
        parts.append(f"{state}: {record.reason} ({record.opened_by})")
    said = " — ".join(fmt.natural(part) for part in parts)
    at = fmt.ltr(fmt.moment(record.at, now))
    return f"{said}{fmt.NBSP}—{fmt.NBSP}{at}" if said else at  # the time never stands alone on a line


def _used(evidence: Evidence) -> Iterator[str]:
    """Second-hand and passenger trade."""
    if isinstance(evidence, TransferEvidence):
        yield _("from {giver} to {taker}").format(giver=fmt.ltr(evidence.from_sim), taker=fmt.ltr(evidence.to_sim))
        if evidence.deadline is not None:
            yield _("to be activated by {date}").format(date=fmt.date_short(evidence.deadline))
    elif isinstance(evidence, ResetEvidence):
        yield _("first-start screen, no old account asked for") if evidence.unlocked else _("not reset")
    elif isinstance(evidence, DeviceMatchEvidence):
        read = _("screen and slot tray agree") if evidence.tray else _("the screen agrees with our books")
        yield read if evidence.device else _("the phone shows nothing any more")
    elif isinstance(evidence, PermitEvidence):
        yield _("permit of {name}").format(name=fmt.natural(evidence.holder))
    elif isinstance(evidence, IdentityEvidence):
        yield _("{name}, document seen").format(name=fmt.natural(evidence.name))
    elif isinstance(evidence, GradeEvidence):
        yield words.of(words.GRADES, evidence.grade)
        yield from (words.of(words.FLAWS, flaw) for flaw in evidence.flaws)
