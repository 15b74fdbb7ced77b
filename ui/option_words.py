"""The settings of `domain.options` in words: what each is called, what it does, and when to change it."""

from __future__ import annotations

from typing import Final

from pos_app.domain import options
from pos_app.domain.options import Option, OptionKind
from pos_app.i18n import mark, text
from ui import format as fmt

CAPTIONS: Final[dict[str, str]] = {
    options.LANGUAGE: mark("language of the screen"),
    options.THEME: mark("light or dark"),
    options.AUTOLOCK: mark("minutes until the till locks"),
    options.KEEP: mark("newest backups that are kept"),
    options.RETENTION: mark("years that invoices are kept with their buyer"),
    options.MAX_AGE: mark("hours that an inquiry's answer counts"),
}

TOLD: Final[dict[str, str]] = {
    options.LANGUAGE: mark("Of the whole screen. Papers have a language of their own, said in their template."),
    options.THEME: mark("Dark is easier on the eyes in a dim shop."),
    options.AUTOLOCK: mark("Nobody touches the till for so long: it locks, and nothing typed is lost. 0 = never."),
    options.KEEP: mark(
        "An older one goes only after a newer one was tried by opening. One of each day for a week and one of each week"
        " for a month stay besides."
    ),
    options.RETENTION: mark(
        "Until then a customer is erased only if the shop answers for it: the tax office may ask for his invoices."
    ),
    options.MAX_AGE: mark(
        "After that an inquiry is asked again before a phone is sold. Shorter is safer, longer asks less."
    ),
}  # fmt: skip

CHOICES: Final[dict[str, str]] = {
    "fa": mark("Persian"), "en": mark("English"), "light": mark("light"), "dark": mark("dark"),
}  # fmt: skip


def shown(option: Option, value: str) -> str:
    return text(CHOICES[value]) if option.kind is OptionKind.CHOICE else fmt.digits(value)


def bounds(option: Option) -> str:
    """Which values it takes."""
    if option.kind is OptionKind.CHOICE:
        return text(" or ").join(text(CHOICES[choice]) for choice in option.choices)
    return text("{low} to {high}").format(low=fmt.digits(str(option.low)), high=fmt.digits(str(option.high)))
