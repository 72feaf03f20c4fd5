from __future__ import annotations

import pytest

from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import MAX_RESOURCE, RESOURCE_REQUIREMENT
from batchdeck.local.placement.rules.instance_size import instance_size
from tests.local.batch.builders import environment
from tests.local.cloud import Cloud
from tests.local.placement.places import SURROUNDINGS, starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner


@pytest.mark.parametrize(
    ("types", "vcpus", "memory", "reason"),
    [
        (["m5.large"], 2, 7000, None),
        (["m5.large"], 2, 8192, RESOURCE_REQUIREMENT),
        (["m5.large"], 2.5, 64, RESOURCE_REQUIREMENT),
        (["c5.large", "r5.large"], 2, 12000, None),
        (["m5"], 8, 200_000, MAX_RESOURCE),
        (["c5"], 8, 400_000, RESOURCE_REQUIREMENT),
        (["optimal"], 16, 64, None),
    ],
)
def test_some_type_must_hold_the_job_within_the_maximum(
    types: list[str], vcpus: float, memory: int, reason: str | None
) -> None:
    record = environment(instanceTypes=types, maxvCpus=16)
    found = instance_size(record, Demand(vcpus, memory), SURROUNDINGS)
    assert (found.reason if found else None) == reason


def test_fargate_has_no_types() -> None:
    assert instance_size(environment("FARGATE"), Demand(1, 2048), SURROUNDINGS) is None


def test_memory_that_the_agent_keeps_is_not_for_jobs(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(instanceTypes=["m5.large"])
    job_id = stuck(cloud, environment, memory="8192")
    assert told(cloud, job_id) == "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"instanceTypes": ["m5.xlarge"]}
    )
    starts(runner, job_id)
