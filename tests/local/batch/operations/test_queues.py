from __future__ import annotations

import dataclasses
from typing import Any

from batchdeck.local import settings
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import ACCOUNT, REGION, Cloud, eventually
from tests.local.scripted_runner import ScriptedRunner


def told(cloud: Cloud, name: str) -> Any:
    (one,) = cloud.batch.describe_job_queues(jobQueues=[name])["jobQueues"]
    return one


def change_in(seconds: float) -> None:
    now = settings.current()
    pace = dataclasses.replace(now.pace, submitted=seconds)
    settings.configure(dataclasses.replace(now, pace=pace))


def order(*environments: str) -> list[dict[str, Any]]:
    return [{"order": n, "computeEnvironment": one} for n, one in enumerate(environments, 5)]


def test_a_new_queue_is_told_as_it_was_asked_for(cloud: Cloud) -> None:
    first, second = cloud.environment(), cloud.environment()
    queue = told(cloud, cloud.queue(second, first, priority=7))
    assert queue["priority"] == 7
    assert (queue["state"], queue["status"]) == ("ENABLED", "VALID")
    names = [e["computeEnvironment"].rpartition("/")[2] for e in queue["computeEnvironmentOrder"]]
    assert names == [second, first]
    arn = f"arn:aws:batch:{REGION}:{ACCOUNT}:job-queue/{queue['jobQueueName']}"
    assert queue["jobQueueArn"] == arn
    assert told(cloud, arn) == queue


def test_a_queue_takes_its_time(cloud: Cloud) -> None:
    environment = cloud.environment()
    change_in(60)
    assert told(cloud, cloud.queue(environment))["status"] == "CREATING"
    change_in(0.05)
    name = cloud.queue(environment)
    eventually(lambda: told(cloud, name)["status"] == "VALID")


def test_environments_must_exist_and_be_few_and_alike(cloud: Cloud) -> None:
    def create(*environments: str) -> None:
        cloud.batch.create_job_queue(
            jobQueueName=cloud.name("queue"),
            priority=1,
            computeEnvironmentOrder=order(*environments),
        )

    with refused("nobody does not exist"):
        create("nobody")
    with refused("Only 3 environments are allowed"):
        create("a", "b", "c", "d")
    with refused("can not be mixed."):
        create(cloud.environment(), cloud.environment("FARGATE"))
    with refused("computeEnvironmentOrder is required"):
        create()


def test_an_environment_that_is_not_valid_yet_takes_no_queue(cloud: Cloud) -> None:
    change_in(60)
    with refused("is not VALID"):
        cloud.queue(cloud.environment())


def test_state_priority_and_order_can_be_changed(cloud: Cloud) -> None:
    first, second = cloud.environment(), cloud.environment()
    name = cloud.queue(first)
    cloud.batch.update_job_queue(
        jobQueue=name, state="DISABLED", priority=9, computeEnvironmentOrder=order(second)
    )
    queue = told(cloud, name)
    assert (queue["state"], queue["priority"]) == ("DISABLED", 9)
    assert queue["computeEnvironmentOrder"][0]["computeEnvironment"].endswith(second)
    with refused("JobQueue nobody not found"):
        cloud.batch.update_job_queue(jobQueue="nobody", priority=1)


def test_a_queue_is_deleted_once_it_is_disabled_and_its_jobs_end(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    name = cloud.queue(cloud.environment(maxvCpus=2))
    definition = cloud.definition(vcpus="2")
    running, waiting = cloud.submit(name, definition), cloud.submit(name, definition)
    run = runner.next()
    run.events.started()
    with refused("Cannot delete"):
        cloud.batch.delete_job_queue(jobQueue=name)
    cloud.batch.update_job_queue(jobQueue=name, state="DISABLED")
    cloud.batch.delete_job_queue(jobQueue=name)
    assert cloud.batch.describe_job_queues()["jobQueues"] == []
    cloud.wait(running, "FAILED")
    cloud.wait(waiting, "FAILED")
    assert run.stopped_with


def test_jobs_of_a_disabled_queue_go_on(cloud: Cloud, runner: ScriptedRunner) -> None:
    name, definition = cloud.queue(cloud.environment(maxvCpus=2)), cloud.definition(vcpus="2")
    first, second = cloud.submit(name, definition), cloud.submit(name, definition)
    run = runner.next()
    cloud.batch.update_job_queue(jobQueue=name, state="DISABLED")
    with refused("is not in ENABLED state"):
        cloud.submit(name)
    run.finish(0)
    cloud.wait(first, "SUCCEEDED")
    assert runner.next().request.job_id == second
