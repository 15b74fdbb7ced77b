"""Colours and one style sheet. Each colour means one thing: teal act, green proven, amber waiting, red stop."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from pos_app.settings import RESOURCES


@dataclass(frozen=True, slots=True)
class Palette:
    """Text on its ground keeps a contrast of 4.5:1 or more; a test computes it."""

    ground: str
    card: str
    line: str
    text: str
    soft: str  # second-rank text
    act: str
    act_soft: str
    on_act: str
    proven: str
    proven_soft: str
    waiting: str
    waiting_soft: str
    stop: str
    stop_soft: str
    rail: str
    rail_on: str
    rail_text: str
    idle: str
    idle_text: str


LIGHT = Palette(
    ground="#f1f4f5", card="#ffffff", line="#d9e0e3", text="#14242b", soft="#56666e", act="#0b7285", act_soft="#eaf5f6",
    on_act="#ffffff", proven="#0c7a4d", proven_soft="#e3f4ec", waiting="#8a5a00", waiting_soft="#fdf1d7",
    stop="#b3261e", stop_soft="#fdeceb", rail="#12313a", rail_on="#1d4a55", rail_text="#e8f1f3", idle="#dde4e7",
    idle_text="#55656c",
)  # fmt: skip
DARK = Palette(
    ground="#11191d", card="#1a252a", line="#33434a", text="#e8f0f2", soft="#a3b4bb", act="#35b6c9", act_soft="#173a42",
    on_act="#06222a", proven="#55d39a", proven_soft="#143327", waiting="#f0bf5e", waiting_soft="#3a2e14",
    stop="#ff8f86", stop_soft="#40201f", rail="#0b1a1f", rail_on="#1d4a55", rail_text="#e8f1f3", idle="#2c3a40",
    idle_text="#a8b7bd",
)  # fmt: skip
PALETTES = {"light": LIGHT, "dark": DARK}


def sheet(theme: str) -> str:
    palette = PALETTES.get(theme, LIGHT)
    template = Template((RESOURCES / "theme" / "sheet.qss").read_text("utf-8"))
    arrow = RESOURCES / "theme" / f"down-{theme if theme in PALETTES else 'light'}.png"
    colours = {name: getattr(palette, name) for name in Palette.__slots__}
    return template.substitute(colours, arrow=arrow.as_posix())  # Qt wants forward strokes on every system


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #rrggbb colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
