"""Tasks of several containers, seen over the wire."""

from __future__ import annotations

from typing import Any

from batchdeck.local.batch.account import now_ms
from tests.local.cloud import Cloud
from tests.local.scripted_runner import ScriptedRun, ScriptedRunner

SIZES = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "64"}]


def container(name: str, **members: Any) -> dict[str, Any]:
    return {"name": name, "image": name, "resourceRequirements": SIZES, **members}


def after(name: str, condition: str) -> list[dict[str, str]]:
    return [{"containerName": name, "condition": condition}]


def submit(cloud: Cloud, *containers: dict[str, Any], **members: Any) -> str:
    name = cloud.name("definition")
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="container",
        ecsProperties={"taskProperties": [{"containers": list(containers)}]},
        parameters={"word": "hello"},
    )
    return cloud.submit(members.pop("queue", None) or cloud.queue(), name, **members)


def next_runs(runner: ScriptedRunner, number: int) -> dict[str, ScriptedRun]:
    """By image, which is the container's name here."""
    return {run.request.image: run for run in (runner.next() for _ in range(number))}


def test_all_containers_of_a_task_run(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment()
    job_id = submit(
        cloud, container("main"), container("side", essential=False), queue=cloud.queue(environment)
    )
    runs = next_runs(runner, 2)
    record = cloud.backend.account.environment(environment)
    assert record is not None
    assert record.used_vcpus == 2
    for run in runs.values():
        run.events.started()
    job = cloud.wait(job_id, "RUNNING")
    assert job["container"] == {}
    (task,) = job["ecsProperties"]["taskProperties"]
    streams = [one["logStreamName"].split("/")[1:] for one in task["containers"]]
    task_id = task["taskArn"].rpartition("/")[2]
    assert streams == [["main", task_id], ["side", task_id]]
    runs["side"].events.lines([(now_ms(), "from the side")])
    stream = task["containers"][1]["logStreamName"]
    assert cloud.lines("/aws/batch/job", stream) == ["from the side"]
    runs["side"].events.ended(3, "")
    runs["main"].events.ended(0, "")
    job = cloud.wait(job_id, "SUCCEEDED", "FAILED")
    assert job["status"] == "SUCCEEDED"
    (tried,) = job["attempts"][0]["taskProperties"]
    assert [(one["name"], one["exitCode"]) for one in tried["containers"]] == [
        ("main", 0),
        ("side", 3),
    ]


def test_the_end_of_an_essential_container_ends_the_others(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    job_id = submit(cloud, container("main"), container("other"))
    runs = next_runs(runner, 2)
    for run in runs.values():
        run.events.started()
    runs["main"].events.ended(4, "broken")
    job = cloud.wait(job_id, "SUCCEEDED", "FAILED")
    assert job["status"] == "FAILED"
    assert runs["other"].stopped_with == [30.0]
    (tried,) = job["attempts"][0]["taskProperties"]
    assert [one["exitCode"] for one in tried["containers"]] == [4, 143]
    assert tried["containers"][0]["reason"] == "broken"


def test_a_container_begins_when_those_it_waits_for_are_so_far(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    job_id = submit(
        cloud,
        container("main", dependsOn=after("init", "SUCCESS") + after("proxy", "START")),
        container("init", essential=False),
        container("proxy", essential=False, dependsOn=after("init", "COMPLETE")),
    )
    runner.next().finish(0)
    proxy = runner.next()
    assert proxy.request.image == "proxy"
    assert len(runner.requests) == 2
    proxy.events.started()
    main = runner.next()
    assert main.request.image == "main"
    main.finish(0)
    assert cloud.wait(job_id, "SUCCEEDED")
    assert proxy.stopped_with == [30.0]


def test_a_container_whose_condition_cannot_be_met_never_begins(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    job_id = submit(
        cloud,
        container("main", dependsOn=after("init", "SUCCESS")),
        container("init", essential=False),
    )
    runner.next().finish(1)
    job = cloud.wait(job_id, "FAILED")
    (tried,) = job["attempts"][0]["taskProperties"]
    assert "depends on" in tried["containers"][0]["reason"]
    assert "exitCode" not in tried["containers"][0]
    assert len(runner.requests) == 1


def test_overrides_reach_the_container_they_name(cloud: Cloud, runner: ScriptedRunner) -> None:
    overrides = {
        "taskProperties": [
            {
                "containers": [
                    {
                        "name": "side",
                        "command": ["say", "Ref::word"],
                        "environment": [{"name": "A", "value": "1"}],
                    }
                ]
            }
        ]
    }
    submit(
        cloud,
        container("main", command=["run", "Ref::word"]),
        container("side"),
        ecsPropertiesOverride=overrides,
    )
    runs = next_runs(runner, 2)
    assert runs["main"].request.command == ("run", "hello")
    assert runs["side"].request.command == ("say", "hello")
    assert ("A", "1") in runs["side"].request.environment
    assert ("A", "1") not in runs["main"].request.environment


def test_terminating_stops_every_container(cloud: Cloud, runner: ScriptedRunner) -> None:
    job_id = submit(cloud, container("main"), container("other", essential=False))
    runs = next_runs(runner, 2)
    for run in runs.values():
        run.events.started()
    cloud.wait(job_id, "RUNNING")
    cloud.batch.terminate_job(jobId=job_id, reason="enough")
    assert cloud.wait(job_id, "FAILED")["statusReason"] == "enough"
    assert [run.stopped_with for run in runs.values()] == [[30.0], [30.0]]
