"""What stands in the rail of the window, from the top; `settings` stands at the foot."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.i18n import mark


@dataclass(frozen=True, slots=True)
class Tab:
    """`key` opens the page of this name; one that `acts` begins something at the counter instead."""

    name: str
    text: str
    key: str
    acts: bool = False


RAIL = (
    Tab("counter", mark("sale"), "Ctrl+1"),
    Tab("buy_in", mark("buying in"), "Ctrl+B", acts=True),
    Tab("invoices", mark("invoices"), "Ctrl+2"),
    Tab("registry", mark("registry"), "Ctrl+3"),
    Tab("duties", mark("duties"), "Ctrl+6"),
    Tab("search", mark("search"), "Ctrl+F"),
    Tab("phones", mark("phones"), "Ctrl+5"),
    Tab("goods", mark("goods"), "Ctrl+8"),
    Tab("drawer", mark("drawer"), "Ctrl+7"),
    Tab("figures", mark("figures"), "Ctrl+9"),
    Tab("settings", mark("settings"), "Ctrl+4"),
)
FOOT = "settings"
#: As the foot of the window says it: all the pages that a digit opens.
PAGES = f"Ctrl+1…{max(place.key[-1] for place in RAIL if place.key[-1].isdigit())}"
