"""The published contract is sound and true: its examples, the client's shapes, every request and every reply."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from pos_app.adapters.registry.pages import read_allocations, read_changes, read_device, read_history
from pos_app.adapters.registry.shapes import ProblemShape, Question
from pos_app.adapters.registry.wire import Received, read, read_capabilities, read_operation, read_time
from pos_app.domain.registry import (
    Answered,
    OperationKind,
    Refused,
    TransferReason,
    Unreadable,
)
from registry_sandbox.practice import PRACTICE_CLIENT, PRACTICE_SECRET
from registry_sandbox.problems import PROBLEMS
from registry_sandbox.sign_in import SCOPES
from tests.registry.practice import (
    BUYER,
    OTHER_SIM,
    PHONE_A,
    STOLEN,
    UNKNOWN,
    PracticeAt,
    activation,
    cancelling,
    inquiry,
    transfer,
)
from tests.registry.published import (
    CONTRACT,
    Talk,
    examples_of,
    hold_reply,
    hold_request,
    hold_to,
    operation_for,
    operations,
    resolved,
)
from tests.registry.recorder import Recorder

EXAMPLES = list(examples_of(CONTRACT))


def test_the_document_is_openapi() -> None:
    validate(CONTRACT, cls=OpenAPIV31SpecValidator)


def test_it_says_whose_it_is_not() -> None:
    assert "NOT published by Hamta" in CONTRACT["info"]["title"]
    assert "not published, offered or endorsed" in CONTRACT["info"]["description"]


@pytest.mark.parametrize(("where", "schema", "value"), EXAMPLES, ids=[where for where, _, _ in EXAMPLES])
def test_every_example_fits_its_schema(where: str, schema: dict[str, Any], value: object) -> None:
    hold_to(schema, value)


def contents() -> Iterator[tuple[str, dict[str, Any]]]:
    """(where, media type object) of every request and reply body, webhooks too."""

    def walk(part: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, inner in (
            part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        ):
            if name == "content":
                yield from ((f"{where}/{media}", said) for media, said in inner.items())
            else:
                yield from walk(inner, f"{where}/{name}")

    yield from walk(CONTRACT, "#")


def test_every_body_has_an_example() -> None:
    assert [where for where, said in contents() if not said.get("examples")] == []


def test_no_example_lies_unused() -> None:
    text = json.dumps(CONTRACT)
    assert [name for name in CONTRACT["components"]["examples"] if f"#/components/examples/{name}" not in text] == []


def test_every_code_of_the_practice_registry_is_listed() -> None:
    assert set(CONTRACT["components"]["schemas"]["Problem"]["properties"]["code"]["examples"]) == set(PROBLEMS)


def test_every_call_asks_for_one_scope_at_most() -> None:
    declared = CONTRACT["components"]["securitySchemes"]["oauth"]["flows"]["clientCredentials"]["scopes"]
    assert set(declared) == SCOPES
    used = []
    for path, _method, operation in operations():
        asked = operation.get("security", CONTRACT["security"])
        scopes = [scope for one in asked for scope in one.get("oauth", [])]
        assert len(scopes) == (0 if path in ("/oauth2/token", "/v1/time", "/v1/capabilities") else 1), path
        used += scopes
    assert set(used) == SCOPES


# --- the client's shapes ------------------------------------------------------------------------------------


def replies() -> Iterator[tuple[str, int, str, str, Any]]:
    """(operation, status, media type, name, value) of every example of a reply."""
    for _path, _method, operation in operations():
        for status, response in operation["responses"].items():
            for where, _schema, value in examples_of(resolved(response)):
                if "/content/" in where and "/schema" not in where:
                    media = where.split("/content/")[1].rpartition("/")[0]
                    at = value["status"] if media.endswith("problem+json") else int(status)
                    yield operation["operationId"], at, media, where.rpartition("/")[2], value


_READERS = {
    "getTime": read_time,
    "getCapabilities": read_capabilities,
    "listAllocations": read_allocations,
    "listOperationChanges": read_changes,
    "listDeviceHistory": read_history,
}
REPLIES = list(replies())


@pytest.mark.parametrize(
    ("operation", "status", "media", "name", "value"), REPLIES, ids=[f"{r[0]}-{r[1]}-{r[3]}" for r in REPLIES]
)
def test_the_client_reads_every_example(operation: str, status: int, media: str, name: str, value: Any) -> None:
    got = Received(status, {"content-type": media}, json.dumps(value).encode())
    if media == "application/problem+json":
        found = read(got, ProblemShape, ())
        assert isinstance(found, Refused)
        assert found.problem.code == value["code"]
        assert (found.problem.attempts_left, found.problem.operation_id) == (
            value.get("attempts_left"),
            value.get("operation_id", ""),
        )
    elif operation in _READERS:
        assert not isinstance(_READERS[operation](got), Refused | Unreadable)
    elif operation == "getDevice":
        assert not isinstance(read_device(got, value["imei"]), Refused | Unreadable)
    elif operation != "signIn":
        asked = Question(value["operation_id"], OperationKind(value["kind"]), value["imei"])
        told = read_operation(got, asked, (status,))
        assert isinstance(told, Answered)
        assert told.operation.state == value["state"]


# --- what is really said ------------------------------------------------------------------------------------


@pytest.fixture
def line(recorded: tuple[PracticeAt, Recorder]) -> Iterator[tuple[PracticeAt, list[Talk]]]:
    """The practice registry, and what was said to it in this test. At its end everything is held to the contract."""
    practice, recorder = recorded
    practice.reset()
    recorder.talks.clear()
    yield practice, recorder.talks
    contract = [talk for talk in recorder.talks if not talk.path.startswith("/_practice")]
    assert contract
    for talk in contract:
        hold_reply(talk)


def seen(talks: list[Talk]) -> set[tuple[str, int]]:
    contract = [talk for talk in talks if not talk.path.startswith("/_practice")]
    return {(operation_for(talk)[1]["operationId"], talk.status) for talk in contract}


def test_all_that_the_client_says_and_hears_is_in_the_contract(line: tuple[PracticeAt, list[Talk]]) -> None:
    practice, talks = line
    client = practice.client()
    handed = replace(transfer(of=BUYER, to=OTHER_SIM), reason=TransferReason.CORRECTION, document_ref="T1-000042")
    for command in (
        inquiry(),
        replace(inquiry(UNKNOWN), imei2="356938035643817", purpose="buy_in"),
        inquiry(STOLEN),
        transfer(),
        activation(code="999999"),
        replace(activation(sim=BUYER), document_ref="T1-000041", imei2="356938035643817"),
        activation(sim=OTHER_SIM),
        activation(STOLEN),
        handed,
        transfer(of=BUYER, to=OTHER_SIM),
        cancelling(handed.operation_id),
        cancelling(handed.operation_id),
    ):
        client.submit(command)
        client.submit(command)
        client.look_up(command.operation_id, command.kind)
    client.capabilities()
    client.server_time()
    practice.allocate_many(1500)
    first = client.allocations("", 1000)
    client.allocations(getattr(first, "next_cursor", ""), 1000)
    practice.allocate([{"op": "delete", "allocation_id": "PRM-000000000"}])
    client.allocations(getattr(first, "next_cursor", ""), 1000)
    client.allocations("nowhere", 5)
    changed = client.operation_changes("")
    client.operation_changes(getattr(changed, "next_cursor", ""), wait=0)
    client.device(PHONE_A)
    client.device(UNKNOWN)
    client.history(PHONE_A, "")
    client.close()
    for talk in talks:
        if not talk.path.startswith("/_practice"):
            hold_request(talk)
            assert "date" in talk.headers
    wanted = {
        *(("signIn", 200), ("getTime", 200), ("getCapabilities", 200)),
        *(("createInquiry", 201), ("createActivation", 201), ("createActivation", 422), ("createActivation", 409)),
        *(("createTransfer", 202), ("createTransfer", 409), ("cancelTransfer", 202), ("cancelTransfer", 409)),
        *(("getOperation", 200), ("listOperationChanges", 200), ("listAllocations", 200), ("listAllocations", 410)),
        *(("getDevice", 200), ("listDeviceHistory", 200)),
    }
    assert wanted <= seen(talks)
    assert {operation_for(talk)[1]["operationId"] for talk in talks if not talk.path.startswith("/_practice")} == {
        operation["operationId"] for _path, _method, operation in operations()
    }


def token(practice: PracticeAt, plain: httpx.Client, **form: str) -> httpx.Response:
    body = {"grant_type": "client_credentials", **form}
    return plain.post("/oauth2/token", data=body, auth=(PRACTICE_CLIENT, PRACTICE_SECRET))


def test_what_only_another_client_would_say(line: tuple[PracticeAt, list[Talk]]) -> None:
    practice, talks = line
    with httpx.Client(base_url=practice.address, trust_env=False, timeout=20) as plain:
        assert plain.post("/oauth2/token", data={"grant_type": "password"}).status_code == 400
        assert plain.post("/oauth2/token", data={"grant_type": "client_credentials"}).status_code == 401
        assert token(practice, plain, scope="everything").json() == {"error": "invalid_scope"}
        granted = token(practice, plain, scope="device:read").json()
        assert granted["scope"] == "device:read"
        plain.headers["Authorization"] = f"Bearer {granted['access_token']}"
        device = plain.get(f"/v1/devices/{PHONE_A}")
        same = plain.get(f"/v1/devices/{PHONE_A}", headers={"If-None-Match": device.headers["ETag"]})
        assert (same.status_code, same.headers["ETag"]) == (304, device.headers["ETag"])
        assert plain.get(f"/v1/devices/{PHONE_A}/history").json()["code"] == "forbidden"
        assert plain.get("/v1/operations").status_code == 403
        plain.headers["Authorization"] = f"Bearer {token(practice, plain).json()['access_token']}"
        for query in ("limit=0", "limit=1001", "limit=x", "wait=26", "wait=-1"):
            assert plain.get(f"/v1/operations?{query}").json()["code"] == "request-invalid"
        assert plain.get("/v1/shops/another-shop/allocations").json()["code"] == "forbidden"
        assert plain.get("/v1/devices/123").json()["code"] == "imei-invalid"
        assert plain.post("/v1/transfers", json={}).json()["code"] == "idempotency-key-missing"
        changed = plain.get(f"/v1/devices/{STOLEN}/history").json()
        assert [event["type"] for event in changed["items"]] == ["registered", "blocked"]
    assert ("getDevice", 304) in seen(talks)


def test_a_changed_device_has_another_tag(line: tuple[PracticeAt, list[Talk]]) -> None:
    practice, _talks = line
    client = practice.client()
    with httpx.Client(base_url=practice.address, trust_env=False, timeout=20) as plain:
        plain.headers["Authorization"] = f"Bearer {token(practice, plain).json()['access_token']}"
        before = plain.get(f"/v1/devices/{PHONE_A}")
        client.submit(activation())
        after = plain.get(f"/v1/devices/{PHONE_A}", headers={"If-None-Match": before.headers["ETag"]})
    client.close()
    assert after.status_code == 200
    assert after.json()["version"] > before.json()["version"]


@pytest.mark.parametrize("fault", ["clock_skewed", "rate_limit_429", "down", "token_expired", "gone_410"])
def test_refusals_on_demand_are_in_the_contract_too(line: tuple[PracticeAt, list[Talk]], fault: str) -> None:
    practice, talks = line
    client = practice.client()
    cursor = getattr(client.operation_changes(""), "next_cursor", "")
    practice.commit(fault, **({"always": True} if fault == "clock_skewed" else {}))
    client.operation_changes(cursor)
    client.close()
    assert talks[-1].status in (401, 410, 429, 503)
    assert talks[-1].reply_headers["content-type"] == "application/problem+json"
