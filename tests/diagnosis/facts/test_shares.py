from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.domain.job import Job
from batchdeck.domain.snapshot import SchedulingPolicy
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import QUEUE, environment, job

POLICY = SchedulingPolicy("p", "arn:p")


async def test_the_policy_of_a_queue() -> None:
    fair = replace(QUEUE, scheduling_policy="arn:p")
    batch = Gateway(scheduling_policy=POLICY)
    assert await ask("policy", batch=batch, queue=fair) is POLICY
    assert batch.calls == [("scheduling_policy", "arn:p")]
    for gateway, queue in ((Gateway(), QUEUE), (Gateway(scheduling_policy=None), fair)):
        with pytest.raises(NotApplicableError):
            await ask("policy", batch=gateway, queue=queue)


class Pages(Gateway):
    """Lists two jobs for every question."""

    async def pages(self, queue: str, status: str) -> AsyncIterator[tuple[Job, ...]]:
        self.calls.append(("pages", queue, status))
        yield (job(status).job,) * 2


async def test_queues_that_come_first() -> None:
    urgent = replace(QUEUE, name="urgent", priority=9)
    elsewhere = replace(urgent, name="elsewhere", environments=("other",))
    later = replace(QUEUE, name="later", priority=0)
    batch = Pages()
    known = {"batch": batch, "job": job(), "queue": QUEUE, "candidates": (environment(),)}
    everything = (QUEUE, urgent, elsewhere, later)
    assert await ask("rivals", queues=everything, **known) == ((urgent, 2),)
    assert batch.calls == [("pages", "urgent", "RUNNABLE")]
    with pytest.raises(NotApplicableError):
        await ask("rivals", queues=(QUEUE, elsewhere, later), **known)
    with pytest.raises(NotApplicableError):
        await ask("rivals", queues=everything, **{**known, "job": job("PENDING")})


async def test_rules_are_asked_for_when_a_queue_is_looked_at() -> None:
    events = Gateway(rules=("rule",))
    queue, mine = Subject(Kind.QUEUE, "etl"), Subject(Kind.JOB, "j-1")
    known = {"events": events, "queue": QUEUE}
    assert await ask("event_rules", subject=queue, **known) == ("rule",)
    assert await ask("queue_itself", subject=queue, **known) is QUEUE
    with pytest.raises(NotApplicableError):
        await ask("event_rules", subject=mine, **known)
