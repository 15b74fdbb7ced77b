"""What a backup says of itself, which rolling ones stay, and how numbers go on after a restore."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain import backup, backup_rotation, series
from pos_app.domain.backup import Contents, Head, Manifest, Member
from pos_app.domain.series import Counters, Jump, Series
from pos_app.domain.tax_id import MAX_SERIAL

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
CONTENTS = Contents("0008", {"sale": 3, "invoice": 2, "audit_event": 9}, {"1": Head(9, 11, "ab")})
MANIFEST = Manifest(
    shop_id="s", made_at=NOON, program="1", contents=CONTENTS,
    members=(Member("shop.db", 10, "a" * 64), Member("templates/a4.toml", 1, "b" * 64)), left_out=("scripts/x",),
)  # fmt: skip


def test_a_manifest_there_and_back() -> None:
    assert backup.from_json(json.loads(json.dumps(backup.to_json(MANIFEST)))) == MANIFEST
    assert (MANIFEST.size, MANIFEST.database.name) == (11, "shop.db")


@pytest.mark.parametrize(
    "spoilt",
    [
        {"members": []}, {"members": [{"name": "x", "size": 1, "sha256": "a" * 64}]}, {"chunk": 1}, {"rows": 1},
        {"contents": None}, {"made_at": "2026-11-26T12:00:00"}, {"made_at": "x"}, {"shop_id": None, "members": None},
        {"members": [{"name": "shop.db", "size": -1, "sha256": "a" * 64}]},
        {"members": [{"name": "shop.db", "size": 1, "sha256": "zz"}]},
    ],
)  # fmt: skip
def test_what_is_no_manifest(spoilt: dict[str, Any]) -> None:
    said = {**backup.to_json(MANIFEST), **spoilt}
    if "rows" in spoilt:
        said = {**said, "contents": {**said["contents"], "rows": 1}}
    with pytest.raises(ValueError, match=r"backup-damaged|Invalid isoformat"):
        backup.from_json(said)


def test_a_later_format_is_told() -> None:
    with pytest.raises(ValueError, match="backup-newer"):
        backup.from_json({**backup.to_json(MANIFEST), "format": 2})


@pytest.mark.parametrize("name", ["templates/a4.toml", "scripts/hamta.toml", "templates/paper/برگه.toml"])
def test_small_files_that_may_come(name: str) -> None:
    assert backup.may_come_along(name)


@pytest.mark.parametrize(
    "name",
    ["shop.db", "keys/data-key", "templates/../keys/data-key", "/templates/x", "templates//x", "templates/..",
     "templates/. ./x", "templates\\x", "templates/a:b", "templates", "templates/" + "x" * 200, "scripts/a/b/c/d/e"],
)  # fmt: skip
def test_a_restore_writes_nowhere_else(name: str) -> None:
    assert not backup.may_come_along(name)


def test_what_a_backup_lacks() -> None:
    now = Contents("0008", {"sale": 5, "invoice": 2, "audit_event": 30}, {})
    assert backup.lacking(MANIFEST, now) == backup.Lacks(NOON, events=21, sales=2, invoices=0)
    assert backup.lacking(MANIFEST, None) == backup.Lacks(NOON)


# -- rolling ---------------------------------------------------------------------------------


def name_at(at: datetime, shop: str = "shop-1") -> str:
    return backup_rotation.name_of(shop, at)


def test_names_there_and_back() -> None:
    named = backup_rotation.read_name(name_at(NOON))
    assert named is not None
    assert (named.shop, named.made_at) == ("shop1", NOON)
    part = backup_rotation.begun_name(f".{name_at(NOON)}.0a1b2c3d.part")
    assert part == named
    for other in ("letter.docx", "pishkhan-x-20269999-000000.pskbackup", name_at(NOON) + ".bak", ""):
        assert backup_rotation.read_name(other) is None
        assert backup_rotation.begun_name(other) is None


def test_a_year_of_hourly_backups() -> None:
    """The newest, one for each of the last days, one for each of the last weeks; the rest goes as it comes."""
    kept: set[str] = set()
    for hour in range(24 * 60):
        just_made = name_at(NOON + timedelta(hours=hour))
        kept.add(just_made)
        kept -= set(backup_rotation.superfluous(kept, "shop-1", newest=5, just_made=just_made))
    ages = sorted(NOON + timedelta(hours=24 * 60 - 1) - named.made_at for n in kept if (named := read(n)))
    assert ages[:5] == [timedelta(hours=hours) for hours in range(5)]
    days = {age.days for age in ages}
    assert {0, 1, 2, 3, 4, 5} <= days
    assert max(days) >= 28
    assert len(kept) <= 5 + backup_rotation.DAYS + backup_rotation.WEEKS


def read(name: str) -> backup_rotation.Named | None:
    return backup_rotation.read_name(name)


def test_the_one_just_made_stays_wherever_a_wrong_clock_put_it() -> None:
    future = [name_at(NOON + timedelta(days=365, hours=hour)) for hour in range(40)]
    just_made = name_at(NOON)
    gone = backup_rotation.superfluous([*future, just_made], "shop-1", newest=3, just_made=just_made)
    assert just_made not in gone
    assert gone


def test_what_belongs_to_others_is_never_touched() -> None:
    others = [name_at(NOON + timedelta(hours=hour), "another") for hour in range(60)]
    assert backup_rotation.superfluous([*others, "letter.docx", "shop.db"], "shop-1", newest=1) == ()


@given(st.lists(st.integers(0, 10_000), unique=True, min_size=1, max_size=60), st.integers(1, 9))
def test_the_newest_always_stay(hours: list[int], newest: int) -> None:
    names = [name_at(NOON + timedelta(hours=hour)) for hour in hours]
    gone = set(backup_rotation.superfluous(names, "shop-1", newest=newest))
    assert not gone & set(sorted(names)[-newest:])


# -- numbers ---------------------------------------------------------------------------------

INVOICES = Series(1, "invoice", 1405)
YEAR = range(1405, 1406)


def jump_of(jumps: tuple[Jump, ...], of: Series = INVOICES) -> Jump:
    return next(jump for jump in jumps if jump.series == of)


@pytest.mark.parametrize(("was", "last"), [(0, 2000), (1, 2000), (999, 2000), (1000, 3000), (418, 2000)])
def test_nobody_knows_and_the_gap_is_seen(was: int, last: int) -> None:
    jump = jump_of(series.jumps(Counters({INVOICES: was}, {}), (1,), YEAR, {}, None, nothing_later=False))
    assert (jump.last, jump.basis) == (last, "unknown")
    assert jump.skipped >= series.GAP


def test_told_and_read_are_followed_and_nothing_is_ever_lowered() -> None:
    held, read_ = Counters({INVOICES: 418}, {}), Counters({INVOICES: 431}, {})
    told = jump_of(series.jumps(held, (1,), YEAR, {INVOICES: 425}, read_, nothing_later=False))
    assert (told.last, told.basis, told.skipped) == (425, "told", 7)
    assert jump_of(series.jumps(held, (1,), YEAR, {}, read_, nothing_later=False)).last == 431
    assert jump_of(series.jumps(held, (1,), YEAR, {INVOICES: 9}, None, nothing_later=False)).skipped == 0
    assert jump_of(series.jumps(held, (1,), YEAR, {}, None, nothing_later=True)).skipped == 0


def test_every_till_and_each_year_since_is_thought_of() -> None:
    found = series.jumps(Counters({INVOICES: 5}, {}), (1, 2), range(1405, 1407), {}, None, nothing_later=False)
    assert {jump.series for jump in found} == {
        Series(till, kind, year) for till in (1, 2) for kind in ("invoice", "buy_in") for year in (1405, 1406)
    }


@pytest.mark.parametrize(
    ("text", "of", "number"),
    [("1405-1-000418", INVOICES, 418), (" ۱۴۰۵-۱-۴۱۸ ", INVOICES, 418), ("b1405-2-7", Series(2, "buy_in", 1405), 7),
     ("P1405-1-9", Series(1, "proforma", 1405), 9)],
)  # fmt: skip
def test_numbers_of_papers(text: str, of: Series, number: int) -> None:
    assert series.read_number(text) == (of, number)


@pytest.mark.parametrize("text", ["", "418", "1405-418", "X1405-1-1", "1405-1-1; drop"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="invoice-number-form"):
        series.read_number(text)


def test_serials_of_the_tax_memory() -> None:
    assert series.serial_above(7, 12, nothing_later=False) == 12
    assert series.serial_above(7, None, nothing_later=True) == 7
    assert series.serial_above(7, None, nothing_later=False) == 7 + series.SERIAL_GAP
    assert series.serial_above(MAX_SERIAL, None, nothing_later=False) == MAX_SERIAL


def test_counters_of_other_things_are_no_series() -> None:
    assert series.series_of("local_seq", 1) is None
    assert series.series_of("invoice:x", 1) is None
    assert series.series_of("invoice:1405", 1) == INVOICES
