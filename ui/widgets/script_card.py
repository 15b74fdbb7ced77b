"""What to dial, send, open or type, in the order of the channel; each value one press away from the clipboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton

from pos_app import i18n
from pos_app.domain import imei
from pos_app.domain.registry import ScriptLine
from pos_app.i18n import text as _
from ui import format as fmt
from ui.script_words import SAY
from ui.widgets.basics import column, copy_button, empty, label, row

QR_SIDE = 128
MASK = "●●●●●●"


class ScriptCard(QFrame):
    """Rebuilt only when the script changes, so that focus and what was uncovered stay."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("script")
        self._shown: tuple[ScriptLine, ...] = ()
        self._lines = QGridLayout()
        self._lines.setVerticalSpacing(4)
        self._lines.setColumnStretch(1, 1)
        self._qr = label()
        self._qr_caption = label("", "small", wrap=True)
        self._qr_caption.setFixedWidth(QR_SIDE)  # its lines are counted at this width from the start
        self._qr_caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        side = column(gap=2)
        side.addWidget(self._qr, alignment=Qt.AlignmentFlag.AlignHCenter)
        side.addWidget(self._qr_caption)
        side.addStretch(1)
        layout = row(self._lines, side, gap=14)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 10, 12, 10)
        self.setLayout(layout)

    def show_script(self, script: tuple[ScriptLine, ...]) -> None:
        self.setVisible(bool(script))
        if script == self._shown:
            return
        self._shown = script
        empty(self._lines)
        for place, line in enumerate(script):
            self._lines.addWidget(label(fmt.digits(str(place + 1)), "small"), place, 0)
            self._lines.addWidget(label(i18n.text(SAY.get(line.say, line.say)), wrap=True), place, 1)
            if line.value:
                self._lines.addWidget(self._value(line), place, 2)
        self._lines.setRowStretch(len(script), 1)
        qr = next((line.qr for line in script if line.qr), "")
        self._qr.setVisible(bool(qr))
        self._qr_caption.setText(_("for the camera of your own phone") if qr else "")
        if qr:
            self._qr.setPixmap(qr_pixmap(qr))
            self._qr.setAccessibleName(_("QR code: {text}").format(text=qr))

    def _value(self, line: ScriptLine) -> QPushButton:
        if not line.secret:
            shown = imei.grouped(line.value) if imei.is_imei(line.value) else line.value
            return copy_button(line.value, shown)
        made = copy_button(line.value, MASK)
        made.setAccessibleName(_("activation code, covered; press to copy"))
        made.pressed.connect(lambda: made.setText(fmt.ltr(line.value)))
        made.released.connect(lambda: made.setText(fmt.ltr(MASK)))
        return made


def qr_pixmap(text: str, side: int = QR_SIDE) -> QPixmap:
    """Black on white with its quiet zone, in both themes: a phone must be able to read it."""
    return QPixmap.fromImage(_qr_image(text, 4).scaled(side, side))


def qr_of_text(text: str, most: int) -> QPixmap:
    """Of a long text: each of its many small squares as many whole pixels wide as fit into `most`, two at least."""
    modules = _qr_image(text, 1).width()
    return QPixmap.fromImage(_qr_image(text, max(2, most // modules)))


def _qr_image(text: str, scale: int) -> QImage:
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    picture = zxingcpp.write_barcode_to_image(code, scale=scale, add_quiet_zones=True)
    height, width = picture.shape[0], picture.shape[1]
    pixels = bytes(memoryview(picture))  # type: ignore[arg-type]  # a buffer, its stub does not say so
    return QImage(pixels, width, height, width, QImage.Format.Format_Grayscale8).copy()
