"""Arrays, seen over the wire."""

from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.batch.arrays import array_children
from tests.local.batch.builders import job
from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRun, ScriptedRunner


def fail_number_one(run: ScriptedRun) -> None:
    run.finish(1 if variables(run)["AWS_BATCH_JOB_ARRAY_INDEX"] == "1" else 0)


def variables(run: ScriptedRun) -> dict[str, str]:
    return dict(run.request.environment)


def array(cloud: Cloud, size: int, **members: Any) -> str:
    queue = members.pop("queue", None) or cloud.queue()
    return cloud.submit(queue, arrayProperties={"size": size}, **members)


def one_at_a_time(cloud: Cloud) -> str:
    return cloud.queue(cloud.environment(maxvCpus=2))


def children(cloud: Cloud, parent: str, status: str) -> list[str]:
    pages = cloud.batch.get_paginator("list_jobs").paginate(arrayJobId=parent, jobStatus=status)
    return [job["jobId"] for page in pages for job in page["jobSummaryList"]]


def summary(cloud: Cloud, parent: str) -> dict[str, int]:
    counted = cloud.job(parent)["arrayProperties"]["statusSummary"]
    assert len(counted) == 7
    return {status: number for status, number in counted.items() if number}


def test_every_child_runs_with_its_number(cloud: Cloud, runner: ScriptedRunner) -> None:
    parent = array(cloud, 3)
    runs = [runner.next() for _ in range(3)]
    assert [run.request.job_id for run in runs] == [f"{parent}:{index}" for index in range(3)]
    assert [variables(run)["AWS_BATCH_JOB_ARRAY_INDEX"] for run in runs] == ["0", "1", "2"]
    assert {variables(run)["AWS_BATCH_JOB_ARRAY_SIZE"] for run in runs} == {"3"}
    assert {variables(run)["AWS_BATCH_JOB_ID"] for run in runs} == {
        run.request.job_id for run in runs
    }


def test_the_parent_is_pending_and_counts_its_children(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    parent = array(cloud, 3)
    runs = [runner.next() for _ in range(3)]
    runs[0].finish(0)
    runs[1].events.started()
    eventually(lambda: summary(cloud, parent) == {"STARTING": 1, "RUNNING": 1, "SUCCEEDED": 1})
    told = cloud.job(parent)
    assert told["status"] == "PENDING"
    assert told["arrayProperties"]["size"] == 3
    assert told["arrayProperties"]["statusSummaryLastUpdatedAt"] > told["createdAt"]
    child = cloud.job(f"{parent}:1")
    assert child["arrayProperties"] == {"index": 1}
    assert child["jobArn"].endswith(f":job/{parent}:1")
    runs[1].events.ended(0, "")
    runs[2].finish(0)
    assert cloud.wait(parent, "SUCCEEDED", "FAILED")["status"] == "SUCCEEDED"
    assert summary(cloud, parent) == {"SUCCEEDED": 3}
    assert cloud.job(parent)["stoppedAt"]


def test_a_failed_child_fails_the_parent_once_all_have_ended(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    runner.script = fail_number_one
    parent = array(cloud, 4)
    told = cloud.wait(parent, "SUCCEEDED", "FAILED")
    assert (told["status"], told["statusReason"]) == ("FAILED", "Array Child Job failed")
    assert summary(cloud, parent) == {"SUCCEEDED": 3, "FAILED": 1}
    assert children(cloud, parent, "FAILED") == [f"{parent}:1"]


def test_children_are_listed_by_their_parent_alone(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue = cloud.queue()
    parent = array(cloud, 5, queue=queue)
    for _ in range(5):
        runner.next()
    assert children(cloud, parent, "STARTING") == [f"{parent}:{index}" for index in range(5)]
    page = cloud.batch.list_jobs(arrayJobId=parent, jobStatus="STARTING", maxResults=2)
    assert [job["arrayProperties"]["index"] for job in page["jobSummaryList"]] == [0, 1]
    everything = [{"name": "JOB_NAME", "values": ["*"]}]
    listed = cloud.batch.list_jobs(jobQueue=queue, filters=everything)["jobSummaryList"]
    assert [job["jobId"] for job in listed] == [parent]
    assert listed[0]["arrayProperties"]["size"] == 5


def test_a_child_is_tried_again_by_itself(cloud: Cloud, runner: ScriptedRunner) -> None:
    parent = array(cloud, 2, retryStrategy={"attempts": 2})
    first, second = runner.next(), runner.next()
    first.finish(1)
    second.finish(0)
    again = runner.next()
    assert (again.request.job_id, again.request.attempt) == (f"{parent}:0", 2)
    again.finish(0)
    cloud.wait(parent, "SUCCEEDED")
    assert len(cloud.job(f"{parent}:0")["attempts"]) == 2


def test_cancelling_the_parent_leaves_what_has_started(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    parent = array(cloud, 3, queue=one_at_a_time(cloud), definition=cloud.definition(vcpus="2"))
    run = runner.next()
    run.events.started()
    cloud.wait(f"{parent}:2", "RUNNABLE")
    cloud.batch.cancel_job(jobId=parent, reason="not needed")
    assert cloud.job(parent)["status"] == "PENDING"
    for index in (1, 2):
        told = cloud.job(f"{parent}:{index}")
        assert (told["status"], told["statusReason"]) == ("FAILED", "not needed")
        assert told["isCancelled"]
    run.events.ended(0, "")
    told = cloud.wait(parent, "FAILED", "SUCCEEDED")
    assert (told["status"], told["statusReason"]) == ("FAILED", "not needed")
    assert cloud.job(f"{parent}:0")["status"] == "SUCCEEDED"


def test_terminating_the_parent_stops_every_child(cloud: Cloud, runner: ScriptedRunner) -> None:
    parent = array(cloud, 3, queue=one_at_a_time(cloud), definition=cloud.definition(vcpus="2"))
    run = runner.next()
    run.events.started()
    cloud.wait(f"{parent}:2", "RUNNABLE")
    cloud.batch.cancel_job(jobId=parent, reason="not needed")
    cloud.batch.terminate_job(jobId=parent, reason="really")
    assert cloud.wait(parent, "FAILED")["statusReason"] == "not needed"
    assert run.stopped_with == [30.0]
    assert summary(cloud, parent) == {"FAILED": 3}
    assert cloud.job(f"{parent}:0")["statusReason"] == "really"


def test_deleting_the_queue_ends_the_children(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue = cloud.queue(cloud.environment(maxvCpus=2))
    parent = array(cloud, 3, queue=queue)
    runner.next()
    cloud.batch.update_job_queue(jobQueue=queue, state="DISABLED")
    cloud.batch.delete_job_queue(jobQueue=queue)
    cloud.wait(parent, "FAILED")
    assert summary(cloud, parent) == {"FAILED": 3}


def test_the_largest_array_is_taken_whole(cloud: Cloud) -> None:
    environment = cloud.environment()
    queue = cloud.queue(environment)
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    parent = array(cloud, 10_000, queue=queue)
    eventually(lambda: summary(cloud, parent) == {"RUNNABLE": 10_000})
    assert len(children(cloud, parent, "RUNNABLE")) == 10_000
    cloud.batch.terminate_job(jobId=parent, reason="enough")
    assert cloud.job(parent)["status"] == "FAILED"


@pytest.mark.parametrize(
    ("depends_on", "expected"),
    [
        ([{"jobId": "other"}], [[{"jobId": "other"}]] * 3),
        (
            [{"type": "SEQUENTIAL"}],
            [[], [{"jobId": "parent:0"}], [{"jobId": "parent:1"}]],
        ),
        (
            [{"jobId": "other", "type": "N_TO_N"}],
            [[{"jobId": "other:0"}], [{"jobId": "other:1"}], [{"jobId": "other:2"}]],
        ),
    ],
)
def test_dependencies_become_those_of_the_children(
    depends_on: list[dict[str, str]], expected: list[list[dict[str, str]]]
) -> None:
    parent = job("parent", array_size=3, depends_on=depends_on)
    assert [child.depends_on for child in array_children(parent)] == expected
