from __future__ import annotations

import pytest

from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.rules.platform import platform
from tests.local.batch.builders import environment
from tests.local.cloud import Cloud
from tests.local.placement.places import SURROUNDINGS, starts, told
from tests.local.scripted_runner import ScriptedRunner


@pytest.mark.parametrize(
    ("kind", "platforms", "fits"),
    [
        ("EC2", ("EC2",), True),
        ("SPOT", ("EC2",), True),
        ("FARGATE_SPOT", ("FARGATE",), True),
        ("FARGATE", ("EC2",), False),
        ("EC2", ("FARGATE",), False),
        ("FARGATE", ("EC2", "FARGATE"), True),
    ],
)
def test_the_platforms_must_name_the_environments_kind(
    kind: str, platforms: tuple[str, ...], fits: bool
) -> None:
    demand = Demand(vcpus=1, memory=64, platforms=platforms)
    assert (platform(environment(kind), demand, SURROUNDINGS) is None) is fits


def test_a_job_for_fargate_blocks_a_queue_of_instances(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    queue = cloud.queue()
    job_id = cloud.submit(queue, cloud.fargate_definition())
    behind = cloud.submit(queue)
    assert told(cloud, job_id) == "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"
    assert cloud.job(behind)["status"] == "RUNNABLE"
    cloud.batch.cancel_job(jobId=job_id, reason="submitted to the wrong queue")
    starts(runner, behind)
