"""The drawn buy-in paper: what the seller signs, read back from where the ink lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import pytest
import zxingcpp

from invoices.fonts import PaperError
from invoices.glyphs import unprintable
from invoices.renderer import PaperRenderer
from invoices.stamp import draw_stamp
from pos_app.domain.buy_in_document import FLAWS, GRADES, BuyInDocument
from pos_app.domain.invoice import OpenedGate, Party, PaymentLine
from tests.invoices.drawn import DrawnPage, read
from tests.invoices.samples import bought
from tests.invoices.tidy import assert_apart, assert_clear, told, words

STAMP = draw_stamp("فروشگاه نمونهٔ آریا", "12345")


def render(document: BuyInDocument, *, copy: bool = False, stamp: bytes | None = None) -> bytes:
    return PaperRenderer().buy_in(document, stamp=stamp, copy=copy)


def pages(document: BuyInDocument, *, copy: bool = False) -> list[DrawnPage]:
    return read(render(document, copy=copy))


def text(document: BuyInDocument) -> str:
    (page,) = pages(document)
    return told(page)


def trade_in() -> BuyInDocument:
    offset = PaymentLine(method=2, amount=162_500_000, reference="1405-1-000431")
    return replace(bought(), for_invoice="1405-1-000431", payment=offset)


def bare() -> BuyInDocument:
    """The least that can be bought: one IMEI, nothing paid, nobody asked."""
    device = replace(bought().device, imeis=("353328110002027",), serial="", flaws=(), brand="", no_box=False)
    return replace(
        bought(), device=device, payment=None, registry=None, owed=(), notes="", document_sha256="", licence_no=""
    )


def crowded() -> BuyInDocument:
    """Every flaw, both duties, the longest names and addresses that still stand on one page."""
    paper = bought()
    device = replace(paper.device, title="گوشی موبایل Galaxy S24 Ultra 5G (SM-S928B/DS) دو سیم‌کارت " * 2, flaws=FLAWS)
    seller = replace(
        paper.seller,
        name="سید محمدرضا آزمونی‌پور نمونه‌زادهٔ تهرانی‌اصل (نمونه)",
        address="استان خراسان رضوی، شهرستان نمونه، بخش مرکزی، بلوار آزمون، کوچهٔ ۱۲ شرقی، پلاک ۴۵، طبقهٔ ۳، واحد ۸",
    )
    return replace(paper, device=device, seller=seller, owed=("transfer", "activation"), price=98_765_432_109_876)


def endless() -> BuyInDocument:
    """More than a page holds: it flows, and the pages are counted."""
    release = OpenedGate(kind="release", step_id="inquiry", codes=(), reason="x", by="m", at=bought().issued_at)
    return replace(crowded(), notes="یادداشت بلند دربارهٔ دستگاه و لوازم همراه آن " * 40, opened=(release,))


def test_who_sells_what_to_whom() -> None:
    page = text(bought())
    for said in (
        "رسید خرید دستگاه کارکرده از مشتری",
        "رضا آزمونی (نمونه)",
        "0012345679",
        "0935 000 0000",
        "3145678901",
        "کرج، خیابان نمونه، کوچهٔ آزمون، پلاک ۴، واحد ۲",
        "فروشگاه نمونهٔ آریا — مریم نمونه‌پور",
        "14003778990",
        "B1405-1-000012",
        "۱۴۰۵/۰۸/۲۹",
        "ساعت ۱۳:۱۰",
        "گوشی سامسونگ Galaxy S21 FE — ۱۲۸ گیگابایت، مشکی",
        "SM-G990E",
        "R5CT10ABCDE",
        "کارکرده",
        "ندارد",
        "کارکرد کم",
        "خط و خش صفحه‌نمایش، باتری ضعیف",
        "شارژر اصلی همراه دستگاه تحویل شد.",
    ):
        assert words(said) in page, said


def test_imeis_stand_grouped_for_the_eye_and_whole_under_their_bars() -> None:
    page = text(bought())
    for grouped, whole in (("353328 11 000202 7", "353328110002027"), ("353328 11 000203 5", "353328110002035")):
        assert page.count(grouped) == 1
        assert page.count(whole) == 1
    pdf = import_module("pypdfium2").PdfDocument(render(bought()))  # it has no types
    picture = pdf[0].render(scale=3).to_pil()
    pdf.close()
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128))
    assert sorted(code.text for code in codes) == ["353328110002027", "353328110002035"]


def test_price_in_digits_and_in_words_with_its_unit() -> None:
    page = text(bought())
    assert "بهای خرید: ۱۶۲٬۵۰۰٬۰۰۰ ریال — به حروف: یکصد و شصت و دو میلیون و پانصد هزار ریال" in page
    assert "روش پرداخت: کارت به کارت ۱۶۲٬۵۰۰٬۰۰۰ ریال، شمارهٔ مرجع 409988776655" in page
    (drawn,) = pages(bought())
    names = ["uni06F1", "uni06F6", "uni06F2", "uni066C", "uni06F5", "uni06F0", "uni06F0"]
    found = [drawn.glyphs[i : i + 11] for i in range(len(drawn.glyphs))]
    amounts = [run for run in found if [glyph.name for glyph in run[:7]] == names]
    assert len(amounts) == 2  # the price, and how it was paid
    for run in amounts:
        assert [glyph.left for glyph in run] == sorted(glyph.left for glyph in run)


def test_a_trade_in_is_settled_in_its_invoice_and_said_once() -> None:
    page = text(trade_in())
    assert words("بهای این دستگاه در صورتحساب شمارهٔ 1405-1-000431 تهاتر شده است.") in page
    assert "روش پرداخت" not in page
    partly = replace(trade_in(), payment=PaymentLine(method=3, amount=2_500_000))
    assert words(
        "بخشی از بهای این دستگاه در صورتحساب شمارهٔ 1405-1-000431 تهاتر شده است. پرداخت باقی‌مانده: نقد ۲٬۵۰۰٬۰۰۰ ریال"
    ) in text(partly)
    assert words("هنوز پولی پرداخت نشده است.") in text(bare())


def test_the_registry_and_what_is_owed() -> None:
    page = text(bought())
    assert (
        words(
            "استعلام ۱۴۰۵/۰۸/۲۹ ساعت ۱۲:۵۰ با کد دستوری *7777# — قانونی، فعال روی سیم‌کارت دیگر؛ انتقال مالکیت"
            " ۱۴۰۵/۰۸/۲۹ ساعت ۱۳:۰۱ از سیم‌کارت 0935***0000 به سیم‌کارت 0912***0001 آغاز شد و با فعال‌سازی برای سیم‌کارت"
            " گیرنده کامل می‌شود؛ فعال‌سازی هنوز انجام نشده و بر عهدهٔ فروشگاه است."
        )
        in page
    )
    activation = words("• فعال‌سازی دستگاه برای سیم‌کارت فروشگاه؛ بر عهدهٔ فروشگاه")
    transfer = words("• انتقال مالکیت دستگاه در همتا به سیم‌کارت فروشگاه؛ بر عهدهٔ فروشندهٔ دستگاه")
    assert f"{activation} {words('تا انجام این کار، این دستگاه برای فروش گذاشته نمی‌شود.')}" in page
    assert transfer not in page
    both = text(replace(bought(), owed=("transfer", "activation")))
    assert f"{transfer} {activation} {words('تا انجام این کارها، این دستگاه')}" in both
    assert words("هنوز انجام نشده") not in text(bare())
    for never in ("کد فعالسازی", "هزینه", "کارمزد"):
        assert never not in page


def test_the_shop_s_sim_is_masked() -> None:
    facts = bought().registry
    assert facts
    done = replace(facts, activation_state="succeeded", sim="09120000001", activated_imei="353328110002027")
    page = text(replace(bought(), registry=done, owed=()))
    assert words("برای سیم‌کارت 0912***0001 انجام شد") in page
    assert "0912 000 0001" not in page


def test_what_the_seller_declares() -> None:
    page = text(bought())
    for said in (
        "اینجانب رضا آزمونی (نمونه) با کد ملی 0012345679 اعلام می‌کنم که:",
        "۱. مالک قانونی این دستگاه هستم و اختیار فروش آن را دارم.",
        "۲. این دستگاه سرقتی، مفقودی یا امانی نیست و در رهن، وثیقه یا توقیف کسی نیست.",
        "۳. با انتقال مالکیت این دستگاه در سامانهٔ همتا به سیم‌کارت فروشگاه موافقم.",
        "۴. مشخصات، وضعیت و بهای نوشته‌شده در این برگه را خوانده‌ام و می‌پذیرم.",
        "۵. رضایت می‌دهم که فروشگاه مشخصات هویتی و تصویر مدرک شناسایی من را طبق قانون",
        "و برای پاسخ به مراجع قانونی نگه دارد.",
    ):
        assert words(said) in page, said
    assert words("امضای فروشندهٔ دستگاه اثر انگشت فروشندهٔ دستگاه مهر و امضای فروشگاه") in page
    assert words("تصویر مدرک شناسایی") not in text(bare())


def test_the_stamp_lies_in_the_shop_s_box() -> None:
    (page,) = read(render(bought(), stamp=STAMP))
    ((left, low, right, high),) = page.pictures
    assert right < page.width / 3
    assert left > 20
    assert 20 < low < high < page.height / 4


@pytest.mark.parametrize("make", [bought, trade_in, bare, crowded, endless])
@pytest.mark.parametrize("copy", [False, True])
def test_pages_are_clear(make: Callable[[], BuyInDocument], copy: bool) -> None:
    drawn = pages(make(), copy=copy)
    assert len(drawn) == (2 if make is endless else 1)
    for page in drawn:
        assert (round(page.width), round(page.height)) == (595, 842)
        assert_clear(page)
        assert_apart(page)


def test_long_names_wrap_and_lose_nothing() -> None:
    paper = crowded()
    page = text(paper)
    assert words(paper.seller.address) in page
    assert words(paper.seller.name) in page
    (drawn,) = pages(paper)
    assert drawn.text.count("Galaxy S24 Ultra 5G") == drawn.text.count("SM-S928B/DS") == 2
    assert "۹۸٬۷۶۵٬۴۳۲٬۱۰۹٬۸۷۶ ریال" in page


def test_more_than_a_page_is_counted() -> None:
    first, second = pages(endless())
    assert "صفحه:۱ از ۲" in told(first)
    assert "صفحه:۲ از ۲" in told(second)
    for page in (first, second):
        assert "B1405-1-000012" in page.text
    assert words("این خرید با مجوز ثبت‌شدهٔ مدیر فروشگاه انجام شده است.") in told(first) + told(second)


def test_every_grade_flaw_and_condition_has_words() -> None:
    for grade in GRADES:
        for condition in ("used", "passenger"):
            page = text(replace(bought(), device=replace(bought().device, grade=grade, condition=condition)))
            assert f"{grade}" in page
            assert condition not in page
    page = text(crowded())
    assert not [flaw for flaw in FLAWS if flaw in page]


def test_a_copy_says_so_and_differs_in_nothing_else() -> None:
    (first,), (copy,) = pages(bought()), pages(bought(), copy=True)
    mark = "رونوشت"[::-1]
    assert mark not in first.text
    assert mark in copy.text
    assert copy.text.replace(f"|{mark}", "").replace(f"{mark}|", "").replace(f"{mark}\n", "") == first.text


@pytest.mark.parametrize("copy", [False, True])
def test_same_document_same_bytes(copy: bool) -> None:
    assert render(crowded(), copy=copy, stamp=STAMP) == render(crowded(), copy=copy, stamp=STAMP)


def test_what_cannot_be_printed_is_known_before_it_is_signed() -> None:
    assert unprintable(bought()) == unprintable(endless()) == ""
    strange = replace(bought(), seller=Party(name="李雷"), notes="📱")
    assert PaperRenderer().unprintable(strange) == "李雷📱"
    with pytest.raises(PaperError) as caught:
        render(strange)
    assert caught.value.code == "glyph-missing"
