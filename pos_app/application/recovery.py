"""The recovery key: opens the shop's backups on another computer. Made with the first backup, printed once."""

from __future__ import annotations

import secrets
from pathlib import Path

from pos_app.application import paper_file
from pos_app.application import shop as shops
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import recovery_code
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import Right
from pos_app.ports.backups import RECOVERY_KEY, BackupDesk
from pos_app.ports.secrets import SecretStore

PRINTED = "recovery.printed_at"


def make() -> bytes:
    return secrets.token_bytes(recovery_code.KEY_BYTES)


def text(key: bytes) -> str:
    """As it is printed and typed."""
    return recovery_code.to_text(key)


def read(typed: str) -> bytes:
    """Raises ShopError `recovery-key-form`, `recovery-key-typo`."""
    try:
        return recovery_code.from_text(typed)
    except ValueError as error:
        raise ShopError(str(error), field="recovery_key") from error


def ensure(store: SecretStore) -> str:
    """The text that the store keeps, made where there is none: every backup can be opened by a paper printed later."""
    held = store.get(RECOVERY_KEY)
    if held is None:
        held = text(make())
        store.put(RECOVERY_KEY, held)
    return held


def printed_at(services: Services) -> str:
    """ISO time, "" = nobody has it on paper yet."""
    with services.storage.read() as session:
        return session.setting(PRINTED) or ""


@needs(Right.RECOVERY)
def print_once(services: Services, out: Path, *, renew: bool = False) -> Path:
    """Writes the paper. A second time only with `renew`, which makes a new key: backups made until then go on needing
    the old paper. Raises ShopError `recovery-key-printed`, `backup-not-here`, `paper-place-taken`, StorageError
    `paper-not-written`."""
    desk = desk_of(services)
    when = printed_at(services)
    if when and not renew:
        raise ShopError("recovery-key-printed", detail=when[:10])
    paper_file.refuse_taken(out)  # before the key is a new one
    now = services.clock.now()
    if renew:
        with services.storage.write() as session:
            session.put_setting(PRINTED, "")
            session.audit(services.till_id, now, services.person, "recovery-key-renewed", "", {})
        desk.store.put(RECOVERY_KEY, text(make()))
    with services.storage.read() as session:
        shop = shops.load(session)
    pdf = services.renderer.recovery_paper(ensure(desk.store), shop_name=shop.name, made_at=now, renewed=renew)
    paper_file.write(out, pdf, refused="paper-not-written", private=True)
    with services.storage.write() as session:
        session.put_setting(PRINTED, now.isoformat())
        session.audit(services.till_id, now, services.person, "recovery-key-printed", "", {})
    return out


def desk_of(services: Services) -> BackupDesk:
    """Raises ShopError `backup-not-here` for a shop whose database is a server's."""
    if services.backups is None:
        raise ShopError("backup-not-here")
    return services.backups
