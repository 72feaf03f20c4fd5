"""Quotas over the wire: how many vCPUs of whole instances, and of Fargate's tasks."""

from __future__ import annotations

from tests.local.around.fleets.seen import Seen
from tests.local.cloud import Cloud, eventually
from tests.local.placement.places import starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner


def test_instances_count_as_wholes_until_they_are_gone(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    quotas = cloud.backend.service.surroundings.quotas
    quotas.change("L-1216C47A", 3)
    first = cloud.submit(cloud.queue(), cloud.definition(vcpus="1"))
    running = runner.next()
    assert running.request.job_id == first
    # One vCPU would be left of three, but the m5.large has two, and another one needs two.
    environment = cloud.environment()
    job_id = stuck(cloud, environment, vcpus="1")
    assert told(cloud, job_id) == "UNDETERMINED"
    (activity,) = eventually(Seen(cloud, environment).activities)
    assert activity["StatusCode"] == "Failed"
    assert "current vCPU limit of 3 allows" in activity["StatusMessage"]
    running.finish()
    starts(runner, job_id)


def test_room_on_an_instance_that_runs_takes_no_quota(cloud: Cloud, runner: ScriptedRunner) -> None:
    cloud.backend.service.surroundings.quotas.change("L-1216C47A", 2)
    queue = cloud.queue()
    jobs = [cloud.submit(queue) for _ in range(2)]
    assert [runner.next().request.job_id for _ in jobs] == jobs


def test_another_family_is_launched_where_the_first_has_no_quota(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    cloud.backend.service.surroundings.quotas.change("L-1216C47A", 0)
    environment = cloud.environment(instanceTypes=["m5.large", "x1e.xlarge"])
    starts(runner, cloud.submit(cloud.queue(environment)))
    (instance,) = Seen(cloud, environment).instances()
    assert instance["InstanceType"] == "x1e.xlarge"


def test_the_nodes_of_a_job_need_quota_for_all_of_them(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    quotas = cloud.backend.service.surroundings.quotas
    quotas.change("L-1216C47A", 4)
    name, container = cloud.name("nodes"), {"image": "busybox", "vcpus": 1, "memory": 64}
    nodes = [{"targetNodes": "0:", "container": container}]
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="multinode",
        nodeProperties={"numNodes": 3, "mainNode": 0, "nodeRangeProperties": nodes},
    )
    job_id = cloud.submit(cloud.queue(), name)
    assert told(cloud, job_id) == "UNDETERMINED"
    quotas.change("L-1216C47A", 6)
    runner.next()


def test_minimum_capacity_needs_quota_as_well(cloud: Cloud) -> None:
    quotas = cloud.backend.service.surroundings.quotas
    quotas.change("L-1216C47A", 0)
    seen = Seen(cloud, cloud.environment(minvCpus=2))
    (activity,) = eventually(seen.activities)
    assert "current vCPU limit of 0 allows" in activity["StatusMessage"]
    quotas.change("L-1216C47A", 2)
    cloud.batch.describe_job_queues()
    eventually(seen.instances)


def test_a_quota_that_is_raised(cloud: Cloud, runner: ScriptedRunner) -> None:
    quotas = cloud.backend.service.surroundings.quotas
    quotas.change("L-1216C47A", 0)
    job_id = stuck(cloud, cloud.environment())
    quotas.change("L-1216C47A", 2)
    cloud.batch.describe_job_queues()
    starts(runner, job_id)


def test_spot_and_fargate_have_quotas_of_their_own(cloud: Cloud, runner: ScriptedRunner) -> None:
    quotas = cloud.backend.service.surroundings.quotas
    quotas.change("L-1216C47A", 0)
    starts(runner, cloud.submit(cloud.queue(cloud.environment("SPOT"))))
    quotas.change("L-3032A538", 0.5)
    queue = cloud.queue(cloud.environment("FARGATE"))
    job_id = cloud.submit(queue, cloud.fargate_definition())
    assert told(cloud, job_id) == "UNDETERMINED"
