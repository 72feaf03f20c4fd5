from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.domain.job import Job
from batchdeck.domain.snapshot import Place, QueueSnapshot
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import QUEUE, environment, job


class Pages(Gateway):
    """Lists as many running jobs in each queue as it is told."""

    def __init__(self, running: int) -> None:
        super().__init__(details=lambda ids: tuple(job("RUNNING") for _ in ids))
        self.running = running

    async def pages(self, queue: str, status: str) -> AsyncIterator[tuple[Job, ...]]:
        self.calls.append(("pages", queue, status))
        yield (job(status).job,) * (self.running if status == "RUNNING" else 0)


async def test_what_runs_is_added_up() -> None:
    gateway = Pages(3)
    known = {"job": job(), "queues": (QUEUE,), "candidates": (environment(),)}
    assert await ask("used_vcpus", batch=gateway, **known) == 6
    assert ("pages", "etl", "STARTING") in gateway.calls
    elsewhere = {**known, "candidates": (environment("other"),)}
    assert await ask("used_vcpus", batch=Pages(3), **elsewhere) == 0


async def test_too_many_jobs_are_not_added_up() -> None:
    known = {"job": job(), "queues": (QUEUE,), "candidates": (environment(),)}
    with pytest.raises(NotApplicableError, match="too many"):
        await ask("used_vcpus", batch=Pages(301), **known)
    with pytest.raises(NotApplicableError):
        await ask("used_vcpus", batch=Pages(1), **{**known, "job": job("PENDING")})


async def test_the_front_and_its_head() -> None:
    first = job().job
    snapshot = QueueSnapshot((Place("j-0"), Place("j-1")))
    gateway = Gateway(snapshot=snapshot, details=(job(),))
    assert await ask("front", batch=gateway, queue=QUEUE, job=job()) == ("j-0", "j-1")
    with pytest.raises(NotApplicableError):
        await ask("front", batch=gateway, queue=QUEUE, job=job("FAILED"))
    assert await ask("head", batch=gateway, front=("j-0",), job=job()) == first
    own = Gateway()
    assert await ask("head", batch=own, front=("j-1",), job=job()) == first
    assert own.calls == []
    for front, details in (((), ()), (("j-0",), ())):
        with pytest.raises(NotApplicableError):
            await ask("head", batch=Gateway(details=details), front=front, job=job())
