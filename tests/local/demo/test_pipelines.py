from __future__ import annotations

import pytest

from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.pipelines import (
    ARCHIVES,
    BACKFILLS,
    COHORTS,
    PIPELINES,
    SEQUENTIAL,
    TRIOS,
    Pipeline,
    Stage,
    Turns,
)
from tests.local.cloud import eventually
from tests.local.demo.test_traffic import living as living
from tests.local.scripted_runner import ScriptedRun, ScriptedRunner


def states(demo: Demo, name: str) -> list[str]:
    """Of a job and its children, if it is an array."""
    with demo.service.account.lock:
        return [job.status for job in demo.service.account.jobs if job.name == name]


def over(demo: Demo, name: str) -> bool:
    return set(states(demo, name)) == {"SUCCEEDED"}


def parent_of(demo: Demo, name: str) -> str:
    with demo.service.account.lock:
        jobs = demo.service.account.jobs
        return next(job.id for job in jobs if job.name == name and job.index is None)


def number(pipeline: Pipeline, turn: int = 0) -> str:
    return f"{pipeline.first + turn:04}"


def index(run: ScriptedRun) -> int:
    return int(dict(run.request.environment)["AWS_BATCH_JOB_ARRAY_INDEX"])


@pytest.mark.parametrize("pipeline", PIPELINES, ids=lambda one: one.stages[0].name)
def test_each_stage_follows_the_one_before_it_and_the_next_turn_the_last(
    living: Demo, runner: ScriptedRunner, pipeline: Pipeline
) -> None:
    turns = Turns(living.service, pipeline)
    first, last = pipeline.stages[0], pipeline.stages[-1]
    turns.look()
    assert states(living, f"{first.name}-{number(pipeline)}") == []
    turns.submit()
    turns.look()
    assert states(living, f"{first.name}-{number(pipeline, 1)}") == []
    for stage in pipeline.stages:
        for _ in range(stage.size or 1):
            runner.next().finish()
        eventually(lambda: over(living, f"{stage.name}-{number(pipeline)}"))  # noqa: B023
    turns.look()
    assert states(living, f"{first.name}-{number(pipeline, 1)}")
    assert states(living, f"{last.name}-{number(pipeline, 1)}")


def test_an_array_waits_for_the_job_that_prepares_it(living: Demo, runner: ScriptedRunner) -> None:
    Turns(living.service, ARCHIVES).submit()
    join = f"archive-join-{number(ARCHIVES)}"
    prepares = runner.next()
    assert prepares.request.command[0] == "stage"
    assert set(states(living, join)) == {"PENDING"}
    prepares.finish()
    for _ in range(4):
        run = runner.next()
        assert run.request.job_id.startswith(parent_of(living, join))
    assert states(living, f"archive-whole-{number(ARCHIVES)}") == ["PENDING"]


def test_each_of_an_array_waits_for_the_one_of_its_number(
    living: Demo, runner: ScriptedRunner
) -> None:
    Turns(living.service, TRIOS).submit()
    runs = {index(run): run for run in (runner.next() for _ in range(3))}
    runs[1].finish()
    follows = runner.next()
    assert follows.request.job_id == f"{parent_of(living, f'call-trio-{number(TRIOS)}')}:1"


def test_each_of_an_array_waits_for_the_one_before_it(living: Demo, runner: ScriptedRunner) -> None:
    Turns(living.service, BACKFILLS).submit()
    name = f"backfill-sales-{number(BACKFILLS)}"
    for expected in range(4):
        run = runner.next()
        assert index(run) == expected
        assert states(living, name).count("PENDING") == 4 - expected
        run.finish()


def test_its_jobs_say_what_they_work_on(living: Demo, runner: ScriptedRunner) -> None:
    Turns(living.service, COHORTS).submit()
    command = runner.next().request.command
    assert list(command) == ["align", "--sample", "1219"]


def test_how_a_stage_waits() -> None:
    alone = Stage("x", "x")
    assert alone.depends_on("") == []
    assert alone.depends_on("1") == [{"jobId": "1"}]
    assert Stage("x", "x", size=2, waits="N_TO_N").depends_on("1") == [
        {"jobId": "1", "type": "N_TO_N"}
    ]
    assert Stage("x", "x", size=2, waits=SEQUENTIAL).depends_on("") == [{"type": SEQUENTIAL}]
