from __future__ import annotations

import pytest

from batchdeck.diagnosis.checks.job.platform import (
    execution_role_set,
    fargate_size,
    nodes_on_demand,
    platform_matches,
)
from batchdeck.diagnosis.document import Document
from batchdeck.diagnosis.need import Need
from tests.diagnosis.things import (
    DEFINITION,
    QUEUE,
    container,
    environment,
    job,
    registered,
    status_of,
)

ON_FARGATE = (environment(kind="FARGATE"),)


def test_the_platform_has_to_be_offered() -> None:
    mine = job(platform="FARGATE")
    assert status_of(platform_matches(mine, QUEUE, ON_FARGATE)) == "PASS"
    verdict = platform_matches(mine, QUEUE, (environment(),), DEFINITION)
    assert status_of(verdict) == "FAIL"
    assert "networkConfiguration" not in registered(verdict)
    document = dict(verdict.values)["registration"]
    assert isinstance(document, Document)
    assert document.content["platformCapabilities"] == ["EC2"]
    assert status_of(platform_matches(job(platform=""), QUEUE, ON_FARGATE)) == "FAIL"


@pytest.mark.parametrize(
    ("vcpus", "memory", "expected"),
    [(1, 2048, "PASS"), (1, 1024, "FAIL"), (3, 8192, "FAIL"), (99, 1, "FAIL")],
)
def test_pairs_of_fargate(vcpus: float, memory: int, expected: str) -> None:
    mine = job(platform="FARGATE")
    assert status_of(fargate_size(mine, Need(vcpus, memory), ON_FARGATE)) == expected


def test_a_job_for_instances_has_no_size_of_fargate() -> None:
    assert status_of(fargate_size(job(), Need(3, 1), ON_FARGATE)) == "SKIP"
    verdict = fargate_size(job(platform="FARGATE"), Need(1, 1024), ON_FARGATE)
    assert verdict.summary.endswith("nearest is 1 vCPU, 2048 MiB")
    assert fargate_size(job(platform="FARGATE"), Need(99, 1), ON_FARGATE).summary.endswith("none")


def test_a_job_is_submitted_again_with_the_nearest_size() -> None:
    mine = job(platform="FARGATE", document='{"container": {"command": ["x"]}}')
    values = dict(fargate_size(mine, Need(1, 1024), ON_FARGATE).values)
    submission = values["submission"]
    assert isinstance(submission, Document)
    assert submission.content["containerOverrides"]["resourceRequirements"] == [
        {"type": "VCPU", "value": "1"},
        {"type": "MEMORY", "value": "2048"},
    ]
    assert (values["registration"], values["stuck"]) == (None, "j-1")


def test_fargate_needs_an_execution_role() -> None:
    assert status_of(execution_role_set(job())) == "SKIP"
    verdict = execution_role_set(job(platform="FARGATE"), DEFINITION)
    assert status_of(verdict) == "FAIL"
    assert registered(verdict)["executionRoleArn"] == "<execution-role-arn>"
    ready = job(platform="FARGATE", containers=(container(execution_role="arn:role"),))
    assert status_of(execution_role_set(ready)) == "PASS"


def test_nodes_need_instances_on_demand() -> None:
    spot, demand = environment(kind="SPOT"), environment("b")
    assert status_of(nodes_on_demand(job(), QUEUE, (spot,))) == "SKIP"
    assert status_of(nodes_on_demand(job(nodes=2), QUEUE, (spot,))) == "FAIL"
    assert status_of(nodes_on_demand(job(nodes=2), QUEUE, (spot, demand))) == "PASS"
