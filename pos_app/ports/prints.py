"""The prints of issued documents. Part of `ports.storage`; a document is an invoice, or a paper of a buy-in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from pos_app.domain.print_job import PrintJob, PrintState


class PrintReads(Protocol):
    def last_prints(self, numbers: tuple[str, ...]) -> Mapping[str, PrintJob]:
        """The newest print of each of these documents that has one."""
        ...

    def unclear_prints(self, till_id: int) -> tuple[PrintJob, ...]:
        """Of this till, those of which nobody knows what is on paper and no later print went well; oldest first."""
        ...


class PrintWrites(Protocol):
    def add_print(self, job: PrintJob) -> PrintJob:
        """The same with its id. Raises `print-number-taken`, `invoice-missing`."""
        ...

    def move_print(self, job: PrintJob, was: PrintState) -> None:
        """All of it anew, where it stands in `was`; how often its document was printed follows. Raises
        `print-number-taken` where another window moved it meanwhile."""
        ...

    def recover_prints(self, till_id: int, at: datetime) -> int:
        """What this till was sending when the program ended is unknown from now on; how many."""
        ...
