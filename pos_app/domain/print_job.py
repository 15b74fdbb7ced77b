"""One print of an issued document: saved, sent, printed or failed, and again.

A print has a number (`nth`, from 1); every print after the first is marked as a copy. What surely put nothing on paper
is printed again as the same print; where something may lie in the printer, the next one is a copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PrintState(StrEnum):
    SAVED = "saved"  # wanted, and on disk; nothing has left the program
    SENT = "sent"  # on its way: from now on something may lie in the printer
    PRINTED = "printed"  # the printer, or the system's queue, took the whole of it
    FAILED = "failed"  # surely nothing came on paper
    UNKNOWN = "unknown"  # cut in the middle, or the program ended meanwhile: a person looks at the printer


_BUY_IN = "B"  # how numbers of buy-in papers begin

#: From here the same print may be sent, unmarked if it is the first.
SENDABLE = frozenset({PrintState.SAVED, PrintState.FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """`number` of an invoice or of a buy-in's paper; `sheet` a paper's name; `printer` where it was sent, as a person
    would call it; `problem` a code, "" = none. `id` 0 = not on disk yet."""

    id: int = 0
    number: str
    nth: int
    state: PrintState
    sheet: str
    language: str = ""
    till_id: int
    by: str
    printer: str = ""
    problem: str = ""
    made_at: datetime
    sent_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def copy(self) -> bool:
        return self.nth > 1

    @property
    def counts(self) -> bool:
        """A paper of this print may exist."""
        return self.state not in SENDABLE


def next_nth(last: PrintJob | None) -> int:
    """Which print the next one is, after `last` of the same document."""
    if last is None:
        return 1
    return last.nth + 1 if last.counts else last.nth


def is_buy_in(number: str) -> bool:
    """Of the paper that a seller of a used phone signs; every other number is an invoice's."""
    return number.startswith(_BUY_IN)
