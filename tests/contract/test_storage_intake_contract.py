"""Many phones at once, suppliers and purchases: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import date

import pytest

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.errors import ShopError
from pos_app.domain.stock import Condition, UnitState
from pos_app.ports.intake import NewUnit, Purchase, Supplier
from tests.application import listed
from tests.contract.storage_steps import open_sale
from tests.fakes import parts
from tests.fakes.clock import NOON


def a_purchase(**changed: object) -> Purchase:
    plain = {"supplier_id": None, "day": date(2026, 11, 22), "till_id": 1, "who": "s", "at": NOON}
    return Purchase(**plain | changed)  # type: ignore[arg-type]


def new(place: int, product_id: int, purchase_id: int, **changed: object) -> NewUnit:
    unit = NewUnit(product_id, listed.pair(place), f"SN{place}", "", Condition.SEALED, 0, 5, NOON, purchase_id)
    return unit._replace(**changed)  # type: ignore[arg-type]


def test_many_units_come_in_and_are_found(storage: SqlStorage) -> None:
    with storage.write() as session:
        product = session.product_by_gtin(parts.PHONE_GTIN)
        assert product is not None
        purchase = session.add_purchase(a_purchase())
        session.take_in([new(place, product.id, purchase) for place in range(700)])
        session.take_in([new(700, product.id, purchase, imeis=(), serial="ALONE", condition=Condition.USED, cost=None)])
        session.add_purchase_lines(purchase, [(product.id, 700, 5), (product.id, 1, None)])
    with storage.read() as session:
        asked = [imei for place in range(0, 800, 7) for imei in listed.pair(place)]
        known = session.known_imeis([*asked, parts.IMEI1])
        assert len(known) == 201
        one = known[listed.pair(7)[1]]
        assert (one.imeis, one.state, one.purchase_id) == (listed.pair(7), UnitState.IN_STOCK, purchase)
        unit = session.unit(one.unit_id)
        assert unit is not None
        assert (unit.cost, unit.entered_at, unit.product, unit.boxed) == (5, NOON, product, True)
        (alone,) = session.known_serials(["ALONE", "NOBODY"])["ALONE"]
        assert (alone.imeis, alone.purchase_id) == ((), purchase)
        assert session.known_imeis([]) == {}
        assert session.known_serials([]) == {}
        shared = session.known_serials(["SHARED"])["SHARED"]
        assert len(shared) == 2
        assert [product.title for product in session.catalogue()] == ["Galaxy A55", "Nokia", "Galaxy A15", "Case"]
    open_sale(storage, "sale", listed.pair(3)[0])  # their lines and later units find their places
    with storage.write() as session:
        parts.put_unit(session, product, (listed.pair(900)[0],))


def test_a_number_that_is_there_already_takes_all_of_it_back(storage: SqlStorage) -> None:
    with storage.write() as session:
        product = session.product_by_gtin(parts.PHONE_GTIN)
    assert product is not None
    bad = [new(0, product.id, 1), new(1, product.id, 1, imeis=(parts.IMEI1,))]
    with storage.write() as session:
        purchase = session.add_purchase(a_purchase())
    with pytest.raises(ShopError, match="imei-in-stock-twice"), storage.write() as session:
        session.take_in([unit._replace(purchase_id=purchase) for unit in bad])
    with storage.read() as session:
        assert session.known_imeis(listed.pair(0)) == {}


def test_suppliers_are_sealed_but_for_their_name(storage: SqlStorage) -> None:
    mine = Supplier(name="Sample", phone="02155555555", address="Bazaar", note="n")
    with storage.write() as session:
        key = session.put_supplier(mine)
        session.put_supplier(Supplier(name="A sample"))
    with storage.read() as session:
        first, second = session.suppliers()
    assert (first.name, second.name, second.phone, second.address, second.id) == (
        "A sample", "Sample", "02155555555", "Bazaar", key,
    )  # fmt: skip
    with pytest.raises(ShopError, match="supplier-twice"), storage.write() as session:
        session.put_supplier(Supplier(name="Sample"))
    with storage.write() as session:
        session.put_supplier(Supplier(id=key, name="Renamed", phone="1"))
    with storage.read() as session:
        assert session.suppliers()[1].phone == "1"


def test_a_purchase_number_of_one_supplier_comes_once(storage: SqlStorage) -> None:
    with storage.write() as session:
        key = session.put_supplier(Supplier(name="Sample"))
        session.add_purchase(a_purchase(supplier_id=key, number="12"))
        session.add_purchase(a_purchase(supplier_id=key, number=""))
        session.add_purchase(a_purchase(supplier_id=key, number=""))
    with pytest.raises(ShopError, match="purchase-number-twice"), storage.write() as session:
        session.add_purchase(a_purchase(supplier_id=key, number="12"))
