"""The text of a log line as it is safe to paint, and what its own colours were.

A line may hold anything: sequences that write to the operator's clipboard, marks that turn the
reading direction, characters whose width terminals do not agree on. None of it reaches the
terminal: control characters become words that can be seen (`^[`, `<U+202E>`), colours (SGR)
go, or become styles of this program's own when they are asked for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rich.ansi import AnsiDecoder
from rich.style import Style

SGR = "sgr "
"""With this begins the class of a piece in colours of the log; a rich style follows."""
CONTROL = "control"
"""Class of what stands for a control character."""
NEWLINE = "⏎"

_COLOUR = re.compile("(\x1b\\[[0-9;:]*m)")
_UNSEEN = re.compile(
    "\r?\n\\Z|\r\\Z"  # the end of the line
    "|[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]"  # joiners, variants: widths differ
    "|(?P<tab>\t)"
    "|(?P<control>\r\n"
    "|[\x00-\x1f\x7f-\x9f\xad\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e00ff])"
)
TAB = "    "


class Shown(NamedTuple):
    """A text that may be painted."""

    text: str
    spans: tuple[tuple[int, int, str], ...] = ()
    """First character, last + 1 and class of what is painted unlike the rest, in order."""


@lru_cache(maxsize=512)
def shown(raw: str, *, coloured: bool = False) -> Shown:
    """One line of a log; `coloured` keeps its SGR colours."""
    if raw.isascii() and raw.isprintable():
        return Shown(raw)
    made = _Making()
    pen = ""
    decoder = AnsiDecoder() if coloured else None
    for index, part in enumerate(_COLOUR.split(raw)):
        if index % 2 == 0:
            made.add(part, pen)
        elif decoder is not None:
            pen = _pen(decoder, part)
    return Shown("".join(made.parts), tuple(made.spans))


class _Making:
    """A text that grows part by part."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.spans: list[tuple[int, int, str]] = []
        self._length = 0

    def add(self, part: str, pen: str) -> None:
        """Add a part in a pen; what cannot be seen is spelt out."""
        at = 0
        for match in _UNSEEN.finditer(part):
            self._append(part[at : match.start()], pen)
            at = match.end()
            if match["tab"]:
                self._append(TAB, pen)
            elif match["control"]:
                self._append(_word(match["control"]), CONTROL)
        self._append(part[at:], pen)

    def _append(self, text: str, pen: str) -> None:
        if not text:
            return
        start, self._length = self._length, self._length + len(text)
        self.parts.append(text)
        if not pen:
            return
        if self.spans and self.spans[-1][1:] == (start, pen):
            start = self.spans.pop()[0]
        self.spans.append((start, self._length, pen))


def _pen(decoder: AnsiDecoder, sequence: str) -> str:
    """The class for what follows a colour sequence; nothing blinks or hides."""
    decoder.decode_line(sequence)
    style = decoder.style
    kept = Style(
        color=style.color,
        bgcolor=style.bgcolor,
        bold=style.bold,
        dim=style.dim,
        italic=style.italic,
        underline=style.underline,
        reverse=style.reverse,
    )
    return SGR + str(kept) if kept else ""


def _word(control: str) -> str:
    """How a control character is spelt."""
    if control in {"\n", "\r\n"}:
        return NEWLINE
    code = ord(control)
    if code < 0x20 or code == 0x7F:
        return "^" + chr(code ^ 0x40)
    return f"<U+{code:04X}>"
