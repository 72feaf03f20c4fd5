from __future__ import annotations

from dataclasses import replace

from batchdeck.domain.resources import JobQueue
from batchdeck.panes.overview.queue import queue_lines
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import UNICODE
from tests.panes.lines import text, tone_of

ETL = JobQueue("etl", "arn:etl", "ENABLED", "VALID", 5, ("spot", "ondemand"))


def test_environments_stand_in_the_order_they_are_tried() -> None:
    lines = queue_lines(ETL, UNICODE)
    assert "Environments 1. spot\n             2. ondemand" in text(lines)
    assert "Priority     5" in text(lines)
    assert "arn:etl" in text(lines)
    assert tone_of(lines, "ENABLED") == Tone.PLAIN


def test_one_that_takes_no_jobs_stands_out_with_its_reason() -> None:
    lines = queue_lines(replace(ETL, state="DISABLED", reason="switched off"), UNICODE)
    assert tone_of(lines, "✗ DISABLED") == Tone.WARN
    assert "switched off" in text(lines)
