from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.queue.watched import blocked_jobs_leave, somebody_is_told
from batchdeck.diagnosis.reason_codes import CANCELLABLE
from batchdeck.domain.event_rule import EventRule
from tests.diagnosis.things import QUEUE, status_of


def test_a_queue_that_cancels_what_can_never_be_placed() -> None:
    assert status_of(blocked_jobs_leave(replace(QUEUE, time_limits=CANCELLABLE))) == "PASS"
    verdict = blocked_jobs_leave(replace(QUEUE, time_limits=CANCELLABLE[:1]))
    assert status_of(verdict) == "WARN"
    assert verdict.evidence[0].expected == CANCELLABLE[1]
    assert status_of(blocked_jobs_leave(QUEUE)) == "WARN"


def test_somebody_is_told_of_a_blocked_queue() -> None:
    watching = EventRule("all-of-batch", True, '{"source":["aws.batch"]}')
    assert status_of(somebody_is_told(QUEUE, (watching,))) == "PASS"
    assert status_of(somebody_is_told(QUEUE, (replace(watching, enabled=False),))) == "WARN"
    assert status_of(somebody_is_told(QUEUE, ())) == "WARN"
