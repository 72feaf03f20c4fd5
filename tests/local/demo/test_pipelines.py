from __future__ import annotations

import pytest

from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.pipelines import COHORTS, SHOTS, Pipeline, Turns
from tests.local.cloud import eventually
from tests.local.demo.test_traffic import living as living
from tests.local.scripted_runner import ScriptedRunner


def states(demo: Demo, name: str) -> list[str]:
    with demo.service.account.lock:
        return [job.status for job in demo.service.account.jobs if job.name == name]


@pytest.mark.parametrize("pipeline", [SHOTS, COHORTS], ids=lambda one: one.queue)
def test_a_result_waits_for_its_array_and_the_next_turn_for_the_result(
    living: Demo, runner: ScriptedRunner, pipeline: Pipeline
) -> None:
    turns = Turns(living.service, pipeline)
    first, second = (f"{number:04}" for number in (pipeline.first, pipeline.first + 1))
    array, result = f"{pipeline.array.name}-{first}", f"{pipeline.result.name}-{first}"
    turns.look()
    assert states(living, array) == []
    turns.submit()
    eventually(lambda: states(living, result) == ["PENDING"])
    turns.look()
    assert states(living, f"{pipeline.array.name}-{second}") == []
    for _ in range(pipeline.size + 1):
        runner.next().finish()
    eventually(lambda: states(living, result) == ["SUCCEEDED"])
    assert states(living, array) == ["SUCCEEDED"] * (pipeline.size + 1)
    turns.look()
    assert len(states(living, f"{pipeline.array.name}-{second}")) == pipeline.size + 1


def test_its_jobs_say_what_they_work_on(living: Demo, runner: ScriptedRunner) -> None:
    Turns(living.service, COHORTS).submit()
    command = runner.next().request.command
    assert list(command) == ["align", "--sample", "1219"]
