"""The text of a table that a shop was given: in the encodings of Excel in Iran, and free of what cannot be seen."""

from __future__ import annotations

import codecs
import re
import unicodedata

#: They turn the order of what stands beside them. The half-space of Persian words is none of them.
_BIDI = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u206a-\u206f\ufeff]")
_UNSEEN = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
_MARKS = frozenset("\u00a0\u200c\u200d\u200e\u200f«»“”‘’–—…·×°®™،؛؟ـ")
_WORD = re.compile(r"[^\W\d_]+")
_PERSIAN_LETTERS = str.maketrans("يىك", "ییک")  # windows-1256 has no others


def decoded(data: bytes) -> str | None:
    """By its mark, else UTF-8, else windows-1256 where that gives words; None = no text that can be read."""
    try:
        if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
            text = data.decode("utf-32")
        elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _windows(data)
    return None if "\0" in text else text


def _windows(data: bytes) -> str | None:
    """Any bytes can be read as windows-1256; another encoding gives signs, or Latin and Arabic within one word."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    text = data.decode("cp1256")
    odd = (char for char in set(text) if not (char.isalpha() or _is_ascii_text(char) or char in _MARKS))
    if any(odd) or any(_mixed(word) for word in set(_WORD.findall(text)) if not word.isascii()):
        return None
    return text.translate(_PERSIAN_LETTERS)


def _is_ascii_text(char: str) -> bool:
    return " " <= char <= "~" or char in "\t\r\n"


def _mixed(word: str) -> bool:
    return len({"\u0600" <= char <= "\u06ff" for char in word}) > 1


def without_bidi(text: str) -> str:
    return _BIDI.sub("", text)


def has_control(text: str) -> bool:
    return any(unicodedata.category(char) in _UNSEEN for char in text if char != "\t")


def shown(text: str) -> str:
    """For a message about the row: what cannot be seen is marked."""
    return "".join(" " if char == "\t" else "\ufffd" if has_control(char) else char for char in without_bidi(text))
