from __future__ import annotations

import pytest

from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import MAX_RESOURCE
from batchdeck.local.placement.rules.max_vcpus import max_vcpus
from tests.local.batch.builders import environment
from tests.local.cloud import Cloud
from tests.local.placement.places import SURROUNDINGS, starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner


@pytest.mark.parametrize("kind", ["EC2", "FARGATE"])
def test_a_job_must_not_need_more_than_the_maximum(kind: str) -> None:
    record = environment(kind, maxvCpus=4)
    record.used_vcpus = 4
    assert max_vcpus(record, Demand(4, 64), SURROUNDINGS) is None
    found = max_vcpus(record, Demand(4.25, 64), SURROUNDINGS)
    assert found is not None
    assert found.reason == MAX_RESOURCE


def test_a_job_that_is_too_large_until_the_maximum_is_raised(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    environment = cloud.environment(maxvCpus=2)
    job_id = stuck(cloud, environment, vcpus="4")
    assert told(cloud, job_id) == "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"maxvCpus": 4}
    )
    starts(runner, job_id)
