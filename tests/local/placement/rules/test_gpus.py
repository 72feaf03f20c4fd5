from __future__ import annotations

from tests.local.cloud import Cloud
from tests.local.placement.places import starts, stuck, told, with_resource
from tests.local.scripted_runner import ScriptedRunner


def test_a_gpu_job_waits_for_types_with_gpus(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment()
    job_id = stuck(cloud, environment, container=with_resource("GPU", "1"))
    assert told(cloud, job_id) == "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"instanceTypes": ["g4dn.xlarge"]}
    )
    starts(runner, job_id)


def test_more_gpus_than_the_largest_type_has(cloud: Cloud) -> None:
    environment = cloud.environment(instanceTypes=["g4dn.xlarge"])
    job_id = stuck(cloud, environment, container=with_resource("GPU", "2"))
    assert told(cloud, job_id) == "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"
