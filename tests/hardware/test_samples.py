"""The sample labels in the repository are the ones our own code draws, and every one can be read."""

from __future__ import annotations

import io
import json
from typing import TypedDict

import pytest
from PIL import Image, ImageChops, ImageStat

from pos_app.adapters.hardware.code_reader import TwoEngineReader
from pos_app.domain.box_code import CodeKind, classify
from tools.box_labels import PHONES, SAMPLES, draw, file_name, save
from tools.spoil import SPOILT


class Sample(TypedDict):
    image: str
    phone: str
    spoilt: str
    codes: list[dict[str, str]]


LISTED: list[Sample] = json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("sample", LISTED, ids=lambda sample: sample["image"])
def test_every_sample_gives_exactly_the_codes_that_are_listed(sample: Sample) -> None:
    codes = TwoEngineReader().read((SAMPLES / sample["image"]).read_bytes())
    listed = [(code["text"], code["symbology"]) for code in sample["codes"]]
    assert sorted((code.text, code.symbology) for code in codes) == sorted(listed)


def test_both_phones_are_there_clean_and_spoilt() -> None:
    assert {sample["image"] for sample in LISTED} == {file_name(phone, spoil) for phone in PHONES for spoil in SPOILT}
    pictures = {path.name for path in SAMPLES.iterdir() if path.suffix in (".png", ".jpg")}
    assert pictures == {sample["image"] for sample in LISTED}


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_sample_is_what_our_code_draws(spoil: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compared by eye, not by byte: another release of Pillow may round or compress differently."""
    name = file_name(PHONES[0], spoil)
    again = tmp_path_factory.mktemp("drawn") / name
    save(draw(PHONES[0], spoil), again)
    with Image.open(again) as drawn, Image.open(SAMPLES / name) as kept:
        assert drawn.size == kept.size
        difference = ImageChops.difference(drawn.convert("L"), kept.convert("L"))
    assert ImageStat.Stat(difference).mean[0] < 1


def test_drawing_twice_gives_the_same_bytes() -> None:
    def drawn() -> bytes:
        out = io.BytesIO()
        draw(PHONES[1], "noise").save(out, "PNG", compress_level=1)
        return out.getvalue()

    assert drawn() == drawn()


def test_the_numbers_of_the_labels_hold_their_check_digits() -> None:
    for phone in PHONES:
        kinds = {code["text"]: [box.kind for box in classify(code["text"])] for code in phone.codes}
        assert all(CodeKind.ASK not in found for found in kinds.values())
        assert [kinds[imei] for imei in phone.imeis] == [[CodeKind.IMEI]] * len(phone.imeis)
        assert kinds[phone.gtin] == [CodeKind.GTIN]
        assert kinds[phone.activation] == [CodeKind.ACTIVATION_CODE]
        assert kinds[phone.serial] == [CodeKind.SERIAL]
        if phone.eid:
            assert kinds[phone.eid] == [CodeKind.EID]


def test_the_samples_stay_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.iterdir()) < 3_000_000
