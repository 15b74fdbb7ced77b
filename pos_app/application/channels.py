"""Which ways lead to the registry now, per command, the best one first.

The service is asked what it can do today; what it said is kept, so that the counter knows it while offline.
"""

from __future__ import annotations

import json
from datetime import timedelta

from pos_app.application.services import Services
from pos_app.domain.digits import all_latin_digits
from pos_app.domain.outbox import KEY_KEPT
from pos_app.domain.registry import BY_PERSON, Capabilities, Channel, OperationKind
from pos_app.ports.storage import ReadSession

_ORDER = (Channel.API, Channel.MODEM, *BY_PERSON)
_SAID = "registry.capabilities"  # setting: {channel: [kind, ...]}
_KEPT_DAYS = "registry.key_kept_days"
_LONGEST_KEPT = timedelta(days=3650)  # only so that a date comes out


def remember(services: Services) -> None:
    """Asks the machines what they can do; one that does not answer keeps what it said before."""
    said: dict[str, list[str]] = {}
    days: dict[str, int] = {}
    for channel in (Channel.API, Channel.MODEM):
        gateway = services.gateways.get(channel)
        found = gateway.capabilities() if gateway is not None else None
        if isinstance(found, Capabilities):
            said[channel.value] = sorted(kind.value for kind in found.commands)
            days[channel.value] = found.idempotency_ttl_days
    if not said:
        return
    with services.storage.read() as session:
        known, kept = _known(session), session.setting(_KEPT_DAYS)
    with_days = str(days[Channel.API.value]) if Channel.API.value in days else kept
    if known | said != known or with_days != kept:
        with services.storage.write() as session:
            session.put_setting(_SAID, json.dumps(_known(session) | said, sort_keys=True))
            session.put_setting(_KEPT_DAYS, with_days or "")


def key_kept(session: ReadSession) -> timedelta:
    """How long the registry says it keeps a key."""
    said = session.setting(_KEPT_DAYS) or ""
    return min(timedelta(days=int(said)), _LONGEST_KEPT) if all_latin_digits(said) else KEY_KEPT


def offered(services: Services, session: ReadSession, kind: OperationKind) -> tuple[Channel, ...]:
    """The ways for this command, the one to try first in front. A machine that never said otherwise is offered."""
    known = _known(session)
    ways: list[Channel] = []
    for channel in _ORDER:
        gateway = services.gateways.get(channel)
        if gateway is None:
            continue
        if channel in BY_PERSON:
            found = gateway.capabilities()
            if isinstance(found, Capabilities) and kind in found.commands:
                ways.append(channel)
        elif kind.value in known.get(channel.value, [kind.value]):
            ways.append(channel)
    return tuple(ways)


def next_after(ways: tuple[Channel, ...], failed: Channel | None) -> Channel | None:
    """The way to offer when one has failed; None = there is no other."""
    if failed not in ways:
        return ways[0] if ways else None
    rest = [way for way in ways if way is not failed]
    place = ways.index(failed)
    return rest[place % len(rest)] if rest else None


def _known(session: ReadSession) -> dict[str, list[str]]:
    raw = session.setting(_SAID)
    return dict(json.loads(raw)) if raw else {}
