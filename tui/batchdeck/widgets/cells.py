"""Text in terminal cells: a Japanese character takes two, a combining mark none.

Widths and graphemes are rich's, which are also Textual's, so that what is measured here is
what is painted. Text is expected without control characters.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, chop_cells, split_graphemes

ELLIPSIS = "~"
"""One cell on every terminal; `…` takes two on many CJK ones."""


def width(text: str) -> int:
    """How many cells `text` takes."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, cells: int, ellipsis: str = ELLIPSIS) -> str:
    """`text` in at most `cells` cells, ending in `ellipsis` when something was left out.

    A grapheme is kept whole or left out, so the result may be one cell shorter than `cells`.
    """
    if text.isascii():
        if len(text) <= cells:
            return text
        return (text[: max(0, cells - len(ellipsis))] + ellipsis)[: max(0, cells)]
    if cell_len(text) <= cells:
        return text
    room = cells - cell_len(ellipsis)
    return _head(text, room) + ellipsis if room >= 0 else ""


def fit(text: str, cells: int, *, right: bool = False, ellipsis: str = ELLIPSIS) -> str:
    """`text` in exactly `cells` cells: cut or padded, on the left when `right`."""
    shown = cut(text, cells, ellipsis)
    blank = " " * (cells - width(shown))
    return blank + shown if right else shown + blank


def window(text: str, start: int, cells: int) -> str:
    """The part of `text` from cell `start` on, in exactly `cells` cells.

    A wide character that sticks out on either side is replaced by blanks.
    """
    if text.isascii():
        return text[start : start + cells].ljust(cells)
    shown, at = "", 0
    for first, last, size in split_graphemes(text)[0]:
        if at >= start + cells:
            break
        if at >= start and at + size <= start + cells:
            shown += text[first:last]
        elif at + size > start:
            shown += " " * (min(at + size, start + cells) - max(at, start))
        at += size
    return shown + " " * (cells - cell_len(shown))


@lru_cache(maxsize=256)
def wrap(text: str, cells: int) -> tuple[str, ...]:
    """`text` in lines of at most `cells` cells, broken anywhere; one empty line for none."""
    if cells < 2:
        return (text,)
    return tuple(chop_cells(text, cells)) or (text,)


def wrap_words(text: str, cells: int) -> list[str]:
    """`text` in lines of at most `cells` cells, broken at spaces where there are any."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if width(joined) <= cells:
            lines[-1] = joined
        else:
            lines += wrap(word, cells)
    return [line for line in lines if line] or [""]


def centred(text: str, y: int, cells: int, height: int) -> str:
    """Line `y` of an area of `cells` by `height` in whose middle `text` stands."""
    lines = [part for line in text.split("\n") for part in wrap_words(line, cells - 4)]
    index = y - max(0, (height - len(lines)) // 2)
    shown = lines[index] if 0 <= index < len(lines) else ""
    indent = max(0, (cells - width(shown)) // 2)
    return fit(" " * indent + shown, cells)


def _head(text: str, cells: int) -> str:
    """The graphemes of `text` that fit into `cells` cells."""
    taken = 0
    for start, _, size in split_graphemes(text)[0]:
        if taken + size > cells:
            return text[:start]
        taken += size
    return text
