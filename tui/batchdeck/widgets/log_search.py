"""Looking for something in a log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

from batchdeck.domain.log_line import LogLine


def next_match(
    lines: Sequence[LogLine], found: Callable[[str], bool], start: int, direction: int
) -> int | None:
    """Index of the first line from `start` on whose text is `found`, None when no line's is.

    Goes down for 1, up for -1, and on from the other end when it came to one.
    """
    total = len(lines)
    start = max(-1, min(start, total - (direction < 0)))
    if direction > 0:
        order = chain(range(max(0, start), total), range(max(0, start)))
    else:
        order = chain(range(start, -1, -1), range(total - 1, start, -1))
    return next((index for index in order if found(lines[index].text)), None)
