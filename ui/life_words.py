"""A phone's life in words: kinds of events, the codes of their states, and what stands beside them."""

from __future__ import annotations

from datetime import timedelta

from pos_app import i18n
from pos_app.domain.conflict import ConflictKind
from pos_app.domain.imei import is_imei
from pos_app.domain.life import LifeEvent, LifeKind
from pos_app.i18n import mark as _
from ui import conflict_words, notices, words
from ui import format as fmt

KINDS: dict[LifeKind, str] = {
    LifeKind.ALLOCATED: _("on the registry's list of this shop"),
    LifeKind.STOCKED: _("taken into the stock"),
    LifeKind.BOUGHT_IN: _("bought from a walk-in"),
    LifeKind.INQUIRED: _("inquiry"),
    LifeKind.CONTROLLED: _("control of the answer"),
    LifeKind.COMPARED: _("numbers compared"),
    LifeKind.RESET: _("factory reset"),
    LifeKind.GRADED: _("condition"),
    LifeKind.TRANSFER: _("transfer of ownership"),
    LifeKind.ACTIVATION: _("activation"),
    LifeKind.SOLD: _("sold"),
    LifeKind.RETURNED: _("brought back"),
    LifeKind.SWAPPED: _("exchanged"),
    LifeKind.CONFLICT: _("difference"),
    LifeKind.PAPER: _("paper"),
    LifeKind.DECIDED: _("decision"),
    LifeKind.RELEASED: _("released by a manager"),
    LifeKind.PRINTED: _("printed"),
}
STANDINGS = {
    "in_stock": _("in stock"),
    "reserved": _("in an open sale"),
    "sold": _("sold"),
    "back": _("came back, not for sale yet"),
    "held": _("bought, not for sale yet"),
    "intake": _("on the counter, not the shop's yet"),
    "left": _("left the shop"),
    "allocated": _("on the registry's list, not arrived"),
    "unknown": _("never in the stock"),
}
CONDITIONS = {"": _("sealed"), "used": _("used"), "passenger": _("passenger phone")}
_PAPERS = {
    "original": _("sale invoice"),
    "corrective": _("corrective invoice"),
    "void": _("voided invoice"),
    "return": _("return invoice"),
    "buy_in": _("buy-in paper"),
    "dossier": _("dossier"),
    "permit": _("customs permit"),
    "identity": _("identity document"),
    "made": _("first print"),
    "copy": _("copy"),
    "deleted": _("taken off the list"),
    "sale-abandoned": _("given up"),
}
_LISTS = {
    "sealed": _("as sealed"),
    "used": _("as used, with its box"),
    "used_no_box": _("as used, without its box"),
    "passenger": _("as a passenger phone"),
}
_STEPS = {
    "reset": _("factory reset"),
    "device_match": _("screen and slot tray"),
    "transfer": _("transfer of ownership"),
    "permit": _("customs permit"),
    "holder_activation": _("activation for the permit's holder"),
    "identity": _("identity document"),
    "condition": _("condition"),
}
_DECIDED = {"shop": _("settled for the shop"), "registry": _("settled against the shop")}
_BOOKS: tuple[dict[str, str], ...] = (
    {verdict.value: word for verdict, word in words.VERDICTS.items()},
    {state.value: word for state, word in words.STATES.items()},
    {state.value: word for state, word in words.STEP_STATES.items()},
    _PAPERS,
    {"in_stock": _("for sale"), "left": _("left the shop")},
)
_CHANNELS = {channel.value: word for channel, word in words.CHANNELS.items()}


def what(event: LifeEvent, *, is_open: bool) -> str:
    """What is still owed or unsettled is marked, not by colour alone."""
    said = i18n.text(KINDS[event.kind])
    return f"! {said}" if is_open else said


def state(event: LifeEvent) -> str:
    """In words; an answer says its age when it was taken."""
    if event.kind is LifeKind.CONFLICT:
        kinds = {kind.value: word for kind, word in words.CONFLICTS.items()}
        return _in(event.state, _DECIDED, kinds)
    if event.kind in (LifeKind.DECIDED, LifeKind.RELEASED):
        return _in(event.state, dict(words.SHORT_STEPS), _STEPS, _LISTS, *_BOOKS)
    if event.kind is LifeKind.GRADED:
        return i18n.text(_("grade {grade}")).format(grade=fmt.ltr(event.state)) if event.state else ""
    said = _in(event.state, *_BOOKS)
    if event.answered_at is None:
        return said
    age = event.at - event.answered_at
    if age < timedelta(minutes=1):
        return i18n.text(_("{what}, fresh")).format(what=said)
    return i18n.text(_("{what}, {age} old")).format(what=said, age=fmt.span(age))


def who(event: LifeEvent) -> str:
    """By whom, and by which way."""
    name = _in(event.who, dict(words.ACTORS)) if event.who in words.ACTORS else fmt.natural(event.who)
    way = _in(event.channel, _CHANNELS)
    return " · ".join(part for part in (name, way) if part)


def detail(event: LifeEvent) -> str:
    """Numbers of papers, names of models, whom to whom, reasons."""
    parts = [fmt.ltr(fmt.digits(event.number)) if event.number else "", _detail(event)]
    if event.reason:
        parts.append(i18n.text(_("reason: {reason}")).format(reason=fmt.natural(event.reason)))
    return " · ".join(part for part in parts if part)


def _detail(event: LifeEvent) -> str:
    said = event.detail
    if event.kind is LifeKind.CONFLICT:
        kinds = {kind.value: kind for kind in ConflictKind}
        if event.state in kinds:
            return " ≠ ".join(conflict_words.side(kinds[event.state], one) for one in said.split(" / "))
        return words.of(words.CONFLICTS, kinds[said]) if said in kinds else fmt.natural(said)  # type: ignore[arg-type]
    if event.kind is LifeKind.INQUIRED and said and said in notices.TABLE:
        return notices.cause(said)
    if event.kind is LifeKind.COMPARED and said == "no_box":
        return i18n.text(_("without its box"))
    if event.kind is LifeKind.RETURNED and said:
        return i18n.text(_("of invoice {number}")).format(number=fmt.ltr(fmt.digits(said)))
    if event.kind is LifeKind.SWAPPED and is_imei(said):
        return i18n.text(_("for {imei}")).format(imei=fmt.imei_text(said))
    if event.kind in (LifeKind.TRANSFER, LifeKind.ACTIVATION) and said:
        return fmt.ltr(said)
    return fmt.natural(said)


def _in(code: str, *books: dict[str, str]) -> str:
    """The word in the current language; an unknown code shows as itself, in its own direction."""
    for book in books:
        if code in book:
            return i18n.text(book[code])
    return fmt.natural(code)
