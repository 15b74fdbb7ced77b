"""A line of the log as it may leave the shop: what happened and where, never about whom.

Our own log speaks English and codes; whatever is written otherwise came from somebody's data. So nothing is searched
for: only what is known to be harmless stays.
"""

from __future__ import annotations

import re
from typing import Final

GONE: Final = "…"
_HEAD: Final = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[,.]\d{3}) ([A-Z]+) ([A-Za-z_][\w.]*): (.*)")
_FRAME: Final = re.compile(r'\s+File "([^"]+)", line (\d+), in ([\w<>.]+)')
_RAISED: Final = re.compile(r"((?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit)\w*)(?::? ?(.*))?")
_NAME_OF_ERROR: Final = re.compile(r"[A-Z][A-Za-z]{2,40}(?:Error|Exception|Warning)")
_FIXED: Final = frozenset(
    {
        "Traceback (most recent call last):",
        "During handling of the above exception, another exception occurred:",
        "The above exception was the direct cause of the following exception:",
    }
)
#: Words of our own sentences in the log; anything else becomes "…". Codes and names of errors stay besides.
_WORDS: Final = frozenset(
    {
        "a", "about", "again", "all", "an", "and", "another", "answer", "asked", "at", "back", "backup", "be",
        "began", "begun", "but", "by", "cannot", "closed", "code", "could", "damaged", "database", "did", "does",
        "done", "end", "ended", "error", "failed", "fault", "file", "for", "found", "from", "gone", "has", "held",
        "history", "in", "is", "it", "kept", "key", "link", "list", "log", "lost", "made", "new", "no", "nobody",
        "none", "not", "of", "off", "offering", "on", "one", "opened", "or", "ours", "over", "page", "paper",
        "picture", "ports", "printed", "printer", "program", "read", "registry", "restored", "restoring", "round",
        "said", "scripts", "sent", "shop", "skipped", "so", "started", "state", "stopped", "taken", "than", "that",
        "the", "then", "there", "this", "to", "took", "tried", "type", "wait", "waits", "was", "were", "what",
        "where", "which", "while", "with", "without", "witness", "written",
    }
)  # fmt: skip


def masked(text: str, codes: frozenset[str] = frozenset()) -> str:
    """A whole log, line by line. `codes`: the program's own words for what can go wrong."""
    return "\n".join(_line(line, codes) for line in text.splitlines())


def _line(line: str, codes: frozenset[str]) -> str:
    if not line.strip() or line.strip() in _FIXED:
        return line
    if head := _HEAD.fullmatch(line):
        return f"{head[1]} {head[2]} {head[3]}: {_message(head[4], codes)}"
    if frame := _FRAME.fullmatch(line):
        return f'  File "{_short(frame[1])}", line {frame[2]}, in {frame[3]}'
    if raised := _RAISED.fullmatch(line.strip()):
        said = (raised[2] or "").strip()
        return f"{raised[1]}: {said if said in codes else GONE}" if said else raised[1]
    return f"    {GONE}"  # a line of code, or of somebody's words


def _message(text: str, codes: frozenset[str]) -> str:
    found = [word if _harmless(word.strip(".,:;()"), codes) else GONE for word in text.split(" ")]
    return re.sub(rf"{GONE}(?: {GONE})+", GONE, " ".join(found))


def _harmless(word: str, codes: frozenset[str]) -> bool:
    return word.lower() in _WORDS or word in codes or _NAME_OF_ERROR.fullmatch(word) is not None


def _short(path: str) -> str:
    """The last three parts: where in the program; the folder of a person is none of it."""
    parts = re.split(r"[/\\]", path)
    return "/".join(part for part in parts[-3:] if re.fullmatch(r"[\w.\-<> ]*", part, re.ASCII))
