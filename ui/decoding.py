"""Pictures as bytes and back; whether bytes are a picture that people can look at."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap

PHOTOS = frozenset({"png", "jpeg", "webp"})
STAMPS = frozenset({"png", "jpeg"})  # what the paper can carry
_MOST_PIXELS = 60_000_000


def decoded(data: bytes, formats: frozenset[str] = PHOTOS) -> QImage:
    """The picture, null where the bytes are none: judged by content, since Qt also reads documents and drawings."""
    kept = QByteArray(data)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if bytes(reader.format().data()).decode() not in formats or size.width() * size.height() > _MOST_PIXELS:
        return QImage()
    return reader.read()


def on_paper(image: QImage, height: int) -> QPixmap:
    """So high, on white as it will lie on paper, whatever the light of the window; null stays null."""
    if image.isNull():
        return QPixmap()
    small = image.scaledToHeight(height, Qt.TransformationMode.SmoothTransformation)
    paper = QPixmap(small.size())
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, small)
    painter.end()
    return paper


def png(image: QImage) -> bytes:
    """An image as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
