"""Labels: what they say of a phone and of goods, and what a buyer really pays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import labels
from pos_app.application import shop as shops
from pos_app.application.labels import LabelJob
from pos_app.domain.errors import ShopError
from tests.fakes import parts
from tests.fakes.parts import Till


def test_a_phone_by_either_number_and_goods_by_their_barcode(till: Till) -> None:
    phone, other = labels.find(till.services, parts.IMEI1), labels.find(till.services, " ۳۵۶۹۳۸۰۳۵۶۴۳۸۱۷ ")
    assert phone == other
    assert (phone.title, phone.code, phone.imei2, phone.serial) == (
        "Galaxy A55", parts.IMEI1, parts.IMEI2, "R5CX0000001",
    )  # fmt: skip
    assert (phone.model, phone.condition, phone.shop) == ("Samsung SM-A556E", "", "Aria Mobile")
    goods = labels.find(till.services, parts.CASE_GTIN)
    assert (goods.title, goods.code, goods.imei2) == ("Case", parts.CASE_GTIN, "")


def test_the_price_is_what_a_buyer_pays(till: Till) -> None:
    taxed = labels.find(till.services, parts.IMEI1).price
    with till.storage.write() as session:
        shops.put(session, replace(parts.SHOP, vat_registered=False))
    assert (taxed, labels.find(till.services, parts.IMEI1).price) == (423_500_000, 385_000_000)


def test_the_price_is_in_the_money_of_the_day(till: Till) -> None:
    with till.storage.write() as session:
        shop = replace(parts.SHOP, currency="IRT", currency_rials=10_000, currency_from="2020-01-01")
        shops.put(session, shop)
    label = labels.find(till.services, parts.IMEI1)
    assert (label.price, label.currency) == (42_350, "IRT")


def test_what_is_no_code_of_this_shop(till: Till) -> None:
    for code in ("", "356938035643866", "nothing"):
        with pytest.raises(ShopError, match="label-of-what"):
            labels.find(till.services, code)
    with pytest.raises(ShopError, match="serial-shared"):
        labels.find(till.services, "SHARED")


def test_as_many_of_each_as_wanted(till: Till) -> None:
    job = LabelJob(paper="sheet", copies=2, skip=3)
    path = labels.make(till.services, (parts.IMEI1, parts.CASE_GTIN), job)
    assert path.read_bytes() == b"%PDF labels sheet 3"
    assert [label.code for label in till.renderer.labelled] == [parts.IMEI1] * 2 + [parts.CASE_GTIN] * 2
    for wrong in (LabelJob(copies=0), LabelJob(copies=501), LabelJob(skip=-1)):
        with pytest.raises(ShopError, match="labels-too-many"):
            labels.make(till.services, (parts.IMEI1,), wrong)
