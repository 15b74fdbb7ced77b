"""Bars over names, in the colours of the window and the digits of its language. Never the only place of a number: the
table beside it holds them all."""

from __future__ import annotations

from PySide6.QtCharts import (
    QBarCategoryAxis,
    QBarSet,
    QCategoryAxis,
    QChart,
    QChartView,
    QHorizontalBarSeries,
    QStackedBarSeries,
)
from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent

from pos_app import i18n
from ui import format as fmt
from ui.figure_tables import View
from ui.theme import PALETTES

_TICKS, _BARS, _BAR = 4, 7, 46  # steps of a scale; bars that lie, and the pixels that each needs
_LABEL = 11  # pixels: at the height of a small window a name still stands beside its bar
_NAME, _FEW, _NARROW = 26, 11, 430  # characters of a name beside a bar, in a chart of fewer pixels than the last


class BarChart(QChartView):
    def __init__(self, theme: str, accessible: str) -> None:
        super().__init__()
        self._palette = PALETTES.get(theme, PALETTES["light"])
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAccessibleName(accessible)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QChartView.Shape.NoFrame)
        self.setBackgroundBrush(QColor(self._palette.card))
        self._view: View | None = None
        self._drawn = (0, 0, 0)

    def show_view(self, view: View) -> None:
        if view == self._view:
            return
        self._view = view
        before = self.chart()
        self.setChart(self._chart(view))
        if before is not None:
            before.deleteLater()

    @property
    def _room(self) -> tuple[int, int, int]:
        """Letters of a name beside a bar, bars that lie, steps of the scale: where Qt finds no room for a name it
        leaves nothing of it but dots."""
        narrow = self.width() < _NARROW
        return _FEW if narrow else _NAME, max(3, min(_BARS, self.height() // _BAR)), 2 if narrow else _TICKS

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._view is not None and self._room != self._drawn:
            view, self._view = self._view, None
            self.show_view(view)

    def _chart(self, view: View) -> QChart:
        chart = QChart()
        chart.legend().hide()
        chart.setBackgroundVisible(False)
        chart.setMargins(QMargins(0, 0, 0, 0))
        gains, losses = QBarSet(view.unit), QBarSet(view.unit)
        for bars, colour in ((gains, self._palette.act), (losses, self._palette.stop)):
            bars.setColor(QColor(colour))
            bars.setBorderColor(QColor(self._palette.card))
        rtl = i18n.right_to_left()
        letters, most, ticks = self._drawn = self._room
        most = most if view.lying else len(view.bars)
        values = list(view.bars[:most])
        names = [_cut(name, letters) for name in view.labels[:most]]
        if view.lying or rtl:  # the first one above, or at the right
            values, names = values[::-1], names[::-1]
        for value in values:
            gains.append(float(max(value, 0)))
            losses.append(float(min(value, 0)))
        series = QHorizontalBarSeries() if view.lying else QStackedBarSeries()
        series.append(gains)
        if min(values, default=0) < 0:
            series.append(losses)
        chart.addSeries(series)
        categories, scale = QBarCategoryAxis(), _scale(values, ticks if view.lying else _TICKS)
        categories.append(_unlike(names))
        small = self.font()
        small.setPixelSize(_LABEL)
        for axis in (categories, scale):
            axis.setLabelsFont(small)
            axis.setLabelsColor(QColor(self._palette.soft))
            axis.setGridLineColor(QColor(self._palette.line))
            axis.setLinePen(QPen(QColor(self._palette.line)))
        categories.setGridLineVisible(False)
        if view.lying:
            scale.setReverse(rtl)
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        foot = Qt.AlignmentFlag.AlignBottom
        chart.addAxis(categories, side if view.lying else foot)
        chart.addAxis(scale, foot if view.lying else side)
        series.attachAxis(categories)
        series.attachAxis(scale)
        return chart


def _scale(values: list[int], ticks: int) -> QCategoryAxis:
    """Round steps, said in the digits of the language: an axis of Qt's own knows no thousands of millions."""
    top, bottom = max([*values, 1]), min([*values, 0])
    step = _round(max(top - bottom, 1) // ticks + 1)
    first = bottom // step * step
    last = -(-top // step) * step
    axis = QCategoryAxis()
    axis.setLabelsPosition(QCategoryAxis.AxisLabelsPosition.AxisLabelsPositionOnValue)
    axis.setRange(float(first), float(last))
    for at in range(first, last + 1, step):
        axis.append(_brief(at), float(at))
    return axis


def _round(step: int) -> int:
    """1, 2 or 5 with noughts, at least this much."""
    power = int("1" + "0" * (len(str(step)) - 1))
    return next(power * lead for lead in (1, 2, 5, 10) if power * lead >= step)


def _brief(value: int) -> str:
    """385 million in place of nine noughts."""
    for unit, word in ((10**9, i18n.text("{n} bn")), (10**6, i18n.text("{n} m"))):
        if value and abs(value) >= unit and value % (unit // 10) == 0:
            whole, part = divmod(abs(value) * 10 // unit, 10)
            said = f"{'-' if value < 0 else ''}{whole}" + (f".{part}" if part else "")
            return word.format(n=fmt.digits(said))
    return fmt.number(value)


def _cut(name: str, letters: int) -> str:
    return name if len(name) <= letters else name[: letters - 1].rstrip() + "…"


def _unlike(names: list[str]) -> list[str]:
    """An axis takes every name once: the same day of two months, two names that were cut alike."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name + "\u200b" * (seen[name] - 1))
    return told
