"""Texts: English msgids in gettext, Persian in `resources/locale`. Loaded once at start or language switch."""

from __future__ import annotations

import gettext
from pathlib import Path

from pos_app.settings import RESOURCES

LANGUAGES = {"fa": "فارسی", "en": "English"}  # names of languages are never translated
DEFAULT = "fa"
DOMAIN = "pishkhan"
LOCALE = RESOURCES / "locale"


class _Current:
    language = DEFAULT
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use(language: str, folder: Path = LOCALE) -> None:
    """Raises FileNotFoundError where a catalogue was not compiled (`make run` and `make test` do that)."""
    _Current.language = language if language in LANGUAGES else DEFAULT
    if _Current.language == "en":
        _Current.catalogue = gettext.NullTranslations()
    else:
        _Current.catalogue = gettext.translation(DOMAIN, folder, [_Current.language])


def language() -> str:
    return _Current.language


def right_to_left() -> bool:
    return _Current.language == "fa"


def text(msgid: str) -> str:
    """The sentence in the current language."""
    return _Current.catalogue.gettext(msgid) if msgid else ""


def mark(msgid: str) -> str:
    """Marks a msgid for extraction where it is only stored; `text` translates it later."""
    return msgid
