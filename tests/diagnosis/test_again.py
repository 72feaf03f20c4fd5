from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from batchdeck.diagnosis.again import replacement, revision, submitted
from batchdeck.diagnosis.document import Document
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.job import EnvironmentVariable, JobDetail
from batchdeck.domain.secret import MASK, Secret
from tests.diagnosis.things import DEFINITION, QUEUE, container, environment, job

TOKEN = EnvironmentVariable("TOKEN", Secret("hunter22"))
SHARD = EnvironmentVariable("SHARD", Secret("shard-7"))
DESCRIBED = {
    "parameters": {"date": "2026-01-01"},
    "retryStrategy": {"attempts": 3},
    "timeout": {"attemptDurationSeconds": 600},
    "container": {
        "command": ["align", "Ref::date"],
        "environment": [{"name": "TOKEN", "value": MASK}, {"name": "SHARD", "value": MASK}],
        "resourceRequirements": [
            {"type": "VCPU", "value": "2"},
            {"type": "MEMORY", "value": "4096"},
        ],
    },
}


def described(status: str = "RUNNABLE", **more: Any) -> JobDetail:
    """A job with a variable of its own beside its definition's."""
    document = json.dumps({**DESCRIBED, **more})
    own = container(environment=(TOKEN, SHARD))
    return job(status, containers=(own,), document=document)


def content(value: object) -> Any:
    """What stands in a document."""
    assert isinstance(value, Document)
    return value.content


def test_a_revision_differs_in_what_is_said_and_keeps_everything_else() -> None:
    found = content(revision(DEFINITION, {"image": "other:1", "privileged": None})["registration"])
    before = DEFINITION.members["containerProperties"]
    kept = {name: value for name, value in before.items() if name != "privileged"}
    assert found["containerProperties"] == {**kept, "image": "other:1"}
    assert found["retryStrategy"] == {"attempts": 3}
    for_ec2 = revision(DEFINITION, {}, platform="EC2")["registration"]
    assert content(for_ec2)["platformCapabilities"] == ["EC2"]


def test_without_a_definition_of_one_container_nothing_is_made_up() -> None:
    assert revision(None, {"image": "other:1"}) == {}
    nodes = DefinitionDocument({"jobDefinitionName": "n", "nodeProperties": {}})
    assert revision(nodes, {"image": "other:1"}) == {}


def test_a_job_again_says_only_what_its_definition_does_not() -> None:
    values = submitted(described(), DEFINITION, sizes={"MEMORY": "2048"})
    assert values["stuck"] == "j-1"
    assert content(values["submission"]) == {
        "jobName": "align",
        "jobQueue": "etl",
        "jobDefinition": "align:7",
        "parameters": {"date": "2026-01-01"},
        "timeout": {"attemptDurationSeconds": 600},
        "containerOverrides": {
            "command": ["align", "Ref::date"],
            "environment": [{"name": "SHARD", "value": Secret("shard-7")}],
            "resourceRequirements": [{"type": "MEMORY", "value": "2048"}],
        },
    }
    again = values["submission"]
    assert isinstance(again, Document)
    assert "shard-7" not in again.shown
    assert "shard-7" in again.sent


def test_a_job_whose_definition_is_not_known_says_everything() -> None:
    found = content(submitted(described(), None)["submission"])
    assert [one["name"] for one in found["containerOverrides"]["environment"]] == ["TOKEN", "SHARD"]
    assert found["retryStrategy"] == {"attempts": 3}


def test_the_newest_revision_arrays_and_jobs_that_have_ended() -> None:
    values = submitted(described("FAILED", arrayProperties={"size": 9}), DEFINITION, newest=True)
    assert content(values["submission"])["jobDefinition"] == "align"
    assert content(values["submission"])["arrayProperties"] == {"size": 9}
    assert values["stuck"] is None


def test_what_cannot_be_submitted_again_is_not() -> None:
    child = described(arrayProperties={"index": 3})
    assert set(submitted(child, DEFINITION).values()) == {None}
    two = replace(described(), containers=(container(), container()))
    assert set(submitted(two, DEFINITION, sizes={"MEMORY": "1"}).values()) == {None}
    lines = EnvironmentVariable("KEY", Secret("first⏎second"))
    of_lines = replace(described(), containers=(container(environment=(lines,)),))
    assert set(submitted(of_lines, DEFINITION).values()) == {None}
    assert content(submitted(job(), None)["submission"]) == {
        "jobName": "align",
        "jobQueue": "etl",
        "jobDefinition": "align:7",
    }


def test_an_environment_in_the_place_of_another() -> None:
    old = environment(
        document=json.dumps(
            {
                "computeEnvironmentName": "spot",
                "computeEnvironmentArn": "arn:spot",
                "type": "MANAGED",
                "status": "INVALID",
                "serviceRole": "arn:aws:iam::1:role/aws-service-role/batch.amazonaws.com/AWSx",
                "computeResources": {
                    "type": "SPOT",
                    "desiredvCpus": 4,
                    "maxvCpus": 64,
                    "ec2Configuration": [{"imageType": "ECS_AL2023", "batchImageStatus": "LATEST"}],
                },
            }
        )
    )
    queue = replace(QUEUE, environments=("first", "spot"))
    values = replacement(old, queue, allocationStrategy="BEST_FIT_PROGRESSIVE")
    assert content(values["replacement"]) == {
        "computeEnvironmentName": "spot-v2",
        "type": "MANAGED",
        "computeResources": {
            "type": "SPOT",
            "maxvCpus": 64,
            "ec2Configuration": [{"imageType": "ECS_AL2023"}],
            "allocationStrategy": "BEST_FIT_PROGRESSIVE",
        },
    }
    assert values["queue"] == "etl"
    assert content(values["order"]) == [
        {"order": 1, "computeEnvironment": "first"},
        {"order": 2, "computeEnvironment": "spot-v2"},
    ]
    alone = replacement(old, None)
    assert (alone["queue"], alone["order"]) == (None, None)
    assert replacement(environment(), None) == {"queue": None, "order": None}
