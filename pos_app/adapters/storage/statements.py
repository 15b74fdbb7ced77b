"""What a scan and a sale say to the database, built once: a statement made anew costs more than SQLite's answer."""

from __future__ import annotations

from functools import cache

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Insert,
    Table,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from pos_app.adapters.storage import tables as t
from pos_app.domain.outbox import CLOSED_BY_PERSON
from pos_app.domain.registry import OperationKind, OperationState
from pos_app.domain.sale import SaleState

_all_imei = t.unit_imei.alias("all_imei")

# -- stock ---------------------------------------------------------------------------------------

UNITS = (
    select(
        t.unit.c.id.label("unit_id"), t.unit.c.serial, t.unit.c.eid, t.unit.c.state, t.unit.c.hold,
        t.unit.c.condition, t.unit.c.boxed, t.unit.c.grade, t.unit.c.price.label("unit_price"),
        t.unit.c.cost, t.unit.c.entered_at,
        *(column for column in t.product.c if column.key != "id"), t.product.c.id.label("product_id"),
        _all_imei.c.imei, _all_imei.c.slot,
    )
    .join(t.product, t.product.c.id == t.unit.c.product_id)
    .outerjoin(_all_imei, _all_imei.c.unit_id == t.unit.c.id)
    .order_by(t.unit.c.id, _all_imei.c.slot)
)  # fmt: skip
_HITS = (
    UNITS.add_columns(
        t.sale.c.id.label("sale_id"), t.sale.c.state.label("sale_state"), t.sale.c.till_id,
        t.sale.c.kind.label("case_kind"), t.invoice.c.number,
    )
    .outerjoin(t.sale_line, and_(t.sale_line.c.unit_id == t.unit.c.id, t.sale_line.c.live))
    .outerjoin(t.sale, t.sale.c.id == t.sale_line.c.sale_id)
    .outerjoin(t.invoice, and_(t.invoice.c.sale_id == t.sale.c.id, t.of_its_case))
)  # fmt: skip
_owner = select(t.unit_imei.c.unit_id).where(t.unit_imei.c.imei == bindparam("code")).scalar_subquery()

UNIT = UNITS.where(t.unit.c.id == bindparam("unit_id"))
HITS_BY_IMEI = _HITS.where(t.unit.c.id == _owner)
HIT = _HITS.where(t.unit.c.id == bindparam("unit_id"))
HITS_BY_LABEL = _HITS.where(or_(t.unit.c.serial == bindparam("code"), t.unit.c.eid == bindparam("code")))
SHORTEST_END = 4  # digits; the index holds exactly so many
# The last four digits are in an index, so that of a million phones some two hundred are looked at; the text of the
# expression must be that of the index. Measured with a million units: 2 ms; a scan of all, 60.
_last_four: ColumnElement[str] = literal_column("substr(unit_imei.imei, 12)")
ENDING = (
    select(t.unit_imei.c.unit_id)
    .where(_last_four == bindparam("four"), func.substr(t.unit_imei.c.imei, bindparam("at")) == bindparam("digits"))
    .distinct().order_by(t.unit_imei.c.unit_id.desc()).limit(bindparam("few"))
)  # fmt: skip


def ending(digits: str, few: int) -> dict[str, object]:
    """What `ENDING` asks for: phones one of whose IMEIs ends so, the newest first."""
    return {"four": digits[-SHORTEST_END:], "at": 16 - len(digits), "digits": digits, "few": few}


PRODUCT_BY_GTIN = select(t.product).where(t.product.c.gtin == bindparam("gtin"))

# -- sales ---------------------------------------------------------------------------------------

SALE = (
    select(
        t.sale, t.invoice.c.number.label("invoice_number"), t.paper.c.number.label("paper_number"),
        t.run.c.checklist_id, t.run.c.version,
    )
    .outerjoin(t.invoice, and_(t.invoice.c.sale_id == t.sale.c.id, t.of_its_case))
    .outerjoin(t.paper, t.paper.c.sale_id == t.sale.c.id)
    .outerjoin(t.run, t.run.c.sale_id == t.sale.c.id)
    .where(t.sale.c.id == bindparam("sale_id"))
)  # fmt: skip
LINES = (
    select(
        t.sale_line.c.id.label("line_id"), t.sale_line.c.unit_id, t.sale_line.c.quantity, t.sale_line.c.fee,
        t.sale_line.c.discount, t.product,
    )
    .join(t.product, t.product.c.id == t.sale_line.c.product_id)
    .where(t.sale_line.c.sale_id == bindparam("sale_id"))
    .order_by(t.sale_line.c.position)
)  # fmt: skip
RECORDS = select(t.step_record).where(t.step_record.c.sale_id == bindparam("sale_id")).order_by(t.step_record.c.id)
OPEN_SALES = (
    select(t.sale.c.id)
    .where(t.sale.c.till_id == bindparam("till_id"), t.sale.c.state == SaleState.OPEN.value)
    .order_by(t.sale.c.touched_at.desc(), t.sale.c.id.desc())
)
CHANGE_SALE = update(t.sale).where(t.sale.c.id == bindparam("sale_key"))
LAST_POSITION = select(func.max(t.sale_line.c.position)).where(t.sale_line.c.sale_id == bindparam("sale_id"))
_sold = select(t.sale_line.c.unit_id).where(t.sale_line.c.sale_id == bindparam("sale_key"))
CHANGE_ITS_UNITS = update(t.unit).where(t.unit.c.id.in_(_sold.scalar_subquery()))

# -- operations and the shop ---------------------------------------------------------------------

ENTRY = select(t.operation).where(t.operation.c.id == bindparam("entry_id"))
ENTRIES = (
    select(t.operation).where(t.operation.c.sale_id == bindparam("sale_id")).order_by(t.operation.c.local_seq)
)  # fmt: skip
_later = t.operation.alias("later")
_its_case = t.sale.alias("its_case")
_better = or_(
    _later.c.state == OperationState.SUCCEEDED.value,
    _later.c.created_at > t.operation.c.created_at,
    and_(_later.c.created_at == t.operation.c.created_at, _later.c.local_seq > t.operation.c.local_seq),
)
#: A transfer or activation of a completed case that is the last one of its step there, while none of them succeeded or
#: was closed.
OWED = and_(
    t.operation.c.kind.in_((OperationKind.ACTIVATION.value, OperationKind.TRANSFER.value)),
    # One by one, as only so the index of states leads past all that succeeded.
    t.operation.c.state.in_(tuple(state.value for state in OperationState if state is not OperationState.SUCCEEDED)),
    t.operation.c.last_problem != CLOSED_BY_PERSON,
    select(_its_case.c.id)
    .where(_its_case.c.id == t.operation.c.sale_id, _its_case.c.state == SaleState.COMPLETED.value)
    .exists(),
    ~select(_later.c.id)
    .where(
        _later.c.sale_id == t.operation.c.sale_id, _later.c.kind == t.operation.c.kind,
        _later.c.step == t.operation.c.step, _better,
    )
    .exists(),
)  # fmt: skip
OWED_ROWS = (
    select(
        t.operation,
        t.sale.c.kind.label("case_kind"),
        func.coalesce(t.invoice.c.title, t.paper.c.title).label("title"),
        func.coalesce(t.invoice.c.number, t.paper.c.number).label("number"),
        t.sale.c.completed_at.label("issued_at"),
    )
    .join(t.sale, t.sale.c.id == t.operation.c.sale_id)
    .outerjoin(t.invoice, and_(t.invoice.c.sale_id == t.operation.c.sale_id, t.of_its_case))
    .outerjoin(t.paper, t.paper.c.sale_id == t.operation.c.sale_id)
    .where(OWED)
    .order_by(t.operation.c.created_at, t.operation.c.local_seq, t.operation.c.id)
)
_next_try = t.operation.alias("next_try")
#: Refused, and nobody has closed it, corrected it or given its sale up.
REFUSED = and_(
    t.operation.c.state == OperationState.REJECTED.value,
    t.operation.c.last_problem != CLOSED_BY_PERSON,
    ~select(t.sale.c.id)
    .where(t.sale.c.id == t.operation.c.sale_id, t.sale.c.state == SaleState.ABANDONED.value)
    .exists(),
    ~select(_next_try.c.id)
    .where(
        _next_try.c.sale_id == t.operation.c.sale_id, _next_try.c.kind == t.operation.c.kind,
        _next_try.c.step == t.operation.c.step,
        _next_try.c.id != t.operation.c.id,
        or_(
            _next_try.c.created_at > t.operation.c.created_at,
            and_(
                _next_try.c.created_at == t.operation.c.created_at, _next_try.c.local_seq > t.operation.c.local_seq
            ),
        ),
    )
    .exists(),
)  # fmt: skip
STANDING = select(
    t.operation.c.state, t.operation.c.next_at, t.operation.c.first_sent_at, t.operation.c.version,
    t.operation.c.claimed_until,
).where(t.operation.c.id == bindparam("entry_id"))  # fmt: skip
LAST_EVENT = (
    select(t.operation_event)
    .where(t.operation_event.c.operation_id == bindparam("entry_id"))
    .order_by(t.operation_event.c.id.desc())
    .limit(1)
)
CASE_OF_ENTRY = select(t.operation.c.sale_id).where(t.operation.c.id == bindparam("entry_id"))
CHANGE_ENTRY = update(t.operation).where(t.operation.c.id == bindparam("entry_key"))
SETTING = select(t.setting.c.value).where(t.setting.c.name == bindparam("name"))
VAT_RATES = select(t.vat_rate).order_by(t.vat_rate.c.valid_from)
NEXT = (
    update(t.counter)
    .where(t.counter.c.till_id == bindparam("till"), t.counter.c.name == bindparam("of"))
    .values(last=t.counter.c.last + 1)
    .returning(t.counter.c.last)
)
_above = bindparam("above", type_=BigInteger)
_last = t.tax_serial.c.last
#: At least what was used elsewhere already, and never what this shop has given.
NEXT_SERIAL = (
    update(t.tax_serial)
    .where(t.tax_serial.c.memory == bindparam("of"))
    .values(last=case((_last < _above, _above), else_=_last) + 1)
    .returning(_last)
)


@cache
def into(table: Table) -> Insert:
    """The table's plain insert."""
    return insert(table)
