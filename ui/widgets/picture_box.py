"""Pictures that prove a step: from a file or the clipboard, held for their sale until it is recorded."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from pos_app.application import picture_file
from pos_app.i18n import text as _
from pos_app.ports.hardware import UnreadableImageError
from ui import format as fmt
from ui import notices
from ui.decoding import decoded, png
from ui.view_models.counter_state import State
from ui.widgets.basics import button, column, label, restyle
from ui.widgets.evidence import MAX_PICTURE
from ui.widgets.flow import flowing


class PictureBox(QWidget):
    """`most` pictures at a time; a further one takes the place of the last."""

    def __init__(self, caption: str, *, most: int = 1, field: str = "") -> None:
        super().__init__()
        self.setObjectName("plain")
        self._most, self.field, self._caption = most, field, caption
        self._held: dict[str, list[bytes]] = {}  # by sale
        self._sale_id = ""
        self.choose = button(caption, self._choose)
        self.paste = button(_("paste a picture"), self.take_clipboard, "flat")
        self.drop = button(_("take away"), self.forget, "flat")
        self._said = label("", "small", wrap=True)
        layout = column(self, gap=2)
        layout.addWidget(flowing(self.choose, self.paste, self.drop))
        layout.addWidget(self._said)

    @property
    def pictures(self) -> tuple[bytes, ...]:
        return tuple(self._held.get(self._sale_id, ()))

    @property
    def picture(self) -> bytes | None:
        return next(iter(self.pictures), None)

    def take(self, picture: bytes) -> None:
        """What is no picture is refused in words; those before it stay."""
        if len(picture) > MAX_PICTURE:
            self._refuse("image-too-large")
        elif decoded(picture).isNull():
            self._refuse("image-not-a-picture")
        else:
            held = self._held.setdefault(self._sale_id, [])
            del held[self._most - 1 :]
            held.append(picture)
            self._count()

    def take_file(self, path: str) -> None:
        try:
            self.take(picture_file.read(Path(path), MAX_PICTURE))
        except UnreadableImageError as error:
            self._refuse(str(error))

    def take_clipboard(self) -> None:
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            self._refuse("clipboard-has-no-picture")
        else:
            self.take(png(image))

    def forget(self) -> None:
        self._held.pop(self._sale_id, None)
        self._count()

    def show_state(self, state: State) -> None:
        """Held for its sale; those of sales that are over go."""
        known = {parked.id for parked in state.parked} | ({state.sale.id} if state.sale else set())
        self._held = {sale_id: kept for sale_id, kept in self._held.items() if sale_id in known}
        moved, self._sale_id = self._sale_id, state.sale.id if state.sale else ""
        complaint = state.error(self.field) if self.field else None
        if complaint is not None:
            self._refuse(complaint.code)
        elif moved != self._sale_id or not self._said.text():
            self._count()

    def _count(self) -> None:
        count = len(self.pictures)
        restyle(self._said, "small")
        said = _("{n} pictures") if count > 1 else _("one picture")
        self._said.setText("✓ " + said.format(n=fmt.digits(str(count))) if count else "")
        self._said.setVisible(bool(count))
        self.drop.setVisible(bool(count))

    def _refuse(self, code: str) -> None:
        restyle(self._said, "error")
        self._said.setText(notices.sentence(code))
        self._said.show()

    def _choose(self) -> None:
        dialog = QFileDialog(self, self._caption, "", _("pictures") + " (*.png *.jpg *.jpeg *.webp)")
        dialog.fileSelected.connect(self.take_file)
        dialog.open()
