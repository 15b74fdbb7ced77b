"""Arguments of `main.py`, and the commands that need no window."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pos_app.domain.box_code import classify
from pos_app.domain.digits import whole_letters
from pos_app.domain.identifiers import CHECKS

DONE, FAILED = 0, 2
MAX_VALUE = 4096
MOST_HITS = 1000


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST_HITS):
        raise argparse.ArgumentTypeError("1 to 1000")
    return int(text)


def _place(text: str) -> Path:
    """An empty name would be the folder in which somebody happens to be: what a script lacks is no place."""
    if not text.strip():
        raise argparse.ArgumentTypeError("empty")
    return Path(text)


def parser() -> argparse.ArgumentParser:
    """Every command takes `--data DIR` after its name; status 0 = done, 2 = not."""
    top = argparse.ArgumentParser(prog="main.py", description="Pishkhan: the counter of a phone shop")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    counter = commands.add_parser("counter", help="open the counter (also without a command)")
    counter.add_argument("--practice", action="store_true", help="an invented shop with a practice registry")
    demo = commands.add_parser("demo", help="play the practice sales through the real windows")
    demo.add_argument("--out", type=_place, required=True, metavar="DIR", help="pictures, invoices and summary.json")
    scan = commands.add_parser("scan", help="read the codes of pictures; prints JSON")
    scan.add_argument("image", nargs="+", metavar="IMAGE")
    check = commands.add_parser("check", help="check one number; prints JSON, status 0 if it holds and 2 if not")
    check.add_argument("kind", choices=sorted(CHECKS), metavar="KIND", help=", ".join(sorted(CHECKS)))
    check.add_argument("value", metavar="VALUE")
    sandbox = commands.add_parser("registry-sandbox", help="serve the practice registry on this machine")
    sandbox.add_argument("--port", type=int, default=0, metavar="N", help="0 = any free one")
    sandbox.add_argument("--faults", type=_place, metavar="FILE", help="JSON list of faults to commit")
    sandbox.add_argument("--clients", type=_place, metavar="FILE", help="JSON list of further tills: id, secret, shop")
    sync = commands.add_parser("sync", help="one round with the registry, without a window; prints JSON counts")
    sync.add_argument("--once", action="store_true", required=True, help="one round, then end")
    sync.add_argument("--registry", metavar="URL", help="a practice registry on this machine, in place of the setting")
    sync.add_argument("--practice", action="store_true", help="the practice shop with its own practice registry")
    tacs = commands.add_parser("tac-import", help="which model a TAC belongs to, from a CSV file; prints JSON")
    tacs.add_argument("file", type=_place, metavar="FILE", help="columns tac, brand, model")
    tacs.add_argument("--dry-run", action="store_true", help="only say what would change")
    goods_commands(commands)
    commands.add_parser("outbox", help="every operation that waits or was closed lately, as JSON")
    taxed = commands.add_parser("tax-id", help="the 22 characters of an invoice's tax id")
    taxed.add_argument("memory", metavar="MEMORY", help="tax memory id, six letters or digits")
    taxed.add_argument("days", metavar="DAYS", help="days since 1970-01-01")
    taxed.add_argument("serial", metavar="SERIAL")
    commands.add_parser("verify", help="is the shop's memory as it was written? prints JSON, status 0 or 2")
    commands.add_parser("new-key", help="a new data key; older ones go on opening what they sealed; prints JSON")
    search = commands.add_parser("search", help="phones, papers, customers and goods that fit a text; prints JSON")
    search.add_argument(
        "text",
        type=whole_letters,
        metavar="TEXT",
        help="an IMEI or its last digits, a serial, a number, a name, a model",
    )
    search.add_argument("--limit", type=_limit, default=8, metavar="N", help="of each kind, 1 to 1000")
    official = commands.add_parser("e-invoice", help="the official e-invoice of an issued invoice, as JSON")
    official.add_argument(
        "number", type=whole_letters, metavar="NUMBER", help="of an invoice of this shop, like 1405-1-000418"
    )
    verified = commands.add_parser("verify-invoice", help="is it as the shop issued it? prints JSON")
    verified.add_argument("source", metavar="FILE|TEXT", help="a document, a photo of the code, or the code's text")
    verified.add_argument("--key", action="append", metavar="KEY", help="a public key of the shop; may be repeated")
    page = commands.add_parser("verify-page", help="the page by which anyone verifies this shop's invoices, offline")
    page.add_argument("--out", type=_place, required=True, metavar="FILE")
    printed = commands.add_parser("invoice", help="the next print of an issued invoice, as PDF; prints JSON")
    printed.add_argument(
        "number",
        type=whole_letters,
        metavar="NUMBER",
        help="of an invoice or a buy-in of this shop, like 1405-1-000418",
    )
    render = commands.add_parser("render", help="a stored document alone as PDF, without a shop")
    render.add_argument("document", type=_place, metavar="DOCUMENT.json", help="as it was frozen at issue")
    render.add_argument("--stamp", type=_place, metavar="FILE", help="PNG or JPEG of the shop's stamp")
    render.add_argument("--copy", action="store_true", help="mark it as a copy")
    for paper in (printed, render):
        paper.add_argument("--paper", default="a4", metavar="P", help="a4, a5, 80mm, 58mm, or a template of the shop")
        paper.add_argument("--language", choices=("fa", "en"), default="", help="without it, as the template says")
        paper.add_argument("--out", type=_place, required=True, metavar="FILE", help="the PDF to write")
    label = commands.add_parser("label", help="labels of phones or goods as PDF; prints JSON")
    label.add_argument(
        "code", nargs="+", type=whole_letters, metavar="CODE", help="IMEI or serial of a phone, or a product's barcode"
    )
    label.add_argument("--paper", default="roll", metavar="P", help="roll, sheet, or a label template of the shop")
    label.add_argument("--copies", type=int, default=1, metavar="N", help="of each")
    label.add_argument("--skip", type=int, default=0, metavar="N", help="places of the first sheet that are used up")
    label.add_argument("--out", type=_place, required=True, metavar="FILE", help="the PDF to write")
    _add_backups(commands)
    for command in commands.choices.values():
        command.add_argument("--data", type=_place, metavar="DIR", help="the shop's folder")
    return top


def _add_backups(commands: Any) -> None:
    backup = commands.add_parser("backup", help="an encrypted backup, tried by opening; prints JSON")
    backup.add_argument(
        "--to", type=_place, required=True, metavar="FILE", help="or a folder, for its next rolling one"
    )
    restore = commands.add_parser("restore", help="a shop out of a backup, into an empty folder; prints JSON")
    restore.add_argument("file", type=_place, metavar="FILE", help="or a folder, for the newest good one in it")
    restore.add_argument("--look", action="store_true", help="only say what it holds and what it lacks")
    restore.add_argument("--replace", action="store_true", help="put the shop of this folder aside")
    restore.add_argument("--recovery-key-file", type=_place, metavar="FILE", help="without it: asked on standard input")
    restore.add_argument("--last-invoice", action="append", default=[], metavar="NUMBER",
                         help="newest paper at hand, of each series; or none, or unknown (a visible gap)")  # fmt: skip
    support = commands.add_parser("support", help="versions, counts and the masked log, for whoever helps; prints JSON")
    support.add_argument("--out", type=_place, required=True, metavar="FILE.zip")
    key = commands.add_parser("recovery-key", help="prints, once, the key that opens backups on another computer")
    key.add_argument("--out", type=_place, required=True, metavar="FILE", help="the PDF to write")
    key.add_argument("--renew", action="store_true", help="a new key; older backups go on needing the old one")


def goods_commands(commands: Any) -> None:
    taken = commands.add_parser("import", help="phones from a CSV or XLSX list into stock; prints JSON")
    taken.add_argument("file", type=_place, metavar="FILE", help="its first row names the columns; at least imei1")
    taken.add_argument("--dry-run", action="store_true", help="only say what would come in, and which rows are bad")
    taken.add_argument("--money", choices=("rial", "toman"), default="rial", help="where no column says it")
    taken.add_argument("--supplier", default="", type=whole_letters, metavar="NAME", help="where no column says it")
    taken.add_argument("--all-or-nothing", action="store_true", help="nothing comes in while a row is bad")
    taken.add_argument("--bad", type=_place, metavar="FILE", help="where bad rows go, .csv or .xlsx; else DIR/imports")
    given = commands.add_parser("export", help="a table of the shop as CSV or XLSX, private values masked; prints JSON")
    given.add_argument(
        "kind", type=whole_letters, metavar="KIND", help="units, products, sales, invoices, ...; all = each"
    )
    given.add_argument("--out", type=_place, required=True, metavar="FILE", help=".csv or .xlsx; a folder for all")
    given.add_argument("--language", choices=("fa", "en"), default="", help="without it, the shop's own")
    given.add_argument("--from", dest="first_day", default="", metavar="DAY", help="like 1405/01/01 or 2026-03-21")
    given.add_argument("--to", dest="last_day", default="", metavar="DAY", help="the last day")
    taken.add_argument("--first", type=int, default=20, metavar="N", help="bad rows that are shown")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """`main.py` and `main.py --data DIR` open the counter."""
    words = list(argv)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help")):
        words.insert(0, "counter")
    return parser().parse_args(words)


def check(kind: str, value: str) -> int:
    """One identifier by its rule. The value is cut to 4,096 characters."""
    said = CHECKS[kind](value[:MAX_VALUE])
    if said.ok:
        answer: dict[str, Any] = {"ok": True, "outcome": said.outcome.value, "value": said.value}
        if said.code:
            answer["code"] = said.code
    else:
        answer = {"ok": False, "outcome": said.outcome.value, "code": said.code}
    print_json(answer)
    return DONE if said.ok else FAILED


def scan(images: Sequence[str]) -> int:
    """Per image its codes, or why it cannot be read; status 2 if none of the images could be."""
    from pos_app.adapters.hardware.code_reader import TwoEngineReader

    reader = TwoEngineReader()
    answers = [_read(reader, image) for image in images]
    print_json(answers)
    return DONE if any("codes" in answer for answer in answers) else FAILED


def _read(reader: Any, image: str) -> dict[str, Any]:
    from pos_app.adapters.hardware.picture import MAX_BYTES
    from pos_app.application import picture_file
    from pos_app.ports.hardware import UnreadableImageError

    try:
        found = reader.read(picture_file.read(Path(image), MAX_BYTES))
    except UnreadableImageError as error:
        return {"image": image, "error": str(error)}
    codes = [
        {"text": part.value, "kind": part.kind.value, "symbology": code.symbology}
        for code in found
        for part in classify(code.text)
    ]
    return {"image": image, "codes": codes}


def print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def speak_utf8() -> None:
    """Whatever the console is set to: JSON goes out as UTF-8, a complaint never fails on a letter.

    A file name that is no text in this system's encoding becomes escapes in both.
    """
    for stream, encoding in ((sys.stdout, "utf-8"), (sys.stderr, None)):
        if isinstance(stream, io.TextIOWrapper):  # None where Windows gives a program no console
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def complain(code: str, *parts: object) -> int:
    """One line on standard error; the status of what could not be done."""
    sys.stderr.write(": ".join([code, *map(str, parts)]) + "\n")
    return FAILED


def no_folder(folder: Path) -> str:
    """Makes it; why it cannot be a folder of ours, "" = it is one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""
