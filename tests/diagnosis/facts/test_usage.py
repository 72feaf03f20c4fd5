from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.domain.job import Job
from batchdeck.domain.snapshot import Place, QueueSnapshot
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import QUEUE, environment, job


class Pages(Gateway):
    """Lists as many running jobs in each queue as it is told."""

    def __init__(self, running: int) -> None:
        details = lambda ids: tuple(job("RUNNING") for _ in ids)  # noqa: E731
        super().__init__(details=details, snapshot=QueueSnapshot())
        self.running = running

    async def pages(self, queue: str, status: str) -> AsyncIterator[tuple[Job, ...]]:
        self.calls.append(("pages", queue, status))
        yield (job(status).job,) * (self.running if status == "RUNNING" else 0)


KNOWN = {"job": job(), "queue": QUEUE, "queues": (QUEUE,), "candidates": (environment(),)}


async def test_what_runs_is_what_the_queues_tell() -> None:
    told = {"etl": 6.0, "reports": 3.0, "apart": 5.0}
    queues = (QUEUE, replace(QUEUE, name="reports"), replace(QUEUE, name="apart", environments=()))
    gateway = Gateway(snapshot=lambda name: QueueSnapshot(vcpus=told[name]))
    assert await ask("used_vcpus", batch=gateway, **{**KNOWN, "queues": queues}) == 9
    assert gateway.calls == [("snapshot", "etl"), ("snapshot", "reports")]


async def test_what_runs_is_added_up_where_they_do_not() -> None:
    gateway = Pages(3)
    assert await ask("used_vcpus", batch=gateway, **KNOWN) == 6
    assert ("pages", "etl", "STARTING") in gateway.calls
    elsewhere = {**KNOWN, "candidates": (environment("other"),)}
    assert await ask("used_vcpus", batch=Pages(3), **elsewhere) == 0


async def test_too_many_jobs_are_not_added_up() -> None:
    with pytest.raises(NotApplicableError, match="too many"):
        await ask("used_vcpus", batch=Pages(301), **KNOWN)
    with pytest.raises(NotApplicableError):
        await ask("used_vcpus", batch=Pages(1), **{**KNOWN, "job": job("PENDING")})


async def test_the_front_and_its_head() -> None:
    first = job().job
    snapshot = QueueSnapshot((Place("j-0"), Place("j-1")))
    gateway = Gateway(snapshot=snapshot, details=(job(),))
    assert await ask("front", batch=gateway, **KNOWN) == ("j-0", "j-1")
    with pytest.raises(NotApplicableError):
        await ask("front", batch=gateway, **{**KNOWN, "job": job("FAILED")})
    assert await ask("head", batch=gateway, front=("j-0",), job=job()) == first
    own = Gateway()
    assert await ask("head", batch=own, front=("j-1",), job=job()) == first
    assert own.calls == []
    for front, details in (((), ()), (("j-0",), ())):
        with pytest.raises(NotApplicableError):
            await ask("head", batch=Gateway(details=details), front=front, job=job())
