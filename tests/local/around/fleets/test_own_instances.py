from __future__ import annotations

from typing import Any

from tests.local.around.fleets.owned import cluster, join, unmanaged
from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRunner


def left(cloud: Cloud, environment: str, instance: Any) -> dict[str, int]:
    """CPU units and MiB that a container instance has left."""
    told = cloud.client("ecs").describe_container_instances(
        cluster=cluster(cloud, environment), containerInstances=[instance["containerInstanceArn"]]
    )["containerInstances"][0]
    return {one["name"]: one["integerValue"] for one in told["remainingResources"]}


def test_jobs_share_what_an_instance_has(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = unmanaged(cloud)
    instance = join(cloud, environment, "m5.large")
    queue, definition = cloud.queue(environment), cloud.definition()
    jobs = [cloud.submit(queue, definition) for _ in range(3)]
    first, second = runner.next(), runner.next()
    for run in (first, second):
        run.events.started()
    for job_id in jobs[:2]:
        told = cloud.wait(job_id, "RUNNING")
        assert told["container"]["containerInstanceArn"] == instance["containerInstanceArn"]
    assert cloud.job(jobs[2])["status"] == "RUNNABLE"
    assert left(cloud, environment, instance)["CPU"] == 0
    first.events.ended(0, "")
    assert runner.next().request.job_id == jobs[2]
    second.events.ended(0, "")
    eventually(lambda: left(cloud, environment, instance)["CPU"] == 1024)


def test_a_job_is_lost_with_its_instance(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = unmanaged(cloud)
    instance = join(cloud, environment, "m5.large")
    job_id = cloud.submit(cloud.queue(environment))
    runner.next().events.started()
    cloud.wait(job_id, "RUNNING")
    cloud.ec2.terminate_instances(InstanceIds=[instance["ec2InstanceId"]])
    told = cloud.wait(job_id, "FAILED")
    assert told["statusReason"] == f"Host EC2 (instance {instance['ec2InstanceId']}) terminated."


def test_a_draining_instance_takes_no_new_job(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment, ecs = unmanaged(cloud), cloud.client("ecs")
    instance = join(cloud, environment, "m5.large")
    where: dict[str, Any] = {
        "cluster": cluster(cloud, environment),
        "containerInstances": [instance["containerInstanceArn"]],
    }
    ecs.update_container_instances_state(**where, status="DRAINING")
    job_id = cloud.submit(cloud.queue(environment))
    other = cloud.submit(cloud.queue())
    assert runner.next().request.job_id == other
    ecs.update_container_instances_state(**where, status="ACTIVE")
    assert runner.next().request.job_id == job_id
