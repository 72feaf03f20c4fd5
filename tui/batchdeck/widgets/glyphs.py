"""The few symbols of the screen, each one cell wide wherever it is drawn.

Only characters whose East Asian width is Neutral: ambiguous ones (bullets, arrows,
box-drawing corners) take two cells on many CJK terminals and shift everything after them.
Source: Unicode, EastAsianWidth.txt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of symbols."""

    statuses: Mapping[str, str] = field(default_factory=dict)
    chosen: str = "▸"
    ellipsis: str = "~"
    other: str = "?"
    mark: str = "▪"
    thumb: str = "▐"
    ascending: str = "▴"
    descending: str = "▾"

    def status(self, status: str) -> str:
        """A status as symbol and word; the word alone says everything."""
        return f"{self.statuses.get(status, self.other)} {status}"


UNICODE = Glyphs(
    MappingProxyType(
        {
            "SUBMITTED": "▫",
            "PENDING": "◦",
            "RUNNABLE": "▹",
            "STARTING": "▸",
            "RUNNING": "►",
            "SUCCEEDED": "✓",
            "FAILED": "✗",
            "ENABLED": "✓",
            "VALID": "✓",
            "DISABLED": "✗",
            "INVALID": "✗",
        }
    )
)

ASCII = Glyphs(
    MappingProxyType(
        {
            "SUBMITTED": "-",
            "PENDING": ".",
            "RUNNABLE": "o",
            "STARTING": "*",
            "RUNNING": ">",
            "SUCCEEDED": "+",
            "FAILED": "x",
            "ENABLED": "+",
            "VALID": "+",
            "DISABLED": "x",
            "INVALID": "x",
        }
    ),
    chosen=">",
    mark="*",
    thumb="|",
    ascending="^",
    descending="v",
)
