"""How the till reaches the registry is checked before it is kept; the password goes to the key store alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.application import channels, link
from pos_app.domain.errors import ShopError
from pos_app.domain.registry import Capabilities, Channel, OperationKind
from tests.fakes import parts
from tests.fakes.parts import Till

GOOD = {
    "address": "https://registry.example", "client_id": "till-1", "secret": "s3cret", "ca_file": "", "next_ca_file": "",
    "modem": "", "hours": "۱۲",
}  # fmt: skip


def save(till: Till, **typed: str) -> tuple[str, list[tuple[str, str]], list[int]]:
    kept: list[tuple[str, str]] = []
    again: list[int] = []

    def keep(name: str, secret: str) -> str:
        kept.append((name, secret))
        return ""

    services = replace(till.services, keep_secret=keep, reconnect=lambda: again.append(1))
    return link.save(services, **{**GOOD, **typed}), kept, again


def loaded(till: Till) -> link.Link:
    with till.storage.read() as session:
        return link.load(session)


def test_what_is_typed_is_kept_and_the_secret_is_not_among_it(till: Till) -> None:
    said, kept, again = save(till)
    assert (said, kept, again) == ("", [(link.SECRET, "s3cret")], [1])
    assert loaded(till) == link.Link(
        address="https://registry.example", client_id="till-1", max_age=timedelta(hours=12)
    )  # fmt: skip
    assert b"s3cret" not in till.path.read_bytes()


def test_an_empty_secret_leaves_the_kept_one(till: Till) -> None:
    assert save(till, secret="")[1] == []


@pytest.mark.parametrize(
    "address",
    ["http://registry.example", "ftp://x", "registry.example", "https://", "https://u:p@x", "https://x/v2", "https://x?y",
     "http://10.0.0.1", "https://[", "https://x:99999", "https://x:port", "https://a b", "x" * 600],
)  # fmt: skip
def test_an_address_that_is_none(till: Till, address: str) -> None:
    with pytest.raises(ShopError) as caught:
        save(till, address=address)
    assert caught.value.field == "address"
    assert loaded(till).address == ""


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:8080", "http://localhost:1/v1", "https://x.example/v1"])
def test_an_address_that_may_be_asked(till: Till, address: str) -> None:
    save(till, address=address)
    assert loaded(till).address == address


@pytest.mark.parametrize("hours", ["0", "-1", "721", "", "x", "1.5"])
def test_an_age_that_is_none(till: Till, hours: str) -> None:
    with pytest.raises(ShopError, match="max-age-out-of-range"):
        save(till, hours=hours)


def test_an_account_needs_its_name(till: Till) -> None:
    with pytest.raises(ShopError, match="registry-client-missing"):
        save(till, client_id=" ")


def ways(till: Till, kind: OperationKind) -> tuple[Channel, ...]:
    with till.storage.read() as session:
        return channels.offered(till.services, session, kind)


def test_the_service_is_offered_first_and_sms_only_for_what_it_does(till: Till) -> None:
    assert ways(till, OperationKind.INQUIRY) == (Channel.API, Channel.USSD, Channel.SMS, Channel.WEB, Channel.APP)
    assert ways(till, OperationKind.ACTIVATION) == (Channel.API, Channel.USSD, Channel.WEB, Channel.APP)


def test_what_the_service_cannot_do_today_goes_by_hand_also_while_offline(till: Till) -> None:
    till.registry.capabilities = lambda: Capabilities(commands=frozenset({OperationKind.INQUIRY}))  # type: ignore[method-assign]
    channels.remember(till.services)
    again = till.restarted()
    again.registry.online = False
    channels.remember(again.services)
    assert ways(again, OperationKind.INQUIRY)[0] is Channel.API
    assert ways(again, OperationKind.ACTIVATION)[0] is Channel.USSD
    again.storage.close()


def test_a_way_that_failed_offers_the_next_one() -> None:
    offered = (Channel.API, Channel.USSD, Channel.WEB)
    assert channels.next_after(offered, Channel.API) is Channel.USSD
    assert channels.next_after(offered, Channel.WEB) is Channel.API
    assert channels.next_after(offered, None) is Channel.API
    assert channels.next_after((Channel.USSD,), Channel.USSD) is None
    assert channels.next_after((), None) is None


def test_a_till_without_access_has_the_public_ways(till: Till) -> None:
    offline = parts.at_work(till.path, online=False)
    assert ways(offline, OperationKind.INQUIRY) == (Channel.USSD, Channel.SMS, Channel.WEB, Channel.APP)
    offline.storage.close()
