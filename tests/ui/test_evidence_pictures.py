"""The picture of an answer: only what decodes is kept, the reason stands beside the button."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from pos_app import i18n
from tests.ui.hands import MARKS
from ui import notices
from ui.decoding import STAMPS, decoded
from ui.widgets import evidence
from ui.widgets.evidence import EvidenceBox


def picture(form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, form)
    return out.getvalue()


@pytest.fixture
def box(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> EvidenceBox:
    for name in ("language", "catalogue"):
        monkeypatch.setattr(i18n._Current, name, getattr(i18n._Current, name))
    i18n.use("fa")
    made = EvidenceBox()
    qtbot.addWidget(made)
    return made


def said(box: EvidenceBox) -> str:
    return box._picture_name.text().translate(MARKS)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_photo_is_kept_under_its_name(box: EvidenceBox, tmp_path: Path, form: str) -> None:
    file = tmp_path / "پاسخ.img"
    file.write_bytes(picture(form))
    box.take_file(str(file))
    assert box.picture == picture(form)
    assert said(box) == file.name
    box.forget_picture()
    assert not box.picture
    assert said(box) == ""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a letter", "image-not-a-picture"), (b"", "image-not-a-picture"), (b"%PDF-1.7 ...", "image-not-a-picture"),
        (picture()[:40], "image-not-a-picture"), (None, "image-missing"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "image-not-a-picture"),
        (picture() + bytes(2_000), "image-too-large"),
    ],
)  # fmt: skip
def test_what_is_no_photo_is_refused_and_the_one_before_stays(
    box: EvidenceBox, tmp_path: Path, content: bytes | None, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MAX_PICTURE", 1_500)
    box.take(picture(), "before")
    file = tmp_path / "chosen.png"
    if content is not None:
        file.write_bytes(content)
    box.take_file(str(file))
    assert box.picture == picture()
    assert said(box) == notices.sentence(code)
    assert box._picture_name.objectName() == "error"
    box.take_file(str(tmp_path))
    assert said(box) == notices.sentence("image-not-a-picture")


def test_a_stamp_is_what_the_paper_can_carry(box: EvidenceBox) -> None:
    assert not decoded(picture("JPEG"), STAMPS).isNull()
    assert decoded(picture("WEBP"), STAMPS).isNull()
