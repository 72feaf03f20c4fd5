from __future__ import annotations

from tests.local.cloud import Cloud, eventually
from tests.local.placement.validity.conditions import becomes
from tests.local.scripted_runner import ScriptedRunner


def released(cloud: Cloud, kind: str) -> tuple[str, str]:
    """An environment that no queue has any more, and a job that runs in it."""
    environment, other = cloud.environment(kind), cloud.environment(kind)
    queue = cloud.queue(environment)
    definition = cloud.definition() if kind == "EC2" else cloud.fargate_definition()
    job_id = cloud.submit(queue, definition)
    order = [{"order": 1, "computeEnvironment": other}]
    cloud.batch.update_job_queue(jobQueue=queue, computeEnvironmentOrder=order)
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    return environment, job_id


def exists(cloud: Cloud, environment: str) -> bool:
    found = cloud.batch.describe_compute_environments(computeEnvironments=[environment])
    return bool(found["computeEnvironments"])


def test_fargate_wants_the_jobs_to_end_first(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment, job_id = released(cloud, "FARGATE")
    run = runner.next()
    run.events.started()
    cloud.wait(job_id, "RUNNING")
    cloud.batch.delete_compute_environment(computeEnvironment=environment)
    reason = becomes(cloud, environment, "INVALID")
    assert "The Cluster cannot be deleted while Tasks are active." in reason
    run.events.ended(0, "")
    becomes(cloud, environment, "VALID")
    cloud.batch.delete_compute_environment(computeEnvironment=environment)
    eventually(lambda: not exists(cloud, environment))


def test_on_instances_the_jobs_lose_their_hosts(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment, job_id = released(cloud, "EC2")
    runner.next().events.started()
    cloud.wait(job_id, "RUNNING")
    cloud.batch.delete_compute_environment(computeEnvironment=environment)
    eventually(lambda: not exists(cloud, environment))
    told = cloud.wait(job_id, "FAILED")
    assert told["statusReason"].startswith("Host EC2 (instance i-")
    (queue,) = cloud.batch.describe_job_queues(jobQueues=[told["jobQueue"]])["jobQueues"]
    snapshot = cloud.batch.get_job_queue_snapshot(jobQueue=queue["jobQueueName"])
    assert snapshot["queueUtilization"]["totalCapacityUsage"][0]["quantity"] == 0
