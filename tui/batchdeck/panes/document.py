"""A JSON document as lines: names stand out, values stay quiet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from batchdeck.widgets.column import Tone
from batchdeck.widgets.text_view import Line

NAME = re.compile(r'(\s*)("(?:[^"\\]|\\.)*")(: )(.*)')


def document_lines(document: str) -> Sequence[Line]:
    """The lines of indented JSON."""
    return tuple(_line(text) for text in document.splitlines())


def _line(text: str) -> Line:
    found = NAME.fullmatch(text)
    if found is None:
        return ((text, Tone.PLAIN),)
    indent, name, colon, value = found.groups()
    return ((indent + name, Tone.ACCENT), (colon, Tone.MUTED), (value, Tone.PLAIN))
