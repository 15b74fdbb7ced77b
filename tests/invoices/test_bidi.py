"""Visual order, held against python-bidi, an independent implementation."""

from __future__ import annotations

import re

import pytest
from bidi import get_display
from hypothesis import example, given, settings
from hypothesis import strategies as st

from invoices.bidi import island, visual_runs
from invoices.figures import prose

PERSIAN = "ابپگچیک"
DIGITS = "0123456789۰۱۲۳۴۵۶۷۸۹"
MIXED = PERSIAN + DIGITS + "abGX ()[].,:/-+%$٬«»#*—"


def visual(text: str, *, rtl: bool = True) -> str:
    """Characters from left to right, unmirrored."""
    return "".join(run.text[::-1] if run.rtl else run.text for run in visual_runs(text, rtl=rtl))


@settings(max_examples=300, deadline=None)
@example("گوشی Galaxy A55 (256GB) مشکی، قیمت ۴۲۲٬۹۵۰٬۰۰۰ ریال", True)
@example("[ا(1]٬) 12%", False)
@given(st.text(alphabet=MIXED, min_size=1, max_size=24), st.booleans())
def test_order_is_that_of_the_reference(text: str, rtl: bool) -> None:
    assert visual(text, rtl=rtl) == get_display(text, base_dir="R" if rtl else "L")


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet=MIXED, max_size=12),
    st.text(alphabet="0123456789*#ABC-", min_size=1, max_size=15),
    st.text(alphabet=MIXED, max_size=12),
)
def test_an_island_is_whole_and_stands_where_a_sign_would(before: str, code: str, after: str) -> None:
    placed = visual(before + island(code) + after)
    assert placed == get_display(f"{before}\ufffc{after}", base_dir="R").replace("\ufffc", code)


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet=PERSIAN + " .,:()-", max_size=10),
    st.integers(10, 10**18),
    st.text(alphabet=PERSIAN + " ", max_size=8),
)
def test_digits_are_never_reversed(before: str, number: int, after: str) -> None:
    persian = str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for digits in (str(number), persian, f"{number:,}".replace(",", "٬")):
        line = f"{before}{digits}{after}"
        assert any(digits in run.text and not run.rtl for run in visual_runs(line)), visual(line)


@pytest.mark.parametrize(
    ("text", "left_to_right"),
    [
        ("عدد ۱۲۳", "۱۲۳ ددع"),
        ("کد \u2066*7777#\u2069 است", "تسا *7777# دک"),
        ("تلفن \u20660912 345 6789\u2069", "0912 345 6789 نفلت"),
        ("شمارهٔ \u20661405-1-000418\u2069", "1405-1-000418 ٔهرامش"),
        ("پیش \u2067\u2066a1\u2069 ب\u2069 پس", "سپ ب a1 شیپ"),
        ("الف \u202dب۱۲\u202c", "۱۲ب فلا"),
        ("\u2068A1 الف\u2069 ب", "ب A1 فلا"),
    ],
)
def test_islands_and_codes(text: str, left_to_right: str) -> None:
    assert visual(text) == left_to_right


def test_brackets_lie_in_runs_that_mirror_them_once() -> None:
    (run,) = visual_runs("«(نقد)»")
    assert run.rtl
    assert run.text == "«(نقد)»"
    assert [run.rtl for run in visual_runs("مدل Galaxy (256GB)")] == [False, True]


@pytest.mark.parametrize(
    ("text", "left_to_right"),
    [
        ("گوشی Galaxy A55 — ۲۵۶ گیگابایت", "تیاباگیگ ۲۵۶ — Galaxy A55 یشوگ"),
        ("گوشی (Galaxy S24+) ۵۱۲", "۵۱۲ (Galaxy S24+) یشوگ"),
        ("مدل Redmi Note 13 (8/256GB)، آبی", "یبآ ،Redmi Note 13 (8/256GB) لدم"),
        ("ساخت Samsung. تمام", "مامت .Samsung تخاس"),
        ("قیمت 12.5", "12.5 تمیق"),
        ("قیمت 1,234.5 تومان", "ناموت 1,234.5 تمیق"),
        ("بین 10,000-20,000 تومان", "ناموت 10,000-20,000 نیب"),
        ("از 09:00-13:00 و 17:00-21:00", "17:00-21:00 و 09:00-13:00 زا"),
        ("بیعانه 1,500,000/2 است", "تسا 1,500,000/2 هناعیب"),
        ("مبلغ $1,234.50 شد", "دش $1,234.50 غلبم"),
        ("کارت 6037 9900 0000 0000 است", "تسا 6037 9900 0000 0000 تراک"),
        ("قهوهٔ Café است", "تسا Café ٔهوهق"),
        ("عطر L'Oréal مردانه", "هنادرم L'Oréal رطع"),
        ("دمای -5°C ~ +60°C است", "تسا -5°C ~ +60°C یامد"),
        ("خازن 10µF/25V نو", "ون 10µF/25V نزاخ"),
        ("گوشی Xiaomi 14T™ Pro نو", "ون Xiaomi 14T™ Pro یشوگ"),
        ("شارژر 5V–2A نو", "ون 5V–2A رژراش"),
        ("قاب Galaxy [اصلی] مشکی", "یکشم ]یلصا[ Galaxy باق"),
        ("قاب Galaxy [S24 اصلی] مشکی", "یکشم ]یلصا S24[ Galaxy باق"),
        ("قاب Galaxy «S24 اصلی» مشکی", "یکشم »یلصا S24« Galaxy باق"),
        ("مدل A۵۵ و ۲۵۶GB نو", "ون ۲۵۶GB و A۵۵ لدم"),
        ('تبلت 10.5" نو، "مدل 12" آبی', 'یبآ "12 لدم" ،ون 10.5" تلبت'),
        ("کد C++ و C# بود", "دوب C# و C++ دک"),
        ("(Galaxy مشکی)", ")یکشم Galaxy("),
        ("Galaxy (مشکی A55)", ")A55 یکشم( Galaxy"),
    ],
)
def test_names_in_prose_keep_their_place(text: str, left_to_right: str) -> None:
    assert visual(prose(text)) == left_to_right


@settings(max_examples=500, deadline=None)
@example("قیمت 1,234.5 تومان")
@example("1.5۲")
@given(st.text(alphabet=PERSIAN + DIGITS + "Aé ()[].,:/-+%$«»*#—\"'؛،٬٫\u200c", max_size=24))
def test_no_number_of_prose_is_turned_round(text: str) -> None:
    drawn = visual(prose(text))
    for number in re.findall(r"[0-9][0-9.,:/*#+-]*[0-9]", text):
        assert number in drawn


@settings(max_examples=500, deadline=None)
@example("قهوهٔ Café")
@example("10µF/25V است")
@given(st.text(alphabet=PERSIAN + "0123456789Aéµ°™ []().,:/-+%'–~«»\"", max_size=24))
def test_a_latin_word_of_prose_stays_whole(text: str) -> None:
    drawn = visual(prose(text))
    for word in re.findall(r"[A-Za-zéµ0-9][A-Za-zéµ0-9°™'./+–~-]*[A-Za-zéµ0-9]", text):
        assert word in drawn


@settings(max_examples=300, deadline=None)
@example("0«0[é»")
@given(st.text(alphabet=PERSIAN + DIGITS + "Aé ()[].,:/-+%$«»*#—\"'،٬\n", max_size=24))
def test_islands_stand_where_a_sign_would_and_nothing_is_lost(text: str) -> None:
    isolated = prose(text)
    assert isolated.translate({0x2066: None, 0x2069: None}) == text
    for line in isolated.split("\n"):
        islands = re.findall("\u2066(.*?)\u2069", line)
        expected = get_display(re.sub("\u2066.*?\u2069", "\ufffc", line), base_dir="R")
        for inside in reversed(islands):
            expected = expected.replace("\ufffc", get_display(inside, base_dir="L"), 1)
        assert visual(line) == expected


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=PERSIAN + "A1 ()[]{}«»", max_size=16))
def test_an_island_holds_whole_pairs_of_brackets_only(text: str) -> None:
    for inside in re.findall("\u2066(.*?)\u2069", prose(text)):
        kept = re.sub("[^()\\[\\]{}«»]", "", inside)
        while (fewer := re.sub(r"\(\)|\[\]|\{\}|«»", "", kept)) != kept:
            kept = fewer
        assert not kept
