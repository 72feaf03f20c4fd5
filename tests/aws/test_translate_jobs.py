from __future__ import annotations

import dataclasses
import json
import sys
from typing import Any

import pytest

from batchdeck.aws.translate_jobs import job_detail, job_from_summary
from batchdeck.domain.clean import UNSAFE
from batchdeck.domain.job import ContainerRun, LogLocation
from batchdeck.domain.secret import Secret
from tests.aws.answers import ARN, ECS_JOB, EKS_JOB, JOB, JOBS, NODE_JOB, hostile, spoiled


def test_a_job_of_a_list() -> None:
    job = job_from_summary(JOB, "genome")
    assert (job.id, job.name, job.queue, job.status) == ("0a1b", "align", "genome", "FAILED")
    assert (job.created_at, job.started_at, job.stopped_at) == (1000, 2000, 3000)
    assert job.reason == "Essential container in task exited"
    assert job.definition == "align:7"
    assert (job.exit_code, job.container_reason) == (137, "OutOfMemoryError: killed")
    assert (job.array_size, job.array_index) == (10, 3)
    assert job.arn == ARN + "job/0a1b"


def test_a_queue_given_by_its_arn_is_shown_by_its_name() -> None:
    assert job_from_summary(JOB, ARN + "job-queue/genome").queue == "genome"


def test_all_that_is_told_of_a_job() -> None:
    detail = job_detail(JOB)
    assert detail.job == job_from_summary(JOB, "genome")
    assert detail.log == LogLocation("/genome", "align/default/2")
    first, second = detail.attempts
    assert first.log == LogLocation("/genome", "align/default/1")
    assert (first.exit_code, first.container_reason) == (1, "bad")
    assert (second.started_at, second.exit_code) == (2000, 137)
    assert (detail.depends_on, detail.dependency_types) == (("0a1a",), ("SEQUENTIAL",))
    assert job_detail({"shareIdentifier": "blue"}).share == "blue"
    assert detail.parameters == (("input", "s3://b/k"),)
    assert (detail.retry_attempts, detail.timeout_seconds) == (2, 600)
    assert detail.tags == (("batchdeck:submission", "t1"), ("team", "genome"))
    assert detail.platform == "EC2"
    assert detail.children == (("FAILED", 2), ("RUNNING", 1))
    assert (detail.is_cancelled, detail.is_terminated) == (False, True)


@pytest.mark.parametrize("source", JOBS)
def test_the_document_is_whole_but_for_values_of_variables(source: dict[str, Any]) -> None:
    document = job_detail(source).document
    assert set(json.loads(document)) == set(source)
    assert "hunter22" not in document


def test_a_job_of_several_containers() -> None:
    detail = job_detail(ECS_JOB)
    assert detail.log == LogLocation("/aws/batch/job", "side/default/1")
    (attempt,) = detail.attempts
    assert (attempt.exit_code, attempt.container_reason) == (3, "side failed")
    assert attempt.log == LogLocation("/aws/batch/job", "side/default/0")
    assert attempt.containers == (
        ContainerRun("main", 0),
        ContainerRun("side", 3, "side failed", attempt.log),
    )
    assert detail.runs == (ContainerRun("main"), ContainerRun("side", log=detail.log))


def test_a_multi_node_job() -> None:
    detail = job_detail(NODE_JOB)
    assert len(detail.containers) == 3
    assert (detail.nodes, detail.main_node) == (2, 0)
    assert detail.log == LogLocation("/genome", "nodes/default/1")


def test_a_job_on_eks_and_one_with_another_driver_have_no_log_here() -> None:
    assert job_detail(EKS_JOB).log is None
    container = {
        "image": "i",
        "logConfiguration": {"logDriver": "json-file"},
        "logStreamName": "a/default/1",
    }
    attempts = [{"container": {"logStreamName": "a/default/1"}}]
    detail = job_detail({"container": container, "attempts": attempts})
    assert detail.log is None
    assert detail.attempts[0].log is None


def test_the_log_of_an_earlier_attempt_stands_in_while_a_retry_waits() -> None:
    container = {name: one for name, one in JOB["container"].items() if name != "logStreamName"}
    detail = job_detail({**JOB, "status": "RUNNABLE", "container": container})
    assert detail.log == LogLocation("/genome", "align/default/2")


def test_a_status_nobody_knows_is_kept() -> None:
    assert job_detail({**JOB, "status": "QUANTUM"}).job.status == "QUANTUM"


@pytest.mark.parametrize("source", JOBS)
def test_no_answer_raises(source: dict[str, Any]) -> None:
    for variant in spoiled(source, 400):
        job_from_summary(variant, "q")
        json.loads(job_detail(variant).document)


@pytest.mark.parametrize("source", JOBS)
def test_every_string_is_clean(source: dict[str, Any]) -> None:
    evil = hostile(source)
    strings = [*_strings(job_detail(evil)), *_strings(job_from_summary(evil, "q"))]
    assert len(strings) > 5
    for one in strings:
        assert not UNSAFE.search(one.replace("\n", "") if one.startswith("{\n") else one), one


def test_what_repeats_is_one_object() -> None:
    jobs = [job_from_summary(json.loads(json.dumps({**JOB, "jobId": str(n)})), "q") for n in (1, 2)]
    for name in ("status", "definition", "reason", "container_reason"):
        assert getattr(jobs[0], name) is getattr(jobs[1], name), name


def test_a_job_of_a_list_is_small() -> None:
    assert sys.getsizeof(job_from_summary(JOB, "q")) < 250


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Secret):
        return [value.reveal()]
    if dataclasses.is_dataclass(value):
        members = [getattr(value, field.name) for field in dataclasses.fields(value)]
        return [one for member in members for one in _strings(member)]
    if isinstance(value, tuple):
        return [one for member in value for one in _strings(member)]
    return []


def test_what_only_the_diagnosis_asks_for() -> None:
    needs = {"consumableResourceList": [{"consumableResource": "licences", "quantity": 2}]}
    source = {"consumableResourceProperties": needs, "nodeProperties": {"numNodes": 4}}
    found = job_detail(source)
    assert (found.consumables, found.nodes) == ((("licences", 2),), 4)
    container = {"image": "a", "networkConfiguration": {"assignPublicIp": "ENABLED"}}
    assert job_detail({"container": container}).containers[0].public_ip
