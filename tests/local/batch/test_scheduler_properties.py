"""Whatever is submitted: no limit is passed, nobody is overtaken, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from batchdeck.local import settings
from batchdeck.local.batch import engine, placer, scheduler, watcher
from batchdeck.local.batch.records import (
    ComputeEnvironmentRecord,
    JobQueueRecord,
    JobRecord,
    SchedulingPolicyRecord,
)
from batchdeck.local.batch.service import BatchService
from batchdeck.local.batch.watcher import Watcher
from batchdeck.local.placement.demand import Demand
from batchdeck.local.runners.runner import RunEvents, RunRequest
from batchdeck.local.settings import Pace, Settings
from tests.local.batch.builders import definition, job, nodes_definition

PATIENCE = 60.0
"""Seconds in which something must happen."""


@dataclass(frozen=True)
class Wish:
    """A job to be submitted."""

    queue: int
    vcpus: int
    exit_code: int | None
    attempts: int = 1
    children: int = 0
    """More than 1: an array."""
    nodes: int = 0
    after: int | None = None
    """How many jobs before it the one is that it waits for."""
    stopped_after: int | None = None
    """It is stopped when that many runs have ended."""


@dataclass
class World:
    """Environments by their maximum, queues by their environments."""

    maxima: list[int]
    queues: list[tuple[int, list[int], bool]]
    """Priority, environments, fair share."""
    wishes: list[Wish] = field(default_factory=list)


WISHES = st.builds(
    Wish,
    queue=st.integers(0, 2),
    vcpus=st.integers(1, 4),
    exit_code=st.sampled_from([0, 0, 0, 1, None]),
    attempts=st.integers(1, 3),
    children=st.sampled_from([0, 0, 0, 2, 5]),
    nodes=st.sampled_from([0, 0, 0, 2]),
    after=st.none() | st.integers(1, 3),
    stopped_after=st.none() | st.none() | st.integers(0, 10),
)
WORLDS = st.builds(
    World,
    maxima=st.lists(st.integers(4, 10), min_size=2, max_size=2),
    queues=st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from([[0], [1], [0, 1], [1, 0]]),
            st.booleans(),
        ),
        min_size=3,
        max_size=3,
    ),
    wishes=st.lists(WISHES, min_size=1, max_size=20),
)


class HeldRun:
    """A run that ends when the test or a stop says so."""

    def __init__(self, runs: HeldRuns, request: RunRequest, events: RunEvents) -> None:
        self.request = request
        self._runs = runs
        self._events = events

    def stop(self, grace_seconds: float) -> None:
        """End as by SIGTERM."""
        self.end(143)

    def end(self, exit_code: int | None) -> None:
        """End once."""
        if self._runs.remove(self):
            self._events.ended(exit_code, "")


class HeldRuns:
    """Runs everything at once and counts the vCPUs of each environment."""

    name = "held"
    simulated = True

    def __init__(self, maxima: dict[str, float]) -> None:
        self.excess: list[str] = []
        self.faults: list[str] = []
        """Actions of the engine that raised."""
        self._maxima = maxima
        self._taken = dict.fromkeys(maxima, 0.0)
        self._held: list[HeldRun] = []
        self._changed = threading.Condition()

    def start(self, request: RunRequest, events: RunEvents) -> HeldRun:
        """Hold a run, and start it."""
        run = HeldRun(self, request, events)
        events.started()
        with self._changed:
            self._held.append(run)
            place = self._place(run)
            self._taken[place] += request.vcpus
            if self._taken[place] > self._maxima[place]:
                self.excess.append(f"{self._taken[place]} of {self._maxima[place]} in {place}")
            self._changed.notify_all()
        return run

    def take(self) -> HeldRun | None:
        """The oldest run, once there is one; None when there is none for a moment."""
        with self._changed:
            self._changed.wait_for(lambda: self._held, 0.01)
            return self._held[0] if self._held else None

    def remove(self, run: HeldRun) -> bool:
        """Whether it was there still."""
        with self._changed:
            if run not in self._held:
                return False
            self._held.remove(run)
            self._taken[self._place(run)] -= run.request.vcpus
            return True

    def close(self) -> None:
        """Nothing to end."""

    def _place(self, run: HeldRun) -> str:
        return dict(run.request.environment)["AWS_BATCH_CE_NAME"]


class Placements(Watcher):
    """Remembers who got a place in which order."""

    def __init__(self) -> None:
        self.order: dict[str, list[str]] = {}

    def placed(self, job: JobRecord, environment: ComputeEnvironmentRecord, demand: Demand) -> None:
        self.order.setdefault(job.queue_arn, []).append(job.id)


@contextmanager
def bare(runs: HeldRuns, placements: Placements) -> Iterator[None]:
    """Batch alone: without a cloud around it, everything is in order."""
    before = settings.current()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placer, "obstacle", lambda *_, **__: None)
        patch.setattr(scheduler, "examine", lambda *_: None)
        patch.setattr(engine.logger, "exception", runs.faults.append)
        patch.setattr(watcher, "FACTORIES", [lambda *_: placements])
        settings.configure(Settings(Pace.immediate(), runs))
        try:
            yield
        finally:
            settings.configure(before)


def build(world: World) -> BatchService:
    """The account of a world."""
    service = BatchService("123456789012", "eu-west-1")
    account = service.account
    for number, most in enumerate(world.maxima):
        resources = {"type": "EC2", "maxvCpus": most, "minvCpus": 0}
        name = f"environment-{number}"
        record = ComputeEnvironmentRecord(name, name, resources, status="VALID")
        account.environments[record.arn] = record
    policy = {"shareDecaySeconds": 600, "computeReservation": 0, "shareDistribution": []}
    account.policies["policy"] = SchedulingPolicyRecord("policy", "policy", policy)
    for number, (priority, places, fair) in enumerate(world.queues):
        queue = JobQueueRecord(
            f"queue-{number}",
            f"queue-{number}",
            priority,
            [f"environment-{place}" for place in places],
            status="VALID",
            scheduling_policy_arn="policy" if fair else "",
        )
        account.queues[queue.arn] = queue
    return service


def submit(service: BatchService, world: World) -> list[JobRecord]:
    """Every wish as a job."""
    jobs: list[JobRecord] = []
    for number, wish in enumerate(world.wishes):
        members: dict[str, Any] = {}
        if wish.nodes:
            container = {"image": "i", "vcpus": min(wish.vcpus, 2), "memory": 64}
            members["definition"] = nodes_definition(
                wish.nodes, {"targetNodes": "0:", "container": container}
            )
            members["nodes"] = wish.nodes
        else:
            container = {"vcpus": wish.vcpus, "memory": 64}
            members["definition"] = definition(container=container)
            members["array_size"] = wish.children or None
        if wish.after is not None and wish.after <= number:
            members["depends_on"] = [{"jobId": jobs[number - wish.after].id}]
        record = job(
            f"job-{number:02}",
            number,
            queue_arn=f"queue-{wish.queue}",
            retry_strategy={"attempts": wish.attempts},
            share_identifier="ab"[number % 2] if world.queues[wish.queue][2] else "",
            **members,
        )
        jobs.append(record)
        service.submit(record)
    return jobs


def live(service: BatchService, world: World, jobs: list[JobRecord], runs: HeldRuns) -> None:
    """End run after run, and stop jobs in between, until everything is over."""
    waits = int(PATIENCE / 0.01)
    ended = 0
    while not all(one.is_over for one in jobs):
        for record, wish in zip(jobs, world.wishes, strict=True):
            if wish.stopped_after is not None and wish.stopped_after <= ended:
                with service.account.lock:
                    service.scheduler.end(record, "stopped")
        run = runs.take()
        if run is None:
            waits -= 1
            assert waits, f"lost: {[one.id for one in jobs if not one.is_over]}"
            continue
        number = int(run.request.job_id[4:6])
        run.end(world.wishes[number].exit_code)
        ended += 1


def in_order(placed: list[str]) -> bool:
    """Whether nobody was overtaken; a second attempt stands in line anew."""
    first = list(dict.fromkeys(placed))
    return first == sorted(first)


@examples(max_examples=100, deadline=None, derandomize=True, database=None)
@given(WORLDS)
def test_whatever_is_submitted(world: World) -> None:
    runs = HeldRuns({f"environment-{n}": float(most) for n, most in enumerate(world.maxima)})
    placements = Placements()
    with bare(runs, placements):
        service = build(world)
        jobs = submit(service, world)
        live(service, world, jobs, runs)
        service.scheduler.stop()
        service.scheduler.engine.join(5)
    assert runs.faults == []
    assert runs.excess == []
    everything = list(service.account.jobs)
    assert all(one.is_over for one in everything)
    assert [one.used_vcpus for one in service.account.environments.values()] == [0, 0]
    check_outcomes(service, world, jobs)
    waits = {wish.queue for wish in world.wishes if wish.after is not None}
    for number, (_, _, fair) in enumerate(world.queues):
        if not fair and number not in waits:
            assert in_order(placements.order.get(f"queue-{number}", []))


def check_outcomes(service: BatchService, world: World, jobs: list[JobRecord]) -> None:
    """Success is what nobody stopped, waited in vain, or failed."""
    for record, wish in zip(jobs, world.wishes, strict=True):
        children = service.account.jobs.children(record)
        assert len(children) == (wish.nodes or wish.children)
        if record.is_array:
            failed = any(child.status == "FAILED" for child in children)
            assert (record.status == "FAILED") == failed
        elif record.status == "SUCCEEDED":
            assert wish.exit_code == 0
        elif wish.stopped_after is None and not record.depends_on:
            assert wish.exit_code != 0
            assert len(record.attempts) == wish.attempts
