"""The client against a practice office that verifies each signature and opens each envelope by the standards."""

from __future__ import annotations

import socket
from datetime import timedelta
from typing import Any

import pytest

from pos_app.adapters.tax.office import HttpTaxOffice
from pos_app.domain.e_invoice import Json, text
from pos_app.domain.e_sending import InFolder, Looked, Taken, Turned
from pos_app.domain.registry import NotSent, Unreadable
from pos_app.ports.tax import Packet
from tests.domain.e_invoices import built, document, identity
from tests.fakes.clock import NOON
from tests.tax.conftest import Desk

MEMORY = "A11216"
SINCE = NOON


def invoice(serial: int = 1, **changes: Any) -> Json:
    made = built(document(tax_id=identity(serial, NOON), issued_at=NOON.isoformat()))
    return {**made, "header": {**made["header"], **changes}}


def packet(uid: str = "u-1", serial: int = 1, memory: str = MEMORY, **changes: Any) -> Packet:
    return Packet(uid, memory, text(invoice(serial, **changes)))


def look(desk: Desk, client: HttpTaxOffice, uid: str = "u-1", reference: str = "") -> Looked | NotSent | Unreadable:
    return client.look_up(uid, MEMORY, SINCE, desk.clock.now(), reference)


def test_sent_and_polled_to_its_success(desk: Desk) -> None:
    client = desk.client()
    assert client.ready() == ""
    taken = client.send(packet())
    assert isinstance(taken, Taken)
    first = look(desk, client, reference=taken.reference)
    assert (first.status, first.reference) == ("IN_PROGRESS", taken.reference)  # type: ignore[union-attr]
    second = look(desk, client, reference=taken.reference)
    assert isinstance(second, Looked)
    assert (second.status, second.errors, bool(second.sign)) == ("SUCCESS", (), True)
    (parcel,) = desk.server.rules.parcels.values()
    assert parcel.invoice == invoice()
    assert desk.server.calls.count("server-information") == 1  # its key is kept for a while
    assert desk.server.calls.count("nonce") == 4  # one for each request


def test_found_by_our_own_id(desk: Desk) -> None:
    client = desk.client()
    assert look(desk, client) == Looked("NOT_FOUND")
    taken = client.send(packet())
    assert isinstance(taken, Taken)
    found = look(desk, client)
    assert isinstance(found, Looked)
    assert found.reference == taken.reference


def test_a_pair_of_files_does_as_well(desk: Desk) -> None:
    client = desk.client(key_file=desk.keys.key, certificate_file=desk.keys.certificate)
    assert isinstance(client.send(packet()), Taken)
    desk.server.rules.parcels["u-1"].looks = 0
    found = look(desk, client)
    assert isinstance(found, Looked)
    assert found.status == "SUCCESS"


def test_errors_come_back_with_their_codes(desk: Desk) -> None:
    client = desk.client()
    desk.server.rules.parcels.clear()
    client.send(packet(tbill=1))
    look(desk, client)
    found = look(desk, client)
    assert isinstance(found, Looked)
    assert found.status == "FAILED"
    assert ("sample-e-invoice-formula", "header.tbill") in [(told.code, told.text) for told in found.errors]


def test_the_same_invoice_is_not_accepted_twice(desk: Desk) -> None:
    client = desk.client()
    client.send(packet())
    twice = client.send(packet())
    assert isinstance(twice, Turned)
    assert twice.errors[0].code == "sample-uid-twice"
    client.send(packet("u-2"))
    look(desk, client, "u-2")
    second = look(desk, client, "u-2")
    assert isinstance(second, Looked)
    assert [told.code for told in second.errors] == ["sample-tax-id-twice"]


def test_a_spent_nonce_is_replaced_once(desk: Desk) -> None:
    desk.server.faults = [("nonce", "bad-nonce")]
    assert isinstance(desk.client().send(packet()), Taken)
    desk.server.faults = [("nonce", "bad-nonce")] * 2
    assert look(desk, desk.client()) == NotSent("tax-token-refused")


def test_a_lost_reply_is_unknown_and_then_found(desk: Desk) -> None:
    client = desk.client()
    desk.server.faults = [("invoice", "lost-reply")]
    assert client.send(packet()) == Unreadable("connection-lost")
    found = look(desk, client)
    assert isinstance(found, Looked)
    assert found.status == "IN_PROGRESS"


@pytest.mark.parametrize("fault", ["unavailable", "unavailable-after", "garbage"])
def test_what_cannot_be_read_is_unknown(desk: Desk, fault: str) -> None:
    client = desk.client()
    desk.server.faults = [("invoice", fault)]
    assert isinstance(client.send(packet()), Unreadable)
    found = look(desk, client)
    assert isinstance(found, Looked)
    assert found.status == ("NOT_FOUND" if fault == "unavailable" else "IN_PROGRESS")


@pytest.mark.parametrize("call", ["nonce", "server-information"])
@pytest.mark.parametrize("fault", ["unavailable", "lost-reply", "garbage"])
def test_trouble_before_the_packet_leaves_nothing_over_there(desk: Desk, call: str, fault: str) -> None:
    desk.server.faults = [(call, fault)]
    assert isinstance(desk.client().send(packet()), NotSent)
    assert desk.server.rules.parcels == {}


def test_a_slow_office_holds_nobody(desk: Desk) -> None:
    desk.server.faults = [("invoice", "slow")]
    assert desk.client(seconds=3.0).send(packet()) == Unreadable("timeout")


def test_timed_out_over_there(desk: Desk) -> None:
    client = desk.client()
    client.send(packet())
    desk.server.faults = [("inquiry-by-uid", "timed-out")]
    found = look(desk, client)
    assert isinstance(found, Looked)
    assert found.status == "TIMEOUT"


def test_nobody_is_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/requestsmanager"
        client = HttpTaxOffice(
            address, key_file=None, certificate_file=None, password=lambda: None, now=lambda: NOON
        )  # fmt: skip
        assert client.send(packet()) == NotSent("tax-key-missing")


def test_the_line_is_dead(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        client = desk.client(address=f"http://127.0.0.1:{taken.getsockname()[1]}/requestsmanager")
        assert client.send(packet()) == NotSent("tax-no-connection")


def test_a_certificate_that_has_run_out_sends_nothing(desk: Desk) -> None:
    desk.clock.move(days=4000)
    client = desk.client()
    assert client.ready() == "tax-certificate-expired"
    assert client.send(packet()) == NotSent("tax-certificate-expired")
    assert desk.server.calls == []


def test_another_memory_is_refused(desk: Desk) -> None:
    client = desk.client()
    client.send(packet("u-9", memory="DEF5GH"))
    found = client.look_up("u-9", "DEF5GH", SINCE, SINCE)
    found = client.look_up("u-9", "DEF5GH", SINCE, SINCE)
    assert isinstance(found, Looked)
    assert "sample-memory" in [told.code for told in found.errors]
    assert look(desk, client, "u-9") == Looked("NOT_FOUND")  # of another client's


def test_asked_about_for_a_week_at_most(desk: Desk) -> None:
    client = desk.client()
    client.send(packet())
    desk.clock.move(days=30)
    found = look(desk, client)
    assert isinstance(found, Looked)
    assert found.status == "IN_PROGRESS"
    late = client.look_up("u-1", MEMORY, SINCE + timedelta(days=20), desk.clock.now())
    assert late == Looked("NOT_FOUND")


def test_the_folder_of_the_taxpayer(desk: Desk) -> None:
    client = desk.client()
    first = packet()
    assert client.in_folder(identity(1, NOON), MEMORY) == InFolder("")
    client.send(first)
    assert client.in_folder(identity(1, NOON), MEMORY) == InFolder("AWAITING_REACTION", exceeded=False)
    desk.server.faults = [("inquiry-invoice-status", "garbage")]
    assert isinstance(client.in_folder(identity(1, NOON), MEMORY), Unreadable)
