"""Shifts and the money that moved in them. Part of `ports.storage`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from pos_app.domain.drawer import Move, Shift


class DrawerReads(Protocol):
    def open_shift(self, till_id: int) -> Shift | None: ...

    def shift(self, shift_id: int) -> Shift | None: ...

    def last_closed(self, till_id: int) -> Shift | None: ...

    def shifts(self, till_id: int, limit: int, before: int = 0) -> tuple[Shift, ...]:
        """Newest first; `before` = the id of the last one of the page above, 0 = from the newest."""
        ...

    def moves(self, shift_id: int) -> tuple[Move, ...]:
        """In their order."""
        ...

    def shift_digest(self, shift_id: int) -> str:
        """SHA-256 over its row, its day's document and all its movements: what the history keeps of a closed shift."""
        ...

    def sales_in(self, shift_id: int) -> int:
        """How many sales were completed in it."""
        ...

    def till_name(self, till_id: int) -> str:
        """How people call it; "" = it is not known."""
        ...

    def shift_of(self, sale_id: str) -> int:
        """The shift in which this case was completed; 0 = none, it is older than shifts or open."""
        ...


class DrawerWrites(Protocol):
    def begin_shift(self, shift: Shift) -> int:
        """Raises ShopError `shift-open-already` where this till has one."""
        ...

    def set_opening(self, shift_id: int, opening: int) -> None:
        """What was there at the beginning, said by a person."""
        ...

    def add_move(self, shift_id: int, move: Move) -> None: ...

    def put_in_shift(self, sale_id: str, shift_id: int) -> None:
        """The case was completed in this shift, and stays there."""
        ...

    def end_shift(self, shift: Shift, at: datetime) -> None:
        """With what `shift` says of its end. Raises ShopError `shift-closed` where it has ended already."""
        ...
