"""The table that a run prints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was measured."""

    name: str
    """For `ONLY=`: the benchmark it belongs to."""
    what: str
    unit: str
    ours: float
    target: float
    """The most that is good: of `ours / peer` where there is a peer, else of `ours`."""
    peer: float | None = None
    peer_name: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's; None where there is nothing to compare with."""
        return self.ours / self.peer if self.peer else None

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return (self.ours if self.ratio is None else self.ratio) <= self.target


def as_json(lines: Iterable[Line]) -> str:
    """The lines for a program to read."""
    found = [{**asdict(line), "ratio": line.ratio, "met": line.met} for line in lines]
    return json.dumps(found, indent=2)


def as_table(lines: Iterable[Line]) -> str:
    """The lines for people to read."""
    rows: list[tuple[str, ...]] = [("what", "unit", "ours", "peer", "", "ratio", "target", "met")]
    rows += [_row(line) for line in lines]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(_aligned(row, widths) for row in rows)


def _row(line: Line) -> tuple[str, ...]:
    return (
        line.what,
        line.unit,
        number(line.ours),
        "-" if line.peer is None else number(line.peer),
        line.peer_name,
        "-" if line.ratio is None else number(line.ratio),
        f"<= {number(line.target)}" + ("" if line.ratio is None else "x"),
        "yes" if line.met else "NO",
    )


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    left = {0, 1, 4, 7}
    cells = (
        text.ljust(width) if at in left else text.rjust(width)
        for at, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(cells).rstrip()


def number(value: float) -> str:
    """Three digits that count."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
