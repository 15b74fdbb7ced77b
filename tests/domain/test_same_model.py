"""One phone in many words: what is certainly another one, what is certainly the same, and what nobody can tell."""

from __future__ import annotations

import itertools

import pytest

from pos_app.domain.same_model import model_agrees, names_agree
from pos_app.domain.stock import Product, ProductKind, Unit

Name = tuple[str, str]

SAME: list[tuple[Name, Name]] = [
    (("Xiaomi", "Redmi Note 12"), ("Redmi", "Note 12")),
    (("Xiaomi", "Note 12"), ("Redmi", "Note 12")),
    (("Xiaomi", "POCO X5 Pro"), ("POCO", "X5 Pro")),
    (("Xiaomi", "Mi 11"), ("Xiaomi", "11")),
    (("HMD Global", "Nokia 105"), ("Nokia", "105")),
    (("HMD Global Oy", "Nokia 105 Dual SIM"), ("Nokia", "Nokia 105")),
    (("Apple", "iPhone 13"), ("iPhone", "13")),
    (("Apple", "iPhone13ProMax"), ("Apple", "iPhone 13 Pro Max")),
    (("Huawei", "Honor 9 Lite"), ("Honor", "9 Lite")),
    (("Samsung", "Galaxy A55 5G"), ("Samsung", "Galaxy A55 128GB")),
    (("Samsung", "Galaxy A55 Black"), ("Samsung", "Galaxy A55 256GB")),
    (("Samsung", "Galaxy A55 8/256 مشکی"), ("Samsung Electronics", "A55 8+128 GB")),
    (("Samsung", "Galaxy A 55"), ("Samsung", "Galaxy A55")),
    (("Samsung", "Galaxy S24+"), ("Samsung", "Galaxy S24 Plus 5G")),
    (("Samsung", "Galaxy S24Ultra"), ("Samsung", "S24 Ultra 1TB Titanium Gray")),
    (("Xiaomi", "Redmi Note 12 Pro+ 5G"), ("Redmi", "Note 12 Pro Plus")),
    (("Samsung", "SM-A556E/DS"), ("Samsung", "SM-A556B")),  # the same phone for another country
    (("Samsung", "SM A556E"), ("Samsung", "Galaxy A55 SM-A556E")),
    (("Samsung", "A556E"), ("Samsung", "SM-A556E")),
    (("Samsung", "Galaxy Z Flip5"), ("Samsung", "Galaxy Z Flip 5")),
    (("Samsung", "Galaxy S21FE"), ("Samsung", "Galaxy S21 FE 5G")),
    (("Apple", "iPhone 13 CH نات‌اکتیو"), ("Apple", "iPhone 13 ZA")),
    (("Samsung", "Galaxy A55 Vietnam پلمب"), ("Samsung", "Galaxy A55 India")),
    (("Lenovo", "motorola edge 40 neo"), ("Motorola", "Edge 40 Neo")),
    (("Apple", "iPhone 16 256"), ("Apple", "iPhone 16 128")),
    (("Apple", "iPhone 13 256"), ("Apple", "iPhone 13 128")),
    (("سامسونگ", "گلکسی A55 ۱۲۸ گیگابایت آبی"), ("سامسونگ", "گلکسی A55 دو سیم‌کارت")),
    (("شیائومی", "ردمی نوت ۱۲ پرو"), ("ردمی", "نوت ۱۲ پرو")),
    (("Samsung", "Galaxy A55 نقره‌ای"), ("Samsung", "Galaxy A55")),
]

OTHER: list[tuple[Name, Name]] = [
    (("Samsung", "Galaxy S24"), ("Samsung", "Galaxy S24 Ultra")),
    (("Samsung", "Galaxy S24"), ("Samsung", "Galaxy S24+")),
    (("Samsung", "Galaxy S23 FE"), ("Samsung", "Galaxy S23")),
    (("Apple", "iPhone 13"), ("Apple", "iPhone 13 Pro Max")),
    (("Apple", "iPhone 13 Pro"), ("Apple", "iPhone 13 Pro Max")),
    (("Apple", "iPhone 13"), ("iPhone", "13 mini")),
    (("Apple", "iPhone X"), ("Apple", "iPhone XR")),
    (("Apple", "iPhone Air"), ("Apple", "iPhone 17")),
    (("Xiaomi", "Redmi Note 12"), ("Xiaomi", "Redmi Note 12 Pro+")),
    (("Xiaomi", "Redmi 12"), ("Redmi", "Note 12")),
    (("Xiaomi", "Redmi 12"), ("Xiaomi", "Redmi 12C")),
    (("Xiaomi", "Redmi X5"), ("Xiaomi", "POCO X5")),
    (("Nokia", "3"), ("Nokia", "3.1")),
    (("Apple", "A2633"), ("Apple", "A2634")),
    (("Xiaomi", "POCO X3 NFC"), ("POCO", "X3 Pro")),
    (("Xiaomi", "Civi 3"), ("Xiaomi", "Mix 3")),
    (("Nokia", "TA-1234"), ("Nokia", "TA-1400")),
    (("Nokia", "105"), ("Nokia", "150")),
    (("Samsung", "SM-A556E"), ("Samsung", "SM-A156E")),
    (("Samsung", "Galaxy A15 SM-A156E"), ("Samsung", "Galaxy A55 SM-A556E")),
    (("Samsung", "Galaxy A55"), ("Xiaomi", "Redmi Note 12")),
    (("Xiaomi", "Galaxy"), ("Apple", "iPhone")),
    (("", "iPhone 13"), ("Samsung", "Galaxy S24")),
    (("Sony", "Xperia 5"), ("LG", "Velvet")),
    (("سامسونگ", "گلکسی S24"), ("سامسونگ", "گلکسی S24 اولترا")),
]

UNTOLD: list[tuple[Name, Name]] = [
    (("Samsung", "SM-A556E"), ("Samsung", "Galaxy A55")),
    (("Xiaomi", "2201117TG"), ("Xiaomi", "Redmi Note 12")),
    (("vivo", "V2307"), ("vivo", "Y200")),
    (("سامسونگ", "گلکسی S23"), ("Samsung", "Galaxy A55")),
    (("Samsung", "گلکسی S23"), ("Samsung", "Galaxy A55")),
    (("Samsung", ""), ("Samsung", "Galaxy A55")),
    (("Apple", "iPhone"), ("Apple", "iPhone 13 Pro Max")),
    (("Xiaomi", "Redmi Note"), ("Xiaomi", "Redmi Note 12")),
    (("Apple", "iPhone SE 2020"), ("Apple", "iPhone SE (2nd generation)")),
    (("Xiaomi", "12"), ("Redmi", "12")),
    (("Huawei", "P30"), ("Honor", "")),
    (("Samsung", "5G 128GB Black"), ("Samsung", "Galaxy A55")),
]

ALL = [(pair, True) for pair in SAME] + [(pair, False) for pair in OTHER] + [(pair, None) for pair in UNTOLD]


@pytest.mark.parametrize(("pair", "same"), ALL)
def test_two_names(pair: tuple[Name, Name], same: bool | None) -> None:
    (brand, model), (other_brand, other_model) = pair
    assert names_agree(brand, model, other_brand, (other_model,)) is same


NAMES = sorted({name for pair, _same in ALL for name in pair})


def test_it_does_not_matter_who_speaks_first() -> None:
    for (brand, model), (other_brand, other_model) in itertools.combinations(NAMES, 2):
        forth = names_agree(brand, model, other_brand, (other_model,))
        assert forth is names_agree(other_brand, other_model, brand, (model,)), (brand, model, other_brand, other_model)


@pytest.mark.parametrize(("brand", "model"), NAMES)
def test_a_name_never_differs_from_itself(brand: str, model: str) -> None:
    assert names_agree(brand, model, brand, (model,)) is not False
    if any(char.isdigit() for char in model.replace("5G 128GB", "")):
        assert names_agree(brand, model, brand, (model,)) is True


@pytest.mark.parametrize("beside", ["128GB", "512 GB", "5G", "4G LTE", "Dual SIM", "Black", "مشکی", "8/256", "NFC"])
@pytest.mark.parametrize(("brand", "model"), [name for name in NAMES if any(char.isdigit() for char in name[1])])
def test_what_is_sold_beside_a_model_never_makes_another_one(brand: str, model: str, beside: str) -> None:
    assert names_agree(brand, f"{model} {beside}", brand, (model,)) is not False


def unit(brand: str, model: str, code: str = "") -> Unit:
    product = Product(id=1, kind=ProductKind.DEVICE, title=model, price=0, brand=brand, model=model, model_code=code)
    return Unit(id=1, product=product, imeis=("356938035643809",))


@pytest.mark.parametrize(
    ("brand", "model", "shelf", "agrees"),
    [
        ("Apple", "iPhone 13 Pro Max", unit("Apple", "iPhone 13"), False),
        ("Apple", "iPhone 13", unit("Apple", "iPhone 13 Pro Max"), False),
        ("Apple", "iPhone 13 128GB", unit("Apple", "iPhone 13"), True),
        ("Redmi", "Note 12", unit("Xiaomi", "Redmi Note 12"), True),
        ("HMD Global", "Nokia 105", unit("Nokia", "105", "TA-1569"), True),
        ("Samsung", "Galaxy A55", unit("Samsung", "SM-A556E", "SM-A556E"), None),  # a person looks, a manager says
        ("سامسونگ", "گلکسی A55", unit("Samsung", "Galaxy A55"), None),
        ("Apple", "", unit("Samsung", "Galaxy A55"), False),
        ("Samsung", "", unit("Samsung", "Galaxy A55"), None),
    ],
)
def test_the_answer_against_the_shelf(brand: str, model: str, shelf: Unit, agrees: bool | None) -> None:
    assert model_agrees(brand, model, shelf) is agrees
