from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import cast

import pytest

from batchdeck.aws.errors import DeniedError
from batchdeck.domain.job import Job, JobDetail
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.jobs.polling import Trigger
from batchdeck.jobs.resources import (
    Resources,
    watch_children,
    watch_definitions,
    watch_environments,
    watch_queues,
)
from tests.jobs.scripted_batch import NOON, ScriptedBatch, VirtualTime, job


def queue(name: str) -> JobQueue:
    return JobQueue(name, f"arn:{name}", "ENABLED", "VALID", 1)


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


async def test_queues_come_by_name_and_stay_the_same_objects(time: VirtualTime) -> None:
    batch = ScriptedBatch()
    batch.resources["queues"] = (queue("b"), queue("a"))
    states = watch_queues(batch, Trigger(), clock=time.clock, sleep=time.sleep)
    first = await anext(states)
    assert [item.name for item in first.items] == ["a", "b"]
    assert (first.fetched_at, first.problem) == (NOON, None)
    batch.resources["queues"] = (queue("a"), queue("b"))
    second = await anext(states)
    assert second.items is first.items
    assert second.fetched_at == NOON + 15_000


async def test_environments_by_name_and_definitions_newest_revision_first(
    time: VirtualTime,
) -> None:
    batch = ScriptedBatch()
    batch.resources["environments"] = tuple(
        ComputeEnvironment(name, f"arn:{name}", "EC2", "ENABLED", "VALID") for name in "ba"
    )
    batch.resources["definitions"] = tuple(
        JobDefinition(name, revision, "arn", "container", "ACTIVE")
        for name, revision in (("b", 1), ("a", 9), ("a", 10))
    )
    environments = await anext(watch_environments(batch, Trigger()))
    assert [item.name for item in environments.items] == ["a", "b"]
    states = watch_definitions(batch, Trigger(), clock=time.clock, sleep=time.sleep)
    definitions = await anext(states)
    assert [item.reference for item in definitions.items] == ["a:10", "a:9", "b:1"]
    await anext(states)
    assert time.slept == [60]


async def test_a_failed_read_keeps_what_is_shown_and_slows_down(time: VirtualTime) -> None:
    batch = ScriptedBatch()
    batch.resources["queues"] = (queue("a"),)
    states = watch_queues(batch, Trigger(), clock=time.clock, sleep=time.sleep)
    before = await anext(states)
    denied = batch.failing["queues",] = DeniedError("no", action="batch:DescribeJobQueues")
    failed = [await anext(states) for _ in range(3)]
    assert failed[-1] == Resources(before.items, before.fetched_at, denied)
    assert time.slept == [15, 30, 60]
    batch.failing.clear()
    assert (await anext(states)).problem is None


async def test_a_refresh_comes_at_once(time: VirtualTime) -> None:
    trigger = Trigger()
    states = watch_queues(ScriptedBatch(), trigger, clock=time.clock, sleep=time.sleep)
    await anext(states)
    trigger.now()
    await anext(states)
    assert time.slept == []
    await cast("AsyncGenerator[object]", states).aclose()


def child(index: int, status: str) -> Job:
    """A child of the array `a`."""
    return replace(job(f"a:{index}", status), array_index=index)


async def test_the_children_of_an_array_failed_ones_first(time: VirtualTime) -> None:
    array = replace(job("a", "PENDING"), array_size=3)
    batch = ScriptedBatch(array, child(0, "RUNNING"), child(1, "SUCCEEDED"), child(2, "FAILED"))
    summary = (("RUNNING", 1), ("SUCCEEDED", 1), ("FAILED", 1), ("PENDING", 0))
    batch.known["a"] = JobDetail(array, children=summary)
    states = watch_children(batch, array, Trigger(), clock=time.clock, sleep=time.sleep)
    assert [one.array_index for one in (await anext(states)).items] == [2, 0, 1]
    asked = [call for call in batch.calls if call[0] == "children"]
    assert asked == [("children", "a", status) for status in ("RUNNING", "SUCCEEDED", "FAILED")]
    batch.move("a:0", "SUCCEEDED", NOON)
    batch.known["a"] = JobDetail(array, children=(("SUCCEEDED", 2), ("FAILED", 1)))
    ended = await anext(states)
    assert {one.status for one in ended.items} == {"SUCCEEDED", "FAILED"}
    asked_before = len(batch.calls)
    assert (await anext(states)).items is ended.items
    assert batch.calls[asked_before:] == [("details", "a")]
    assert time.slept == [5, 5]
