"""Issued with the shop's key, and verified by anyone: the code, the document's file, every change in either."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from pos_app.adapters.signing import Ed25519Signer, signer, verify
from pos_app.application import completing, correcting, sealing, verifying
from pos_app.application.verifying import Outcome, Whose
from pos_app.domain import seal
from pos_app.domain.correction import RowChange
from pos_app.domain.invoice import from_json
from tests.application import steps
from tests.application.test_returns import ready
from tests.fakes.parts import IMEI1, IMEI2, PIN, Till

OWN = Ed25519Signer(bytes(range(32)))
KEY = seal.to_text(OWN.public_key)


@pytest.fixture
def signing(till: Till) -> Till:
    return replace(till, services=replace(till.services, signer=OWN))


def issued(till: Till) -> str:
    return completing.complete(till.services, steps.ready(till.services)).document


def said(text: str, *keys: str) -> tuple[Outcome, Whose]:
    found = verifying.verify(text, verify, keys)
    return found.outcome, found.whose


def test_what_is_issued_can_be_verified(signing: Till) -> None:
    text = issued(signing)
    code = seal.code(from_json(text))
    assert said(text) == said(code) == (Outcome.VALID, Whose.UNKNOWN)
    assert said(code, KEY) == (Outcome.VALID, Whose.SHOP)
    other = seal.to_text(Ed25519Signer(bytes(32)).public_key)
    assert said(code, other) == (Outcome.VALID, Whose.OTHER)
    found = verifying.verify(code, verify)
    assert found.sealed is not None
    assert found.sealed.imeis == (IMEI1, IMEI2)


def test_every_field_of_the_file_counts(signing: Till) -> None:
    plain = json.loads(issued(signing))
    for name, value in plain.items():
        if name in ("schema", "signature", "public_key"):
            continue
        other = {str: f"{value}1", int: 7, list: [], dict: value, type(None): value, bool: not value}[type(value)]
        if isinstance(value, dict):
            other = {**value, next(iter(value)): "x"}
        changed = json.dumps({**plain, name: other}, ensure_ascii=False)
        if other != value:
            assert said(changed)[0] in (Outcome.ALTERED, Outcome.UNREADABLE), name


def test_any_sign_of_the_code_counts(signing: Till) -> None:
    code = seal.code(from_json(issued(signing)))
    chance = random.Random(7)  # noqa: S311 - which sign is changed
    for at in chance.sample(range(len(code)), 60):
        other = "7" if code[at] != "7" else "8"
        assert said(code[:at] + other + code[at + 1 :], KEY)[0] is not Outcome.VALID, at


def test_what_undoes_it_has_a_seal_of_its_own(signing: Till) -> None:
    first = from_json(issued(signing))
    paper = completing.complete(signing.services, ready(signing)).document
    assert said(paper, KEY) == (Outcome.VALID, Whose.SHOP)
    assert from_json(paper).signature != first.signature


def test_without_a_key_it_is_unsigned(till: Till) -> None:
    text = issued(till)
    assert said(text) == (Outcome.UNSIGNED, Whose.UNKNOWN)


def test_a_seal_is_not_inherited(till: Till, signing: Till) -> None:
    issued(signing)
    paper = completing.complete(till.services, ready(till)).document
    assert said(paper) == (Outcome.UNSIGNED, Whose.UNKNOWN)


@pytest.mark.parametrize("text", ["", "hello", "{", "{}", '{"schema":1}', "[1]", "{" * 5000])
def test_what_is_no_invoice_is_unreadable(text: str) -> None:
    assert said(text) == (Outcome.UNREADABLE, Whose.UNKNOWN)


class Drawer:
    """A store of secrets in memory."""

    notice = ""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def put(self, name: str, value: str) -> None:
        self.kept[name] = value

    def drop(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.mark.parametrize("damaged", ["garbage!", "AAAA", " "])
def test_a_damaged_key_stops_nothing(damaged: str) -> None:
    store = Drawer()
    store.put("invoice-key", damaged)
    own = signer(store)
    assert verify(own.public_key, b"x", own.sign(b"x"))
    assert signer(store).public_key == own.public_key
    assert store.kept["invoice-key-damaged"] == damaged


def test_the_key_is_made_once_and_only_the_store_has_it(till: Till) -> None:
    store = Drawer()
    first, second = signer(store), signer(store)
    assert first.public_key == second.public_key
    (secret,) = store.kept.values()
    assert secret not in seal.to_text(first.public_key)
    with till.services.storage.write() as session:
        renewed = [
            sealing.remember(session, key, till_id=1, now=till.clock.now())
            for key in (first.public_key, OWN.public_key, first.public_key)
        ]
        assert renewed == [False, True, False]
        assert sealing.known(session) == (seal.to_text(first.public_key), KEY)


def test_a_correction_has_a_seal_of_its_own(signing: Till) -> None:
    first = from_json(issued(signing))
    less = RowChange(first.lines[0].fee, 5_000_000, 1)
    paper = correcting.correct(signing.services, first.number, {1: less}, reason="typed wrongly", pin=PIN)
    assert said(paper.document, KEY) == (Outcome.VALID, Whose.SHOP)
