"""Client and practice registry held to the contract's own schemas; and no bytes whatever make a false verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.adapters.registry.shapes import Question
from pos_app.adapters.registry.wire import (
    Received,
    command_body,
    read_capabilities,
    read_operation,
    read_time,
    retry_after,
)
from pos_app.domain.registry import Answered, Capabilities, Command, OperationKind, Problem, Refused, Retry, Unreadable
from pos_app.domain.verdict import Verdict
from registry_sandbox.devices import VERDICTS, load
from registry_sandbox.practice import PRACTICE_CLIENT, PRACTICE_SECRET
from registry_sandbox.problems import PROBLEMS, Refusal
from tests.registry.practice import PHONE_A, STOLEN, UNKNOWN, PracticeAt, activation, inquiry
from tests.registry.published import CONTRACT, hold

ID = "7b0c2a52-1b7e-4a51-9c1b-2f6f0d7a1e11"
ASKED = Question(ID, OperationKind.INQUIRY, PHONE_A)
GOOD: dict[str, Any] = {
    "operation_id": ID,
    "kind": "inquiry",
    "state": "succeeded",
    "version": 1,
    "imei": PHONE_A,
    "updated_at": "2026-11-22T09:00:00Z",
    "assurance": "registry_confirmed",
    "result": {"imei": PHONE_A, "result": "LEGAL_NOT_ACTIVATED", "as_of": "2026-11-22T12:30:00+03:30", "version": 1},
}


def received(body: object, status: int = 201, media: str = "application/json", **headers: str) -> Received:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Received(status, {"content-type": media, **headers}, raw)


@pytest.fixture
def wire(practice: PracticeAt) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=practice.address, trust_env=False, timeout=20) as plain:
        token = plain.post(
            "/oauth2/token", auth=(PRACTICE_CLIENT, PRACTICE_SECRET), data={"grant_type": "client_credentials"}
        ).json()["access_token"]
        plain.headers["Authorization"] = f"Bearer {token}"
        yield plain


def send(wire: httpx.Client, command: Command, path: str) -> httpx.Response:
    return wire.post(f"/v1/{path}", json=command_body(command), headers={"Idempotency-Key": command.operation_id})


@pytest.mark.parametrize("extra", [{}, {"imei2": "356938035643817", "document_ref": "T1-000042"}])
def test_what_the_client_sends_fits_the_contract(extra: dict[str, str]) -> None:
    hold("InquiryCommand", command_body(replace(inquiry(), **extra)))  # type: ignore[arg-type]
    hold("ActivationCommand", command_body(replace(activation(), **extra)))  # type: ignore[arg-type]


@pytest.mark.parametrize("imei", [*load(), UNKNOWN])
def test_every_practice_device_is_answered_within_the_contract(wire: httpx.Client, imei: str) -> None:
    reply = send(wire, inquiry(imei), "inquiries")
    assert reply.status_code == 201
    hold("Operation", reply.json())
    assert "date" in reply.headers


@pytest.mark.parametrize("imei", [*load(), UNKNOWN])
def test_every_activation_is_answered_within_the_contract(wire: httpx.Client, imei: str) -> None:
    command = activation(imei)
    reply = send(wire, command, "activations")
    hold("Operation" if reply.status_code == 201 else "Problem", reply.json())
    hold("Operation", wire.get(f"/v1/operations/{command.operation_id}").json())


def test_the_other_answers_fit_the_contract(wire: httpx.Client) -> None:
    hold("Capabilities", wire.get("/v1/capabilities").json())
    hold("Time", wire.get("/v1/time").json())
    hold("Problem", wire.get(f"/v1/operations/{ID}").json())
    hold("Problem", wire.get("/v1/nowhere").json())
    hold("Problem", wire.post("/v1/inquiries", json={}).json())


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_problem_fits_the_contract_and_is_read(code: str) -> None:
    body = Refusal(code).body()
    hold("Problem", body)
    status, hint, _ = PROBLEMS[code]
    found = read_operation(received(body, status, "application/problem+json"), ASKED, (201,))
    assert isinstance(found, Refused)
    assert (found.problem.code, found.problem.status) == (code, status)
    assert found.problem.retry == (hint or Retry.RECONCILE)


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", {"Idempotency-Key": ID}, 400, "request-invalid"),
        (b"[]", {"Idempotency-Key": ID}, 400, "request-invalid"),
        (b"{}", {}, 400, "idempotency-key-missing"),
        (b"{}", {"Idempotency-Key": ID}, 400, "request-invalid"),
    ],
)
def test_faulty_programme_is_told_so(
    wire: httpx.Client, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    reply = wire.post("/v1/inquiries", content=body, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    hold("Problem", reply.json())


def test_key_and_body_must_agree(wire: httpx.Client) -> None:
    reply = wire.post("/v1/inquiries", json=command_body(inquiry()), headers={"Idempotency-Key": ID})
    assert reply.json()["code"] == "request-invalid"


def test_nobody_gets_in_without_a_token(practice: PracticeAt) -> None:
    with httpx.Client(base_url=practice.address, trust_env=False, headers={"Authorization": "Bearer x"}) as stranger:
        for path in ("/v1/capabilities", f"/v1/operations/{ID}"):
            assert stranger.get(path).json()["code"] == "unauthenticated"
        assert send(stranger, inquiry(), "inquiries").status_code == 401
        assert stranger.get("/v1/time").status_code == 200
        assert stranger.get("/v1/time", headers={"Host": "registry.example"}).status_code == 400


def test_inquiry_that_names_the_sim_is_told_this_sim(wire: httpx.Client) -> None:
    send(wire, activation(), "activations")
    command = inquiry()
    body = command_body(command) | {"msisdn": "+989120000001"}
    reply = wire.post("/v1/inquiries", json=body, headers={"Idempotency-Key": command.operation_id})
    assert reply.json()["result"]["result"] == "LEGAL_ACTIVE_THIS_SIM"


def test_verdicts_are_those_of_the_contract() -> None:
    listed = set(CONTRACT["components"]["schemas"]["InquiryResult"]["enum"])
    assert listed == set(Verdict) == VERDICTS


def test_good_answer_is_read_whole() -> None:
    hold("Operation", GOOD)
    found = read_operation(received(GOOD), ASKED, (201,))
    assert isinstance(found, Answered)
    assert found.operation.result is not None
    assert found.operation.result.verdict is Verdict.LEGAL_NOT_ACTIVATED
    assert found.operation.result.as_of == found.operation.updated_at  # one instant, two zones


@pytest.mark.parametrize(
    "change",
    [
        {"operation_id": "00000000-0000-4000-8000-000000000000"},
        {"operation_id": None},
        {"kind": "activation"},
        {"state": "rejected"},
        {"state": "accepted"},
        {"state": None},
        {"state": "done"},
        {"version": "1"},
        {"version": 0},
        {"version": 2**40},
        {"imei": STOLEN},
        {"imei": PHONE_A[:14]},
        {"imei": int(PHONE_A)},
        {"updated_at": "2026-11-22"},
        {"updated_at": 1795338000},
        {"updated_at": "2026-11-22T09:00:00"},
        {"assurance": "certain"},
        {"result": None},
        {"result": "LEGAL_NOT_ACTIVATED"},
        {"result": GOOD["result"] | {"imei": STOLEN}},
        {"result": GOOD["result"] | {"imei": PHONE_A[:14]}},
        {"result": GOOD["result"] | {"result": None}},
        {"result": GOOD["result"] | {"result": "LEGAL"}},
        {"result": GOOD["result"] | {"provisional": None}},
        {"result": GOOD["result"] | {"seen_on_network_before": "no"}},
        {"result": GOOD["result"] | {"brand": "Sam\0sung"}},
        {"problem": Refusal("blocked-or-stolen").body()},
    ],
    ids=str,
)
def test_what_does_not_fit_or_contradicts_itself_is_no_answer(change: dict[str, Any]) -> None:
    found = read_operation(received(GOOD | change), ASKED, (201,))
    assert isinstance(found, Unreadable)
    assert found.why == "contract-breach"


@pytest.mark.parametrize("status", [200, 404, 422, 500])
def test_problem_that_contradicts_its_status_is_no_problem(status: int) -> None:
    body = Refusal("blocked-or-stolen").body()
    assert isinstance(read_operation(received(body, status, "application/problem+json"), ASKED, (201,)), Unreadable)


@pytest.mark.parametrize("pattern", ["[", "(?P<", "*"])
def test_capabilities_with_a_broken_pattern_are_none(pattern: str) -> None:
    body = {"commands": ["inquiry", "transfer"], "code_pattern": pattern}
    assert isinstance(read_capabilities(received(body, 200)), Unreadable)
    found = read_capabilities(received(body | {"code_pattern": "^[0-9]{8}$"}, 200))
    assert found == Capabilities(
        commands=frozenset({OperationKind.INQUIRY, OperationKind.TRANSFER}), code_pattern="^[0-9]{8}$"
    )


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("", None),
        ("0", 0.0),
        ("120", 120.0),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("Sun, 22 Nov 2026 09:01:00 GMT", 60.0),
        ("Sun, 22 Nov 2026 08:00:00 GMT", 0.0),
        ("Sun, 99 Nov 2026", None),
    ],
)
def test_retry_after(said: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": said, "date": "Sun, 22 Nov 2026 09:00:00 GMT"}) == seconds


def test_problem_keeps_attempts_left(registry: HttpxRegistry) -> None:
    found = registry.submit(activation(code="999999"))
    assert isinstance(found, Refused)
    assert isinstance(found.problem, Problem)
    assert found.problem.attempts_left == 2


# --- no bytes whatever ----------------------------------------------------------------------------------

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_places = st.sampled_from([*GOOD, *(f"result.{k}" for k in GOOD["result"]), "problem", "result.reasons", "channel"])
_media = st.sampled_from(["application/json", "application/problem+json", "text/html", "", "application/json; x=y"])
_status = st.sampled_from([200, 201, 202, 204, 302, 400, 401, 404, 409, 429, 500, 503])


def spoilt(place: str, value: object) -> dict[str, Any]:
    """The good answer with one member replaced."""
    if place.startswith("result."):
        return GOOD | {"result": GOOD["result"] | {place.removeprefix("result."): value}}
    return GOOD | {place: value}


def judge(got: Received) -> None:
    """Never raises; and an answer is one only if it holds to the contract and to the question."""
    for found in (read_capabilities(got), read_time(got), read_operation(got, ASKED, (200, 201, 202))):
        if not isinstance(found, Answered):
            continue
        body = json.loads(got.body)
        hold("Operation", body)
        assert got.status in (200, 201, 202)
        assert body["operation_id"] == ID
        assert body["imei"] == PHONE_A
        result = found.operation.result
        assert (result is not None) == (body["state"] == "succeeded")
        assert result is None or (result.imei == PHONE_A and result.verdict == body["result"]["result"])


@settings(deadline=None)
@given(st.binary(max_size=200), _status, _media)
def test_any_bytes(body: bytes, status: int, media: str) -> None:
    judge(received(body, status, media))


@settings(deadline=None)
@given(_json, _status, _media)
def test_any_json(body: object, status: int, media: str) -> None:
    judge(received(body, status, media))


@settings(deadline=None)
@given(_places, _json, _status)
def test_good_answer_with_one_member_spoilt(place: str, value: object, status: int) -> None:
    judge(received(spoilt(place, value), status))


@settings(deadline=None)
@given(st.integers(0, len(json.dumps(GOOD)) - 1), st.integers(0, 255))
def test_good_answer_with_one_byte_flipped(place: int, byte: int) -> None:
    body = bytearray(json.dumps(GOOD).encode())
    body[place] = byte
    judge(received(bytes(body)))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["retry-after", "date"]), st.text(max_size=40)))
def test_any_header_gives_a_wait_or_none(headers: dict[str, str]) -> None:
    found = retry_after(headers)
    assert found is None or found >= 0
