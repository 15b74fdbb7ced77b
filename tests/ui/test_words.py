"""Every code has its words, in both languages; nothing is left in braces; dial codes stand in their own isolate."""

from __future__ import annotations

import re
from dataclasses import astuple, fields

import pytest

from pos_app import i18n
from pos_app.adapters.registry.scripts import SAY_CODES
from pos_app.bootstrap import load_checklists
from pos_app.domain.box_code import CodeKind
from pos_app.domain.conflict import ConflictKind
from pos_app.domain.registry import Assurance, Channel, OperationKind, OperationState
from pos_app.domain.run import StepState
from pos_app.domain.sale import PaymentMethod
from pos_app.domain.verdict import Verdict
from ui import format as fmt
from ui import notices, script_words, sentences, words
from ui.theme import DARK, LIGHT, Palette, contrast
from ui.widgets.script_card import qr_pixmap

ISOLATE = re.compile(r"[\u2066\u2068][^\u2069]*\u2069")
DIAL = re.compile(r"\*[0-9#]+#")
PERSIAN = re.compile(r"[\u0600-\u06ff]")


@pytest.fixture(autouse=True)
def _in_language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("language", "catalogue"):
        monkeypatch.setattr(i18n._Current, name, getattr(i18n._Current, name))
    if "language" in request.fixturenames:
        i18n.use(request.getfixturevalue("language"))


def test_every_line_of_a_script_has_a_sentence() -> None:
    assert set(script_words.SAY) == SAY_CODES


def test_every_step_and_title_of_a_checklist_has_words() -> None:
    for checklist in load_checklists().values():
        assert checklist.title in words.CHECKLIST_TITLES
        for step in checklist.steps:
            assert step.title in words.CHECKLIST_TITLES
            assert step.id in words.SHORT_STEPS


def test_every_state_of_the_domain_has_a_word() -> None:
    for table, kind in (
        (words.VERDICTS, Verdict), (words.CHANNELS, Channel), (words.STATES, OperationState),
        (words.STEP_STATES, StepState), (words.KINDS, CodeKind), (words.PAYMENTS, PaymentMethod),
        (words.CONFLICTS, ConflictKind), (words.ASSURANCES, Assurance), (words.OPERATIONS, OperationKind),
    ):  # fmt: skip
        assert set(table) == set(kind), kind


def every_msgid() -> list[str]:
    tables = (
        words.VERDICTS, words.CHANNELS, words.STATES, words.STEP_STATES, words.KINDS, words.PAYMENTS,
        words.CONFLICTS, words.ASSURANCES, words.OPERATIONS, words.TURNS, words.ACTORS, words.SIDES,
        words.IMPORT_TYPES, words.SEEN, words.GRADES, words.FLAWS, words.SHORT_STEPS, script_words.SAY,
    )  # fmt: skip
    told = [msgid for table in tables for msgid in table.values()]
    return [*told, *words.CHECKLIST_TITLES, *(entry.msgid for entry in notices.TABLE.values())]


def test_every_msgid_of_the_tables_has_its_persian() -> None:
    i18n.use("fa")
    latin = {"EID"}  # a name that both languages share
    missing = [m for m in every_msgid() if m not in latin and not PERSIAN.search(i18n.text(m))]
    assert missing == []


@pytest.mark.parametrize("code", sorted(notices.TABLE))
def test_every_notice_reads_well(code: str, language: str) -> None:
    for detail in ("", "356938035643809", "a {brace} and \u0627\u0644\u0641"):
        sentence = notices.sentence(code, detail)
        assert sentence
        assert "{" not in sentence.replace(detail, "")
        assert bool(PERSIAN.search(ISOLATE.sub("", sentence))) == (language == "fa")
    assert notices.severity(code) in (sentences.STOP, sentences.WAIT, sentences.GOOD)


def test_an_unknown_code_is_shown_as_a_fault(language: str) -> None:
    assert "never-heard-of" in notices.sentence("never-heard-of")


def test_dial_codes_in_persian_sentences_are_islands() -> None:
    """Without an isolate *7777# shows as #7777* in a right-to-left line, and the seller dials nonsense."""
    i18n.use("fa")
    bare = [m for m in every_msgid() if DIAL.search(ISOLATE.sub("", i18n.text(m)))]
    assert bare == []
    assert fmt.ltr("*7777#") == "\u2066*7777#\u2069"


def test_amounts_and_numbers_keep_their_order(language: str) -> None:
    assert fmt.number(-1500000).strip("\u2066\u2069")[0] == "-"
    assert fmt.imei_text("356938035643809").strip("\u2066\u2069").replace("\u00a0", " ") == "356938 03 564380 9"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_its_ground(palette: Palette) -> None:
    pairs = [
        ("text", "ground"), ("text", "card"), ("text", "act_soft"), ("soft", "ground"), ("soft", "card"),
        ("soft", "act_soft"), ("on_act", "act"), ("act", "card"), ("act", "act_soft"), ("act", "ground"),
        ("proven", "proven_soft"), ("proven", "card"), ("waiting", "waiting_soft"), ("waiting", "card"),
        ("waiting", "act_soft"), ("stop", "stop_soft"), ("stop", "card"), ("stop", "act_soft"),
        ("card", "proven"), ("card", "waiting"), ("card", "stop"), ("rail_text", "rail"), ("rail_text", "rail_on"),
        ("idle_text", "idle"), ("text", "idle"),
    ]  # fmt: skip
    colours = {field.name: colour for field, colour in zip(fields(palette), astuple(palette), strict=True)}
    faint = {f"{a} on {b}": round(contrast(colours[a], colours[b]), 2) for a, b in pairs}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_qr_code_has_its_quiet_zone(qapp: object) -> None:
    picture = qr_pixmap("tel:*7777%23").toImage()
    edge = [picture.pixelColor(x, y).lightness() for x in (0, 6) for y in range(picture.height())]
    assert set(edge) == {255}
