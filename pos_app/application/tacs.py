"""The table of TACs at work: imported by the shop, learned from its own scans, and what it makes us suspect."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import tac_table
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import AnswerEvidence
from pos_app.domain.rights import Right
from pos_app.domain.run import StepRecord, StepState
from pos_app.domain.sale import CaseKind, Sale, SaleState
from pos_app.domain.stock import Product, Unit, UnitState
from pos_app.domain.tac import (
    ANSWER,
    BEFORE,
    IMPORTED,
    LEARNED,
    PRODUCT,
    TABLE,
    Named,
    TacRow,
    agrees_with_product,
    of_product,
    suspicions,
    tac_of,
)
from pos_app.domain.tac_table import BadRow
from pos_app.domain.verdict import InquiryAnswer
from pos_app.ports.storage import ReadSession, WriteSession

EARLIER = 20  # answers about one phone that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """`rows` that can be read; of them `new`, `changed`, and the rest as it stands already."""

    rows: int
    new: int
    changed: int
    bad: tuple[BadRow, ...] = ()


def read_file(path: Path) -> bytes:
    """At most what a table may have. Raises ShopError `tac-file-missing`, `tac-file-too-large`."""
    try:
        if not path.is_file():  # a pipe would keep us waiting
            raise ShopError("tac-file-missing", detail=path.name)
        with path.open("rb") as file:
            data = file.read(tac_table.MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ShopError("tac-file-missing", detail=path.name) from error
    if len(data) > tac_table.MAX_BYTES:
        raise ShopError("tac-file-too-large", detail=str(tac_table.MAX_BYTES // 1_000_000))
    return data


def preview(services: Services, data: bytes) -> Import:
    """What `take` would do. Raises ShopError for a file that is no table of TACs."""
    table = tac_table.read(data)
    with services.storage.read() as session:
        return _compare(session, table)[0]


@needs(Right.PRODUCTS)
def take(services: Services, data: bytes) -> Import:
    """Writes every row that holds, in one transaction; those that do not are in the answer.
    Raises ShopError as `preview`, and `tac-nothing-read` where no row holds."""
    table = tac_table.read(data)
    if not table.rows:
        raise ShopError("tac-nothing-read", detail=str(len(table.bad)))
    now = services.clock.now()
    with services.storage.write() as session:
        done, wanted = _compare(session, table)
        session.put_tacs(
            TacRow(tac=tac, brand=brand, model=model, source=IMPORTED, changed_at=now)
            for tac, (brand, model) in wanted.items()
        )
        counts: dict[str, object] = {
            "rows": done.rows, "new": done.new, "changed": done.changed, "bad": len(done.bad)
        }  # fmt: skip
        session.audit(services.till_id, now, services.person, "tacs-imported", "", counts)
    return done


def _compare(session: ReadSession, table: tac_table.TacTable) -> tuple[Import, dict[str, tuple[str, str]]]:
    """The counts, and the rows that differ from what stands there."""
    known = session.tacs_named(table.rows)
    wanted = {
        tac: names
        for tac, names in table.rows.items()
        if (was := known.get(tac)) is None or was.source != IMPORTED or (was.brand, was.model) != names
    }
    new = sum(tac not in known for tac in wanted)
    return Import(rows=len(table.rows), new=new, changed=len(wanted) - new, bad=table.bad), wanted


def suggest(session: ReadSession, imei: str) -> tuple[str, str] | None:
    """Brand and model for a phone that is still to be named; None = the table does not know it."""
    tac = tac_of(imei)
    row = session.tac(tac) if tac else None
    return (row.brand, row.model) if row else None


def learn(services: Services, session: WriteSession, unit: Unit) -> None:
    """What this phone is, its TAC is. A row that says otherwise stays: that is for a manager to look at."""
    product = unit.product
    model = product.model or product.model_code
    if not product.brand or not model:
        return
    now = services.clock.now()
    rows = []
    for tac in dict.fromkeys(tac_of(number) for number in unit.imeis):
        row = session.tac(tac) if tac else None
        if tac and (row is None or agrees_with_product(Named(row.brand, row.model, row.source), product)):
            rows.append(
                TacRow(tac=tac, brand=product.brand, model=model, source=LEARNED, changed_at=now, seen=1)
            )  # fmt: skip
    session.put_tacs(rows)


def suspect(
    services: Services, session: WriteSession, unit: Unit, *, answer: InquiryAnswer | None = None,
    operation_id: str = "", was: Product | None = None,
) -> bool:  # fmt: skip
    """Writes down all that speaks of a clone, each once and never again, decided or not. `answer` came just now by
    that operation; `was` is the product that this IMEI belonged to before. True: something is suspected of it now."""
    earlier = tuple(
        Named(said.brand, said.model, ANSWER)
        for entry in (session.answers_about(unit.imeis, EARLIER) if unit.imeis else ())
        if entry.id != operation_id and (said := entry.answer) is not None and said.model
    )
    if was is not None:
        earlier = (of_product(was, BEFORE), *earlier)
    now_said = Named(answer.brand, answer.model, ANSWER) if answer is not None and answer.model else None
    found = [
        conflict
        for number in unit.imeis
        for conflict in suspicions(
            unit, number, session.tac(tac_of(number)), now_said or _listed(session, unit), earlier, services.clock.now()
        )
    ]
    for conflict in dict.fromkeys(found):
        if not session.suspected(conflict):
            session.add_conflict(conflict)
    return bool(found)


def put_right(services: Services, session: WriteSession, unit: Unit) -> None:
    """A phone to be bought was entered anew: what was suspected of the entry before, and agrees with this one, was a
    slip of the keyboard. It leaves the list, both sides stay in the audit. Only where nothing but the typing speaks:
    of a phone that was known or asked about before, a manager settles it."""
    found = [one for one in session.conflicts(imeis=unit.imeis) if one.kind is ConflictKind.CLONE]
    if not found or not all(_typed(one) for one in found) or not _new_to_the_shop(session, unit):
        return
    now_typed = of_product(unit.product).text
    for one in found:
        _source, _colon, other = one.registry_says.partition(": ")
        if one.shop_says == now_typed or not agrees_with_product(Named("", other, TABLE), unit.product):
            continue
        if session.drop_suspicion(one.id):
            sides: dict[str, object] = {"shop": one.shop_says, "other": one.registry_says}
            session.audit(
                services.till_id, services.clock.now(), services.person, "suspicion-put-right", unit.name, sides
            )  # fmt: skip


def _typed(suspicion: Conflict) -> bool:
    """What a person typed against the table; no answer of the registry and no earlier life of the phone."""
    ours, theirs = suspicion.shop_says.startswith(f"{PRODUCT}: "), suspicion.registry_says.startswith(f"{TABLE}: ")
    return ours and theirs and not suspicion.decision


def _new_to_the_shop(session: ReadSession, unit: Unit) -> bool:
    """It stood on buy-ins alone, none of which came to its end, and nobody was ever asked about it."""
    if unit.state is not UnitState.INTAKE or session.operations_about(unit.imeis):
        return False
    cases = [session.sale(case_id) for case_id in session.cases_with(unit.id)]
    return all(
        case is not None and case.kind is CaseKind.BUY_IN and case.state is not SaleState.COMPLETED for case in cases
    )  # fmt: skip


def _listed(session: ReadSession, unit: Unit) -> Named | None:
    """What the registry calls a phone that it counts to this shop, where it was not asked yet; by any of its slots."""
    for number in unit.imeis:
        found = session.allocation(number)
        if found is not None and (found.model or found.model_code):
            return Named(found.brand, found.model or found.model_code, ANSWER)
    return None


def heard(services: Services, session: WriteSession, case: Sale, record: StepRecord) -> None:
    """After an answer was recorded: what it makes us suspect, and what a phone of the stock that passed teaches."""
    unit, said = case.unit, record.evidence
    if unit is None or not isinstance(said, AnswerEvidence):
        return
    asked = case.run.last("inquiry") if case.run else None
    operation_id = getattr(asked.evidence, "operation_id", "") if asked else ""
    doubt = suspect(services, session, unit, answer=said.answer, operation_id=operation_id)
    ours = case.kind is CaseKind.SALE and unit.state is UnitState.IN_STOCK
    named = Named(said.answer.brand, said.answer.model, ANSWER)
    if ours and not doubt and record.state is StepState.DONE and agrees_with_product(named, unit.product):
        learn(services, session, unit)
