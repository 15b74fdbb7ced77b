"""One operation and what is done about it, for pages that list something else than operations."""

from __future__ import annotations

from dataclasses import replace

from pos_app.application import outbox
from ui.view_models.registry_queue import Found, QueueVM


class OneOperationVM(QueueVM):
    """The acts of the registry's page upon the operation that was named last; "" = none."""

    def select(self, entry_id: str) -> None:
        if entry_id == self.state.selected:
            return
        self.turned.emit()
        self._show(replace(self.state, selected=entry_id, rows=(), story=(), script=(), notice=None))
        if entry_id:
            self.refresh()

    def refresh(self) -> None:
        wanted = self.state.selected

        def arrive(found: Found) -> None:
            if wanted == self.state.selected:  # else the person has turned to another one
                self._arrive(found)

        self._jobs.db(lambda: self._read(wanted), arrive, self._complain)

    def _read(self, selected: str) -> Found:
        listed = outbox.one(self._services, selected)
        chosen = selected if listed.rows else ""
        return Found(listed, chosen, outbox.story(self._services, chosen) if chosen else ())

    def _arrive(self, found: Found, instead_of: str | None = None) -> None:
        if instead_of is None or instead_of == self.state.selected:
            super()._arrive(found, instead_of)
