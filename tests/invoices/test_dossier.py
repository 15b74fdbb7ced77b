"""The drawn dossier of one phone: every event, in order, in words, over as many pages as it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from invoices.renderer import PaperRenderer
from invoices.stamp import draw_stamp
from invoices.wording_life import HONEST, KINDS, age, detail, standing, state
from pos_app.domain.conflict import ConflictKind
from pos_app.domain.dossier import Dossier
from pos_app.domain.life import Life, LifeEvent, LifeKind
from pos_app.domain.registry import Channel, OperationState
from pos_app.domain.run import StepState
from pos_app.domain.stock import UnitState
from pos_app.domain.verdict import Verdict
from tests.invoices.drawn import DrawnPage, read
from tests.invoices.samples import MORNING, a_dossier, a_life
from tests.invoices.tidy import assert_apart, assert_clear, told, words

HEADINGS = words("ردیف تاریخ و ساعت رویداد انجام‌دهنده طرف دیگر راه و پاسخ شمارهٔ سند")


def render(dossier: Dossier, stamp: bytes | None = None) -> bytes:
    return PaperRenderer().dossier(dossier, stamp=stamp)


def pages(life: Life) -> list[DrawnPage]:
    return read(render(a_dossier(life)))


def long_life() -> Life:
    """A phone that went through this shop for years."""
    events = tuple(
        replace(event, at=event.at + timedelta(days=40 * round_)) for round_ in range(6) for event in a_life().events
    )
    wordy = LifeEvent(MORNING, LifeKind.DECIDED, "مدیر نمونه", reason="توضیح بسیار بلند مدیر دربارهٔ این دستگاه " * 120)
    return replace(a_life(), events=(*events, wordy))


def test_heading_says_which_phone_when_and_by_whom() -> None:
    text = told(pages(a_life())[0])
    for said in (
        "پروندهٔ دستگاه",
        "فروشگاه نمونهٔ آریا — مریم نمونه‌پور",
        "353328 11 000202 7",
        "353328 11 000203 5",
        "R5CT10ABCDE",
        "۱۴۰۵/۰۹/۰۵",
        "ساعت ۰۹:۳۰",
        "خریده‌شده؛ تا انجام کارهای باز قابل فروش نیست",
        HONEST,
    ):
        assert words(said) in text, said


def test_all_events_stand_in_order_in_persian() -> None:
    text = " ".join(told(page) for page in pages(a_life()))
    places = [text.index(words(KINDS[event.kind])) for event in a_life().events if len(KINDS[event.kind]) < 25]
    assert places == sorted(places)
    for code in ("succeeded", "LEGAL", "done", "screen_scratched", "no_box", "ussd", "buy_in", "made", "model", "held"):
        assert code not in text.replace("SM-", "")


def test_a_row_says_by_whom_with_whom_which_way_and_on_which_paper() -> None:
    life = replace(a_life(), events=(a_life().events[2], a_life().events[6], a_life().events[15]))
    (page,) = pages(life)
    text = told(page)
    assert words("۱ ۱۴۰۵/۰۸/۲۹ استعلام اصالت مریم نمونه‌پور کد دستوری *7777#") in text
    assert words("پاسخ از ۱۴۰۵/۰۸/۲۹ ساعت ۰۹:۴۷ (۳ دقیقه پیش‌تر)") in text
    assert words("۲ ۱۴۰۵/۰۸/۲۹ انتقال مالکیت در همتا مریم نمونه‌پور ر*** آ*** کد دستوری *7777#") in text
    assert "از 0935***0000 به 0912***0001" in text
    assert words("۳ ۱۴۰۵/۰۹/۰۲ فروخته شد مریم نمونه‌پور ع*** آ*** 1405-1-000431") in text


def test_a_long_life_flows_over_numbered_pages_with_the_heading_on_each() -> None:
    life = long_life()
    drawn = pages(life)
    assert len(drawn) > 5
    for number, page in enumerate(drawn, start=1):
        text = told(page)
        assert f"{len(drawn)}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in text
        assert f"صفحه:{number}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in text.replace(" ", "")
        assert HEADINGS in text or page is drawn[-1]  # the last may hold the signatures alone
        assert words("ثبت‌های خود فروشگاه؛ سند سامانهٔ همتا نیست.") in text
    whole = " ".join(told(page) for page in drawn)
    assert whole.count("بسیار") == 120  # nothing of a long reason is lost
    for number in range(1, len(life.events) + 1):
        persian = str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        assert f" {persian} ۱۴۰۵" in whole or f" {persian} ۱۴۰۶" in whole


@pytest.mark.parametrize("life", [a_life(), long_life(), replace(a_life(), events=())], ids=["one", "long", "empty"])
def test_pages_are_clear(life: Life) -> None:
    for page in read(render(a_dossier(life), draw_stamp("فروشگاه نمونهٔ آریا", "12345"))):
        assert (round(page.width), round(page.height)) == (595, 842)
        assert_clear(page)
        assert_apart(page)


def test_a_life_without_events_says_so() -> None:
    (page,) = pages(replace(a_life(), events=()))
    assert words("هنوز رویدادی ثبت نشده است.") in told(page)


def test_same_dossier_same_bytes() -> None:
    assert render(a_dossier()) == render(a_dossier())


def test_what_the_font_lacks_does_not_keep_it_from_being_drawn() -> None:
    event = LifeEvent(MORNING, LifeKind.RETURNED, reason="دوربین 📱 خراب", detail="李")
    (page,) = pages(replace(a_life(), events=(event,)))
    assert "دوربین ◌ خراب" in told(page)


@pytest.mark.parametrize("kind", list(LifeKind))
def test_every_kind_has_words(kind: LifeKind) -> None:
    assert KINDS[kind]


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (LifeKind.INQUIRED, [verdict.value for verdict in Verdict]),
        (LifeKind.TRANSFER, [state.value for state in OperationState]),
        (LifeKind.CONTROLLED, [state.value for state in StepState]),
        (LifeKind.CONFLICT, [kind.value for kind in ConflictKind]),
        (LifeKind.PAPER, ["original", "void", "return", "buy_in"]),
    ],
)
def test_every_state_has_words(kind: LifeKind, codes: list[str]) -> None:
    for code in codes:
        said = state(LifeEvent(MORNING, kind, state=code))
        assert said
        assert code not in said


def test_channels_and_standings_have_words() -> None:
    for channel in Channel:
        life = replace(a_life(), events=(LifeEvent(MORNING, LifeKind.INQUIRED, channel=channel.value),))
        assert f" {channel.value} " not in told(pages(life)[0])
    for unit_state in UnitState:
        assert unit_state.value not in standing(unit_state.value)


def test_details_are_words_only_where_all_codes_are_known() -> None:
    def said(text: str, kind: LifeKind = LifeKind.GRADED) -> str:
        return words(detail(LifeEvent(MORNING, kind, detail=text)))

    assert said("screen_cracked buttons_fault") == words("شکستگی صفحه‌نمایش، ایراد دکمه‌ها")
    assert said("screen_cracked, نمونه") == "screen_cracked, نمونه"
    assert said("") == ""


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=59), ""),
        (timedelta(seconds=-90), ""),
        (timedelta(minutes=5), "۵ دقیقه"),
        (timedelta(hours=23, minutes=59), "۲۳ ساعت"),
        (timedelta(days=3, hours=5), "۳ روز"),
    ],
)
def test_age_of_an_answer(passed: timedelta, said: str) -> None:
    assert age(passed) == said


@pytest.mark.parametrize(("becomes", "said"), [("in_stock", "آمادهٔ فروش"), ("left", "از فروشگاه رفت")])
def test_what_a_manager_settled_is_said_in_persian(becomes: str, said: str) -> None:
    assert state(LifeEvent(MORNING, LifeKind.RELEASED, "مدیر نمونه", state=becomes)) == said
