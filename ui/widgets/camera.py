"""The webcam: frames go to the code reader until one holds codes. QtMultimedia is loaded when it is wanted."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices, QVideoFrame, QVideoSink
from PySide6.QtMultimediaWidgets import QVideoWidget
from PySide6.QtWidgets import QFrame

from pos_app.i18n import text as _
from ui.widgets.basics import button, column, label, row

LOOK_EVERY_MS = 400


class CameraPanel(QFrame):
    """`frame` carries a picture to be read; `closed` when the seller is done."""

    frame = Signal(QImage)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._camera = QCamera(QMediaDevices.defaultVideoInput(), self)
        self._session = QMediaCaptureSession(self)
        self._view = QVideoWidget()
        self._view.setMinimumSize(480, 320)
        self._session.setCamera(self._camera)
        self._session.setVideoOutput(self._view)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        layout = column(self, margin=12)
        layout.addWidget(self._view, 1)
        layout.addLayout(
            row(label(_("Hold the box's label before the camera."), "soft"), None, button(_("close"), self.stop))
        )

    @staticmethod
    def available() -> bool:
        return not QMediaDevices.defaultVideoInput().isNull()

    def start(self) -> None:
        self._camera.start()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._camera.stop()
        self.closed.emit()

    def _look(self) -> None:
        sink: QVideoSink = self._view.videoSink()
        frame: QVideoFrame = sink.videoFrame()
        image = frame.toImage() if frame.isValid() else QImage()
        if not image.isNull():
            self.frame.emit(image)
