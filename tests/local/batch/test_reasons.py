from __future__ import annotations

from batchdeck.local.batch import reasons


def test_a_job_that_was_cancelled_for_its_queue_says_for_what() -> None:
    text = reasons.over_time("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY")
    assert text.startswith("Canceled by JobStateTimeLimit action due to reason: CAPACITY:")
