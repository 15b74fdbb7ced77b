"""A webcam's frame goes to the reader as plain grey pixels, and one at a time."""

from __future__ import annotations

from PySide6.QtGui import QImage

from pos_app.settings import RESOURCES
from tests.ui.hands import Hands
from ui.pages.counter import grey


def test_a_frame_is_read_and_the_next_ones_are_let_go(counter: Hands) -> None:
    image = QImage(str(RESOURCES / "samples" / "phone_b_clean.png"))
    odd = image.copy(0, 0, image.width() - 1 - image.width() % 2, image.height())  # its lines are padded by Qt
    pixels, width, height = grey(odd)
    assert len(pixels) == width * height
    found: list[str] = []
    for _frame in range(5):
        counter.vm.look_for_codes(pixels, width, height, found.append)
    counter.wait(lambda: bool(found))
    counter.settle()
    assert len(found) == 1
    assert "490154203237518" in found[0].split("\n")
