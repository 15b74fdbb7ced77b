"""After "ask again later" not one byte goes out before later; told here, by the registry's own words."""

from __future__ import annotations

import threading

import pytest

from pos_app.adapters.registry.pace import Pace
from pos_app.adapters.registry.wire import Received
from pos_app.domain.registry import Answered, NotSent, OperationKind, Refused, Retry
from tests.registry.practice import PHONE_A, PracticeAt, activation, inquiry
from tests.registry.recorder import Recorder

DATE = {"date": "Sun, 22 Nov 2026 09:00:00 GMT"}
PROBLEM = b'{"type": "x", "title": "x", "status": 429, "code": "too-eager", "retry": "same_key"}'


class Seconds:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def said(status: int, after: str, body: bytes = b"", media: str = "text/html") -> Received:
    return Received(status, {"retry-after": after, "content-type": media, **DATE}, body)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("after", "left"),
    [("30", 30.0), ("Sun, 22 Nov 2026 09:02:00 GMT", 120.0), ("9" * 40, 1e9), ("86400", 86400.0)],
)
def test_it_waits_as_long_as_was_asked_and_no_longer(status: int, after: str, left: float) -> None:
    clock = Seconds()
    pace = Pace(clock)
    assert pace.held() is None
    pace.listen(said(status, after))
    held = pace.held()
    assert held is not None
    assert (held.problem.status, held.problem.retry_after, held.problem.retry) == (status, left, Retry.SAME_KEY)
    clock.at += left - 0.5
    again = pace.held()
    assert again is not None
    assert again.problem.retry_after == 0.5
    clock.at += 0.5
    assert pace.held() is None


@pytest.mark.parametrize("after", ["", "soon", "-5", "0", "Sun, 22 Nov 2026 08:00:00 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_what_asks_for_nothing_is_no_wait(status: int, after: str) -> None:
    pace = Pace(Seconds())
    pace.listen(said(status, after))
    assert pace.held() is None


@pytest.mark.parametrize("status", [200, 202, 401, 409, 500, 502, 504])
def test_other_answers_hold_nothing_up(status: int) -> None:
    pace = Pace(Seconds())
    pace.listen(said(status, "30"))
    assert pace.held() is None


def test_a_person_waits_five_minutes_at_most_the_background_to_the_end() -> None:
    clock, somebody = Seconds(), [False]
    pace = Pace(clock, lambda: somebody[0])
    pace.listen(said(429, "9" * 40))
    begun = clock.at
    for waits, after, left in ((True, 10, 290.0), (False, 10, 1e9 - 10), (True, 300, None), (False, 300, 1e9 - 300)):
        somebody[0], clock.at = waits, begun + after
        held = pace.held()
        assert (held.problem.retry_after if held else None) == left


def test_the_words_are_the_registrys_own_or_those_of_the_status() -> None:
    clock = Seconds()
    pace = Pace(clock)
    for answer, code in (
        (said(429, "30", PROBLEM, "application/problem+json"), "too-eager"),
        (said(429, "60"), "rate-limited"),
        (said(503, "90", b"<html>"), "upstream-unavailable"),
    ):
        pace.listen(answer)
        held = pace.held()
        assert held is not None
        assert held.problem.code == code


def test_the_later_of_two_askings_holds() -> None:
    pace = Pace(Seconds())
    pace.listen(said(503, "300"))
    pace.listen(said(429, "5"))
    held = pace.held()
    assert held is not None
    assert (held.problem.code, held.problem.retry_after) == ("upstream-unavailable", 300.0)


# --- on the line --------------------------------------------------------------------------------------------


def asked(recorder: Recorder) -> list[str]:
    return [talk.path for talk in recorder.talks if not talk.path.startswith("/_practice")]


def test_not_one_byte_before_the_time(recorded: tuple[PracticeAt, Recorder]) -> None:
    practice, recorder = recorded
    practice.reset()
    registry, other = practice.client(), practice.client()
    registry.capabilities()
    practice.commit("rate_limit_429", retry_after="30", path="/v1/inquiries", times=1)
    first = registry.submit(inquiry())
    recorder.talks.clear()
    command = activation()
    refused = [
        registry.submit(command),
        registry.look_up(command.operation_id, OperationKind.ACTIVATION),
        registry.allocations("", 10),
        registry.operation_changes(""),
        registry.device(PHONE_A),
        registry.history(PHONE_A, ""),
    ]
    for reply in [first, *refused]:
        assert isinstance(reply, Refused)
        assert reply.problem.code == "rate-limited"
        assert reply.problem.retry_after is not None
        assert 0 < reply.problem.retry_after <= 30
    assert registry.capabilities() == NotSent("rate-limited")
    assert registry.server_time() == NotSent("rate-limited")
    registry.close()
    assert registry.server_time() == NotSent("rate-limited")
    assert asked(recorder) == []
    assert isinstance(other.submit(inquiry()), Answered)  # another till was not asked to wait
    assert practice.activations() == {}
    for client in (registry, other):
        client.close()


def test_afterwards_it_speaks_again(recorded: tuple[PracticeAt, Recorder]) -> None:
    practice, _recorder = recorded
    practice.reset()
    registry = practice.client()
    registry.capabilities()
    practice.commit("down", retry_after="30", times=1)
    assert isinstance(registry.submit(activation()), Refused)
    assert registry._pace is not None
    clock = Seconds()
    clock.at = registry._pace._until
    registry._pace._clock = clock
    assert isinstance(registry.submit(activation()), Answered)
    registry.close()


def test_threads_hold_together(recorded: tuple[PracticeAt, Recorder]) -> None:
    practice, recorder = recorded
    practice.reset()
    registry = practice.client()
    registry.capabilities()
    practice.commit("down", retry_after="60", times=1)
    registry.submit(inquiry())
    recorder.talks.clear()
    replies: list[object] = []
    threads = [threading.Thread(target=lambda: replies.append(registry.submit(inquiry()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(replies) == 8
    assert all(isinstance(reply, Refused) for reply in replies)
    assert asked(recorder) == []
    registry.close()


def test_a_sign_in_that_is_asked_to_wait_waits(recorded: tuple[PracticeAt, Recorder]) -> None:
    practice, recorder = recorded
    practice.reset()
    registry = practice.client()
    practice.commit("down", retry_after="60", path="/oauth2", times=1)
    assert registry.submit(inquiry()) == NotSent("sign-in-unavailable")
    recorder.talks.clear()
    reply = registry.submit(inquiry())
    assert isinstance(reply, Refused)
    assert reply.problem.code == "upstream-unavailable"
    assert asked(recorder) == []
    registry.close()
