"""What a running container writes reaches CloudWatch Logs while it runs."""

from __future__ import annotations

from typing import Any

from batchdeck.local.batch.account import now_ms
from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRunner


def test_lines_arrive_while_the_container_runs(cloud: Cloud, runner: ScriptedRunner) -> None:
    definition = cloud.definition()
    job_id = cloud.submit(cloud.queue(), definition)
    run = runner.next()
    assert "logStreamName" not in cloud.job(job_id)["container"]
    run.events.started()
    stream = cloud.wait(job_id, "RUNNING")["container"]["logStreamName"]
    name, default, task = stream.split("/")
    assert (name, default, len(task)) == (definition, "default", 32)
    run.events.lines([(now_ms(), "one"), (now_ms(), "two")])
    assert cloud.lines("/aws/batch/job", stream) == ["one", "two"]
    run.events.lines([(now_ms(), "three")])
    assert cloud.lines("/aws/batch/job", stream) == ["one", "two", "three"]
    run.events.ended(0, "")
    assert cloud.wait(job_id, "SUCCEEDED")["attempts"][0]["container"]["logStreamName"] == stream


def test_thousands_of_lines_are_one_put(cloud: Cloud, runner: ScriptedRunner) -> None:
    job_id = cloud.submit(cloud.queue())
    run = runner.next()
    run.events.started()
    stream = cloud.wait(job_id, "RUNNING")["container"]["logStreamName"]
    run.events.lines([(now_ms(), str(number)) for number in range(5000)])
    assert len(cloud.lines("/aws/batch/job", stream)) == 5000


def options(driver: str, **values: str) -> dict[str, Any]:
    return {"logConfiguration": {"logDriver": driver, "options": values}}


def test_a_group_of_ones_own(cloud: Cloud, runner: ScriptedRunner) -> None:
    group = cloud.name("group")
    cloud.logs.create_log_group(logGroupName=group)
    container = options("awslogs", **{"awslogs-group": group, "awslogs-stream-prefix": "etl"})
    job_id = cloud.submit(cloud.queue(), cloud.definition(container=container))
    run = runner.next()
    run.events.started()
    stream = cloud.wait(job_id, "RUNNING")["container"]["logStreamName"]
    assert stream.startswith("etl/default/")
    run.events.lines([(now_ms(), "mine")])
    assert cloud.lines(group, stream) == ["mine"]


def test_another_driver_leaves_nothing_in_cloudwatch(cloud: Cloud, runner: ScriptedRunner) -> None:
    container = options("json-file")
    job_id = cloud.submit(cloud.queue(), cloud.definition(container=container))
    run = runner.next()
    run.events.started()
    run.events.lines([(now_ms(), "elsewhere")])
    assert "logStreamName" not in cloud.wait(job_id, "RUNNING")["container"]


def test_a_job_stopped_before_its_container_was_asked_for(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    job_id = cloud.submit(cloud.queue())
    run = runner.next()
    cloud.batch.terminate_job(jobId=job_id, reason="at once")
    eventually(lambda: run.stopped_with)
    assert cloud.wait(job_id, "FAILED")["statusReason"] == "at once"


def test_a_task_is_of_the_environments_cluster(cloud: Cloud, runner: ScriptedRunner) -> None:
    name = cloud.environment()
    job_id = cloud.submit(cloud.queue(name))
    runner.next().finish(0)
    container = cloud.wait(job_id, "SUCCEEDED")["attempts"][0]["container"]
    record = cloud.backend.account.environment(name)
    assert record is not None
    cluster = record.cluster_arn
    assert container["taskArn"].startswith(cluster.replace(":cluster/", ":task/") + "/")
    instance = container["containerInstanceArn"]
    assert instance.startswith(cluster.replace(":cluster/", ":container-instance/") + "/")


def test_fargate_has_no_container_instance(cloud: Cloud, runner: ScriptedRunner) -> None:
    job_id = cloud.submit(cloud.queue(cloud.environment("FARGATE")), cloud.fargate_definition())
    runner.next().finish(0)
    container = cloud.wait(job_id, "SUCCEEDED")["attempts"][0]["container"]
    assert "containerInstanceArn" not in container


def test_its_own_stop_timeout_is_the_grace(cloud: Cloud, runner: ScriptedRunner) -> None:
    needs = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "64"}]
    one = {"name": "one", "image": "busybox", "stopTimeout": 5, "resourceRequirements": needs}
    name = cloud.name("definition")
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="container",
        ecsProperties={"taskProperties": [{"containers": [one]}]},
    )
    job_id = cloud.submit(cloud.queue(), name)
    run = runner.next()
    run.events.started()
    cloud.wait(job_id, "RUNNING")
    cloud.batch.terminate_job(jobId=job_id, reason="enough")
    cloud.wait(job_id, "FAILED")
    assert run.stopped_with == [5]
