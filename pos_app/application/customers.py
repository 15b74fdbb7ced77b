"""Who bought and who sold: known again by his numbers, shown with his phones and papers, erased when he asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pos_app.application import options
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.application.staff import approved_by
from pos_app.domain.customer import Customer, CustomerCase, merged, number_words, same_person
from pos_app.domain.errors import ShopError
from pos_app.domain.options import RETENTION
from pos_app.domain.rights import Right
from pos_app.domain.sale import Buyer, Sale
from pos_app.ports.storage import ReadSession, WriteSession

_YEAR = timedelta(days=366)
_NAMESAKES = 20  # people of one number who are looked through


@dataclass(frozen=True, slots=True)
class CustomerPage:
    customer: Customer
    cases: tuple[CustomerCase, ...]


def take(session: WriteSession, case: Sale, at: datetime) -> None:
    """In the transaction that finishes the case: its other party is a customer from now on. One without a name is
    nobody; one without a number is known by this case alone, and by what takes it back."""
    if not case.buyer.name:
        return
    known = _of_first(session, case) or _known(session, case.buyer)
    person = merged(known.person, case.buyer) if known else case.buyer
    customer_id = session.put_customer(known.id if known else 0, person, at)
    session.set_customer(case.id, customer_id)


def _of_first(session: ReadSession, case: Sale) -> Customer | None:
    """Whose sale is taken back, where nobody else was named since."""
    first = session.sale(case.refers_to) if case.refers_to else None
    if first is None or first.buyer != case.buyer:
        return None
    return session.customer(session.customer_of(first.id))


def _known(session: ReadSession, person: Buyer) -> Customer | None:
    for number in (person.national_id, person.mobile):
        for word in number_words(number):
            for found in session.customers_with((word,), _NAMESAKES):
                if same_person(found.person, person):
                    return found
    return None


@needs(Right.SELL)
def page(services: Services, customer_id: int) -> CustomerPage:
    """Raises ShopError `customer-missing`."""
    with services.storage.read() as session:
        found = session.customer(customer_id)
        if found is None:
            raise ShopError("customer-missing")
        return CustomerPage(found, session.cases_of_customer(customer_id))


@needs(Right.SELL)
def reveal(services: Services, customer_id: int) -> None:
    """Somebody looks at his numbers in clear: it is on record who."""
    with services.storage.write() as session:
        now = services.clock.now()
        session.audit(services.till_id, now, services.person, "person-shown", str(customer_id), {})


@needs(Right.ERASE)
def erase(services: Services, customer_id: int, *, pin: str, reason: str, before_term: bool = False) -> None:
    """Takes the person out of all that is kept: what was sealed for him is gone for good, also for us. Invoices keep
    number, day, goods, sums and hash, and the history holds. Needs a manager; while one of his invoices is younger than
    the shop has to keep it, it is refused unless `before_term` says that the shop answers for it.

    Raises ShopError `customer-missing`, `reason-missing`, `invoices-to-be-kept`, `duties-open`, those of the PIN."""
    if len(reason.strip()) < _MIN_REASON:
        raise ShopError("reason-missing", field="reason")
    manager = approved_by(services, Right.ERASE, pin)
    now = services.clock.now()
    with services.storage.write() as session:
        found = session.customer(customer_id)
        if found is None or found.erased_at is not None:
            raise ShopError("customer-missing")
        years = options.whole(session, RETENTION)
        if not before_term and found.last_at + years * _YEAR > now:
            raise ShopError("invoices-to-be-kept", detail=str(years))
        cases = session.cases_of_customer(customer_id, limit=_ALL)
        if any(not entry.state.final for case in cases for entry in session.entries_of(case.sale_id)):
            raise ShopError("duties-open")
        gone = session.erase_customer(customer_id, now)
        data: dict[str, object] = {"cases": list(gone), "reason": reason.strip()[:_MAX_REASON]}
        session.audit(services.till_id, now, manager.name, "person-erased", str(customer_id), data)
        numbers = {case.number for case in cases} | _other_papers(session, gone)
    _forget_prints(services.papers, numbers - {""})


_PAPERS = {"proforma-made": "number", "invoice-corrected": "invoice"}


def _other_papers(session: ReadSession, sale_ids: tuple[str, ...]) -> set[str]:
    """Numbers of what was printed of his cases beside their own paper: offers and corrections."""
    told = session.told_about(sale_ids)
    return {str(one.data.get(_PAPERS[one.kind], "")) for one in told if one.kind in _PAPERS}


def _forget_prints(papers: Path, numbers: set[str]) -> None:
    """The files that were made of his papers; each print of a number begins with it."""
    if not papers.is_dir():
        return
    for path in papers.iterdir():
        if path.suffix == ".pdf" and any(
            path.stem == number or path.stem.startswith(f"{number}-") for number in numbers
        ):
            path.unlink(missing_ok=True)


_MIN_REASON, _MAX_REASON = 3, 400
_ALL = 1_000_000
