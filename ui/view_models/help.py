"""The topic that is read, and the shop's notes below it. What is typed stays until it is saved or given up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pos_app.application import help as helps
from pos_app.application import verify_page
from pos_app.application.help import Topic
from pos_app.application.services import Services
from pos_app.i18n import language
from pos_app.ports.notes import Note
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True)
class Typed:
    """A note as it is being written."""

    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpState:
    """`notes` by name, the written ones; `typed` those that are being written; `notice` belongs to the note `about`,
    or to the page where that is ""; `saved` names the note that has just reached the disk."""

    topics: tuple[Topic, ...] = ()
    topic_id: str = helps.TOPICS[0]
    notes: Mapping[str, Note] = field(default_factory=dict)
    typed: Mapping[str, Typed] = field(default_factory=dict)
    notice: Notice | None = None
    about: str = ""
    saved: str = ""

    @property
    def topic(self) -> Topic:
        return next(topic for topic in self.topics if topic.id == self.topic_id)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the notes below this topic."""
        return tuple(name for name, topic in helps.NOTES.items() if topic == self.topic_id)


class HelpVM(QObject):
    changed = Signal()
    kept = Signal(str)  # a note is on disk

    def __init__(self, services: Services, jobs: Jobs, typed: Mapping[str, Typed] | None = None) -> None:
        """`typed`: what is being written already."""
        super().__init__()
        self._services, self._jobs = services, jobs
        own = services.signer.public_key if services.signer else b""
        self.state = HelpState(topics=helps.topics(language(), own), typed=typed or {})

    def load(self) -> None:
        """The notes anew: another till may have written."""
        self._jobs.db(lambda: helps.notes(self._services), self._arrive, self._complain)

    def turn_to(self, topic_id: str) -> None:
        if topic_id != self.state.topic_id:
            self._show(replace(self.state, topic_id=topic_id, notice=None, about="", saved=""))

    def write(self, name: str) -> None:
        """Opens a note to be written, with what it says now."""
        note = self.state.notes.get(name)
        self.typing(name, note.text if note else "", note.source if note else "")
        self.changed.emit()

    def typing(self, name: str, text: str, source: str) -> None:
        self.state = replace(self.state, typed={**self.state.typed, name: Typed(text, source)})

    def give_up(self, name: str) -> None:
        about = "" if self.state.about == name else self.state.about
        notice = self.state.notice if about else None
        self._show(replace(self.state, typed=self._without(name), notice=notice, about=about))

    def save(self, name: str) -> None:
        typed = self.state.typed.get(name)
        if typed is None:
            return

        def work() -> dict[str, Note]:
            helps.save_note(self._services, name, typed.text, typed.source)
            return helps.notes(self._services)

        def done(notes: dict[str, Note]) -> None:
            still = self.state.typed.get(name)
            open_ = self._without(name) if still == typed else self.state.typed  # typed on meanwhile: it stays open
            self._show(replace(self.state, notes=notes, typed=open_, notice=None, about="", saved=name))
            self.kept.emit(name)

        def refused(error: BaseException) -> None:
            self._show(replace(self.state, notice=notices_of(error)[0], about=name, saved=""))

        self._jobs.db(work, done, refused)

    def make_page(self) -> None:
        """The page by which customers verify the shop's invoices."""

        def made(path: Path) -> None:
            self._show(replace(self.state, notice=Notice("verify-page-made", str(path)), about="", saved=""))

        self._jobs.db(lambda: verify_page.make(self._services), made, self._complain)

    def dismiss(self) -> None:
        self._show(replace(self.state, notice=None, about="", saved=""))

    def _without(self, name: str) -> dict[str, Typed]:
        return {other: typed for other, typed in self.state.typed.items() if other != name}

    def _arrive(self, notes: dict[str, Note]) -> None:
        self._show(replace(self.state, notes=notes))

    def _complain(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0], about="", saved=""))

    def _show(self, state: HelpState) -> None:
        self.state = state
        self.changed.emit()
