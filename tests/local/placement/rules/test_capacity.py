from __future__ import annotations

from batchdeck.local.placement.rules.capacity import NO_CAPACITY, NO_SPOT_CAPACITY
from tests.local.cloud import Cloud
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner

CAPACITY = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY"


def tag(cloud: Cloud, subnet: str, key: str, value: str) -> None:
    cloud.ec2.create_tags(Resources=[subnet], Tags=[{"Key": key, "Value": value}])


def test_a_zone_that_has_run_out_of_a_type(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet()
    tag(cloud, subnet, NO_CAPACITY, "c5.large m5")
    job_id = stuck(cloud, cloud.environment(subnets=[subnet], instanceTypes=["m5.large"]))
    assert told(cloud, job_id) == CAPACITY
    assert cloud.job(job_id)["statusReason"].endswith(" for instance type [m5.large]")
    cloud.ec2.delete_tags(Resources=[subnet], Tags=[{"Key": NO_CAPACITY}])
    starts(runner, job_id)


def test_another_type_helps(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet()
    tag(cloud, subnet, NO_CAPACITY, "m5.large")
    environment = cloud.environment(subnets=[subnet], instanceTypes=["m5.large"])
    job_id = stuck(cloud, environment)
    types = {"instanceTypes": ["m5.large", "m5.xlarge"]}
    cloud.batch.update_compute_environment(computeEnvironment=environment, computeResources=types)
    starts(runner, job_id)


def test_spot_may_run_out_alone(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet()
    tag(cloud, subnet, NO_SPOT_CAPACITY, "*")
    queue = cloud.queue(cloud.environment(subnets=[subnet]))
    starts(runner, cloud.submit(queue))
    job_id = stuck(cloud, cloud.environment("SPOT", subnets=[subnet]))
    assert told(cloud, job_id) == CAPACITY
