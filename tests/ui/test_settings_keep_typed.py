"""Settings: what a person typed is lost by nothing but leaving the program."""

from __future__ import annotations

import io
from pathlib import Path
from typing import cast

import pytest
from PIL import Image
from PySide6.QtWidgets import QPushButton, QTableWidgetItem

from pos_app.application import shop as shops
from tests.ui.hands import MARKS, Hands
from ui import notices
from ui.pages.settings import SettingsPage


@pytest.fixture
def page(counter: Hands) -> SettingsPage:
    counter.window.open_page("settings")
    counter.settle()
    return cast(SettingsPage, counter.window._pages["settings"])


def write(page: SettingsPage, at: int, texts: tuple[str, ...]) -> None:
    """A person's entry into the cells of the VAT table."""
    if at == page.rates.rowCount():
        page.rates.setRowCount(at + 1)
    for place, text in enumerate(texts):
        page.rates.setItem(at, place, QTableWidgetItem(text))


def shop_of(counter: Hands) -> shops.Shop:
    with counter.services.storage.read() as session:
        return shops.load(session)


def bar(page: SettingsPage) -> str:
    return page.notice.text().translate(MARKS)


def test_a_bad_row_and_its_notice_closed_lose_nothing(counter: Hands, page: SettingsPage) -> None:
    counter.overwrite(page.fields["name"], "موبایل تازه")
    at = page.rates.rowCount()
    write(page, at, ("1406/01/01", "never", "10", "accountant"))
    page._save_rates()
    counter.settle()
    assert "never" in bar(page)
    close = page.notice.findChild(QPushButton)
    assert isinstance(close, QPushButton)
    close.click()
    counter.settle()
    assert bar(page) == ""
    assert page.fields["name"].text() == "موبایل تازه"
    assert page._rows()[at] == ("1406/01/01", "never", "10", "accountant")


def test_a_save_draws_its_own_card_only(counter: Hands, page: SettingsPage) -> None:
    counter.overwrite(page.fields["name"], "موبایل تازه")
    counter.overwrite(page.link.fields["client_id"], "till-77")
    at = page.rates.rowCount()
    write(page, at, ("1406/01/01", "1406/12/29", "10", "حسابدار"))
    page._save_rates()
    counter.settle()
    assert "VAT" in bar(page) or "مالیات" in bar(page)
    assert page._rows()[at][0] == "۱۴۰۶/۰۱/۰۱"  # drawn from what was saved
    assert page.fields["name"].text() == "موبایل تازه"
    assert page.link.fields["client_id"].text() == "till-77"
    assert shop_of(counter).name != "موبایل تازه"
    page._save_shop()
    counter.settle()
    assert shop_of(counter).name == "موبایل تازه"
    assert page.link.fields["client_id"].text() == "till-77"


def test_coming_back_refreshes_what_nobody_changed(counter: Hands, page: SettingsPage) -> None:
    counter.overwrite(page.link.fields["client_id"], "till-77")
    with counter.services.storage.write() as session:
        shops.put(session, shops.Shop(name="موبایل دیگر"))
    counter.window.open_page("counter")
    counter.window.open_page("settings")
    counter.settle()
    assert page.fields["name"].text() == "موبایل دیگر"
    assert page.link.fields["client_id"].text() == "till-77"


def test_a_refused_save_keeps_its_card_through_coming_back(counter: Hands, page: SettingsPage) -> None:
    counter.overwrite(page.fields["postal_code"], "123")
    page._save_shop()
    counter.settle()
    assert counter.reason(page.fields["postal_code"])
    counter.window.open_page("settings")
    counter.settle()
    assert page.fields["postal_code"].text() == "123"


def test_a_stamp_is_saved_alone(counter: Hands, page: SettingsPage, tmp_path: Path) -> None:
    before = shop_of(counter)
    counter.overwrite(page.fields["name"], "موبایل تازه")
    out = io.BytesIO()
    scan = Image.new("RGB", (160, 120), "white")
    scan.paste("navy", (40, 40, 90, 50))
    scan.save(out, "PNG")
    file = tmp_path / "stamp.png"
    file.write_bytes(out.getvalue())
    page.take_stamp(str(file))
    counter.settle()
    after = shop_of(counter)
    assert after.stamp_sha256 != before.stamp_sha256
    assert after.name == before.name
    assert page.fields["name"].text() == "موبایل تازه"
    page._save_shop()
    counter.settle()
    assert shop_of(counter).stamp_sha256 == after.stamp_sha256


def test_a_stamp_is_made_of_what_is_saved(counter: Hands, page: SettingsPage) -> None:
    before = shop_of(counter)
    counter.overwrite(page.fields["licence_no"], "77777")
    page._save_shop()
    counter.settle()
    page._vm.make_stamp()
    counter.settle()
    assert shop_of(counter).stamp_sha256 != before.stamp_sha256
    assert not page.stamp.pixmap().isNull()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"no picture", "stamp-unreadable"), (None, "stamp-unreadable"), (b"", "stamp-unreadable"),
     (bytes(shops.MAX_SCAN_BYTES + 1), "stamp-too-large")],
    ids=["text", "missing", "empty", "large"],
)  # fmt: skip
def test_what_is_no_stamp_is_refused(
    counter: Hands, page: SettingsPage, tmp_path: Path, content: bytes | None, code: str
) -> None:
    before = shop_of(counter)
    if content is not None:
        (tmp_path / "stamp.png").write_bytes(content)
    page.take_stamp(str(tmp_path / "stamp.png"))
    counter.settle()
    assert bar(page) == notices.sentence(code).translate(MARKS)
    assert shop_of(counter) == before


def test_the_window_is_not_built_anew_over_typed_text(counter: Hands, page: SettingsPage) -> None:
    counter.overwrite(page.fields["name"], "موبایل تازه")
    page.light.button("dark").click()
    counter.settle()
    assert bar(page) == notices.sentence("settings-not-saved").translate(MARKS)
    assert page.light.value() == "light"
    assert page.fields["name"].text() == "موبایل تازه"


def test_the_tax_memory_is_checked_at_its_field(counter: Hands, page: SettingsPage) -> None:
    counter.overwrite(page.fields["tax_memory"], "A1121")
    counter.overwrite(page.fields["tax_serial_above"], "۴۵۵")
    page._save_shop()
    counter.settle()
    assert counter.reason(page.fields["tax_memory"])
    counter.overwrite(page.fields["tax_memory"], "a11216")
    counter.overwrite(page.fields["send_term_days"], "many")
    page._save_shop()
    counter.settle()
    assert counter.reason(page.fields["send_term_days"])
    counter.overwrite(page.fields["send_term_days"], "۱۰")
    page._save_shop()
    counter.settle()
    shop = shop_of(counter)
    assert (shop.tax_memory, shop.tax_serial_above, shop.send_term_days) == ("A11216", 455, 10)


def test_a_change_of_currency_is_set_with_its_day(counter: Hands, page: SettingsPage) -> None:
    counter.overwrite(page.fields["currency"], "qrn")
    counter.overwrite(page.fields["currency_rials"], "۱۰۰")
    page._save_shop()
    counter.settle()
    assert counter.reason(page.fields["currency_from"])
    counter.overwrite(page.fields["currency_from"], "1407/01/01")
    page._save_shop()
    counter.settle()
    shop = shop_of(counter)
    assert (shop.currency, shop.currency_rials, shop.currency_from) == ("QRN", 100, "2028-03-20")
    assert page.fields["currency_from"].text() == "۱۴۰۷/۰۱/۰۱"
