"""What each answer of the taxpayers' system does to an invoice on its way, without any network."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain import e_sending
from pos_app.domain.e_sending import Looked, Sending, SendState, Taken, TaxReply, Told, Turned, settle
from pos_app.domain.invoice import PROFORMA
from pos_app.domain.registry import NotSent, Unreadable
from tests.domain.e_invoices import document
from tests.fakes.clock import NOON

WAITING = Sending(
    number="1405-1-000001", tax_id="", memory="A11216", uid="u", state=SendState.WAITING, created_at=NOON, next_at=NOON
)  # fmt: skip
SENDING = replace(WAITING, state=SendState.SENDING, first_sent_at=NOON, attempts=1)
UNKNOWN = replace(SENDING, state=SendState.UNKNOWN)
SENT = replace(SENDING, state=SendState.SENT, reference="r")
ERRORS = (Told("0103502", "blank"),)


def after(entry: Sending, reply: TaxReply, **later: float) -> e_sending.Step:
    return settle(entry, reply, now=NOON + timedelta(**later), jitter=random.Random(1))  # noqa: S311


@pytest.mark.parametrize(
    ("entry", "reply", "state", "arrived"),
    [
        (SENDING, Taken("r"), SendState.SENT, True),
        (SENDING, Turned(ERRORS), SendState.FAILED, False),
        (SENDING, NotSent("no-connection"), SendState.WAITING, False),
        (SENDING, Unreadable("timeout"), SendState.UNKNOWN, True),
        (UNKNOWN, NotSent("no-connection"), SendState.UNKNOWN, True),
        (SENT, Unreadable("timeout"), SendState.SENT, True),
        (SENT, Looked("IN_PROGRESS"), SendState.IN_PROGRESS, True),
        (SENT, Looked("PENDING"), SendState.IN_PROGRESS, True),
        (SENT, Looked("SUCCESS", sign="s"), SendState.SUCCEEDED, True),
        (SENT, Looked("FAILED", errors=ERRORS), SendState.FAILED, True),
        (SENT, Looked("TIMEOUT"), SendState.TIMED_OUT, True),
        (UNKNOWN, Looked("SUCCESS"), SendState.SUCCEEDED, True),
    ],
)
def test_states(entry: Sending, reply: TaxReply, state: SendState, arrived: bool) -> None:
    step = after(entry, reply, seconds=30)
    assert (step.state, step.arrived) == (state, arrived)
    assert (step.wait is None) == state.final


def test_every_published_status_is_read() -> None:
    for status in e_sending.STATUSES:
        assert after(SENT, Looked(status), seconds=30).state is not SendState.WAITING


def test_the_first_look_is_not_before_ten_seconds() -> None:
    assert after(SENDING, Taken("r")).wait == timedelta(seconds=10)
    waits = [e_sending.poll_wait(times) for times in (1, 2, 3, 4, 5, 99)]
    assert waits[0] == timedelta(seconds=10)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=5)


def test_not_found_is_believed_only_where_it_can_be() -> None:
    gone = Looked("NOT_FOUND")
    assert after(UNKNOWN, gone, seconds=30).state is SendState.UNKNOWN  # not yet, perhaps
    back = after(UNKNOWN, gone, minutes=3)
    assert (back.state, back.arrived) == (SendState.WAITING, False)
    assert after(SENT, gone, minutes=3).state is SendState.SENT  # the office has spoken of it before
    assert after(replace(UNKNOWN, reference="r"), gone, minutes=3).state is SendState.UNKNOWN
    assert after(UNKNOWN, gone, days=8).state is SendState.UNKNOWN  # older than what may be asked about


def test_a_person_is_called_after_a_day() -> None:
    step = after(SENT, Looked("IN_PROGRESS"), days=1)
    assert (step.state, step.problem) == (SendState.IN_PROGRESS, "tax-open-too-long")
    assert e_sending.calls_person(replace(SENT, problem=step.problem))
    assert not e_sending.calls_person(SENT)


def test_three_answers_that_nobody_can_read() -> None:
    entry = replace(UNKNOWN, unreadable=2)
    step = after(entry, Unreadable("contract-breach"), minutes=1)
    assert (step.state, step.unreadable, step.wait) == (SendState.UNKNOWN, 3, timedelta(minutes=5))
    assert e_sending.calls_person(replace(entry, unreadable=3))


def test_what_a_person_must_put_right_is_tried_slowly() -> None:
    for why in e_sending.BY_PERSON:
        step = after(SENDING, NotSent(why))
        assert (step.state, step.wait) == (SendState.WAITING, timedelta(minutes=5))
        assert e_sending.calls_person(replace(WAITING, problem=why))


def test_the_office_is_never_asked_earlier_than_it_wants() -> None:
    wait = after(SENDING, NotSent("rate-limited", 900)).wait
    assert wait is not None
    assert wait >= timedelta(seconds=900)


def test_another_packet_only_after_the_office_has_ended_the_last() -> None:
    for state in SendState:
        entry = replace(SENT, state=state)
        assert e_sending.needs_new_uid(entry) == (state in (SendState.FAILED, SendState.TIMED_OUT))
        again = state in (SendState.FAILED, SendState.TIMED_OUT, SendState.HELD)
        assert e_sending.may_go_again(entry) == again


def test_which_invoices_are_sent() -> None:
    assert e_sending.is_due(document())
    assert not e_sending.is_due(document(tax_id=""))
    assert not e_sending.is_due(document(subject=PROFORMA))
    assert e_sending.deadline(NOON, 12) == NOON + timedelta(days=12)


def test_what_refers_waits_for_its_original() -> None:
    assert e_sending.waits_for_original(None)
    for state in SendState:
        waits = e_sending.waits_for_original(replace(SENT, state=state))
        assert waits == (state not in (SendState.SUCCEEDED, SendState.CLOSED))
