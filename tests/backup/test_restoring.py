"""The drill: a computer is gone, a shop is back; with its counts, its history, its keys and no number twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pos_app import backup_parts
from pos_app.adapters.secrets import DATA_KEY, AesSealer, shop_key
from pos_app.adapters.storage import migrate, tables
from pos_app.adapters.storage.engine import sqlite_engine
from pos_app.application import backups, completing, recovery, restoring, sell
from pos_app.application.restoring import Restored
from pos_app.domain import series
from pos_app.domain.errors import ShopError, StorageError
from pos_app.domain.sale import Buyer
from pos_app.settings import Settings
from tests.application import steps
from tests.backup import shop as backup_shop
from tests.backup.shop import BackupShop, Drawer

#: What a restore itself adds to: its own events, the counters that jumped, and where they stand.
ADDED_TO = {"audit_event", "counter", "tax_serial", "setting"}


@pytest.fixture
def shop(tmp_path: Path) -> BackupShop:
    return backup_shop.made(tmp_path / "shop")


@pytest.fixture
def file(shop: BackupShop, tmp_path: Path) -> Path:
    shop.sell()
    return backups.make(shop.services, tmp_path / "one.pskbackup").file


def restored(
    folder: Path, store: Drawer, file: Path, shop: BackupShop, key: str = "", last: tuple[str, ...] = (), *,
    replace: bool = False,
) -> Restored:  # fmt: skip
    folder.mkdir(exist_ok=True)
    desk = backup_parts.restore_desk(Settings(folder), store, 1)
    return restoring.restore(
        desk, file, shop.clock.now(), last=restoring.read_last(last), ask_key=lambda: key, replace=replace
    )


def assert_the_same(found: Mapping[str, int], wanted: Mapping[str, int]) -> None:
    assert {name: count for name, count in found.items() if name not in ADDED_TO} == {
        name: count for name, count in wanted.items() if name not in ADDED_TO
    }


def test_on_an_empty_computer(shop: BackupShop, file: Path, tmp_path: Path) -> None:
    key, store, home = shop.store.kept["recovery-key"], Drawer(), tmp_path / "home"
    done = restored(home, store, file, shop, key)
    assert done.way == "recovery-key"
    assert (done.replaced, done.lacks.sales) == ("", None)
    assert_the_same(backup_shop.held(home, store).rows, done.manifest.contents.rows)
    assert backup_shop.keys_of(store) == backup_shop.keys_of(shop.store)
    assert (home / "templates" / "a4.toml").read_text("utf-8") == "# ours\n"
    assert (home / "scripts" / "hamta.toml").exists()
    assert sorted(path.name for path in home.iterdir()) == ["running.lock", "scripts", "shop.db", "templates"]
    with sqlite3.connect(home / "shop.db") as raw:
        told = raw.execute("select seq, kind from audit_event where till_id = 1 order by seq").fetchall()
    raw.close()
    head = done.manifest.contents.heads["1"]
    assert next(kind for seq, kind in told if seq > head.last) == "restored"
    assert len([seq for seq, _ in told if seq <= head.last]) == head.count
    again = backup_shop.opened(home, store, shop.clock)
    with again.services.storage.read() as session:
        (row,) = session.invoices(9)
        assert session.invoice(row.number) is not None  # opens with the key that came along
    assert again.sell(backup_shop.SECOND) == "1405-1-002001"


def test_the_head_of_the_history_is_the_backups(shop: BackupShop, file: Path, tmp_path: Path) -> None:
    done = restored(tmp_path / "home", Drawer(), file, shop, shop.store.kept["recovery-key"], ("none",))
    with sqlite3.connect(tmp_path / "home" / "shop.db") as raw:
        query = "select till_id, seq, at, who, kind, subject, data from audit_event where kind not in ('restored')"
        ours = raw.execute(query).fetchall()
    raw.close()
    with sqlite3.connect(shop.folder / "shop.db") as raw:
        theirs = raw.execute(query.replace("'restored'", "'backup-made'")).fetchall()
    raw.close()
    assert ours == theirs
    assert len(ours) == sum(head.count for head in done.manifest.contents.heads.values())


@pytest.mark.parametrize("typed", ["0000-0000-0000-0000-0000-0000-0000-0000-00"])
def test_a_wrong_key_opens_nothing(shop: BackupShop, file: Path, tmp_path: Path, typed: str) -> None:
    for key, code in ((typed, "recovery-key-wrong"), ("AAAA", "recovery-key-form")):
        with pytest.raises(ShopError, match=code):
            restored(tmp_path / "home", Drawer(), file, shop, key)
    assert [path.name for path in (tmp_path / "home").iterdir()] in ([], ["running.lock"])


def test_the_same_computer_asks_for_nothing(shop: BackupShop, file: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = restored(home, shop.store, file, shop)
    assert done.way == "this-computer"


def test_a_shop_with_data_is_put_aside_only_on_request(shop: BackupShop, file: Path) -> None:
    shop.sell(backup_shop.SECOND)
    shop.close()
    with pytest.raises(ShopError, match="shop-has-data"):
        restored(shop.folder, shop.store, file, shop)
    done = restored(shop.folder, shop.store, file, shop, replace=True)
    assert done.replaced.startswith("shop.db.replaced-")
    assert (done.lacks.sales, done.lacks.invoices) == (1, 1)
    assert done.unknown == ()
    assert {jump.basis for jump in done.jumps} == {"read"}
    with sqlite3.connect(shop.folder / done.replaced) as raw:
        assert raw.execute("select count(*) from invoice").fetchone() == (2,)
    raw.close()
    again = backup_shop.opened(shop.folder, shop.store, shop.clock)
    assert again.sell(backup_shop.SECOND) == "1405-1-000003"  # 2 stands on a paper that is in the world
    with sqlite3.connect(shop.folder / "shop.db") as raw:
        (said,) = raw.execute("select data from audit_event where kind = 'numbers-skipped'").fetchall()
    raw.close()
    assert '"from": 2' in said[0]
    assert '"to": 2' in said[0]


def erase(shop: BackupShop, number: str) -> int:
    """The buyer of this invoice, as `customers.erase` does where nothing is owed any more."""
    with shop.services.storage.write() as session:
        person = session.customer_of(session.sale_of_paper(number))
        assert person
        cases = session.erase_customer(person, shop.clock.now())
        data: dict[str, object] = {"cases": list(cases), "reason": "asked for it"}
        session.audit(1, shop.clock.now(), "", "person-erased", str(person), data)
    return person


def sold_to(shop: BackupShop, buyer: Buyer) -> str:
    sale_id = steps.owing(shop.services, backup_shop.SECOND)
    sell.set_buyer(shop.services, sale_id, buyer)
    return completing.complete(shop.services, sale_id).number


def test_nobody_else_is_erased_who_has_the_same_row(shop: BackupShop, file: Path, tmp_path: Path) -> None:
    """Two lines of the history: in each, somebody else came second."""
    stays = Buyer(name="Person Who Stays (sample)", mobile="09121112233")
    number = sold_to(shop, stays)
    second = backups.make(shop.services, tmp_path / "two.pskbackup").file
    shop.close()
    restored(shop.folder, shop.store, file, shop, replace=True)
    between = backup_shop.opened(shop.folder, shop.store, shop.clock)
    gone = sold_to(between, Buyer(name="Person Who Goes (sample)", mobile="09121112244"))
    row = erase(between, gone)
    between.close()
    restored(shop.folder, shop.store, second, shop, replace=True)
    again = backup_shop.opened(shop.folder, shop.store, shop.clock)
    with again.services.storage.read() as session:
        assert session.customer_of(session.sale_of_paper(number)) == row
        found = session.customer(row)
        assert found is not None
        assert (found.person, found.erased_at) == (stays, None)
        assert session.invoice(number) is not None


def test_an_event_that_cannot_be_read_costs_nothing_else(shop: BackupShop) -> None:
    shop.sell()
    erase(shop, "1405-1-000001")
    erase(shop, sold_to(shop, Buyer(name="Another Person (sample)", mobile="09121112233")))
    shop.close()
    with sqlite3.connect(shop.folder / "shop.db") as raw:
        raw.execute("drop trigger audit_event_unchanged")
        first = raw.execute("select min(seq) from audit_event where kind = 'person-erased'").fetchone()
        raw.execute("update audit_event set data = '{' where seq = ?", first)
    raw.close()
    left = backup_parts.backup_desk(Settings(shop.folder), shop.store).snapshots.remains(shop.folder / "shop.db")
    assert left is not None
    assert left.counters is not None
    assert len(left.erased) == 1


def test_whoever_was_erased_stays_erased(shop: BackupShop, file: Path) -> None:
    """The backup still has the key; the promise to the person is younger."""
    person = erase(shop, "1405-1-000001")
    shop.close()
    restored(shop.folder, shop.store, file, shop, replace=True)
    again = backup_shop.opened(shop.folder, shop.store, shop.clock)
    with again.services.storage.read() as session:
        found = session.customer(person)
    assert found is not None
    assert found.erased_at is not None
    assert again.services.storage.verify().ok


def test_a_damaged_database_is_kept_as_what_it_is(shop: BackupShop, file: Path) -> None:
    shop.close()
    whole = (shop.folder / "shop.db").read_bytes()
    (shop.folder / "shop.db").write_bytes(bytes(4096) + whole[4096:])
    done = restored(shop.folder, shop.store, file, shop, replace=True)
    assert done.replaced.startswith("shop.db.corrupt-")
    assert done.lacks.sales is None
    assert "sales-after-the-backup" in done.unknown
    assert (shop.folder / done.replaced).read_bytes()[:4096] == bytes(4096)


@pytest.mark.parametrize(
    ("last", "next_one", "basis"),
    [((), "1405-1-002001", "unknown"), (("unknown",), "1405-1-002001", "unknown"), (("none",), "1405-1-000002", "none"),
     (("1405-1-000007",), "1405-1-000008", "told"), (("۱۴۰۵-۱-۷", "1405-1-5"), "1405-1-000008", "told")],
)  # fmt: skip
def test_numbers_go_on_after_what_is_said(
    shop: BackupShop, file: Path, tmp_path: Path, last: tuple[str, ...], next_one: str, basis: str
) -> None:
    store, home = Drawer(), tmp_path / "home"
    done = restored(home, store, file, shop, shop.store.kept["recovery-key"], last)
    own = next(jump for jump in done.jumps if jump.series == series.Series(1, "invoice", 1405))
    assert own.basis == basis
    assert ("invoice-numbers-after-the-backup" in done.unknown) == (basis in ("unknown", "told"))  # told: one series
    again = backup_shop.opened(home, store, shop.clock)
    assert again.sell(backup_shop.SECOND) == next_one


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ShopError, match="invoice-number-form"):
        restoring.read_last(("418",))


def test_serials_of_the_tax_memory_jump_too(shop: BackupShop, tmp_path: Path) -> None:
    with shop.services.storage.write() as session:
        assert session.next_tax_serial("A1B2C3", 41) == 42
    file = backups.make(shop.services, tmp_path / "one.pskbackup").file
    store, home = Drawer(), tmp_path / "home"
    done = restored(home, store, file, shop, shop.store.kept["recovery-key"])
    assert done.serials == {"A1B2C3": 1_000_042}
    assert "tax-serials-after-the-backup" in done.unknown
    with backup_shop.opened(home, store, shop.clock).services.storage.write() as session:
        assert session.next_tax_serial("A1B2C3", 41) == 1_000_043


def test_another_shop_in_the_way_keeps_its_keys(shop: BackupShop, file: Path, tmp_path: Path) -> None:
    """Its database was put aside; without its own data key nobody could ever open it again."""
    other = backup_shop.made(tmp_path / "other", Drawer())
    with other.services.storage.write() as session:
        session.put_setting("shop.id", "another")
    other.close()
    own = other.store.kept["data-key"]
    done = restored(other.folder, other.store, file, shop, shop.store.kept["recovery-key"], replace=True)
    suffix = done.replaced.removeprefix("shop.db")
    assert other.store.kept[f"data-key{suffix}"] == own
    assert other.store.kept["data-key"] == shop.store.kept["data-key"]
    assert {jump.basis for jump in done.jumps} == {"unknown"}  # numbers of another shop say nothing of this one's
    assert not [name for name in other.store.kept if name.endswith(".restoring")]


def test_a_locked_keyring_stops_it_before_anything_changes(shop: BackupShop, file: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="keyring-unavailable"):
        restored(tmp_path / "home", Drawer(locked=True), file, shop, shop.store.kept["recovery-key"])
    assert [path.name for path in (tmp_path / "home").iterdir()] in ([], ["running.lock"])


def test_a_renewed_key_stays_the_newest_on_its_computer(shop: BackupShop, file: Path, tmp_path: Path) -> None:
    old = shop.store.kept["recovery-key"]
    recovery.print_once(shop.services, tmp_path / "a.pdf")
    recovery.print_once(shop.services, tmp_path / "b.pdf", renew=True)
    new = shop.store.kept["recovery-key"]
    assert new != old
    later = backups.make(shop.services, tmp_path / "two.pskbackup").file
    for backup, opens, does_not in ((file, old, new), (later, new, old)):
        with pytest.raises(ShopError, match="recovery-key-wrong"):
            restored(tmp_path / f"x{backup.name}", Drawer(), backup, shop, does_not)
        restored(tmp_path / f"y{backup.name}", Drawer(), backup, shop, opens)
    shop.close()
    restored(shop.folder, shop.store, file, shop, replace=True)
    assert shop.store.kept["recovery-key"] == new


@pytest.mark.parametrize("version", ["0005", "0006", "0007"])
def test_an_older_schema_is_brought_up_to_date(tmp_path: Path, version: str) -> None:
    shop = backup_shop.made(tmp_path / "now")
    store, folder = Drawer(), tmp_path / "old"
    folder.mkdir()
    key = shop_key(store, DATA_KEY)
    engine = sqlite_engine(folder / "shop.db")
    migrate.upgrade(engine, version)
    sealed = AesSealer(key, key).seal(DOCUMENT.encode(), "invoice.document:1405-1-000001")
    digest = hashlib.sha256(DOCUMENT.encode()).hexdigest()
    with engine.begin() as connection:
        for statement in _OLD_SHOP.split(";"):
            connection.exec_driver_sql(statement, (sealed, digest) if "?" in statement else ())
    engine.dispose()
    desk = backup_parts.backup_desk(Settings(folder), store)
    file = tmp_path / "old.pskbackup"
    write_old(desk, folder, file, shop)
    home, fresh = tmp_path / "home", Drawer()
    done = restored(home, fresh, file, shop, store.kept["recovery-key"], ("none",))
    assert done.manifest.contents.schema == version
    assert backup_shop.held(home, fresh).schema == tables.HEAD
    again = backup_shop.opened(home, fresh, shop.clock)
    with again.services.storage.read() as session:
        kept = session.invoice("1405-1-000001")
    assert kept is not None
    assert kept.document == DOCUMENT


DOCUMENT = '{"number": "1405-1-000001", "tsstam": 1}'
_OLD_SHOP = """
insert into till (id, name) values (1, '1');
insert into sale (id, till_id, seller, state, opened_at, touched_at)
    values ('s1', 1, 's', 'completed', '2026-01-01', '2026-01-01');
insert into invoice (number, till_id, year, seq, sale_id, issued_at, title, total, document_sealed, sha256)
    values ('1405-1-000001', 1, 1405, 1, 's1', '2026-01-01', 't', 1, ?, ?);
insert into counter (till_id, name, last) values (1, 'invoice:1405', 1)
"""


def write_old(desk: Any, folder: Path, file: Path, shop: BackupShop) -> None:
    """As a program of that time would have made it."""
    from pos_app.application.backups import _member
    from pos_app.domain.backup import Manifest

    recovery.ensure(desk.store)
    contents = desk.snapshots.look(folder / "shop.db")
    manifest = Manifest(
        shop_id="", made_at=shop.clock.now(), program="0", contents=contents,
        members=(_member("shop.db", folder / "shop.db"),),
    )  # fmt: skip
    desk.files.write(file, manifest, {"shop.db": folder / "shop.db"}, desk.store.kept)


def test_a_newer_schema_is_refused_and_nothing_is_done(shop: BackupShop, tmp_path: Path) -> None:
    with sqlite3.connect(shop.folder / "shop.db") as raw:
        raw.execute("update alembic_version set version_num = '9999'")
    raw.close()
    file = backups.make(shop.services, tmp_path / "one.pskbackup").file
    with pytest.raises(StorageError, match="storage-newer"):
        restored(tmp_path / "home", Drawer(), file, shop, shop.store.kept["recovery-key"])
    assert [path.name for path in (tmp_path / "home").iterdir()] in ([], ["running.lock"])
