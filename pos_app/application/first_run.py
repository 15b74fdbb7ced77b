"""The first start of a shop that is nobody's yet: what is asked, page by page, and where one was when it was closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from pos_app.application import backups, people, staff
from pos_app.application import link as links
from pos_app.application import shop as shops
from pos_app.application.link import Link
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.application.shop import Shop
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import Right, Role
from pos_app.domain.typed import one_line

PAGE, DRAFT = "first_run.page", "first_run.draft"
DONE: Final = "done"
MAX_TEXT, MAX_TILL = 500, 40


class Step(StrEnum):
    """In their order."""

    LANGUAGE = "language"
    SHOP = "shop"
    STAMP = "stamp"
    OWNER = "owner"
    TILL = "till"
    BACKUP = "backup"
    REGISTRY = "registry"


STEPS: Final = tuple(Step)
NEEDED: Final = frozenset({Step.OWNER})  # the others can be said later under Settings


@dataclass(frozen=True, slots=True)
class Begun:
    """`drafts`: what was typed and not yet taken, by `page.field`. `owner` "" = nobody is it yet."""

    step: Step
    drafts: Mapping[str, str]
    shop: Shop
    stamp: bytes
    owner: str
    till: str
    backup: str
    link: Link


def pending(services: Services) -> bool:
    """A shop of its own where nobody has a PIN; and one where it was begun and not brought to its end, once somebody
    is at work who may go on."""
    if services.at_work.practice:
        return False
    with services.storage.read() as session:
        page = session.setting(PAGE)
        guarded = any(person.active and person.pin_hash for person in session.staff())
    if page == DONE:
        return False
    return services.at_work.may(Right.SHOP) if page else not guarded


def look(services: Services) -> Begun:
    with services.storage.read() as session:
        page, raw = session.setting(PAGE), session.setting(DRAFT)
        shop = shops.load(session)
        stamp = session.picture(shop.stamp_sha256) if shop.stamp_sha256 else None
        owners = [p.name for p in session.staff() if p.active and p.pin_hash and p.role == Role.OWNER]
        till, backup = session.till_name(services.till_id), session.setting(backups.FOLDER) or ""
        link = links.load(session)
    step = Step(page) if page in set(Step) else STEPS[0]
    return Begun(step, json.loads(raw) if raw else {}, shop, stamp or b"", "، ".join(owners), till, backup, link)


def keep(services: Services, drafts: Mapping[str, str]) -> None:
    """What was typed, as it is typed; no PIN and no password is among it."""
    text = json.dumps({name: said[:MAX_TEXT] for name, said in drafts.items() if said}, ensure_ascii=False)
    with services.storage.write() as session:
        session.put_setting(DRAFT, text)


@needs(Right.SHOP)
def go(services: Services, step: Step | None) -> None:
    """Here it goes on, also after the next start; None = it is done. Raises ShopError `owner-first` where it would be
    done without one."""
    with services.storage.write() as session:
        if step is None:
            if not any(p.active and p.pin_hash and p.role == Role.OWNER for p in session.staff()):
                raise ShopError("owner-first")
            session.put_setting(DRAFT, "")
            session.audit(services.till_id, services.clock.now(), services.person, "first-run-done", "", {})
        session.put_setting(PAGE, step.value if step else DONE)


def name_owner(services: Services, *, name: str, pin: str, again: str) -> None:
    """The owner is at work from now on, so that what follows is said by who may. Raises ShopError as `people.add`,
    `pins-differ`."""
    if pin != again:
        raise ShopError("pins-differ", field="again")
    staff_id = people.add(services, name=name, role=Role.OWNER, pin=pin)
    staff.sign_in(services, staff_id, pin)


@needs(Right.SHOP)
def name_till(services: Services, name: str) -> None:
    """How people call this till. Raises ShopError `till-name-missing`."""
    text = one_line(name).strip()[:MAX_TILL]
    if not text:
        raise ShopError("till-name-missing", field="till")
    with services.storage.write() as session:
        session.put_till(services.till_id, text)
        session.audit(services.till_id, services.clock.now(), services.person, "till-named", text, {})


@needs(Right.SHOP)
def choose_backup(services: Services, folder: str) -> None:
    """Where copies of the shop are to lie; a stick may be out at the moment. Raises ShopError `folder-not-whole`."""
    text = one_line(folder).strip()[:MAX_TEXT]
    if text and not Path(text).is_absolute():
        raise ShopError("folder-not-whole", field="folder")
    with services.storage.write() as session:
        session.put_setting(backups.FOLDER, text)
        data: dict[str, object] = {"chosen": bool(text)}
        session.audit(services.till_id, services.clock.now(), services.person, "backup-folder-chosen", "", data)


def reach(services: Services, *, address: str, client_id: str, secret: str) -> str:
    """The account with the registry's service; "" = by phone and site. What else was said of the way stays. See
    `link.save`."""
    with services.storage.read() as session:
        kept = links.load(session)
    return links.save(
        services, address=address, client_id=client_id, secret=secret, ca_file=kept.ca_file,
        next_ca_file=kept.next_ca_file, modem=kept.modem, hours=str(kept.hours),
    )  # fmt: skip
