from __future__ import annotations

from batchdeck.domain.milestone import Milestone
from batchdeck.panes.overview.timeline import timeline_lines
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import ASCII
from tests.panes.lines import text, tone_of

NOON = 1_763_640_000_000
"""2025-11-20 12:00 UTC; the tests run in UTC."""


def test_each_state_has_its_time_and_how_long_after_the_one_before() -> None:
    milestones = (
        Milestone("SUBMITTED", NOON, exact=True),
        Milestone("RUNNABLE", NOON + 4_000, exact=False),
        Milestone("RUNNING", NOON + 64_000, exact=True),
        Milestone("FAILED", NOON + 125_000, exact=True),
    )
    lines = list(timeline_lines(milestones, NOON + 600_000, ASCII))
    assert text(lines).splitlines() == [
        "Times        - SUBMITTED 12:00:00",
        "             o RUNNABLE  about 12:00:04  after 4s",
        "             > RUNNING   12:01:04  after 1m00s",
        "             x FAILED    12:02:05  after 1m01s",
    ]
    assert tone_of(lines, "FAILED") == Tone.BAD
    assert tone_of(lines, "RUNNING") == Tone.ACCENT


def test_states_of_another_day_have_their_date() -> None:
    lines = timeline_lines([Milestone("SUBMITTED", NOON, exact=True)], NOON + 86_400_000, ASCII)
    assert "11-20 12:00" in text(lines)


def test_a_state_that_was_never_entered_has_no_line() -> None:
    assert list(timeline_lines((), NOON, ASCII)) == []
