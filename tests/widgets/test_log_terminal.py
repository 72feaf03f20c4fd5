"""What hostile lines make a real terminal get, byte by byte."""

from __future__ import annotations

import os
import re
import sys

import pytest

from tests.pty_session import PtySession, Size
from tests.widgets.log_terminal import LINES, MARK

SEED = int(os.environ.get("LOG_SEED", "1"))
C1 = re.compile(rb"\xc2[\x80-\x9f]")
STRINGS = re.compile(rb"\x1b[\]PX^_]")
POINTER = b"\x1b]22;default\x07"
"""Textual's own, for the shape of the mouse pointer."""
OF_DATA = re.compile(rb"\x1b[^a-zA-Z^<]{0,9}" + MARK.encode())
COLOUR = rb"(?:\x1b\[[\d;]*m)?"
BIDI = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def framed(cells: list[str]) -> bool:
    """Whether the frame is where it belongs on every row."""
    top, *rows, bottom = cells
    edges = all(row[0] == row[-1] == "│" for row in rows)
    return edges and top[0] + top[-1] + bottom[0] + bottom[-1] == "╭╮╰╯"


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
def test_no_byte_of_the_data_is_obeyed_and_every_row_has_its_width(size: Size) -> None:
    command = [sys.executable, "-m", "tests.widgets.log_terminal", str(SEED)]
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with PtySession(command, size=size, environment=environment) as session:
        session.wait_for("following")

        def keeps_its_frame(words: str) -> None:
            session.wait_for(words)
            session.wait_for(lambda _: framed(session.cells()))

        for number, keys in enumerate(("k", "w", "a", "t", "t")):
            session.send(keys + "\x02")
            keeps_its_frame("paused")
            for _ in range(2 + number % 2):
                session.send("\x02")
                keeps_its_frame("paused")
        session.send("w" + "\x02" * 60)
        keeps_its_frame(f"line 1 of {LINES}")
        session.send("\r")
        session.send("wG")
        keeps_its_frame("following")
        session.send("q")
        assert session.wait() == 0
        output = bytes(session.output).replace(POINTER, b"")
    for spelt in ("^[", "<U+009B>"):
        assert re.search(
            re.escape(spelt).encode() + COLOUR + b"\\]?(52;c;)?" + MARK.encode(), output
        )
    assert not OF_DATA.search(output)
    assert not C1.search(output)
    assert not BIDI.search(output.decode())
    assert not STRINGS.search(output)
