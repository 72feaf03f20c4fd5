from __future__ import annotations

from typing import Any

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

CONTAINER = {"image": "busybox", "vcpus": 1, "memory": 64, "command": ["true"]}


def register(cloud: Cloud, name: str, **members: Any) -> Any:
    return cloud.batch.register_job_definition(
        jobDefinitionName=name, type="container", containerProperties=CONTAINER, **members
    )


def references(answer: Any) -> list[str]:
    return [f"{one['jobDefinitionName']}:{one['revision']}" for one in answer["jobDefinitions"]]


def test_every_registration_is_a_revision(cloud: Cloud) -> None:
    first, second = register(cloud, "etl"), register(cloud, "etl")
    assert (first["revision"], second["revision"]) == (1, 2)
    assert second["jobDefinitionArn"].endswith(":job-definition/etl:2")


def test_a_definition_is_told_with_what_aws_fills_in(cloud: Cloud) -> None:
    register(cloud, "etl", parameters={"a": "b"}, tags={"team": "x"}, retryStrategy={"attempts": 2})
    (told,) = cloud.batch.describe_job_definitions(jobDefinitionName="etl")["jobDefinitions"]
    assert told["status"] == "ACTIVE"
    assert told["platformCapabilities"] == ["EC2"]
    assert told["parameters"] == {"a": "b"}
    assert told["tags"] == {"team": "x"}
    assert told["retryStrategy"] == {"attempts": 2}
    assert told["containerProperties"]["command"] == ["true"]
    assert told["containerProperties"]["volumes"] == []


def test_fargate_gets_a_platform_version(cloud: Cloud) -> None:
    name = cloud.fargate_definition()
    (told,) = cloud.batch.describe_job_definitions(jobDefinitionName=name)["jobDefinitions"]
    platform = told["containerProperties"]["fargatePlatformConfiguration"]
    assert platform == {"platformVersion": "LATEST"}


def test_definitions_are_found_by_name_list_and_status(cloud: Cloud) -> None:
    for name in ("etl", "etl", "render"):
        register(cloud, name)
    cloud.batch.deregister_job_definition(jobDefinition="etl:1")
    ask = cloud.batch.describe_job_definitions
    assert references(ask()) == ["etl:2", "etl:1", "render:1"]
    assert references(ask(status="ACTIVE")) == ["etl:2", "render:1"]
    assert references(ask(jobDefinitionName="etl", status="INACTIVE")) == ["etl:1"]
    arn = ask(jobDefinitionName="render")["jobDefinitions"][0]["jobDefinitionArn"]
    assert references(ask(jobDefinitions=["etl:1", arn])) == ["etl:1", "render:1"]


def test_only_an_existing_revision_can_be_deregistered(cloud: Cloud) -> None:
    register(cloud, "etl")
    for reference in ("etl", "etl:2", "nobody:1"):
        with refused(f"JobDefinition {reference} not found."):
            cloud.batch.deregister_job_definition(jobDefinition=reference)


def test_revisions_are_counted_on_after_deregistration(cloud: Cloud) -> None:
    register(cloud, "etl")
    cloud.batch.deregister_job_definition(jobDefinition="etl:1")
    assert register(cloud, "etl")["revision"] == 2


def test_a_list_of_definitions_stands_alone(cloud: Cloud) -> None:
    with refused("jobDefinitions cannot be used with other parameters."):
        cloud.batch.describe_job_definitions(jobDefinitions=["etl:1"], status="ACTIVE")
