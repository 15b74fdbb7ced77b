"""What the other party is sent: in both languages polite, whole, free of private data, and readable by a camera."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import zxingcpp
from PySide6.QtGui import QImage

from pos_app import i18n
from pos_app.application.shop import Shop
from pos_app.domain.duty import CodeAt, Duty, DutyAct, DutyKind
from ui import reminder
from ui.widgets.script_card import qr_of_text

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SHOP = Shop(name="موبایل آریا (نمونه)", phone="02100000000", sim="09120000009")
DUTY = Duty(
    key="case:1", kind=DutyKind.ACTIVATION, since=NOON, title="Galaxy A55", imei="356938035643809",
    deadline=NOON + timedelta(days=9), about=True, party="علی رضایی (نمونه)", mobile="0912***0001", owes="activation",
    code_at=CodeAt.MESSAGE, acts=frozenset({DutyAct.REMIND}),
)  # fmt: skip


@pytest.fixture(params=["fa", "en"])
def spoken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("language", "catalogue"):
        monkeypatch.setattr(i18n._Current, name, getattr(i18n._Current, name))
    i18n.use(str(request.param))
    return str(request.param)


def changed(**changes: object) -> Duty:
    from dataclasses import replace

    return replace(DUTY, **changes)  # type: ignore[arg-type]


def test_it_says_what_how_by_when_and_who(spoken: str) -> None:
    said = reminder.text(DUTY, SHOP, NOON)
    for part in ("Galaxy A55", "3809", "\u2066*7777#\u2069", SHOP.name, SHOP.phone):
        assert part in said
    assert ("HAMTA" in said, "رایگان" in said or "free" in said) == (True, True)
    assert ("1405/09/10" if spoken == "en" else "۱۴۰۵/۰۹/۱۰") in said
    assert ("حدود" if spoken == "fa" else "about") in said


@pytest.mark.parametrize("owes", ["activation", "transfer"])
def test_nothing_private_is_in_it(spoken: str, owes: str) -> None:
    said = reminder.text(changed(owes=owes), SHOP, NOON)
    for private in (DUTY.imei, "علی", "0912", "0001", SHOP.sim):
        assert private not in said


@pytest.mark.parametrize("at", list(CodeAt))
def test_each_says_where_its_code_is(spoken: str, at: CodeAt) -> None:
    texts = {reminder.text(changed(code_at=one), SHOP, NOON) for one in CodeAt}
    assert len(texts) == len(CodeAt)
    assert ("HAMTA" in reminder.text(changed(code_at=at), SHOP, NOON)) == (at is CodeAt.MESSAGE)


def test_the_deadline_is_never_said_firmer_than_it_is_known(spoken: str) -> None:
    about, said = reminder.text(DUTY, SHOP, NOON), reminder.text(changed(about=False), SHOP, NOON)
    late, never = reminder.text(DUTY, SHOP, NOON + timedelta(days=9)), reminder.text(changed(deadline=None), SHOP, NOON)
    assert len({about, said, late, never}) == 4
    assert ("حدود" if spoken == "fa" else "about ") not in said.split("\n")[3]


def test_a_camera_reads_the_very_words(spoken: str) -> None:
    said = reminder.text(DUTY, SHOP, NOON)
    picture = qr_of_text(said, 260).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    data = bytes(picture.constBits())
    rows = [
        data[y * picture.bytesPerLine() : y * picture.bytesPerLine() + picture.width()] for y in range(picture.height())
    ]
    view = memoryview(b"".join(rows)).cast("B", (picture.height(), picture.width()))
    (code,) = zxingcpp.read_barcodes(view)
    assert code.text == said
