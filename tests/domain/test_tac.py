"""TAC: whose model is it, what is certain enough to call a clone, and a table that loses no row silently."""

from __future__ import annotations

import codecs
from dataclasses import replace

import pytest

from pos_app.domain import tac_table
from pos_app.domain.conflict import OF_THE_STOCK, ConflictKind
from pos_app.domain.errors import ShopError
from pos_app.domain.same_model import names_agree
from pos_app.domain.stock import Unit
from pos_app.domain.tac import ANSWER, BEFORE, IMPORTED, Named, TacRow, suspicions, tac_of
from tests.fakes import parts
from tests.fakes.clock import NOON

UNIT = Unit(id=1, product=parts.GALAXY, imeis=(parts.IMEI1, parts.IMEI2))


def row(brand: str, model: str) -> TacRow:
    return TacRow(tac=parts.IMEI1[:8], brand=brand, model=model, source=IMPORTED, changed_at=NOON)


def sides(listed: TacRow | None, answer: Named | None = None, *earlier: Named) -> list[tuple[str, str]]:
    found = suspicions(UNIT, parts.IMEI1, listed, answer, earlier, NOON)
    assert all(one.kind is ConflictKind.CLONE and one.imei == parts.IMEI1 for one in found)
    return [(one.shop_says, one.registry_says) for one in found]


def test_a_tac_is_the_first_eight_digits_of_an_imei_and_of_nothing_else() -> None:
    assert tac_of(parts.IMEI1) == parts.IMEI1[:8]
    assert tac_of(parts.IMEI1[:-1] + "0") == tac_of("12345678") == tac_of("") == ""


@pytest.mark.parametrize(
    ("one", "other", "models", "same"),
    [
        (("Samsung", "Galaxy A55 5G"), "Samsung", ("SM-A556E", "Galaxy A55"), True),
        (("SAMSUNG", "sm-a556e/ds"), "Samsung", ("SM-A556E", "Galaxy A55"), True),
        (("Samsung", "Samsung Galaxy A55"), "Samsung", ("Galaxy A55",), True),
        (("Samsung", "Galaxy S23"), "Samsung", ("SM-A556E", "Galaxy A55"), False),
        (("Samsung", "SM-S911B"), "Samsung", ("SM-A556E", "Galaxy A55"), False),
        (("Xiaomi", "Galaxy A55"), "Samsung", ("Galaxy A55",), False),
        (("سامسونگ", "گلکسی A55"), "Samsung", ("Galaxy A55",), None),  # another script proves nothing
        (("Samsung", "SM-S911B"), "Samsung", ("Galaxy A55",), None),  # a code and a name prove nothing
        (("Samsung", ""), "Samsung", ("Galaxy A55",), None),
        (("", "Galaxy A55"), "", ("Galaxy A55",), True),
    ],
)
def test_names_agree_only_where_it_is_certain(
    one: tuple[str, str], other: str, models: tuple[str, ...], same: bool | None
) -> None:
    assert names_agree(*one, other, models) is same


def test_the_table_against_the_product() -> None:
    assert sides(None) == sides(row("Samsung", "Galaxy A55 5G")) == []
    assert sides(row("Samsung", "Galaxy S23")) == [
        ("product: Samsung Galaxy A55 SM-A556E", "tac: Samsung Galaxy S23")
    ]  # fmt: skip


def test_the_table_against_the_registry_by_way_of_the_product() -> None:
    listed = row("Samsung", "Galaxy A55")
    assert sides(listed, Named("Samsung", "SM-A556E", ANSWER)) == []
    assert sides(listed, Named("Samsung", "SM-S911B", ANSWER)) == [
        ("tac: Samsung Galaxy A55", "answer: Samsung SM-S911B")
    ]  # fmt: skip


def test_seen_before_under_another_model() -> None:
    was = Named("Samsung", "Galaxy A15 SM-A156E", BEFORE)
    assert sides(None, None, was) == [("product: Samsung Galaxy A55 SM-A556E", "before: Samsung Galaxy A15 SM-A156E")]
    assert sides(None, None, Named("Samsung", "SM-A156E", ANSWER)) != []
    assert sides(None, Named("Samsung", "SM-A156E", ANSWER), Named("Samsung", "SM-A156E", ANSWER)) == []
    assert sides(None, Named("Samsung", "SM-A556E", ANSWER), Named("Samsung", "SM-A156E", ANSWER)) != []


def test_a_clone_keeps_a_phone_from_being_sold() -> None:
    assert ConflictKind.CLONE in OF_THE_STOCK


# -- the table ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_usual_file_is_read(separator: str, bom: bytes, ending: str) -> None:
    lines = (("Model", " TAC ", "note", "BRAND"), ("Galaxy  A55", "۳۵۶۹۳۸۰۳", "x", "Samsung"))
    text = ending.join(separator.join(cells) for cells in lines) + ending + ending
    read = tac_table.read(bom + text.encode())
    assert read == tac_table.TacTable({"35693803": ("Samsung", "Galaxy A55")}, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1256"])
def test_a_table_as_excel_saves_it_is_read(encoding: str) -> None:
    text = "TAC;Brand;Model\r\n35693803;سامسونگ;گلکسي آبي A55\r\n49015420;Nokia;105 «نو»\r\n35123456;Café;É1\r\n"
    text = text.replace("É", "é") if encoding == "cp1256" else text  # it has the small letter only
    read = tac_table.read(text.encode(encoding))
    assert read.bad == ()
    assert [names[0] for names in read.rows.values()] == ["سامسونگ", "Nokia", "Café"]
    assert read.rows["49015420"] == ("Nokia", "105 «نو»")
    assert names_agree(*read.rows["35693803"], "سامسونگ", ("گلکسی A55",)) is True


@pytest.mark.parametrize("order", [codecs.BOM_UTF16_LE + b"le", codecs.BOM_UTF16_BE + b"be"])
def test_both_orders_of_utf_16_are_read(order: bytes) -> None:
    data = order[:2] + "tac,brand,model\n35693803,A,B\n".encode("utf-16-" + order[2:].decode())
    assert tac_table.read(data).rows == {"35693803": ("A", "B")}


def test_what_cannot_be_seen_is_dropped_or_named() -> None:
    text = (
        "tac,brand,model\n12345678,A\u202e,\u2067B\u2069\n23456789,A\x07,B\n34567890,A,B\x1f\n45678901,\u202e,B\n"
        "56789012,نیم\u200cفاصله,\tB\n67890123,A,B\u2028C\n78901234,A,\x85\n"
    )
    read = tac_table.read(text.encode())
    assert read.rows == {"12345678": ("A", "B"), "56789012": ("نیم\u200cفاصله", "B")}
    assert [(bad.line, bad.reason, bad.text) for bad in read.bad] == [
        (3, "tac-name-control", "23456789 A\ufffd B"), (4, "tac-name-control", "34567890 A B\ufffd"),
        (5, "tac-brand-missing", "45678901  B"), (7, "tac-name-control", "67890123 A B\ufffdC"),
        (8, "tac-name-control", "78901234 A \ufffd"),
    ]  # fmt: skip


def test_every_bad_row_is_named_by_its_line() -> None:
    long = "x" * 101
    text = (
        f'tac,brand,model\n1234567,A,B\n\n12345678,,B\n12345678,A,\n12345678,A\n12345678,{long},B\n"12345678,A,B\n'
        '12345678,"A, Inc.",B\n12345678,A,C\n12345678,"A, Inc.",B\n00000000,A,B\n12x45678,A,B\n'
    )
    read = tac_table.read(text.encode())
    assert read.rows == {"12345678": ("A, Inc.", "B")}
    assert [(bad.line, bad.reason) for bad in read.bad] == [
        (2, "tac-not-8-digits"), (4, "tac-brand-missing"), (5, "tac-model-missing"), (6, "tac-row-short"),
        (7, "tac-name-too-long"), (8, "tac-row-unreadable"), (10, "tac-twice"), (12, "tac-not-8-digits"),
        (13, "tac-not-8-digits"),
    ]  # fmt: skip
    assert len(read.rows) + len(read.bad) + 1 == 11  # one TAC came twice with the same names


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "tac-file-empty"),
        (b" \n\n", "tac-file-empty"),
        (b";;;\n", "tac-header-missing"),
        (b"tac,brand\n12345678,A\n", "tac-header-missing"),
        (b"tac,tac,brand,model\n", "tac-header-missing"),
        ("tac,brand,model\n12345678,Ünlü,B\n".encode("latin-1"), "tac-file-not-text"),  # Arabic within a Latin word
        ("tac,brand,model\n12345678,サムスン,B\n".encode("shift-jis"), "tac-file-not-text"),
        ("tac,brand,model\n12345678,Самсунг,B\n".encode("cp1251"), "tac-file-not-text"),
        ("tac,brand,model\n".encode("utf-16-le"), "tac-file-not-text"),  # without its mark
        ("tac,brand,model\n".encode("utf-16")[:-1], "tac-file-not-text"),
        (b"\xef\xbb\xbftac,brand,model\n12345678,\xd3\xc7,B\n", "tac-file-not-text"),  # says UTF-8, and is not
        (b"PK\x03\x04\x14\x00\x06\xd3\xc7", "tac-file-not-text"),
        (b"PK\x03\x04\0\0", "tac-file-not-text"),
        (b"x" * (tac_table.MAX_BYTES + 1), "tac-file-too-large"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ShopError, match=code):
        tac_table.read(data)


def test_a_table_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tac_table, "MAX_ROWS", 2)
    text = "tac,brand,model\n" + "".join(f"{at:08d},A,B\n" for at in range(1, 4))
    with pytest.raises(ShopError, match="tac-too-many-rows"):
        tac_table.read(text.encode())


def test_a_row_of_a_clone_speaks_of_its_own_number() -> None:
    found = suspicions(replace(UNIT, imeis=(parts.IMEI1, "353308110002011")), "353308110002011",
                       row("Samsung", "Galaxy A15"), None, (), NOON)  # fmt: skip
    assert [one.subject for one in found] == ["tac:353308110002011"]
