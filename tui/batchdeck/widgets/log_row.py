"""One row of a log on the screen, in pieces that are ready to paint."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from batchdeck.widgets import cells
from batchdeck.widgets.log_layout import LogLayout
from batchdeck.widgets.log_lines import Entry
from batchdeck.widgets.log_style import NAMES, PREFIX
from batchdeck.widgets.log_text import SGR, Shown
from batchdeck.widgets.painted_lines import Piece

LogRow = tuple[Piece, ...]
"""All that decides how a row looks: two equal ones are painted alike."""


def row_of(
    layout: LogLayout,
    entry: Entry,
    index: int,
    body: Shown,
    *,
    cursor: bool = False,
    marked: bool = False,
    edge: Piece = (" ", ()),
) -> LogRow:
    """Row `index` of a line, whose text is `body`; `edge` is what stands in the last column."""
    line = entry.line
    if line.is_rule:
        return notice(layout, line.text, cursor=cursor, edge=edge)
    own = (PREFIX + "cursor",) if cursor else ()
    time = layout.time(line.at)
    name = layout.name(line.source)
    if index:
        time, name = " " * len(time), " " * cells.width(name)
    pen = PREFIX + ("marked" if marked else "time")
    pieces: list[Piece] = [(time, (pen, *own))] if time else []
    if name:
        pieces.append((name, (f"{PREFIX}name-{line.source % NAMES}", *own)))
    pieces += _text(layout, body, own, current=cursor)
    used = len(time) + cells.width(name) + cells.width(body.text)
    pieces.append((" " * max(0, layout.width - 1 - used), own))
    return (*pieces, edge)


def notice(
    layout: LogLayout, text: str, *, cursor: bool = False, edge: Piece = (" ", ())
) -> LogRow:
    """A row that is not of the log, such as where an attempt begins."""
    own = (PREFIX + "rule", *((PREFIX + "cursor",) if cursor else ()))
    room = max(0, layout.width - 1)
    words = cells.cut(f"-- {text} ", room) if text else ""
    ruled = words + ("-" if text else " ") * (room - cells.width(words))
    return ((ruled, own), edge)


def _text(
    layout: LogLayout, body: Shown, own: tuple[str, ...], *, current: bool
) -> Iterator[Piece]:
    """The text, cut where its looks change: by its own spans, and by what the search found."""
    hits = _hits(layout, body.text)
    cuts = sorted({0, len(body.text), *(at for a, b, _ in body.spans for at in (a, b)), *hits})
    found = iter(zip(hits[::2], hits[1::2], strict=True))
    spans = iter(body.spans)
    span, hit = next(spans, None), next(found, None)
    for first, last in pairwise(cuts):
        while span is not None and span[1] <= first:
            span = next(spans, None)
        while hit is not None and hit[1] <= first:
            hit = next(found, None)
        pens = (_pen(span[2]),) if span is not None and span[0] <= first else ()
        if hit is not None and hit[0] <= first:
            yield body.text[first:last], (*pens, *own, PREFIX + ("current" if current else "hit"))
        else:
            yield body.text[first:last], (*pens, *own)


def _hits(layout: LogLayout, text: str) -> list[int]:
    """Where the search found something: first, last + 1, first, last + 1 ..."""
    if layout.pattern is None:
        return []
    return [at for match in layout.pattern.finditer(text) if match[0] for at in match.span()]


def _pen(name: str) -> str:
    return name if name.startswith(SGR) else PREFIX + name
