"""What ECS tells of the tasks that jobs run as."""

from __future__ import annotations

from typing import Any

from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRunner


class Tasks:
    """ECS's view of one environment."""

    def __init__(self, cloud: Cloud, environment: str) -> None:
        described = cloud.batch.describe_compute_environments(computeEnvironments=[environment])
        self.cluster = described["computeEnvironments"][0]["ecsClusterArn"]
        self._ecs = cloud.client("ecs")

    def listed(self, **filters: str) -> list[str]:
        """The ARNs that `ListTasks` tells."""
        answer = self._ecs.list_tasks(cluster=self.cluster, **filters)
        return list(answer["taskArns"])

    def described(self, *arns: str) -> list[Any]:
        """What `DescribeTasks` tells."""
        return list(self._ecs.describe_tasks(cluster=self.cluster, tasks=[*arns])["tasks"])


def test_a_job_is_a_task_of_its_environments_cluster(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment()
    definition = cloud.definition(vcpus="2", memory="256")
    tasks = Tasks(cloud, environment)
    job_id = cloud.submit(cloud.queue(environment), definition)
    run = runner.next()
    (arn,) = tasks.listed()
    (task,) = tasks.described(arn)
    assert (task["lastStatus"], task["desiredStatus"]) == ("PENDING", "RUNNING")
    run.events.started()
    container = cloud.wait(job_id, "RUNNING")["container"]
    (task,) = tasks.described(arn)
    assert task["taskArn"] == container["taskArn"]
    assert task["clusterArn"] == tasks.cluster
    assert task["containerInstanceArn"] == container["containerInstanceArn"]
    assert (task["launchType"], task["group"]) == ("EC2", f"family:{definition}")
    assert (task["lastStatus"], task["cpu"], task["memory"]) == ("RUNNING", "2048", "256")
    assert task["startedAt"].timestamp() * 1000 == cloud.job(job_id)["startedAt"]
    (inside,) = task["containers"]
    assert (inside["name"], inside["image"], inside["lastStatus"]) == (
        "default",
        "busybox",
        "RUNNING",
    )
    assert "exitCode" not in inside
    run.events.ended(3, "")
    cloud.wait(job_id, "FAILED")
    assert tasks.listed() == []
    assert tasks.listed(desiredStatus="STOPPED") == [arn]
    (task,) = tasks.described(arn)
    assert task["lastStatus"] == "STOPPED"
    assert task["stoppedReason"] == "Essential container in task exited"
    assert task["stopCode"] == "EssentialContainerExited"
    assert task["containers"][0]["exitCode"] == 3


def test_every_attempt_is_a_task_of_its_own(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment()
    tasks = Tasks(cloud, environment)
    job_id = cloud.submit(cloud.queue(environment), retryStrategy={"attempts": 2})
    runner.next().events.ended(None, "CannotPullContainerError: no")
    run = runner.next()
    (stopped,) = tasks.listed(desiredStatus="STOPPED")
    (first,) = tasks.described(stopped)
    assert (first["stoppedReason"], first["stopCode"]) == (
        "Task failed to start",
        "TaskFailedToStart",
    )
    assert first["containers"][0]["reason"] == "CannotPullContainerError: no"
    assert "exitCode" not in first["containers"][0]
    (second,) = tasks.listed()
    assert second != stopped
    run.finish(0)
    cloud.wait(job_id, "SUCCEEDED")
    assert set(tasks.listed(desiredStatus="STOPPED")) == {stopped, second}


def test_a_terminated_job_stops_its_task_for_the_same_reason(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    environment = cloud.environment()
    tasks = Tasks(cloud, environment)
    job_id = cloud.submit(cloud.queue(environment))
    runner.next().events.started()
    cloud.wait(job_id, "RUNNING")
    cloud.batch.terminate_job(jobId=job_id, reason="enough")
    cloud.wait(job_id, "FAILED")
    (task,) = tasks.described(*tasks.listed(desiredStatus="STOPPED"))
    assert (task["stoppedReason"], task["stopCode"]) == ("enough", "UserInitiated")


def test_tasks_are_found_by_their_instance_and_family(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(instanceTypes=["m5.large"])
    queue, tasks = cloud.queue(environment), Tasks(cloud, environment)
    definitions = [cloud.definition(vcpus="2") for _ in range(2)]
    jobs = [cloud.submit(queue, definition) for definition in definitions]
    for _ in jobs:
        runner.next().events.started()
    places = [cloud.wait(job, "RUNNING")["container"] for job in jobs]
    assert len({place["containerInstanceArn"] for place in places}) == 2
    for place, definition in zip(places, definitions, strict=True):
        instance = place["containerInstanceArn"]
        assert tasks.listed(containerInstance=instance) == [place["taskArn"]]
        assert tasks.listed(containerInstance=instance.rpartition("/")[2]) == [place["taskArn"]]
        assert tasks.listed(family=definition) == [place["taskArn"]]


def test_on_fargate_a_task_is_on_no_instance(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment("FARGATE")
    tasks = Tasks(cloud, environment)
    cloud.submit(cloud.queue(environment), cloud.fargate_definition())
    runner.next()
    (arn,) = eventually(tasks.listed)
    (task,) = tasks.described(arn)
    assert task["launchType"] == "FARGATE"
    assert "containerInstanceArn" not in task
    assert tasks.listed(containerInstance="an-instance") == []
