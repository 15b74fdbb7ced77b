"""Reading and changing the settings of `domain.options`."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.application.services import Services
from pos_app.domain.errors import ShopError
from pos_app.domain.options import BY_NAME, OPTIONS, Option
from pos_app.ports.storage import ReadSession


@dataclass(frozen=True, slots=True)
class Chosen:
    option: Option
    value: str


def value(session: ReadSession, name: str) -> str:
    """What the shop has chosen; the default where it has said nothing, or nothing that can be read."""
    option = BY_NAME[name]
    kept = option.read(session.setting(name) or "")
    return option.default if kept is None else kept


def whole(session: ReadSession, name: str) -> int:
    return int(value(session, name))


def listed(services: Services) -> tuple[Chosen, ...]:
    with services.storage.read() as session:
        return tuple(Chosen(option, value(session, option.name)) for option in OPTIONS)


def save(services: Services, name: str, typed: str) -> str:
    """The value as it is kept from now on. Raises ShopError `option-unknown`, `option-out-of-range` (its detail is the
    range), and what rights say."""
    option = BY_NAME.get(name)
    if option is None:
        raise ShopError("option-unknown", field="option", detail=name)
    services.at_work.require(option.right)
    read = option.read(typed)
    if read is None:
        raise ShopError("option-out-of-range", field="option", detail=option.range)
    with services.storage.write() as session:
        before = value(session, name)
        if read != before:
            session.put_setting(name, read)
            data: dict[str, object] = {"from": before, "to": read}
            session.audit(services.till_id, services.clock.now(), services.person, "setting-changed", name, data)
    return read
