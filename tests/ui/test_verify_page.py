"""The page's own script, run as a browser would: the same answers as the program's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtQml import QJSEngine
from PySide6.QtWidgets import QApplication

from pos_app.adapters.signing import Ed25519Signer
from pos_app.application import verify_page
from pos_app.domain import seal
from tests.domain.e_invoices import document, line
from tests.domain.values import IMEI1, IMEI2

OWN, OTHER = Ed25519Signer(bytes(range(32))), Ed25519Signer(bytes(32))
KEY = seal.to_text(OWN.public_key)
SHOP = "موبایل آریا (نمونه) </script><b>"

Ask = Callable[..., dict[str, Any]]


def code_of(own: Ed25519Signer = OWN, **more: Any) -> str:
    return seal.code(seal.sealed(document(line(imeis=(IMEI1, IMEI2)), **more), own.public_key, own.sign))


@pytest.fixture(scope="module")
def ask(qapp: QApplication) -> Ask:
    """`verifyCode` of the finished page, its scripts loaded in their order but for the one that draws."""
    assert qapp  # the engine aborts without one
    engine: Any = QJSEngine()
    engine.evaluate("var self = this;")
    scripts = re.findall(r"<script>(.*?)</script>", verify_page.build(SHOP, (KEY,)), re.DOTALL)
    assert len(scripts) == 4
    for script in scripts[:3]:
        assert not engine.evaluate(script).isError()

    def call(text: str, *, known: bool = True) -> dict[str, Any]:
        keys = "SHOP.keys" if known else "[]"
        answer = engine.evaluate(f"JSON.stringify(verifyCode({json.dumps(text)}, {keys}))")
        assert not answer.isError(), answer.toString()
        return dict(json.loads(answer.toString()))

    return call


def test_the_page_answers_as_the_program(ask: Ask) -> None:
    paper = document(line(imeis=(IMEI1, IMEI2)), number="1405-1-000418")
    said = ask(code_of(number="1405-1-000418"))
    assert (said["state"], said["whose"], said["number"]) == ("valid", "shop", "1405-1-000418")
    assert (said["total"], said["currency"], said["imeis"]) == (str(paper.tsstam), "IRR", [IMEI1, IMEI2])
    assert ask(code_of(), known=False)["whose"] == "unknown"
    assert ask(code_of(OTHER))["whose"] == "other"


def test_what_was_changed_is_altered(ask: Ask) -> None:
    code = code_of()
    for old, new in ((IMEI1, IMEI2), ("IRR", "IRT"), ("|1", "|2")):
        assert old in code
        assert ask(code.replace(old, new, 1))["state"] != "valid"


@pytest.mark.parametrize("text", ["", "x", "|" * 8, "PISHKHAN1|1|2|3|IRR|||AAAA|AAAA"])
def test_what_is_no_code_is_unreadable(ask: Ask, text: str) -> None:
    assert ask(text)["state"] == "unreadable"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_changed_sign_is_noticed(ask: Ask, data: st.DataObject) -> None:
    code = code_of()
    at = data.draw(st.integers(0, len(code) - 1))
    sign = data.draw(st.sampled_from("0123456789abcXYZ-_|").filter(lambda other: other != code[at]))
    assert ask(code[:at] + sign + code[at + 1 :])["state"] != "valid"


def test_the_page_needs_nothing_from_outside() -> None:
    page = verify_page.build(SHOP, (KEY,))
    assert not re.search(r"(src|href)\s*=|https?://|@import|url\(", page)
    assert "</script><b>" not in page
    assert seal.fingerprint(OWN.public_key) in page


def test_a_script_that_ends_its_element_is_refused(tmp_path: Path) -> None:
    for name in ("page.html", "nacl-fast.min.js", "verify.js"):
        (tmp_path / name).write_text("x </SCRIPT>", "utf-8")
    with pytest.raises(ValueError, match="nacl-fast"):
        verify_page.build(SHOP, (), tmp_path)
