from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import ACCOUNT, REGION, Cloud
from tests.local.scripted_runner import ScriptedRunner


def test_the_answer_names_the_job(cloud: Cloud) -> None:
    answer = cloud.batch.submit_job(
        jobName="nightly", jobQueue=cloud.queue(), jobDefinition=cloud.definition()
    )
    assert answer["jobName"] == "nightly"
    assert answer["jobArn"] == f"arn:aws:batch:{REGION}:{ACCOUNT}:job/{answer['jobId']}"


def test_all_that_can_be_overridden_is_told_and_run(cloud: Cloud, runner: ScriptedRunner) -> None:
    container = {"command": ["copy", "Ref::from"], "environment": [{"name": "A", "value": "1"}]}
    definition = cloud.definition(container=container, parameters={"from": "here"})
    requirements = [{"type": "MEMORY", "value": "1024"}]
    job_id = cloud.submit(
        cloud.queue(),
        f"{definition}:1",
        parameters={"from": "there"},
        containerOverrides={
            "environment": [{"name": "B", "value": "2"}],
            "resourceRequirements": requirements,
        },
        timeout={"attemptDurationSeconds": 600},
        retryStrategy={"attempts": 2},
        tags={"team": "x"},
        propagateTags=True,
        schedulingPriorityOverride=3,
    )
    request = runner.next().request
    assert request.command == ("copy", "there")
    assert request.memory == 1024
    assert {("A", "1"), ("B", "2")} <= set(request.environment)
    job = cloud.job(job_id)
    assert job["container"]["command"] == ["copy", "there"]
    assert job["timeout"] == {"attemptDurationSeconds": 600}
    assert job["retryStrategy"]["attempts"] == 2
    assert job["tags"] == {"team": "x"}
    assert job["propagateTags"] is True
    assert job["schedulingPriority"] == 3
    assert job["parameters"] == {"from": "there"}


def test_a_name_means_the_newest_active_revision(cloud: Cloud) -> None:
    queue, definition = cloud.queue(), cloud.definition()
    assert cloud.job(cloud.submit(queue, definition))["jobDefinition"].endswith(f"{definition}:1")
    cloud.batch.deregister_job_definition(jobDefinition=f"{definition}:1")
    text = f"JobDefinition name {definition} does not exist or is not in ACTIVE status"
    with refused(text):
        cloud.submit(queue, definition)


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"jobName": "a b"}, "Job name should match valid pattern"),
        ({"jobQueue": "nobody"}, "JobQueue nobody not found."),
        ({"jobDefinition": "nobody"}, "JobDefinition name nobody does not exist or is not in"),
        (
            {"jobDefinition": "arn:aws:batch:eu-west-1:1:job-definition/nobody:1"},
            "JobDefinition arn:aws:batch:eu-west-1:1:job-definition/nobody:1 not found.",
        ),
        ({"dependsOn": [{"jobId": "nobody"}]}, "Job nobody not found."),
        ({"dependsOn": [{"jobId": "nobody"}] * 21}, "at most 20"),
        ({"arrayProperties": {"size": 1}}, "Array size must be between 2 and 10,000."),
        ({"retryStrategy": {"attempts": 0}}, "RetryAttempts must be between 1 and 10."),
        ({"timeout": {"attemptDurationSeconds": 1}}, "at least 60 seconds"),
        (
            {"containerOverrides": {"resourceRequirements": [{"type": "MEMORY", "value": "1"}]}},
            "(1 vCPU, 1 MiB) not valid.",
        ),
    ],
)
def test_jobs_that_cannot_be(cloud: Cloud, members: Any, text: str) -> None:
    queue, definition = cloud.queue(), cloud.definition()
    request = {"jobName": "job", "jobQueue": queue, "jobDefinition": definition} | members
    with refused(text):
        cloud.batch.submit_job(**request)
    for status in ("SUBMITTED", "RUNNABLE", "STARTING"):
        assert not cloud.batch.list_jobs(jobQueue=queue, jobStatus=status)["jobSummaryList"]


def test_fargate_has_certain_sizes_only(cloud: Cloud) -> None:
    queue = cloud.queue(cloud.environment("FARGATE"))
    overrides = {"resourceRequirements": [{"type": "VCPU", "value": "3"}]}
    with refused("Fargate resource requirements (3.00 vCPU, 2048 MiB) not valid."):
        cloud.submit(queue, cloud.fargate_definition(), containerOverrides=overrides)
