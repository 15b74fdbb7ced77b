"""Sending to the tax office as a shop meets it: turned on in the settings, read in the list, sent again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from pos_app.application import tax_link
from pos_app.domain.e_sending import Looked, SendState, Step, Told
from registry_sandbox.tax_identity import PASSWORD, files
from registry_sandbox.tax_server import PracticeTaxOffice
from tests.fakes.tax import ScriptedOffice
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, MARKS, Hands, Key
from tests.ui.tax_scene import remembered, tax_office
from tests.ui.test_correcting_by_keys import sold
from ui.pages.invoices import InvoicesPage
from ui.pages.settings import SettingsPage

KEYLESS = "tax-key-missing"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PracticeTaxOffice]:
    with tax_office(tmp_path / "tax-keys") as server:
        yield server


def settings(counter: Hands) -> SettingsPage:
    counter.window.open_page("settings")
    counter.settle()
    return cast(SettingsPage, counter.window._pages["settings"])


def invoices(counter: Hands) -> InvoicesPage:
    counter.press(Key.Key_2, CONTROL)
    counter.settle()
    return cast(InvoicesPage, counter.window._pages["invoices"])


def in_list(page: InvoicesPage, at: int = 0) -> str:
    item = page.table.item(at, page.table.columnCount() - 1)
    return item.text() if item else ""


def sending(counter: Hands, fake: ScriptedOffice) -> None:
    """The shop sends to this one."""
    remembered(counter.services)
    with counter.services.storage.write() as session:
        session.put_setting(tax_link.ON, "1")
    for holder in (counter.window.rounds, counter.window._invoices_vm.sending):
        holder._services = replace(holder._services, tax=lambda: fake)


def settled(counter: Hands, number: str, step: Step) -> None:
    """As if the office had said so. Its key is missing meanwhile, so that no round comes between."""
    lease = timedelta(days=1)
    with counter.services.storage.write() as session:
        found = session.sending(number)
        assert found is not None
        assert session.claim_sending(number, "test", found.created_at, found.created_at + lease)
        assert session.settle_sending(number, step, found.created_at, lease=found.created_at + lease)


def round_(counter: Hands) -> None:
    counter.window.round()
    counter.settle()


def test_a_shop_that_does_not_send_reads_nothing_of_it(counter: Hands) -> None:
    sold(counter)
    page = invoices(counter)
    assert page.table.isColumnHidden(page.table.columnCount() - 1)
    assert page.sending.isHidden()
    assert not settings(counter).tax.on.isChecked()


def test_turned_on_and_sent(counter: Hands, office: PracticeTaxOffice, tmp_path: Path) -> None:
    remembered(counter.services)
    card = settings(counter).tax
    assert card.fields["password"].edit.echoMode() is QLineEdit.EchoMode.Password
    counter.tab_to(card.on)
    counter.press(Key.Key_Space)
    texts = {"address": office.address, "password": PASSWORD, "key_file": str(files(tmp_path / "tax-keys").token)}
    for name, text in texts.items():
        counter.tab_to(card.fields[name].edit)
        counter.type(text)
    counter.press(Key.Key_Return)
    counter.settle()
    assert not card.said.isHidden()
    assert card.problem.isHidden()
    assert card.fields["password"].text() == ""
    assert not card.unsaved()
    number = sold(counter)
    counter.settle()
    page = invoices(counter)
    assert not page.table.isColumnHidden(page.table.columnCount() - 1)
    round_(counter)
    with counter.services.storage.read() as session:
        found = session.sending(number)
    assert found is not None
    assert found.state in (SendState.SENT, SendState.SUCCEEDED)
    assert [parcel.tax_id for parcel in office.rules.parcels.values()] == [found.tax_id]
    assert found.reference in page.sending.said.text()


def test_all_that_is_wrong_is_said_at_its_field(counter: Hands) -> None:
    remembered(counter.services, "")
    card = settings(counter).tax
    counter.tab_to(card.on)
    counter.press(Key.Key_Space)
    counter.tab_to(card.fields["address"].edit)
    counter.type("http://tp.tax.gov.ir")
    counter.press(Key.Key_Return)
    counter.settle()
    assert counter.reason(card.fields["address"])
    assert counter.reason(card.fields["key_file"])
    assert not card.problem.isHidden()  # no tax memory
    assert card.fields["address"].text() == "http://tp.tax.gov.ir"
    assert card.unsaved()


def test_refused_told_and_sent_again(open_counter: OpenCounter) -> None:
    counter = open_counter()
    fake = ScriptedOffice(looks=[Looked("FAILED", errors=(Told("0103502", "مقدار «mu» خالی است"),))], problem=KEYLESS)
    sending(counter, fake)
    settled(counter, sold(counter), Step(SendState.SENT, "", timedelta(days=-1), "ref-1"))
    fake.problem = ""
    round_(counter)
    page = invoices(counter)
    assert in_list(page).translate(MARKS) == "! پذیرفته نشد"
    assert counter.window._tabs["invoices"].text().endswith("! ۱")
    said = page.sending.said.text().translate(MARKS)
    assert "0103502" in said
    assert "مقدار «mu» خالی است" in said
    assert page.sending.again.isVisible()
    page.sending.again.setFocus(Qt.FocusReason.TabFocusReason)
    counter.press(Key.Key_Space)
    counter.settle()
    round_(counter)
    assert len(fake.packets) == 1
    assert in_list(page).translate(MARKS) == "ارسال شد، در دست بررسی"


def test_closed_with_a_reason(counter: Hands) -> None:
    sending(counter, ScriptedOffice(problem=KEYLESS))
    fault = Told("e-invoice-field-missing", "sstid")
    settled(counter, sold(counter), Step(SendState.HELD, "e-invoice-faulty", errors=(fault,)))
    page = invoices(counter)
    card = page.sending
    assert card.shut.isVisible()
    card.shut.setFocus(Qt.FocusReason.TabFocusReason)
    counter.press(Key.Key_Space)
    counter.settle()
    assert counter.reason(card.reason)
    card.reason.edit.setFocus(Qt.FocusReason.TabFocusReason)
    counter.type("handed in by hand")
    counter.press(Key.Key_Return)
    counter.settle()
    assert in_list(page).translate(MARKS) == "بسته‌شده به دست کاربر"


def test_one_from_before_is_sent_by_hand(counter: Hands) -> None:
    remembered(counter.services)
    sold(counter)
    sending(counter, ScriptedOffice())
    page = invoices(counter)
    assert in_list(page) == ""
    assert page.sending.send.isVisible()
    page.sending.send.setFocus(Qt.FocusReason.TabFocusReason)
    counter.press(Key.Key_Space)
    counter.settle()
    assert in_list(page) != ""


def test_what_the_buyer_said_is_asked_for(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    sending(counter, ScriptedOffice(problem=KEYLESS))
    settled(counter, sold(counter), Step(SendState.SUCCEEDED, reference="ref-1"))
    page = invoices(counter)
    page.sending.look.setFocus(Qt.FocusReason.TabFocusReason)
    counter.press(Key.Key_Space)
    assert "In the folder: waits for the buyer" in page.sending.said.text()
    round_(counter)
    assert "In the folder: waits for the buyer" in page.sending.said.text()  # a round takes nothing away
