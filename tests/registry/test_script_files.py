"""Which file of scripts rules: the shop's own while it can be read, else the one that came with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.adapters.registry.assisted import AssistedRegistry
from pos_app.adapters.registry.scripts import SHIPPED, in_force, own_file, shipped
from pos_app.domain.registry import ByHand, Channel
from tests.registry.practice import PHONE_A, activation, inquiry
from ui import notices

TEXT = SHIPPED.read_text("utf-8")


def put(folder: Path, octets: bytes) -> None:
    own_file(folder).parent.mkdir()
    own_file(folder).write_bytes(octets)


def test_without_a_copy_the_shipped_one_rules(tmp_path: Path) -> None:
    found = in_force(tmp_path)
    assert (found.scripts, found.own, found.problem) == (shipped(), False, None)


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT], ids=["plain", "crlf", "mark"])
def test_the_shop_s_own_copy_rules(tmp_path: Path, text: str) -> None:
    put(tmp_path, text.replace("menu:1", "menu:7", 1).encode())
    found = in_force(tmp_path)
    assert (found.own, found.problem) == (True, None)
    reply = AssistedRegistry(Channel.USSD, found.scripts).submit(inquiry())
    assert isinstance(reply, ByHand)
    assert [line.value for line in reply.script if line.value] == ["*7777#", "7", PHONE_A]


@pytest.mark.parametrize(
    "octets", [b"", b"version = 1\n[ussd\n", b"\xff\xfe\x00", TEXT.encode()[:-200], b"#" * 300_000],
    ids=["empty", "broken", "no-text", "cut", "huge"],
)  # fmt: skip
def test_a_copy_that_cannot_be_read_is_named_and_left_aside(tmp_path: Path, octets: bytes) -> None:
    put(tmp_path, octets)
    found = in_force(tmp_path)
    assert (found.scripts, found.own) == (shipped(), False)
    assert found.problem is not None
    assert found.problem.code == "script-unreadable"
    assert found.problem.detail in notices.sentence(found.problem.code, found.problem.detail)


def test_a_folder_in_its_place_is_no_copy(tmp_path: Path) -> None:
    own_file(tmp_path).mkdir(parents=True)
    problem = in_force(tmp_path).problem
    assert problem is not None
    assert problem.detail


def test_a_channel_left_out_is_not_offered(tmp_path: Path) -> None:
    put(tmp_path, TEXT[: TEXT.index("[app]")].encode())
    gateway = AssistedRegistry(Channel.APP, in_force(tmp_path).scripts)
    assert gateway.script(activation()) == ()
