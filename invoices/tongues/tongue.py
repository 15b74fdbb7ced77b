"""One language of the paper. Layout mirrors by `rtl`; words come from its table, never from a block."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from invoices.bidi import PDI, RLI, first_strong_is_rtl, island
from invoices.figures import amount, code, prose, quantity
from pos_app import jalali
from pos_app.domain.digits import persian
from pos_app.domain.typed import one_line
from pos_app.words import in_words

_RTL = re.compile("[\u0590-\u08ff]")


@dataclass(frozen=True, slots=True)
class Tongue:
    """`words` = labels and patterns of sentences by key; `books` = words for the codes of a document, by book.

    Equal tongues are the same object, so that they serve as keys of a cache."""

    code: str
    rtl: bool
    words: Mapping[str, str]
    books: Mapping[str, Mapping[str, str]]

    def __hash__(self) -> int:
        return hash(self.code)

    def say(self, key: str, **parts: str) -> str:
        """The label or sentence `key`. A key that no table has is a fault of ours: KeyError."""
        pattern = self.words[key]
        return pattern.format(**parts) if parts else pattern

    def word(self, book: str, key: str) -> str:
        """The word for a code; a code without a word is shown as it is, like any identifier."""
        return self.books[book].get(key) or code(key)

    def number(self, text: str) -> str:
        """Digits as this language writes them: rows, pages, rates."""
        return persian(text) if self.rtl else text

    def amount(self, value: int, digits: int = 0) -> str:
        """Thousands apart; the last `digits` are decimals."""
        if self.rtl:
            return amount(value, digits)
        sign, whole = ("-" if value < 0 else ""), abs(value)
        if not digits:
            return island(f"{sign}{whole:,}")
        units, decimals = divmod(whole, 10**digits)
        return island(f"{sign}{units:,}.{decimals:0{digits}}")

    def quantity(self, decimal_text: str) -> str:
        shown = quantity(decimal_text)
        return shown if self.rtl else island(_plain(decimal_text))

    def day(self, iso: str) -> str:
        """A day of the calendar that people here use; a foreign reader gets the other one beside it."""
        return _day(self.rtl, date.fromisoformat(iso[:10]))

    def moment(self, iso: str) -> str:
        """Day and hour of Tehran's clock."""
        at = jalali.instant(iso)
        day, hour = _day(self.rtl, jalali.local(at).date()), island(self.number(jalali.time_text(at)))
        return self.say("moment", day=day, hour=hour)

    def prose(self, text: str) -> str:
        """Free text as a person typed it. Persian on a left-to-right paper keeps its own direction, whole."""
        if self.rtl:
            return prose(text)
        if not first_strong_is_rtl(text):
            return prose(text) if _RTL.search(text) else text
        return "\n".join(f"{RLI}{prose(part)}{PDI}" if part.strip() else part for part in text.split("\n"))

    def field(self, text: str) -> str:
        """The same for what is one line wherever it was typed: an end of a line within it is a blank."""
        return self.prose(one_line(text))

    def in_words(self, value: int) -> str:
        """The sum in words; "" where no means to say it is at hand."""
        return in_words(value) if self.rtl else ""


@lru_cache(maxsize=256)
def _day(rtl: bool, day: date) -> str:
    ours = "{:04}/{:02}/{:02}".format(*jalali.parts(day))
    return island(persian(ours)) if rtl else f"{island(day.isoformat())} ({island(ours)})"


def _plain(decimal_text: str) -> str:
    return decimal_text.rstrip("0").rstrip(".") if "." in decimal_text else decimal_text
