"""Jobs are shown in the shapes that AWS's model promises."""

from __future__ import annotations

import pytest

from batchdeck.local.batch import job_documents, routes
from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.nodes import node_children
from batchdeck.local.batch.records import AttemptRecord, ContainerRecord, JobRecord
from batchdeck.local.batch.validation import validate
from tests.local.batch.builders import definition, job, nodes_definition, task_definition
from tests.local.batch.shapes import check_shape

ARN = "arn:aws:batch:eu-west-1:123456789012:job/job"


def full_job() -> JobRecord:
    return job(
        status="FAILED",
        status_reason="Essential container in task exited",
        started_at=2000,
        stopped_at=3000,
        exit_code=1,
        container_reason="why",
        log_stream="stream",
        task_arn="task",
        container_instance_arn="instance",
        timeout_seconds=60,
        scheduling_priority=1,
        share_identifier="share",
        attempts=[AttemptRecord(2000, 3000, 1, "why", "because", "stream", "task", "instance")],
        definition=definition(container={"vcpus": 1, "memory": 64}),
    )


def task_job() -> JobRecord:
    containers = (ContainerRecord("main", 1, "why", "stream"), ContainerRecord("side"))
    attempt = AttemptRecord(2000, 3000, 1, "why", "because", "", "task", containers=containers)
    made = job(definition=task_definition("main", "side"), attempts=[attempt], started_at=1)
    made.containers = containers
    return made


def nodes_job() -> JobRecord:
    return job(definition=nodes_definition(2), nodes=2, started_at=1)


@pytest.mark.parametrize("record", [job(), full_job(), job(array_size=2), task_job(), nodes_job()])
def test_a_summary_is_of_the_shape_of_the_model(record: JobRecord) -> None:
    check_shape(job_documents.summary(record, ARN), "JobSummary")


@pytest.mark.parametrize(
    "record",
    [
        full_job(),
        job(array_size=2, started_at=1),
        task_job(),
        nodes_job(),
        *node_children(nodes_job()),
    ],
)
def test_a_detail_is_of_the_shape_of_the_model(record: JobRecord) -> None:
    check_shape(job_documents.detail(record, ARN), "JobDetail")


def test_a_job_that_never_started_has_no_start() -> None:
    model = routes.model().shape_for("JobDetail")
    with pytest.raises(ClientError, match="startedAt is required"):
        validate(job_documents.detail(job(), ARN), model)


def test_what_has_no_value_is_left_out() -> None:
    summary = job_documents.summary(job(), ARN)
    assert {"statusReason", "startedAt", "stoppedAt", "container"} & set(summary) == set()
    exit_code = job_documents.summary(job(exit_code=0), ARN)["container"]
    assert exit_code == {"exitCode": 0}


def test_the_containers_of_a_task_tell_what_became_of_them() -> None:
    detail = job_documents.detail(task_job(), ARN)
    (task,) = detail["ecsProperties"]["taskProperties"]
    main, side = task["containers"]
    assert (main["exitCode"], main["logStreamName"]) == (1, "stream")
    assert "exitCode" not in side
    (tried,) = detail["attempts"][0]["taskProperties"]
    assert [one["name"] for one in tried["containers"]] == ["main", "side"]
    assert tried["taskArn"] == "task"
    assert detail["container"] == {}


def test_nodes_tell_their_number_and_which_is_the_main_one() -> None:
    parent = nodes_job()
    detail = job_documents.detail(parent, ARN)
    assert detail["nodeProperties"]["numNodes"] == 2
    assert "container" not in detail
    first, second = node_children(parent)
    details = job_documents.detail(first, ARN)["nodeDetails"]
    assert details == {"nodeIndex": 0, "isMainNode": True}
    summary = job_documents.summary(second, ARN)
    assert summary["nodeProperties"] == {"nodeIndex": 1, "isMainNode": False, "numNodes": 2}


def test_a_list_tells_of_a_stop_only_when_there_was_one() -> None:
    stops = {"isCancelled", "isTerminated"}
    assert stops & set(job_documents.summary(job(), ARN)) == set()
    assert job_documents.summary(job(is_cancelled=True), ARN)["isCancelled"] is True
    assert job_documents.summary(job(is_terminated=True), ARN)["isTerminated"] is True
    assert job_documents.detail(job(), ARN)["isCancelled"] is False
