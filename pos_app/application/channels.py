"""Which ways lead to the registry now, per command, the best one first.

The service is asked what it can do today; what it said is kept, so that the counter knows it while offline.
"""

from __future__ import annotations

import json

from pos_app.application.services import Services
from pos_app.domain.registry import BY_PERSON, Capabilities, Channel, OperationKind
from pos_app.ports.storage import ReadSession

_ORDER = (Channel.API, Channel.MODEM, *BY_PERSON)
_SAID = "registry.capabilities"  # setting: {channel: [kind, ...]}


def remember(services: Services) -> None:
    """Asks the machines what they can do; one that does not answer keeps what it said before."""
    said: dict[str, list[str]] = {}
    for channel in (Channel.API, Channel.MODEM):
        gateway = services.gateways.get(channel)
        found = gateway.capabilities() if gateway is not None else None
        if isinstance(found, Capabilities):
            said[channel.value] = sorted(kind.value for kind in found.commands)
    if not said:
        return
    with services.storage.read() as session:
        known = _known(session)
    if known | said != known:
        with services.storage.write() as session:
            session.put_setting(_SAID, json.dumps(_known(session) | said, sort_keys=True))


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
