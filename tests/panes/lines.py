"""What toned lines say, for the tests of the panes."""

from __future__ import annotations

from collections.abc import Iterable

from batchdeck.widgets.column import Tone
from batchdeck.widgets.text_view import Line


def text(lines: Iterable[Line]) -> str:
    """The lines as plain text."""
    return "\n".join("".join(part for part, _ in line).rstrip() for line in lines)


def tone_of(lines: Iterable[Line], word: str) -> Tone:
    """The tone of the first piece that has the word in it."""
    return next(tone for line in lines for part, tone in line if word in part)
