"""The states a job went through, each with its time and how long after the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from batchdeck.domain.age import clock_text, lasted_text
from batchdeck.domain.milestone import Milestone
from batchdeck.panes.overview.facts import LABEL_WIDTH
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.text_view import Line

STATE_WIDTH = 12
TONES = {"SUCCEEDED": Tone.GOOD, "FAILED": Tone.BAD, "RUNNING": Tone.ACCENT}


def timeline_lines(milestones: Sequence[Milestone], now: int, glyphs: Glyphs) -> Iterator[Line]:
    """One line a state. A time the console saw itself, not AWS, is marked with `about`."""
    label = "Times"
    before: Milestone | None = None
    for milestone in milestones:
        about = "" if milestone.exact else "about "
        after = f"  after {lasted_text(milestone.at - before.at)}" if before else ""
        yield (
            (label.ljust(LABEL_WIDTH), Tone.MUTED),
            (
                glyphs.status(milestone.status).ljust(STATE_WIDTH),
                TONES.get(milestone.status, Tone.PLAIN),
            ),
            (f"{about}{clock_text(milestone.at, now)}{after}", Tone.MUTED),
        )
        label, before = "", milestone
