"""The first start of a shop: when it is asked for, what it takes, and where it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.application import first_run, people, staff
from pos_app.application import shop as shops
from pos_app.application.first_run import STEPS, Step
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import Role
from pos_app.first_start import furnish_empty
from pos_app.ports.storage import Staff
from tests.fakes import parts
from tests.fakes.parts import Till


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """A folder that is nobody's shop yet."""
    parts.empty_storage(tmp_path / "shop.db").close()
    made = parts.at_work(tmp_path / "shop.db")
    furnish_empty(made.services)
    staff.begin(made.services)
    yield made
    made.storage.close()


def code(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(ShopError) as caught:
        act()
    return parts.codes_of(caught.value)


def named(till: Till) -> None:
    first_run.name_owner(till.services, name="مالک (نمونه)", pin="9753", again="9753")


def again(till: Till) -> Till:
    """The next start of the program."""
    after = till.restarted()
    staff.begin(after.services)
    return after


def test_a_shop_that_is_nobodys_asks(till: Till) -> None:
    assert first_run.pending(till.services)
    begun = first_run.look(till.services)
    assert (begun.step, begun.owner, begun.backup) == (STEPS[0], "", "")
    assert begun.till == "1"


def test_the_practice_shop_and_one_where_somebody_has_a_pin_do_not(till: Till) -> None:
    till.services.at_work.practice = True
    assert not first_run.pending(till.services)
    till.services.at_work.practice = False
    with till.storage.write() as session:
        session.put_staff(Staff(id=0, name="M", role="manager", pin_hash=staff.hash_pin("1234")))
    assert not first_run.pending(till.services)


def test_it_goes_on_where_it_was_closed_and_nothing_typed_is_lost(till: Till) -> None:
    first_run.go(till.services, Step.SHOP)
    first_run.keep(till.services, {"shop.name": "موبایل نمونه", "shop.phone": ""})
    after = again(till)
    assert first_run.pending(after.services)
    begun = first_run.look(after.services)
    assert (begun.step, dict(begun.drafts)) == (Step.SHOP, {"shop.name": "موبایل نمونه"})
    after.storage.close()


def test_the_owner_is_at_work_from_then_on(till: Till) -> None:
    named(till)
    at_work = till.services.at_work
    assert (till.services.person, at_work.asks, at_work.owned) == ("مالک (نمونه)", True, True)
    first_run.go(till.services, Step.TILL)
    first_run.name_till(till.services, " پیشخوان جلو ")
    assert first_run.look(till.services).till == "پیشخوان جلو"


@pytest.mark.parametrize(
    ("name", "pin", "twice", "said"),
    [
        ("O", "1234", "1235", ("pins-differ", "again")), ("", "1234", "1234", ("person-name-missing", "name")),
        ("O", "12", "12", ("pin-too-short", "pin")), ("O", "", "", ("pin-needed", "pin")),
    ],
)  # fmt: skip
def test_no_owner_without_name_and_pin(till: Till, name: str, pin: str, twice: str, said: tuple[str, str]) -> None:
    assert code(lambda: first_run.name_owner(till.services, name=name, pin=pin, again=twice)) == said
    assert first_run.pending(till.services)


def test_it_is_not_done_without_an_owner(till: Till) -> None:
    assert code(lambda: first_run.go(till.services, None)) == ("owner-first", "")
    named(till)
    first_run.go(till.services, None)
    assert not first_run.pending(till.services)
    after = again(till)
    assert not first_run.pending(after.services)
    after.storage.close()


def test_closed_after_the_owner_it_waits_for_whoever_may_go_on(till: Till) -> None:
    named(till)
    first_run.go(till.services, Step.BACKUP)
    after = again(till)
    assert not first_run.pending(after.services)  # a seller without a PIN is at work
    owner = next(person for person in staff.listed(after.services) if person.role is Role.OWNER)
    staff.sign_in(after.services, owner.id, "9753")
    assert first_run.pending(after.services)
    assert first_run.look(after.services).step is Step.BACKUP
    after.storage.close()


def test_the_place_of_the_copies_is_kept_as_it_was_chosen(till: Till, tmp_path: Path) -> None:
    assert code(lambda: first_run.choose_backup(till.services, "copies")) == ("folder-not-whole", "folder")
    first_run.choose_backup(till.services, str(tmp_path / "نسخه‌ها"))
    with till.storage.read() as session:
        assert session.setting("backup.folder") == str(tmp_path / "نسخه‌ها")
    first_run.choose_backup(till.services, "")
    assert first_run.look(till.services).backup == ""


def test_the_way_to_the_registry_leaves_the_rest_of_it_alone(till: Till) -> None:
    first_run.reach(till.services, address="https://registry.example", client_id="till-1", secret="")
    link = first_run.look(till.services).link
    assert (link.address, link.client_id, link.hours) == ("https://registry.example", "till-1", 24)
    assert code(lambda: first_run.reach(till.services, address="https://x.example", client_id="", secret=""))[0] == (
        "registry-client-missing"
    )
    assert code(lambda: first_run.name_till(till.services, " ")) == ("till-name-missing", "till")


def test_what_the_shop_is_already_stands_in_the_pages(till: Till) -> None:
    shops.save(till.services, replace(parts.SHOP, name="موبایل نمونه"))
    assert first_run.look(till.services).shop.name == "موبایل نمونه"


def test_a_second_owner_is_not_named_by_a_seller(till: Till) -> None:
    named(till)
    seller = next(person for person in staff.listed(till.services) if person.role is Role.SELLER)
    staff.sign_in(till.services, seller.id, "")
    assert code(lambda: first_run.go(till.services, Step.SHOP))[0] == "needs-manager"
    assert code(lambda: people.add(till.services, name="X", role=Role.OWNER, pin="1234"))[0] == "needs-owner"
