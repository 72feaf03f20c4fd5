"""Columns of a table: what they show, and which of them fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

GAP = 1
"""Cells between two columns."""
QUIET = "$foreground 60%"
"""The muted tone for `Content`, which cannot resolve Textual's `auto` colours."""


class Tone(StrEnum):
    """What a text means; the theme decides how that looks."""

    PLAIN = "plain"
    MUTED = "muted"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column over rows of type `T`."""

    id: str
    title: str
    width: int
    """Cells; 0 takes what the others leave."""
    text: Callable[[T], str]
    tone: Callable[[T], Tone] | None = None
    align: Literal["left", "right"] = "left"
    priority: int = 0
    """In a narrow table the highest number goes first; 0 stays to the end."""
    least: int = 10
    """Cells below which a column of width 0 is of no use."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A column that is shown, and in how many cells."""

    column: Column[T]
    width: int


def place(columns: Sequence[Column[T]], cells: int) -> tuple[Placed[T], ...]:
    """The columns that fit side by side into `cells` cells, with their widths.

    Columns of width 0 share what is left, the first ones getting the odd cells.
    """
    shown = list(columns)
    while len(shown) > 1 and _least(shown) > cells:
        # Of equals the rightmost goes.
        shown.remove(max(reversed(shown), key=lambda column: column.priority))
    spare = cells - GAP * (len(shown) - 1) - sum(column.width for column in shown)
    greedy = sum(1 for column in shown if column.width == 0)
    placed = []
    for column in shown:
        size = column.width
        if size == 0:
            size = max(0, -(-spare // greedy))
            spare, greedy = spare - size, greedy - 1
        placed.append(Placed(column, min(size, max(0, cells))))
    return tuple(placed)


def _least(columns: Sequence[Column[T]]) -> int:
    return sum(column.width or column.least for column in columns) + GAP * (len(columns) - 1)
