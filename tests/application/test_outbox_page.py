"""The outbox page's use cases: what may be done about each operation, its story, proof added afterwards."""

from __future__ import annotations

import json

import pytest

from pos_app.application import ask, completing, modem, outbox, owed, sell, sync
from pos_app.application.outbox import Act
from pos_app.domain.covered import MASK
from pos_app.domain.errors import ShopError
from pos_app.domain.registry import Assurance, Channel, OperationKind, OperationState, Unreadable
from tests.application import steps, used_steps
from tests.application.test_owed import deferred
from tests.fakes import parts
from tests.fakes.parts import Till
from tests.fakes.registry import lost, refused

S = OperationState


def line(till: Till, entry_id: str) -> outbox.Line:
    return next(row for row in outbox.listed(till.services).rows if row.entry_id == entry_id)


def owed_entry(till: Till, channel: Channel = Channel.API) -> str:
    return steps.entries(till.services, deferred(till, channel))[-1].id


def test_what_waits_comes_first_and_what_is_done_after_it(till: Till) -> None:
    entry_id = owed_entry(till)
    first, second = outbox.listed(till.services).rows
    assert (first.entry_id, first.waits, first.kind) == (entry_id, True, OperationKind.ACTIVATION)
    assert (second.waits, second.kind, second.state) == (False, OperationKind.INQUIRY, S.SUCCEEDED)
    assert (second.acts, second.deadline_hint, second.assurance) == (frozenset(), None, Assurance.REGISTRY_CONFIRMED)
    assert outbox.listed(till.services).by_hand == (Channel.USSD, Channel.WEB, Channel.APP)


def test_what_waits_here_is_sent_or_goes_another_way(till: Till) -> None:
    entry_id = owed_entry(till)
    assert line(till, entry_id).acts == {Act.SEND, Act.CORRECT, Act.BY_HAND, Act.CLOSE}
    assert outbox.ask_now(till.services, entry_id) is S.SUCCEEDED
    assert till.registry.active_on == {parts.IMEI1: [parts.BUYER_SIM]}
    assert line(till, entry_id).acts == frozenset()
    with pytest.raises(ShopError, match="operation-closed"):
        outbox.ask_now(till.services, entry_id)


def test_what_may_be_over_there_is_only_asked_about(till: Till) -> None:
    entry_id = owed_entry(till)
    till.registry._in_order = [lost("timeout")]
    assert outbox.ask_now(till.services, entry_id) is S.OUTCOME_UNKNOWN
    assert line(till, entry_id).acts == {Act.ASK, Act.CLOSE}
    assert outbox.ask_now(till.services, entry_id) is S.SUCCEEDED
    assert till.registry.active_on == {parts.IMEI1: [parts.BUYER_SIM]}


def test_the_sale_that_is_still_open_is_settled_at_its_own_counter(till: Till) -> None:
    sale_id = steps.compared(till.services)
    till.registry._in_order = [lost("html")]
    entry_id = steps.activate(till.services, sale_id).entry_id
    assert line(till, entry_id).acts == {Act.ASK, Act.COUNTER}
    beside = outbox.listed(till.beside(2)).rows
    assert next(row for row in beside if row.entry_id == entry_id).acts == {Act.ASK}
    with pytest.raises(ShopError, match="finish-at-the-counter"):
        outbox.close(till.services, entry_id, "no patience left")


def test_without_access_nothing_is_asked(till: Till) -> None:
    entry_id = owed_entry(till)
    till.storage.close()
    alone = parts.at_work(till.path, clock=till.clock, online=False)
    assert line(alone, entry_id).acts == {Act.BY_HAND, Act.CLOSE}
    with pytest.raises(ShopError, match="no-credentials"):
        outbox.ask_now(alone.services, entry_id)
    alone.storage.close()


def test_the_story_tells_every_turn_and_covers_what_is_private(till: Till) -> None:
    entry_id = owed_entry(till)
    rubbish = f"<html>{parts.CODE} {parts.BUYER_SIM}</html>"
    till.registry._by_kind = {OperationKind.ACTIVATION: Unreadable("html", rubbish)}
    for _ in range(2):
        outbox.ask_now(till.services, entry_id)  # "never received" is believed, and it goes out again
    (told,) = outbox.story(till.services, entry_id)
    assert (told.kind, told.state, told.problem, told.who) == ("settled", S.OUTCOME_UNKNOWN, "html", parts.SELLER)
    assert told.times == 2
    assert told.text == f"<html>{MASK} 0912***0001</html>"
    outbox.close(till.services, entry_id, "the buyer brought it back")
    closed = outbox.story(till.services, entry_id)[-1]
    assert (closed.kind, closed.text, closed.who) == ("closed", "the buyer brought it back", parts.SELLER)


def test_a_code_that_was_pasted_into_a_transfer_is_covered(till: Till) -> None:
    used_steps.used_unit(till)
    sale_id = used_steps.compared(till.services)
    used_steps.transferred(till.services, sale_id)
    entry = steps.entries(till.services, sale_id)[-1]
    assert entry.kind is OperationKind.TRANSFER
    assert "activation_code" not in entry.payload
    with till.services.storage.write() as session:
        for kind in ("heard", "exchange"):
            session.note(entry.id, kind, till.clock.now(), who="HAMTA", text="HAMTA: code 739182, ۷۳۹۱۸۲")
    assert [turn.text for turn in outbox.story(till.services, entry.id)[-2:]] == [f"HAMTA: code {MASK}, {MASK}"] * 2
    with till.services.storage.read() as reading:
        assert modem.brought(reading, entry.id).exchanges[-1].text == f"HAMTA: code {MASK}, {MASK}"


def test_who_told_the_end_by_hand_stands_in_the_story(till: Till) -> None:
    entry_id = owed_entry(till, Channel.USSD)
    owed.by_hand(till.services, entry_id)
    owed.told(till.services, entry_id, succeeded=True, raw_text="", sender="")
    (turn,) = outbox.story(till.services, entry_id)
    assert (turn.state, turn.who) == (S.SUCCEEDED, parts.SELLER)


def test_proof_raises_assurance_and_never_lowers_it(till: Till) -> None:
    entry_id = owed_entry(till, Channel.USSD)
    owed.by_hand(till.services, entry_id)
    owed.told(till.services, entry_id, succeeded=True, raw_text="", sender="")
    assert line(till, entry_id).acts == {Act.PROOF}
    assert line(till, entry_id).assurance is Assurance.STAFF_WORD

    def add(text: str, sender: str, picture: bytes | None) -> Assurance | None:
        return outbox.add_proof(till.services, entry_id, raw_text=text, sender=sender, picture=picture)

    for text, sender, code in (("", "HAMTA", "proof-missing"), ("done", "", "sender-missing"),
                               ("done", "+98912", "sender-not-genuine")):  # fmt: skip
        with pytest.raises(ShopError, match=code):
            add(text, sender, None)
    assert add("", "HAMTA", b"picture") is Assurance.EVIDENCE_PICTURE
    assert add("done", "7777", None) is Assurance.EVIDENCE_PICTURE
    assert line(till, entry_id).assurance is Assurance.EVIDENCE_PICTURE
    shown = [json.loads(turn.text) for turn in outbox.story(till.services, entry_id) if turn.kind == "proof"]
    assert [(one["text"], one["sender"], bool(one["picture"])) for one in shown] == [
        ("", "HAMTA", True), ("done", "7777", False)
    ]  # fmt: skip


def test_no_proof_for_what_the_registry_said_itself(till: Till) -> None:
    entry_id = owed_entry(till)
    sync.once(till.services)
    with pytest.raises(ShopError, match="operation-closed"):
        outbox.add_proof(till.services, entry_id, raw_text="done", sender="HAMTA", picture=None)


def test_a_refused_question_of_a_sale_that_is_done_may_be_closed(till: Till) -> None:
    sale_id = steps.ready(till.services)
    completing.complete(till.services, sale_id)
    till.registry._in_order = [refused("owned-by-other")]
    other = steps.opened(till.services, parts.NOKIA)
    ask.inquire(till.services, other, (parts.NOKIA,), Channel.API)
    (row,) = (row for row in outbox.listed(till.services).rows if row.waits)
    assert (row.kind, row.state) == (OperationKind.INQUIRY, S.REJECTED)
    assert row.acts == {Act.COUNTER}
    sell.abandon(till.services, other)
    assert not [row for row in outbox.listed(till.services).rows if row.waits]
