"""What nobody should send, and what a stranger sends: the practice registry always answers in the contract's words."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.domain.registry import Answered, Refused, Retry
from registry_sandbox.practice import PRACTICE_CLIENT, PRACTICE_SECRET, PRACTICE_SHOP
from registry_sandbox.reading import read_json, whole_number
from tests.registry.practice import CODE_A, PHONE_A, PracticeAt, activation, inquiry

LONG = "9" * 5_000
DEEP = b"[" * 60_000


def bearer(practice: PracticeAt, client_id: str = PRACTICE_CLIENT, secret: str = PRACTICE_SECRET) -> str:
    reply = httpx.post(
        f"{practice.address}/oauth2/token", data={"grant_type": "client_credentials"}, auth=(client_id, secret)
    )
    return f"Bearer {reply.json()['access_token']}"


@pytest.fixture
def till(practice: PracticeAt) -> Iterator[httpx.Client]:
    """Signed in, and free to send whatever it likes."""
    with httpx.Client(base_url=practice.address, headers={"Authorization": bearer(practice)}, timeout=20) as client:
        yield client


def command(key: str = "", **changed: Any) -> dict[str, Any]:
    return {
        "operation_id": key or str(uuid.uuid4()), "shop_id": PRACTICE_SHOP, "terminal_id": "1", "imei": PHONE_A,
        "requested_at": "2026-11-22T09:00:00Z", "local_seq": 1, **changed,
    }  # fmt: skip


def said(reply: httpx.Response) -> tuple[int, str]:
    """Status and code of a readable problem."""
    assert reply.headers["content-type"] == "application/problem+json", reply.text
    return reply.status_code, reply.json()["code"]


INVALID = (400, "request-invalid")


@pytest.mark.parametrize(
    "path",
    [
        f"/v1/operations?limit={LONG}", f"/v1/operations?wait={LONG}", "/v1/operations?wait=-1",
        "/v1/operations?limit=%DB%B1%DB%B0", f"/v1/shops/{PRACTICE_SHOP}/allocations?limit={LONG}",
        f"/v1/devices/{PHONE_A}/history?limit={LONG}",
    ],
)  # fmt: skip
def test_numbers_that_are_none(till: httpx.Client, path: str) -> None:
    assert said(till.get(path)) == INVALID


@pytest.mark.parametrize(
    "body",
    [DEEP, b'{"a":' * 50_000, b'{"local_seq": NaN}', b'{"local_seq": 1e999}', b'{"local_seq": ' + LONG.encode() + b"}",
     b'{"terminal_id": "\\ud800"}', b"\xff\xfe", b""],
)  # fmt: skip
def test_bodies_that_are_no_json(till: httpx.Client, body: bytes) -> None:
    reply = till.post("/v1/inquiries", content=body, headers={"Idempotency-Key": str(uuid.uuid4())})
    assert said(reply) == INVALID


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/_practice/faults"), ("PUT", "/_practice/allocations"), ("POST", "/_practice/clients")],
)
@pytest.mark.parametrize("body", [DEEP, b"[NaN]", b'["\\ud800"]', b'{"id": "\\udfff", "secret": "x"}', b"\xff"])
def test_switches_that_are_no_json(till: httpx.Client, method: str, path: str, body: bytes) -> None:
    assert said(till.request(method, path, content=body)) == INVALID


@pytest.mark.parametrize(
    "fault",
    [
        '{"fault": "delay", "seconds": NaN}', '{"fault": "delay", "seconds": 1e999}',
        '{"fault": "delay", "seconds": 2e9}', '{"fault": "html_500", "status": 99999}',
        '{"fault": "down", "retry_after": "a\\nb"}',
        '{"fault": "html_500", "media_type": "\\u06f1"}', '{"fault": "repeat_invalid_422", "code": "no-such-code"}',
    ],
)  # fmt: skip
def test_faults_that_would_break_the_server_itself(till: httpx.Client, fault: str) -> None:
    assert said(till.put("/_practice/faults", content=f"[{fault}]")) == INVALID
    assert till.get("/_practice/faults").json() == []


@pytest.mark.parametrize("path", ["/v1/time/", f"/v1/devices/{PHONE_A}/", "/v1", "/"])
def test_paths_that_are_none(till: httpx.Client, path: str) -> None:
    assert said(till.get(path)) == (404, "no-such-path")


@pytest.mark.parametrize("query", [f"count={LONG}", f"count=1&first={LONG}"])
def test_more_phones_than_there_are(till: httpx.Client, query: str) -> None:
    assert said(till.post(f"/_practice/allocations/many?{query}")) == INVALID


@pytest.mark.parametrize("date", ["Thu, 01 Jan 2026 00:00:00 -0000", "Thu, 01 Jan 0001 00:00:00 +2300", "soon"])
def test_a_date_that_is_none(practice: PracticeAt, till: httpx.Client, date: str) -> None:
    practice.commit("clock_skewed")
    assert said(till.get("/v1/operations", headers={"Date": date})) == (401, "clock-skewed")


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("0007", 7), ("0", None), ("26", None), ("25", 25), (LONG, None), ("0" * 5_000 + "1", 1), ("", None),
     ("+1", None), ("1_0", None), ("۷", None)],
)  # fmt: skip
def test_whole_numbers(text: str, number: int | None) -> None:
    assert whole_number(text, 1, 25) == number


def test_json_is_what_it_was() -> None:
    said = {"الف": [1, 2.5, None, True, "۱"]}
    assert read_json(json.dumps(said).encode()) == said


# --- whose key, whose shop ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/time"), ("POST", "/v1/activations"), ("GET", "/v1/operations")]
)
def test_no_stranger_keeps_a_till_from_its_command(
    practice: PracticeAt, registry: HttpxRegistry, method: str, path: str
) -> None:
    registry.capabilities()  # signed in before
    wish = activation()
    practice.commit("delay", seconds=0.5, path=path, times=1)
    headers = {"Idempotency-Key": wish.operation_id}
    with httpx.Client(base_url=practice.address, timeout=20) as stranger:
        asking = threading.Thread(target=lambda: stranger.request(method, path, headers=headers))
        asking.start()
        while practice.armed():  # the stranger's request is under way as soon as its fault is used up
            pass
        assert isinstance(registry.submit(wish), Answered)
        asking.join()


def test_two_tills_with_one_key_do_not_wait_for_each_other(practice: PracticeAt, registry: HttpxRegistry) -> None:
    practice.enrol("till-2", "another secret")
    second = practice.client(client_id="till-2", secret="another secret")
    registry.capabilities()
    second.capabilities()
    wish = inquiry()
    practice.commit("delay", seconds=0.5, path="/v1/inquiries", times=1)
    asking = threading.Thread(target=lambda: second.submit(wish))
    asking.start()
    while practice.armed():
        pass
    assert isinstance(registry.submit(wish), Answered)
    asking.join()
    second.close()


def test_a_till_commands_for_its_own_shop_only(practice: PracticeAt, till: httpx.Client) -> None:
    wish = command(shop_id="somebody-else", msisdn="+989120000001", activation_code=CODE_A)
    headers = {"Idempotency-Key": wish["operation_id"]}
    assert said(till.post("/v1/activations", json=wish, headers=headers)) == (403, "forbidden")
    assert (practice.activations(), practice.received("activation")) == ({}, [])
    assert till.post("/v1/activations", json=wish | {"shop_id": PRACTICE_SHOP}, headers=headers).status_code == 201


def test_the_client_hears_that_it_stands_in_another_shop(practice: PracticeAt) -> None:
    practice.enrol("till-9", "a secret", "another-shop")
    other = practice.client(client_id="till-9", secret="a secret")
    reply = other.submit(inquiry())
    assert isinstance(reply, Refused)
    assert (reply.problem.code, reply.problem.retry) == ("forbidden", Retry.AFTER_LOGIN)
    other.close()


def test_every_key_that_arrived_is_told(practice: PracticeAt, registry: HttpxRegistry) -> None:
    wrong = activation(code="999999")
    again = activation(code="999999")
    right = activation()
    for wish in (inquiry(), wrong, wrong, again, right):
        registry.submit(wish)
    told = practice.received("activation")
    assert [one["operation_id"] for one in told] == [wrong.operation_id, again.operation_id, right.operation_id]
    assert [one["state"] for one in told] == ["rejected", "rejected", "succeeded"]
    assert [one["problem"] for one in told] == ["activation-code-wrong", "activation-code-wrong", ""]
    assert told[0]["asks"] == told[1]["asks"] != told[2]["asks"]
    assert {(one["device"], one["client"]) for one in told} == {(PHONE_A, PRACTICE_CLIENT)}
    assert len(practice.received("")) == 4
    practice.reset()
    assert practice.received("") == []
