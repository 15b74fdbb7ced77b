"""The way of a code into the sale: on the screen once its unit is found, then written, in the order of the scans."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, Signal

from pos_app.application import scan
from pos_app.application.services import Services
from pos_app.domain.run import StepState
from pos_app.domain.sale import CaseKind
from pos_app.domain.stock import Unit
from ui.jobs import Jobs
from ui.view_models.counter_state import COMPARED, REDO, State, same_sale
from ui.view_models.dialling import Dialling
from ui.view_models.notice import Notice, notices_of

_AFTER_PAINT = -10  # lower than the priority of Qt's own paint events


class Scanning(Dialling):
    """Typed, scanned, pasted, photographed or seen by the webcam: all become one text of codes."""

    invoice_wanted = Signal(str)

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__(services, jobs)
        self._scans: deque[tuple[int, str, str, str]] = deque()  # ticket, sale, text, field: found, not yet taken
        self._looking = False  # a frame of the webcam is being read
        self._scanned_into = ""  # the sale that the last scan went into
        self.aim: Callable[[str], str] = lambda _text: ""  # the field that is held out for this scan, "" = none

    def scanned(self, text: str) -> None:
        """Any code of the box, typed or scanned. A unit is on the screen once it is found; then its sale is written."""
        if self._after(f"scan {text}", lambda: self.scanned(text)):
            return
        sale_id = self.state.sale.id if self.state.sale else ""
        into = self.aim(text)
        if self.state.busy != "scan":
            self._scanned_into = ""
        self._save_now()
        self._ticket += 1
        ticket = self._ticket
        self.state = replace(self.state, busy="scan", notices=(), finished="")

        def found(unit: Unit | None) -> None:
            if unit is not None and ticket == self._ticket:
                self.state = replace(self.state, found=unit)
                self.changed.emit()  # the first draw of this scan: one before it would only hold up the unit
            self._scans.append((ticket, sale_id, text, into))
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _AFTER_PAINT)

        if self.state.unit is None:
            self._jobs.db(lambda: scan.identify(self.services, text), found, self._due(ticket, self._failed))
        else:
            self.changed.emit()
            found(None)

    def customEvent(self, _event: QEvent) -> None:
        """What was found is painted: now the sale, in the order of the scans."""
        self._take(*self._scans.popleft())

    def _take(self, ticket: int, sale_id: str, text: str, into: str) -> None:
        def take() -> State:
            result = scan.take(self.services, sale_id or self._scanned_into, text, into)
            self._scanned_into = result.sale_id  # the next of a quick row of scans goes into the same sale
            if result.invoice:
                return replace(
                    self.state, finished=result.invoice, finished_kind=CaseKind.SALE, notices=(), busy=""
                )  # fmt: skip
            state = replace(self._read(result.sale_id), codes=result.codes)
            said = [_arrival(result.arrived)] if result.arrived else []
            said += [Notice("goods-short", title) for title in result.short]
            return replace(state, notices=tuple(said)) if said else state

        def shown(state: State) -> None:
            if _reads_on(self.state, state):
                self.edit(REDO, "box_match")
            self._arrive(state)
            if state.finished:
                self.invoice_wanted.emit(state.finished)

        self._jobs.db(take, self._due(ticket, shown), self._due(ticket, self._failed))

    def picture(self, data: bytes) -> None:
        """A photo, the clipboard or a webcam frame: every code of it, as if scanned together."""
        services = self.services
        ticket = self._begin("picture")
        self._jobs.net(
            lambda: scan.as_text(scan.read_picture(services, data)),
            self._due(ticket, self.scanned), self._due(ticket, self._failed),
        )  # fmt: skip

    def look_for_codes(self, grey: bytes, width: int, height: int, found: Callable[[str], None]) -> None:
        """A webcam frame, one byte a pixel: silent until it holds a code. Frames that come while one is being looked
        at are let go, so that a camera never fills the lanes that the registry needs."""
        if self._looking:
            return
        self._looking = True
        reader = self.services.reader

        def seen(text: str) -> None:
            self._looking = False
            if text:
                found(text)

        def failed(error: BaseException) -> None:
            self._looking = False
            self._say(*notices_of(error))

        self._jobs.net(lambda: scan.as_text(reader.read_grey(grey, width, height)), seen, failed)


def _reads_on(before: State, after: State) -> bool:
    """Something was scanned for a comparison that had come out badly: its fields are open again."""
    last = after.sale.run.last("box_match") if after.sale and after.sale.run else None
    if not same_sale(before, after) or after.step_id != "box_match" or last is None:
        return False
    changed = any(before.fields.get(name, "") != after.fields.get(name, "") for name in COMPARED)
    return changed and last.state is StepState.BLOCKED


def _arrival(unit: Unit) -> Notice:
    """What nobody may overlook: the stock grew by this scan, and perhaps its price is not known yet."""
    code = "unit-taken-in" if unit.product.price else "unit-taken-in-unpriced"
    return Notice(code, unit.product.title)
