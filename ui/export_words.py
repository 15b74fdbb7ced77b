"""What columns of exported tables are called, and the codes in them."""

from __future__ import annotations

from pos_app import i18n
from pos_app.application.exporting import JALALI, TIME, Wording
from pos_app.i18n import mark as _

KINDS = {
    "units": _("Phones in stock and sold"),
    "products": _("Products"),
    "sales": _("Sales book"),
    "invoices": _("Rows of invoices"),
    "buy-ins": _("Buy-ins"),
    "payments": _("Payments"),
    "vat": _("VAT by quarter"),
    "customers": _("Customers"),
    "purchases": _("Purchases"),
    "movements": _("Movements of stock"),
    "events": _("History"),
}
_HEADINGS = {
    "id": _("id"), "storage": _("storage"), "colour": _("colour"), "imei1": _("IMEI 1"), "imei2": _("IMEI 2"), "serial": _("serial"), "eid": _("EID"), "title": _("title"),
    "brand": _("brand"), "model": _("model"), "model_code": _("model code"), "state": _("state"),
    "condition": _("condition"), "grade": _("grade"), "price": _("price, rials"), "cost": _("bought at, rials"), "cases": _("cases"), "first_case": _("first here"), "last_case": _("last here"),
    "erased": _("erased on"),
    "entered": _("in stock since"), "supplier": _("supplier"), "purchase_number": _("supplier's invoice no."),
    "bought": _("bought on"), "kind": _("kind"), "category": _("category"), "gtin": _("barcode"),
    "goods_id": _("goods id"), "unit_code": _("unit of measure"), "vat_percent": _("VAT, per cent"),
    "guarantee": _("guarantee"), "in_stock": _("in stock"), "low_level": _("low level"), "number": _("number"),
    "issued": _("issued on"), "subject": _("subject"), "refers_to": _("refers to"), "tax_id": _("tax id"),
    "lines": _("rows"), "buyer": _("buyer"), "buyer_id": _("buyer's id"), "buyer_mobile": _("buyer's mobile"),
    "net": _("net, rials"), "discount": _("discount, rials"), "vat": _("VAT, rials"), "total": _("total, rials"),
    "invoice_total": _("total on the paper, rials"), "seller": _("seller"), "till": _("till"), "row_no": _("row"),
    "goods_code": _("code on the paper"), "quantity": _("quantity"), "fee": _("unit price, rials"),
    "gross": _("before discount, rials"), "method": _("way of paying"), "walk_in": _("bought from"),
    "walk_in_id": _("their id"), "walk_in_mobile": _("their mobile"), "amount": _("amount, rials"),
    "reference": _("reference"), "terminal": _("terminal"), "due": _("due on"), "year": _("year"),
    "quarter": _("quarter"), "invoices": _("invoices"), "purchase": _("purchase"), "source": _("source"),
    "person": _("who"), "written": _("written on"), "moved": _("on"), "movement": _("movement"), "seq": _("no."),
    "event": _("event"), "subject_of": _("of what"), "data": _("data"),
}  # fmt: skip
_STATES = {
    "intake": _("being bought"), "held": _("kept back"), "in_stock": _("in stock"), "sold": _("sold"),
    "back": _("came back"), "left": _("left"),
}  # fmt: skip
_CONDITIONS = {"sealed": _("new"), "used": _("used"), "passenger": _("passenger")}
_SUBJECTS = {
    "original": _("sale"), "corrective": _("correction"), "void": _("void"), "return": _("return"),
}  # fmt: skip
_METHODS = {
    "cheque": _("cheque"), "offset": _("set off"), "cash": _("cash"), "card_reader": _("card reader"),
    "gateway": _("internet gateway"), "card_to_card": _("card to card"), "transfer": _("transfer"),
    "other": _("other"), "instalment": _("instalment"),
}  # fmt: skip
_MOVEMENTS = {
    "purchase": _("purchase"), "import": _("import"), "sale": _("sale"), "return": _("return"), "buy_in": _("buy-in"),
    "count": _("counted"),
}  # fmt: skip
_CODES = {
    "state": _STATES, "condition": _CONDITIONS, "subject": _SUBJECTS, "method": _METHODS, "movement": _MOVEMENTS,
    "kind": {"device": _("phone"), "accessory": _("accessory")}, "source": {"intake": _("delivery"), "import": _("list")},
}  # fmt: skip


def heading(name: str) -> str:
    base = name.removesuffix(f"_{JALALI}").removesuffix(f"_{TIME}")
    said = i18n.text(_HEADINGS[base])
    if name.endswith(f"_{JALALI}"):
        return i18n.text("{what} (Jalali)").format(what=said)
    if name.endswith(f"_{TIME}"):
        return i18n.text("{what} (time)").format(what=said)
    return said


def code(column: str, value: str) -> str:
    said = _CODES.get(column, {}).get(value)
    return i18n.text(said) if said else value


def kind(name: str) -> str:
    """What a table is called."""
    return i18n.text(KINDS[name])


def wording() -> Wording:
    """In the language that is spoken now."""
    return Wording(heading, code, i18n.right_to_left())


SUFFIXES = _("{what} (Jalali)"), _("{what} (time)")
