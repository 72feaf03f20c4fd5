from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.batch import job_container
from batchdeck.local.batch.records import JobDefinitionRecord
from tests.local.batch.builders import definition, job


def requirement(kind: str, value: str) -> dict[str, str]:
    return {"type": kind, "value": value}


def test_parameters_replace_references_in_the_command() -> None:
    record = job(
        definition=definition(
            container={"command": ["copy", "Ref::from", "--to=Ref::to", "Ref::unknown"]},
            parameters={"from": "here", "to": "there"},
        ),
        parameters={"to": "elsewhere"},
    )
    assert job_container.command(record) == ["copy", "here", "--to=elsewhere", "Ref::unknown"]


def test_a_command_of_the_job_replaces_the_definitions() -> None:
    record = job(
        definition=definition(container={"command": ["sleep", "1"]}),
        overrides={"command": ["echo", "Ref::word"]},
        parameters={"word": "hello"},
    )
    assert job_container.command(record) == ["echo", "hello"]


def test_variables_are_merged_by_name() -> None:
    record = job(
        definition=definition(
            container={"environment": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]}
        ),
        overrides={"environment": [{"name": "B", "value": "3"}, {"name": "C", "value": "4"}]},
    )
    assert job_container.container(record)["environment"] == [
        {"name": "A", "value": "1"},
        {"name": "B", "value": "3"},
        {"name": "C", "value": "4"},
    ]


@pytest.mark.parametrize(
    ("container", "overrides", "size"),
    [
        ({"vcpus": 2, "memory": 512}, {}, (2, 512)),
        ({"vcpus": 2, "memory": 512}, {"vcpus": 4, "memory": 1024}, (4, 1024)),
        (
            {"vcpus": 2, "memory": 512},
            {"resourceRequirements": [requirement("VCPU", "0.5")]},
            (0.5, 512),
        ),
        (
            {"resourceRequirements": [requirement("VCPU", "2"), requirement("MEMORY", "64")]},
            {"vcpus": 8},
            (2, 64),
        ),
        (
            {"resourceRequirements": [requirement("VCPU", "2"), requirement("MEMORY", "64")]},
            {"resourceRequirements": [requirement("MEMORY", "128")]},
            (2, 128),
        ),
    ],
)
def test_sizes_come_from_requirements_before_the_older_members(
    container: dict[str, Any], overrides: dict[str, Any], size: tuple[float, int]
) -> None:
    record = job(definition=definition(container=container), overrides=overrides)
    demand = job_container.demand(record)
    assert (demand.vcpus, demand.memory) == size


def test_retries_and_timeout_of_the_job_go_before_the_definitions() -> None:
    of_definition = definition(retryStrategy={"attempts": 2}, timeout={"attemptDurationSeconds": 9})
    record = job(definition=of_definition)
    assert job_container.retry_strategy(record)["attempts"] == 2
    assert job_container.timeout_seconds(record) == 9
    record.retry_strategy, record.timeout_seconds = {"attempts": 3}, 5
    assert job_container.retry_strategy(record)["attempts"] == 3
    assert job_container.timeout_seconds(record) == 5


def test_without_a_word_about_it_a_job_is_tried_once_and_may_run_for_ever() -> None:
    assert job_container.retry_strategy(job())["attempts"] == 1
    assert job_container.timeout_seconds(job()) is None


def test_the_log_goes_where_the_definition_says() -> None:
    def location(of: JobDefinitionRecord) -> tuple[str, str] | None:
        return job_container.log_location(job(definition=of), of.container, "0f")

    assert location(definition()) == (
        "/aws/batch/job",
        "definition/default/0f",
    )
    options = {"awslogs-group": "mine", "awslogs-stream-prefix": "night"}
    configuration = {"logDriver": "awslogs", "options": options}
    mine = definition(container={"logConfiguration": configuration})
    assert location(mine) == ("mine", "night/default/0f")
    elsewhere = definition(container={"logConfiguration": {"logDriver": "splunk"}})
    assert location(elsewhere) is None


def test_a_demand_tells_platform_and_public_address() -> None:
    record = job(
        definition=definition(
            platformCapabilities=["FARGATE"],
            container={"networkConfiguration": {"assignPublicIp": "ENABLED"}},
        )
    )
    demand = job_container.demand(record)
    assert demand.platforms == ("FARGATE",)
    assert demand.public_ip
    assert not job_container.demand(job()).public_ip


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("s3://Ref::bucket/Ref::key.csv", "s3://mine/a.csv"),
        ("Ref::key-Ref::keys", "a-b"),
        ("Ref::keystone", "btone"),
        ("Ref::", "Ref::"),
        ("Ref::unknown", "Ref::unknown"),
        ("ref::key", "ref::key"),
    ],
)
def test_a_reference_ends_where_its_parameter_does(word: str, expected: str) -> None:
    parameters = {"bucket": "mine", "key": "a", "keys": "b"}
    record = job(definition=definition(container={"command": [word]}), parameters=parameters)
    assert job_container.command(record) == [expected]
