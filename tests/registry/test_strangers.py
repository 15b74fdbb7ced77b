"""Who is at the other end, and what time it is there: neither secret nor command for a stranger, a clock put right."""

from __future__ import annotations

import base64
import socket
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.domain.registry import Answered, NotSent, Refused, Retry, Unreadable
from tests.registry.practice import NOW, PracticeAt, activation, inquiry
from tests.registry.recorder import Recorder
from tests.registry.test_line import JSON, client, raw_server, reply, tls_registry

PORTAL = reply("200 OK\r\nContent-Type: text/html", b"<html><form>Welcome to the hotel</form></html>")


def overheard(answer: bytes) -> tuple[list[bytes], object]:
    """What a stranger at the address hears of an activation, and what became of it."""
    heard: list[bytes] = []

    def talk(line: socket.socket) -> None:
        line.sendall(answer)

    with raw_server(talk, hear=heard.append) as port:
        registry = client(f"http://127.0.0.1:{port}")
        outcome = registry.submit(activation())
        registry.close()
    return heard, outcome


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (PORTAL, "not-the-registry"),
        (reply("302 Found\r\nLocation: http://192.0.2.1/portal"), "not-the-registry"),
        (reply(JSON, b'{"welcome": true}'), "not-the-registry"),
        (reply(JSON, b'{"now": "yesterday"}'), "not-the-registry"),
        (reply("404 Not Found\r\nContent-Type: text/html", b"<html>"), "not-the-registry"),
        (reply("500 Oh\r\nContent-Type: text/html", b"<html>"), "sign-in-unavailable"),
        (b"", "no-connection"),
    ],
)
def test_a_stranger_hears_one_question_for_the_time(answer: bytes, why: str) -> None:
    heard, outcome = overheard(answer)
    assert outcome == NotSent(why)
    assert [said.split(b"\r\n")[0] for said in heard] == [b"GET /v1/time HTTP/1.1"]
    (said,) = heard
    assert b"authorization" not in said.lower()
    assert said.endswith(b"\r\n\r\n")  # no body
    for private in (b"secret", base64.b64encode(b"till:secret"), b"482915", b"912000"):
        assert private not in said


def test_a_portal_in_front_of_the_registry(practice: PracticeAt) -> None:
    registry = practice.client()
    practice.commit("captive_portal")
    assert registry.submit(activation()) == NotSent("not-the-registry")
    assert isinstance(registry.server_time(), Unreadable)
    practice.heal()
    assert isinstance(registry.submit(activation()), Answered)
    registry.close()


def test_the_time_is_asked_once_in_a_session(practice: PracticeAt) -> None:
    registry = practice.client()
    assert isinstance(registry.submit(inquiry()), Answered)
    practice.commit("html_200", path="/v1/time")
    assert isinstance(registry.submit(inquiry()), Answered)
    registry.close()
    assert registry.submit(inquiry()) == NotSent("not-the-registry")
    registry.close()


@pytest.mark.parametrize(
    ("fault", "options", "code"),
    [("down", {"retry_after": "3"}, "upstream-unavailable"), ("rate_limit_429", {}, "rate-limited")],
)
def test_a_registry_that_says_later_at_the_first_question_is_heard(
    practice: PracticeAt, fault: str, options: dict[str, str], code: str
) -> None:
    registry = practice.client()
    practice.commit(fault, **options)
    outcome = registry.submit(activation())
    assert isinstance(outcome, Refused)
    assert (outcome.problem.code, outcome.problem.retry) == (code, Retry.SAME_KEY)
    assert practice.activations() == {}
    registry.close()


def test_a_refused_question_for_the_time_never_ends_a_command() -> None:
    body = b'{"type": "x", "title": "x", "status": 409, "code": "blocked-or-stolen", "retry": "never"}'
    answer = reply("409 No\r\nContent-Type: application/problem+json", body)
    _heard, outcome = overheard(answer)
    assert outcome == NotSent("sign-in-unavailable")


# --- certificates -------------------------------------------------------------------------------------------


def test_wrong_certificate_gets_not_one_byte(tmp_path: Path) -> None:
    heard: list[bytes] = []
    with tls_registry(tmp_path, hear=heard.append) as (port, _pem):
        registry = client(f"https://127.0.0.1:{port}")
        assert registry.submit(activation()) == NotSent("wrong-certificate")
        registry.close()
    assert heard == []


def test_present_and_next_authority_stand_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    with tls_registry(tmp_path / "old") as (_, old), tls_registry(tmp_path / "new") as (port, new):
        for authorities, found in (((old, new), NOW), ((new,), NOW), ((old,), NotSent("wrong-certificate"))):
            registry = HttpxRegistry(
                f"https://127.0.0.1:{port}", "till", lambda: "s", now=lambda: NOW, ca_files=authorities
            )
            assert registry.server_time() == found
            registry.close()


def test_next_authority_that_is_missing_is_said(tmp_path: Path) -> None:
    with tls_registry(tmp_path) as (port, pem):
        files = (pem, tmp_path / "none.pem")
        registry = HttpxRegistry(f"https://127.0.0.1:{port}", "till", lambda: "s", now=lambda: NOW, ca_files=files)
        assert registry.server_time() == NotSent("ca-file-unreadable")


# --- the clock ----------------------------------------------------------------------------------------------


def test_clock_offset_comes_from_the_date(practice: PracticeAt, registry: HttpxRegistry) -> None:
    def measured() -> timedelta:
        registry.server_time()
        assert registry.clock_offset is not None
        return registry.clock_offset

    right = measured()
    practice.commit("skewed_date", seconds=-86400)
    assert timedelta(hours=23) < right - measured() < timedelta(hours=25)


def test_clock_is_not_judged_before_it_is_measured(registry: HttpxRegistry) -> None:
    assert registry.clock_offset is None


def test_the_client_says_its_corrected_clock(recorded: tuple[PracticeAt, Recorder]) -> None:
    practice, recorder = recorded
    recorder.talks.clear()
    registry = practice.client()  # its own clock stands still, days before
    registry.submit(inquiry())
    registry.close()
    first, *later = recorder.talks
    assert parsedate_to_datetime(first.headers["date"]) == NOW
    assert len(later) == 2
    for talk in later:
        said, there = (parsedate_to_datetime(h["date"]) for h in (talk.headers, talk.reply_headers))
        assert abs(said - there) <= timedelta(seconds=5)


def test_a_wrong_clock_is_put_right_and_the_command_sent_once_more(practice: PracticeAt) -> None:
    registry = practice.client()
    practice.arm([{"fault": "skewed_date", "seconds": -86400}, {"fault": "clock_skewed"}])
    assert isinstance(registry.submit(activation()), Answered)
    assert len(practice.activations()) == 1
    registry.close()


def test_a_right_clock_is_not_refused(practice: PracticeAt) -> None:
    registry = practice.client()
    practice.commit("clock_skewed", times=1)
    assert isinstance(registry.submit(inquiry()), Answered)
    assert practice.armed() == ["clock_skewed"]
    registry.close()


def test_a_registry_that_is_never_content_is_asked_twice(recorded: tuple[PracticeAt, Recorder]) -> None:
    practice, recorder = recorded
    registry = practice.client()
    registry.capabilities()
    practice.commit("clock_skewed", always=True)
    recorder.talks.clear()
    outcome = registry.submit(activation())
    assert isinstance(outcome, Refused)
    assert (outcome.problem.code, outcome.problem.retry) == ("clock-skewed", Retry.SAME_KEY)
    asked = [talk for talk in recorder.talks if talk.path == "/v1/activations"]
    assert len(asked) == 2
    assert asked[0].headers["idempotency-key"] == asked[1].headers["idempotency-key"]
    practice.reset()
    registry.close()
