"""The help: which text belongs to a step, what the texts may say, and the shop's notes."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from pos_app.adapters.storage.engine import sqlite_engine
from pos_app.application import help as helps
from pos_app.bootstrap import load_checklists
from pos_app.domain import hamta
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.ports.notes import Note
from tests.fakes import parts

LANGUAGES = ("fa", "en")
ISLAND = re.compile(r"`\u2066([^`\u2066\u2069]+)\u2069`")
#: All the numbers that a text may name: anything else would be a rate, a term or a year that moves. The last are keys.
NUMBERS = {"15", "30", "2017", "1396", "0", "1", "2", "3", "7777", "06", "05", "7", "9", "11", "12"}
FORBIDDEN = {
    "fa": ("%", "٪", "درصد", "دلار", "تومان", "ریال", "دولت همراه", "30008887", "*4#", "وب‌سرویس"),
    "en": ("%", "percent", "dollar", "USD", "toman", "rial", "30008887", "*4#", "API"),
}


def text_of(language: str, topic: str) -> str:
    return next(found.text for found in helps.topics(language) if found.id == topic)


# -- the texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_is_a_file_and_every_file_a_topic(language: str) -> None:
    assert {path.stem for path in (helps.FOLDER / language).iterdir()} == set(helps.TOPICS)
    assert tuple(topic.id for topic in helps.topics(language)) == helps.TOPICS
    titles = [topic.title for topic in helps.topics(language)]
    assert all(titles)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("topic", helps.TOPICS)
def test_both_languages_are_built_alike(topic: str) -> None:
    """Line by line the same kind of line: a heading, an item, a row of a table or a sentence."""
    shapes = [[_shape(line) for line in text_of(language, topic).split("\n")] for language in LANGUAGES]
    assert shapes[0] == shapes[1]
    numbers = [sorted(re.findall("[0-9]+", _bare(text_of(language, topic)))) for language in LANGUAGES]
    assert numbers[0] == numbers[1]
    assert _islands("fa", topic) >= _islands("en", topic) & set(helps.NAMES.values())


def _bare(text: str) -> str:
    """Without its codes; a year in one calendar."""
    return fold(ISLAND.sub("", text)).replace("1396", "2017")


def _shape(line: str) -> str:
    if line.startswith("|"):
        return "|" * line.count("|")
    if line.startswith("#"):
        return line.split(" ")[0]
    item = re.match(r"-|[0-9]+\.", line)
    return item[0] if item else "text" if line else ""


def _islands(language: str, topic: str) -> set[str]:
    return set(ISLAND.findall(text_of(language, topic)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_one_spelling_of_each_code_and_each_in_its_island(language: str) -> None:
    for topic in helps.topics(language):
        raw = (helps.FOLDER / language / f"{topic.id}.md").read_text("utf-8")
        bare = re.sub(r"\{[a-z_]+\}", "", raw)
        assert not hamta.dial_codes_in(bare), "a code in a text comes by its name"
        for value in (*helps.NAMES.values(), "ntsw", "hmti", "irangs"):
            assert value not in fold(bare), (topic.id, value)
        for code in hamta.dial_codes_in(topic.text):
            assert code.shown == code.means in (hamta.USSD_CODE, hamta.SHOW_IMEI_CODE)
        outside = ISLAND.sub("", topic.text)
        assert not re.search(r"[`{}\u2066\u2069]", outside), topic.id
        assert not any(value in outside for value in helps.NAMES.values())


def test_the_codes_and_addresses_are_these_and_each_is_told_in_both_languages() -> None:
    assert helps.NAMES == {
        "ussd": "*7777#", "show_imei": "*#06#", "sms": "7777", "site": "hamta.ntsw.ir", "guarantee": "irangs.ir",
        "guide_new": "hmti.ir/05", "guide_used": "hmti.ir/06", "sender_latin": "HAMTA",
    }  # fmt: skip
    for language in LANGUAGES:
        told = set().union(*(_islands(language, topic) for topic in helps.TOPICS))
        assert told >= set(helps.NAMES.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_claimed_that_moves_or_is_not_known(language: str) -> None:
    for topic in helps.topics(language):
        said = fold(topic.text)
        assert not [word for word in FORBIDDEN[language] if word in said], topic.id
        lines = [re.sub(r"^[0-9]+\. ", "", line) for line in said.split("\n")]
        assert set(re.findall("[0-9]+", "\n".join(lines))) <= NUMBERS, topic.id


def test_the_weak_facts_are_said_weakly() -> None:
    """About 30 days are in circulation, no more; the code is free; nobody of the shop takes a password."""
    assert "About 30 days" in text_of("en", "activation")
    assert "حدود ۳۰ روز" in text_of("fa", "activation")
    assert "never asks for them" in text_of("en", "sign-up")
    assert "هیچ‌وقت آن‌ها را نمی‌پرسد" in text_of("fa", "sign-up")
    assert "may be asked for" in text_of("en", "transfer")
    assert "شاید رمز همتا خواسته شود" in text_of("fa", "transfer")
    for language in LANGUAGES:
        senders = text_of(language, "senders")
        assert all(sender in senders for sender in hamta.GENUINE_SENDERS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_and_half_spaces_are_persian(language: str) -> None:
    for topic in helps.topics(language):
        assert not re.search("[يك٠-٩]", topic.text)
        if language == "fa":
            assert not re.search(r"\bمی [\u0600-\u06ff]", topic.text), topic.id
            assert not re.search(r"[\u0600-\u06ff] ها\b", topic.text), topic.id


# -- the step and its topic -----------------------------------------------------------------------


def test_every_step_of_every_checklist_has_a_topic_of_its_own() -> None:
    known = {step for _checklist, step in helps._OF_STEPS}
    for checklist in load_checklists().values():
        for step in checklist.steps:
            assert step.id in known
            assert helps.topic_for_step(checklist.id, step.id) in helps.TOPICS


@pytest.mark.parametrize(
    ("checklist", "step", "topic"),
    [
        ("sealed", "activation", "activation"), ("used", "reset", "factory-reset"), ("used", "transfer", "transfer"),
        ("passenger", "permit", "passenger"), ("passenger", "holder_activation", "passenger"),
        ("buy_in", "identity", "buying-in"), ("return", "transfer", "returns"),
        ("used_no_box", "tray_match", "box-match"),
        ("sealed", "nobody-knows", "inquiry"), ("", "", "inquiry"),
    ],
)  # fmt: skip
def test_the_topic_of_a_step(checklist: str, step: str, topic: str) -> None:
    assert helps.topic_for_step(checklist, step) == topic


def test_every_note_stands_below_a_topic() -> None:
    assert set(helps.NOTES.values()) <= set(helps.TOPICS)


# -- notes ----------------------------------------------------------------------------------------


def test_a_note_is_kept_with_author_and_time_and_the_act_is_on_record(till: parts.Till) -> None:
    helps.save_note(till.services, "code-validity", "  48 hours  ", " the support ")
    (note,) = helps.notes(till.services).values()
    assert note == Note(
        name="code-validity", text="48 hours", source="the support", written_at=till.clock.now(), author=parts.SELLER
    )
    till.clock.move(days=1)
    helps.save_note(till.services, "code-validity", "72 hours", "the support")
    assert helps.notes(till.services)["code-validity"].written_at == till.clock.now()
    helps.save_note(till.services, "code-validity", "", "whatever stood there")
    assert helps.notes(till.services) == {}
    with till.storage.read() as session:
        (kept,) = session.notes()
    assert (kept.text, kept.source, kept.author) == ("", "", parts.SELLER)
    assert _audited(till) == [("note-changed", "code-validity")] * 3


def _audited(till: parts.Till) -> list[tuple[str, str]]:
    engine = sqlite_engine(till.path)
    with engine.connect() as db:
        rows = [
            (row.kind, row.subject) for row in db.execute(text("select kind, subject from audit_event order by seq"))
        ]
    engine.dispose()
    return rows


@pytest.mark.parametrize(
    ("name", "text", "source", "code", "field"),
    [
        ("code-validity", "48 hours", "", "note-source-missing", "source"),
        ("code-validity", "x" * 2001, "me", "text-too-long", "text"),
        ("code-validity", "x", "m" * 201, "text-too-long", "source"),
        ("code-validity", "dial *777#", "me", "ussd-misprint", "text"),
        ("code-validity", "کد #۷۷۷۷* را بگیرید", "me", "ussd-misprint", "text"),
        ("price-of-everything", "x", "me", "note-unknown", ""),
    ],
)
def test_what_is_no_note(till: parts.Till, name: str, text: str, source: str, code: str, field: str) -> None:
    with pytest.raises(ShopError) as caught:
        helps.save_note(till.services, name, text, source)
    assert parts.codes_of(caught.value) == (code, field)
    assert helps.notes(till.services) == {}


def test_a_right_dial_code_in_either_digits_is_no_misprint(till: parts.Till) -> None:
    helps.save_note(till.services, "menu-numbers", "*7777# ← 4؛ *۷۷۷۷#", "tried (sample)")
    assert "menu-numbers" in helps.notes(till.services)


def test_a_note_of_a_later_program_is_left_alone(till: parts.Till) -> None:
    with till.storage.write() as session:
        session.put_note(Note(name="of-tomorrow", text="x", source="y", written_at=till.clock.now(), author="z"))
    assert helps.notes(till.services) == {}
