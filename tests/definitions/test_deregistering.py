"""Deregistering in turn, each once, stoppable, with an outcome for each."""

from __future__ import annotations

import pytest

from batchdeck.aws.errors import DeniedError, UnreachableError
from batchdeck.definitions.deregistering import (
    KNOWN_FOR,
    Brake,
    Deregistration,
    Phase,
    deregister,
    is_whole,
    jobs_in_use,
)
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.jobs.listing import JobsState
from tests.definitions.scripted_definitions import LOST, ScriptedDefinitions, ScriptedQueues
from tests.jobs.scripted_batch import NOON, VirtualTime, job

ETL = DefinitionDocument({"jobDefinitionName": "etl"})
OLD = [Deregistration("etl", number) for number in (1, 2, 3)]
Run = list[tuple[Deregistration, ...]]


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


@pytest.fixture
def definitions() -> ScriptedDefinitions:
    return ScriptedDefinitions(ETL, ETL, ETL, ETL)


async def run(definitions: ScriptedDefinitions, time: VirtualTime, *, stop_after: int = 99) -> Run:
    brake, found = Brake(), list[tuple[Deregistration, ...]]()
    async for state in deregister(definitions, OLD, brake, clock=time.clock, sleep=time.sleep):
        found.append(state)
        if len(definitions.sent) >= stop_after:
            brake.pull()
    return found


def phases(found: Run) -> list[Phase]:
    return [one.phase for one in found[-1]]


async def test_each_once_and_in_turn(definitions: ScriptedDefinitions, time: VirtualTime) -> None:
    found = await run(definitions, time)
    assert [write.line for write in definitions.sent] == [
        "deregister etl:1",
        "deregister etl:2",
        "deregister etl:3",
    ]
    assert phases(found) == [Phase.GONE] * 3
    assert [sum(one.settled for one in state) for state in found] == [0, 1, 2, 3]
    assert definitions.inactive == {1, 2, 3}


async def test_a_refusal_is_told_and_the_others_go_on(
    definitions: ScriptedDefinitions, time: VirtualTime
) -> None:
    definitions.failing["send"] = error = DeniedError("not allowed")
    found = await run(definitions, time)
    assert phases(found) == [Phase.REFUSED] * 3
    assert {one.error for one in found[-1]} == {error}
    assert len(definitions.sent) == 3


async def test_it_can_be_stopped_before_the_next_one(
    definitions: ScriptedDefinitions, time: VirtualTime
) -> None:
    found = await run(definitions, time, stop_after=1)
    assert phases(found) == [Phase.GONE, Phase.STOPPED, Phase.STOPPED]
    assert definitions.inactive == {1}
    assert all(one.settled for one in found[-1])


async def test_a_lost_answer_is_looked_up_and_not_sent_again(
    definitions: ScriptedDefinitions, time: VirtualTime
) -> None:
    definitions.failing["send"] = LOST
    found = await run(definitions, time)
    assert Phase.UNCERTAIN in [state[0].phase for state in found]
    assert phases(found) == [Phase.GONE] * 3
    assert len(definitions.sent) == 3


async def test_a_lost_request_that_did_nothing_is_told(
    definitions: ScriptedDefinitions, time: VirtualTime
) -> None:
    definitions.failing["send"] = LOST
    definitions.carries_out = False
    assert phases(await run(definitions, time)) == [Phase.NO_EFFECT] * 3
    assert len(definitions.sent) == 3


async def test_what_cannot_be_looked_up_stays_unknown(
    definitions: ScriptedDefinitions, time: VirtualTime
) -> None:
    definitions.failing |= {"send": LOST, "read": UnreachableError("no network")}
    found = await run(definitions, time)
    assert phases(found) == [Phase.UNKNOWN] * 3
    assert "no network" in str(found[-1][0].error)


async def test_the_jobs_of_all_queues_that_are_not_over() -> None:
    jobs = [
        job("a", "RUNNING", queue="etl"),
        job("b", "RUNNABLE", queue="gpu"),
        job("c", "FAILED", queue="gpu"),
        job("d", "SUBMITTED", queue="gpu"),
    ]
    queues = ScriptedQueues(jobs)
    assert {one.id for one in await jobs_in_use(queues)} == {"a", "b", "d"}
    assert ("gpu", "FAILED") not in queues.asked


@pytest.mark.parametrize(
    ("known", "whole"),
    [
        (JobsState(loaded=True, fetched_at=NOON), True),
        (JobsState(loaded=False, fetched_at=NOON), False),
        (JobsState(loaded=True, fetched_at=None), False),
        (JobsState(loaded=True, fetched_at=NOON - KNOWN_FOR), False),
        (JobsState(loaded=True, fetched_at=NOON, problems={"q": DeniedError("no")}), False),
    ],
)
def test_what_is_known_may_be_too_little_or_too_old(known: JobsState, whole: bool) -> None:
    assert is_whole(known, NOON + 1) is whole


async def test_a_job_that_goes_back_to_be_tried_again_is_not_missed() -> None:
    queues = ScriptedQueues([job("a", "RUNNING")])

    def tried_again(status: str) -> None:
        if status == "STARTING":
            queues.jobs[:] = [job("a", "RUNNABLE")]

    queues.on_ask = tried_again
    assert [one.id for one in await jobs_in_use(queues)] == ["a"]
