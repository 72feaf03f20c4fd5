from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

import pytest

from batchdeck.widgets.clipboard import MAX_BYTES, Clipboard, sequence

TEXT = "arn:aws:batch:eu-west-1:123456789012:job/夜間"


def decoded(osc: str) -> str:
    match = re.fullmatch("\x1b]52;c;([A-Za-z0-9+/=]*)\x07", osc)
    assert match is not None
    return b64decode(match[1]).decode()


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_plain_terminal_gets_the_plain_sequence() -> None:
    assert decoded(sequence(TEXT, {"TERM": "xterm-256color"})) == TEXT


@pytest.mark.parametrize(
    "environ", [{"TMUX": "/tmp/tmux-0/default,1,0"}, {"TERM": "tmux-256color"}]
)
def test_tmux_gets_it_plain_and_wrapped(environ: dict[str, str]) -> None:
    plain, wrapped = sequence(TEXT, environ).split("\x1bPtmux;")
    assert decoded(plain) == TEXT
    assert wrapped.endswith("\x1b\\")
    assert decoded(wrapped[:-2].replace("\x1b\x1b", "\x1b")) == TEXT


def test_screen_gets_it_in_short_parts() -> None:
    sent = sequence(TEXT * 100, {"STY": "1.pts-0", "TERM": "screen"})
    parts = sent.removeprefix("\x1bP").removesuffix("\x1b\\").split("\x1b\\\x1bP")
    assert len(parts) > 5
    assert max(map(len, parts)) < 768
    assert decoded("".join(parts)) == TEXT * 100


def test_behind_an_unknown_screen_both_ways_are_tried() -> None:
    plain, wrapped = sequence(TEXT, {"TERM": "screen-256color"}).split("\x1bP")
    assert decoded(plain) == TEXT
    assert decoded(wrapped.removesuffix("\x1b\\")) == TEXT


async def test_says_where_the_text_is(tmp_path: Path) -> None:
    sent: list[str] = []
    clipboard = Clipboard(sent.append, environ={}, folder=tmp_path / "new")
    words = await clipboard.copy("first")
    words = await clipboard.copy(TEXT)
    file = tmp_path / "new" / "clipboard.txt"
    assert words == f"sent to the terminal's clipboard; also in {file}"
    assert [decoded(osc) for osc in sent] == ["first", TEXT]
    assert file.read_text(encoding="utf-8") == TEXT
    assert file.stat().st_mode & 0o777 == 0o600
    assert names(file.parent) == ["clipboard.txt"]


async def test_a_file_at_home_is_named_shortly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    words = await Clipboard(lambda osc: None, environ={}).copy(TEXT)
    assert words.endswith("also in ~/.cache/batchdeck/clipboard.txt")


async def test_what_is_too_long_goes_into_the_file_only(tmp_path: Path) -> None:
    sent: list[str] = []
    words = await Clipboard(sent.append, environ={}, folder=tmp_path).copy("x" * (MAX_BYTES + 1))
    assert words == f"too long for the terminal; it is in {tmp_path / 'clipboard.txt'}"
    assert sent == []


async def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sent: list[str] = []
    words = await Clipboard(sent.append, environ={}, folder=tmp_path / "file").copy(TEXT)
    assert words == "sent to the terminal's clipboard; no file written: File exists"
    assert len(sent) == 1


async def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    (tmp_path / "clipboard.txt").mkdir()
    words = await Clipboard(lambda osc: None, environ={}, folder=tmp_path).copy(TEXT)
    assert "no file written: Is a directory" in words
    assert names(tmp_path) == ["clipboard.txt"]


def test_half_a_character_does_not_hurt() -> None:
    assert decoded(sequence("a\udc80b", {})) == "a?b"
