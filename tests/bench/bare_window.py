"""Worker, the floor: PySide6 and sqlite3 with nothing between them.

python -m tests.bench.bare_window [DATABASE]
"""

from __future__ import annotations

import sqlite3
import sys
from time import perf_counter
from typing import Any

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.bench.listening import Listener, Painted, greet, say, say_memory

FONTS = "resources/fonts/Vazirmatn-{}.ttf"
SIZE = (1366, 768)
POINTS = 10.5
_LOOK_UP = """
    select product.title, unit.serial, unit.state, product.price, all_imei.imei
    from unit join product on product.id = unit.product_id join unit_imei as all_imei on all_imei.unit_id = unit.id
    where unit.id = (select unit_id from unit_imei where imei = ?) order by all_imei.slot
"""


class BareWindow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._said = False
        self._labels: list[QLabel] = [QLabel("پیشخوان", self)]
        self._changing: dict[int, QLabel] = {}
        self.resize(*SIZE)
        self._painted = Painted(self, self._after_paint)

    def _after_paint(self) -> None:
        if not self._said:
            self._said = True
            greet()

    def dress(self, request: dict[str, Any]) -> None:
        """The same texts at the same places; those that hold one of `changing` change with every look-up."""
        for label in self._labels:
            label.deleteLater()
        self._labels = []
        for x, y, width, height, text, pixels, bold in request["texts"]:
            label = QLabel(text, self)
            font = QFont("Vazirmatn")
            font.setPixelSize(pixels)
            font.setBold(bold)
            label.setFont(font)
            label.setGeometry(x, y, width, height)
            label.show()
            self._labels.append(label)
            for place, part in enumerate(request["changing"]):
                if part in text:
                    self._changing[place] = label
        if missing := set(range(len(request["changing"]))) - self._changing.keys():
            raise LookupError(f"not on the screen: {[request['changing'][place] for place in missing]}")
        say(len(self._labels))

    def scan(self, request: dict[str, Any]) -> None:
        begun = perf_counter()
        rows = self._database.execute(_LOOK_UP, (request["imei"],)).fetchall()
        for place, text in enumerate((rows[0][0], rows[0][1], *(row[4] for row in rows))):
            self._changing[place].setText(text)
        self.repaint()
        say(perf_counter() - begun)

    def open(self, database: str) -> None:
        self._database = sqlite3.connect(database)
        self._database.execute("PRAGMA mmap_size=0")


def run() -> int:
    qt = QApplication(sys.argv[:1])
    qt.setStyle("Fusion")
    for face in ("Regular", "Medium", "Bold"):
        QFontDatabase.addApplicationFont(FONTS.format(face))
    font = QFont("Vazirmatn")
    font.setPointSizeF(POINTS)
    qt.setFont(font)
    window = BareWindow()
    listener = Listener({"dress": window.dress, "scan": window.scan, "memory": say_memory})
    window.show()
    if len(sys.argv) > 1:
        window.open(sys.argv[1])
    status = qt.exec()
    del listener
    return status


if __name__ == "__main__":
    sys.exit(run())
