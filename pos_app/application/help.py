"""Help texts by topic, which topic belongs to a step, and the shop's own notes on what nobody publishes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import hamta, seal
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import Right
from pos_app.ports.notes import Note
from pos_app.settings import RESOURCES

FOLDER = RESOURCES / "help"
MAX_TEXT, MAX_SOURCE = 2000, 200  # characters of a note

#: In the order of the list on screen: what a counter asks most often stands first.
TOPICS = (
    "inquiry", "box-match", "where-is-the-code", "activation", "transfer", "factory-reset", "passenger", "buying-in",
    "returns", "people", "drawer", "goods", "figures", "senders", "free-code", "verify", "sign-up", "report",
)  # fmt: skip

#: What the texts say {so}: the codes stand in one place of the program, and a test holds them.
NAMES = {
    "ussd": hamta.USSD_CODE, "show_imei": hamta.SHOW_IMEI_CODE, "sms": hamta.SMS_NUMBER, "site": hamta.SITE,
    "guarantee": hamta.GUARANTEE_SITE, "guide_new": hamta.GUIDE_NEW_DEVICE, "guide_used": hamta.GUIDE_USED_DEVICE,
    "sender_latin": hamta.GENUINE_SENDERS[1],
}  # fmt: skip

#: (checklist, step) -> topic; "" = in every checklist.
_OF_STEPS = {
    ("", "inquiry"): "inquiry",
    ("", "answer_control"): "inquiry",
    ("", "box_match"): "box-match",
    ("", "tray_match"): "box-match",
    ("", "device_match"): "box-match",
    ("", "activation"): "activation",
    ("", "holder_activation"): "passenger",
    ("", "transfer"): "transfer",
    ("", "reset"): "factory-reset",
    ("", "permit"): "passenger",
    ("", "identity"): "buying-in",
    ("", "condition"): "buying-in",
    ("", "invoice"): "free-code",
    ("", "paper"): "buying-in",
    ("buy_in", "invoice"): "buying-in",
    ("buy_in_no_box", "invoice"): "buying-in",
    ("return", "device_match"): "returns",
    ("return", "condition"): "returns",
    ("return", "transfer"): "returns",
    ("return", "activation"): "returns",
    ("return", "invoice"): "returns",
    ("return", "paper"): "returns",
    ("return_inactive", "device_match"): "returns",
    ("return_inactive", "condition"): "returns",
    ("return_inactive", "invoice"): "returns",
    ("return_inactive", "paper"): "returns",
}

#: What is not known and therefore is never a rule: name of the note -> the topic below which it stands.
NOTES = {
    "answer-wording": "inquiry",
    "stolen-wording": "inquiry",
    "grace": "activation",
    "pin-asked": "transfer",
    "code-validity": "transfer",
    "transfer-cancel": "transfer",
    "yearly-limits": "transfer",
    "several-devices": "transfer",
    "menu-numbers": "transfer",
    "online-transfer": "transfer",
    "deactivation": "returns",
    "fees": "free-code",
    "company-sim": "sign-up",
    "login-rules": "sign-up",
    "app-version": "sign-up",
    "where-to-report": "report",
}

_LRI, _PDI = "\u2066", "\u2069"
_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True, slots=True)
class Topic:
    """`text` is Markdown of a small kind (see `ui.help_text`), without its title; what is dialled, typed or opened
    stands in it as `code`, isolated from left to right."""

    id: str
    title: str
    text: str


@cache
def topics(language: str, public_key: bytes = b"", folder: Path = FOLDER) -> tuple[Topic, ...]:
    """All of them in their order. `language`: fa or en; `public_key`: of this till, b"" = it signs nothing."""
    own = {
        "key_number": seal.fingerprint(public_key) if public_key else "-",
        "public_key": seal.to_text(public_key) or "-",
    }  # fmt: skip
    return tuple(_topic(name, (folder / language / f"{name}.md").read_text("utf-8"), own) for name in TOPICS)


def _topic(name: str, raw: str, own: Mapping[str, str]) -> Topic:
    codes = {key: f"`{value}`" for key, value in {**NAMES, **own}.items()}
    filled = raw.format(**codes, sender_fa=f"«{hamta.GENUINE_SENDERS[0]}»")
    title, text = filled.split("\n", 1)
    return Topic(name, title.removeprefix("# ").strip(), _CODE.sub(rf"`{_LRI}\1{_PDI}`", text).strip())


def topic_for_step(checklist_id: str, step_id: str) -> str:
    """The topic that explains this step there; for an unknown one that of the inquiry, with which all begins."""
    return _OF_STEPS.get((checklist_id, step_id)) or _OF_STEPS.get(("", step_id), "inquiry")


def notes(services: Services) -> dict[str, Note]:
    """Those that are written now, by name."""
    with services.storage.read() as session:
        return {note.name: note for note in session.notes() if note.name in NOTES and note.text}


@needs(Right.NOTES)
def save_note(services: Services, name: str, text: str, source: str) -> None:
    """Replaces the note; an empty text takes it back. Raises ShopError `text-too-long`, `note-source-missing`,
    `ussd-misprint` for a dial code that would be copied wrongly, `note-unknown`."""
    if name not in NOTES:
        raise ShopError("note-unknown", detail=name)
    text, source = (said.replace("\x00", "").strip() for said in (text, source))
    if len(text) > MAX_TEXT:
        raise ShopError("text-too-long", field="text")
    if len(source) > MAX_SOURCE:
        raise ShopError("text-too-long", field="source")
    if text and not source:
        raise ShopError("note-source-missing", field="source")
    for code in hamta.dial_codes_in(text):
        if code.shown != code.means:
            raise ShopError("ussd-misprint", field="text", detail=code.means)
    now = services.clock.now()
    with services.storage.write() as session:
        session.put_note(
            Note(name=name, text=text, source=source if text else "", written_at=now, author=services.person)
        )
        session.audit(services.till_id, now, services.person, "note-changed", name, {"taken_back": not text})
