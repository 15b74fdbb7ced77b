"""The same sale with a phone in the hand: scripts on the card, answers as evidence, nothing read out of a text."""

from __future__ import annotations

from typing import Any

import pytest

from pos_app.application import ask, completing, guide, sell, sync
from pos_app.domain.errors import ShopError, StepRefusedError
from pos_app.domain.evidence import ActivationEvidence, AnswerEvidence
from pos_app.domain.invoice import from_json
from pos_app.domain.registry import BY_PERSON, Assurance, Channel, OperationState
from pos_app.domain.run import StepState
from pos_app.domain.verdict import Verdict
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import Till

S = OperationState
TEXT = f"IMEI {parts.IMEI1} Samsung SM-A556E"


def dialled(till: Till, channel: Channel = Channel.USSD) -> tuple[str, str]:
    """A sale whose inquiry is being asked by this channel."""
    sale_id = steps.opened(till.services)
    asked = ask.inquire(till.services, sale_id, steps.BOTH, channel)
    assert (asked.state, bool(asked.script)) == (S.SENDING, True)
    return sale_id, asked.entry_id


def take(till: Till, sale_id: str, entry_id: str, **changes: Any) -> None:
    given: dict[str, Any] = {"answer": steps.answer_with(raw_text=TEXT), "sender": "HAMTA", "matches_hand": True}
    ask.take_answer(till.services, sale_id, entry_id, **{**given, **changes})


def at_activation(till: Till) -> tuple[str, str]:
    """Steps 1 to 3 done by hand, the activation is being dialled."""
    sale_id, entry_id = dialled(till)
    take(till, sale_id, entry_id)
    guide.compare(till.services, sale_id, steps.BOTH, steps.BOTH)
    asked = steps.activate(till.services, sale_id, channel=Channel.USSD)
    assert asked.state is S.SENDING
    return sale_id, asked.entry_id


def activated(till: Till, sale_id: str, entry_id: str, succeeded: bool | None, **changes: Any) -> None:
    given: dict[str, Any] = {"raw_text": "done", "sender": "7777"}
    ask.take_activation(till.services, sale_id, entry_id, succeeded=succeeded, **{**given, **changes})


def test_the_whole_sale_by_ussd(till: Till) -> None:
    sale_id, entry_id = at_activation(till)
    activated(till, sale_id, entry_id, True, picture=b"photo")
    invoice = completing.complete(till.services, steps.paid(till.services, sale_id))
    inquiry, activation = steps.entries(till.services, sale_id)
    assert (inquiry.state, inquiry.assurance, inquiry.raw) == (S.SUCCEEDED, Assurance.EVIDENCE_TEXT, TEXT)
    assert (activation.state, activation.assurance) == (S.SUCCEEDED, Assurance.EVIDENCE_PICTURE)
    assert activation.payload["activation_code"] == ""
    evidence = steps.last_record(till.services, sale_id, "activation").evidence
    assert isinstance(evidence, ActivationEvidence)
    with till.storage.read() as session:
        assert session.picture(evidence.picture_sha256) == b"photo"
        assert session.queue().waiting == 0
    registry = from_json(invoice.document).registry
    assert registry is not None
    assert (registry.inquiry_channel, registry.activation_channel, registry.activation_state) == (
        "ussd", "ussd", "succeeded",
    )  # fmt: skip
    assert till.api.commands == []


@pytest.mark.parametrize("channel", BY_PERSON)
def test_the_card_survives_a_restart(till: Till, channel: Channel) -> None:
    sale_id, entry_id = dialled(till, channel)
    (entry,) = steps.entries(till.services, sale_id)
    before = ask.script_of(till.services, entry)
    again = till.restarted()
    again.clock.move(hours=3)
    (entry,) = steps.entries(again.services, sale_id)
    assert entry.state is S.SENDING
    assert ask.script_of(again.services, entry) == before != ()
    assert ask.inquire(again.services, sale_id, steps.BOTH, channel).entry_id == entry_id
    again.storage.close()


def test_the_code_is_on_the_card_but_in_no_repr(till: Till) -> None:
    sale_id, _ = at_activation(till)
    entry = steps.entries(till.services, sale_id)[-1]
    script = ask.script_of(till.services, entry)
    assert [line.value for line in script if line.secret] == [parts.CODE]
    assert parts.CODE not in repr(script)
    assert parts.BUYER_SIM not in repr(script)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"sender": ""}, "sender-missing", "sender"),
        ({"sender": "+989120000000"}, "sender-not-genuine", "sender"),
        ({"answer": steps.answer_with(raw_text=f"IMEI {parts.NOKIA}")}, "answer-names-other-imei", "raw_text"),
        ({"answer": steps.answer_with(imei=parts.NOKIA)}, "answer-names-other-imei", "raw_text"),
        ({"matches_hand": None}, "match-not-said", "matches_hand"),
    ],
)
def test_an_answer_that_proves_nothing_changes_nothing(
    till: Till, changes: dict[str, Any], code: str, field: str
) -> None:
    sale_id, entry_id = dialled(till)
    with pytest.raises(StepRefusedError) as caught:
        take(till, sale_id, entry_id, **changes)
    assert parts.codes_of(caught.value) == (code, field)
    run = steps.sale_of(till.services, sale_id).run
    assert run is not None
    assert run.records == ()
    take(till, sale_id, entry_id)
    assert steps.last_record(till.services, sale_id, "answer_control").state is StepState.DONE


def test_an_answer_is_taken_once(till: Till) -> None:
    sale_id, entry_id = dialled(till)
    take(till, sale_id, entry_id)
    with pytest.raises(ShopError, match="operation-closed"):
        take(till, sale_id, entry_id)
    other = steps.opened(till.services, parts.NOKIA)
    asked = ask.inquire(till.services, other, (parts.NOKIA,), Channel.SMS)
    with pytest.raises(ShopError, match="operation-closed"):  # the answer of one sale is no answer of another
        take(till, sale_id, asked.entry_id)


def test_the_raw_text_and_the_word_are_kept(till: Till) -> None:
    sale_id, entry_id = dialled(till)
    take(till, sale_id, entry_id, answer=steps.answer_with(Verdict.NOT_REGISTERED, raw_text=TEXT))
    record = steps.last_record(till.services, sale_id, "answer_control")
    assert isinstance(record.evidence, AnswerEvidence)
    assert (record.evidence.answer.raw_text, record.evidence.sender, record.channel) == (TEXT, "HAMTA", Channel.USSD)
    assert record.state is StepState.BLOCKED  # by the person's word, never by ours


def test_no_answer_closes_the_question_and_waits_for_a_decision(till: Till) -> None:
    sale_id, entry_id = dialled(till)
    ask.no_answer(till.services, sale_id, entry_id, "no-sms")
    (entry,) = steps.entries(till.services, sale_id)
    assert (entry.state, entry.last_problem) == (S.EXPIRED, "no-sms")
    guide.decide(till.services, sale_id, "inquiry", "waited an hour")
    guide.confirm_answer(
        till.services, sale_id, ask.unavailable(parts.IMEI1), Channel.USSD, matches_hand=True
    )  # fmt: skip
    guide.decide(till.services, sale_id, "answer_control", "waited an hour")
    assert steps.last_record(till.services, sale_id, "answer_control").state is StepState.DECIDED


def test_asked_by_another_way_the_first_question_is_closed(till: Till) -> None:
    sale_id, _ = dialled(till)
    asked = ask.inquire(till.services, sale_id, steps.BOTH, Channel.API)
    assert asked.state is S.SUCCEEDED
    assert [e.state for e in steps.entries(till.services, sale_id)] == [S.EXPIRED, S.SUCCEEDED]


def test_a_refused_activation_is_settled_and_may_be_dialled_anew(till: Till) -> None:
    sale_id, entry_id = at_activation(till)
    with pytest.raises(StepRefusedError, match="activation-refused"):
        activated(till, sale_id, entry_id, False)
    assert steps.entries(till.services, sale_id)[-1].state is S.REJECTED
    again = steps.activate(till.services, sale_id, channel=Channel.USSD)
    assert again.entry_id != entry_id
    activated(till, sale_id, again.entry_id, True)
    assert steps.last_record(till.services, sale_id, "activation").state is StepState.DONE


def test_a_strange_sender_settles_nothing(till: Till) -> None:
    sale_id, entry_id = at_activation(till)
    with pytest.raises(StepRefusedError, match="sender-not-genuine"):
        activated(till, sale_id, entry_id, True, sender="+98912")
    entry = steps.entries(till.services, sale_id)[-1]
    assert (entry.state, entry.payload["activation_code"]) == (S.SENDING, parts.CODE)


def test_a_dialogue_that_broke_off_is_asked_about_never_repeated(till: Till) -> None:
    sale_id, entry_id = at_activation(till)
    activated(till, sale_id, entry_id, None, raw_text="", sender="")
    record = steps.last_record(till.services, sale_id, "activation")
    assert (record.state, [f.code for f in record.findings]) == (StepState.BLOCKED, ["activation-unknown"])
    again = steps.activate(till.services, sale_id, channel=Channel.USSD)
    assert again.entry_id == entry_id
    dialled_again = ask.script_of(till.services, steps.entries(till.services, sale_id)[-1])
    assert again.script
    assert again.script != dialled_again  # the card says: inquire first
    for channel in (Channel.API, Channel.WEB):
        with pytest.raises(ShopError, match="activation-unsettled"):
            steps.activate(till.services, sale_id, channel=channel)
    till.clock.move(days=2)
    assert sync.once(till.services).sent == 0  # nobody sends it by itself
    activated(till, sale_id, entry_id, True)
    assert steps.last_record(till.services, sale_id, "activation").state is StepState.DONE


def test_given_up_no_card_stays_open(till: Till) -> None:
    sale_id, _ = at_activation(till)
    sell.abandon(till.services, sale_id)
    entry = steps.entries(till.services, sale_id)[-1]
    assert (entry.state, entry.payload["activation_code"]) == (S.EXPIRED, "")
    with till.storage.read() as session:
        assert session.queue().waiting == 0


def test_since_when_a_person_is_at_it_is_kept(till: Till) -> None:
    """Dialled at noon, also when the program is started anew; a second look changes nothing."""
    sale_id = steps.opened(till.services)
    begun = till.clock.now()
    ask.inquire(till.services, sale_id, steps.BOTH, Channel.USSD)
    till.clock.move(minutes=9)
    ask.inquire(till.services, sale_id, steps.BOTH, Channel.USSD)
    (entry,) = steps.entries(till.restarted().services, sale_id)
    assert entry.first_sent_at == begun
