from __future__ import annotations

import dataclasses
from typing import Any

from batchdeck.local import settings
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import ACCOUNT, REGION, Cloud, eventually


def told(cloud: Cloud, name: str) -> Any:
    (one,) = cloud.batch.describe_compute_environments(computeEnvironments=[name])[
        "computeEnvironments"
    ]
    return one


def change_in(seconds: float) -> None:
    now = settings.current()
    pace = dataclasses.replace(now.pace, submitted=seconds)
    settings.configure(dataclasses.replace(now, pace=pace))


def test_a_new_environment_is_told_as_it_was_asked_for(cloud: Cloud) -> None:
    subnet, profile = cloud.subnet(), cloud.instance_profile()
    name = cloud.environment(subnets=[subnet], instanceRole=profile, minvCpus=1)
    environment = told(cloud, name)
    arn = f"arn:aws:batch:{REGION}:{ACCOUNT}:compute-environment/{name}"
    assert environment["computeEnvironmentArn"] == arn
    assert environment["type"] == "MANAGED"
    assert environment["state"] == "ENABLED"
    assert environment["status"] == "VALID"
    assert environment["ecsClusterArn"].endswith(f"cluster/AWSBatch-{name}-{environment['uuid']}")
    resources = environment["computeResources"]
    assert resources["subnets"] == [subnet]
    assert resources["instanceRole"] == profile
    assert (resources["minvCpus"], resources["desiredvCpus"]) == (1, 1)
    assert told(cloud, arn) == environment


def test_an_environment_takes_its_time(cloud: Cloud) -> None:
    change_in(60)
    name = cloud.environment()
    assert told(cloud, name)["status"] == "CREATING"
    with refused("Cannot update, resource is being modified"):
        cloud.batch.update_compute_environment(computeEnvironment=name, state="DISABLED")
    change_in(0.05)
    name = cloud.environment()
    eventually(lambda: told(cloud, name)["status"] == "VALID")
    change_in(60)
    cloud.batch.update_compute_environment(computeEnvironment=name, state="DISABLED")
    assert told(cloud, name)["status"] == "UPDATING"
    with refused("Cannot delete, resource is being modified"):
        cloud.batch.delete_compute_environment(computeEnvironment=name)


def test_fargate_has_no_instances_to_tell_of(cloud: Cloud) -> None:
    resources = told(cloud, cloud.environment("FARGATE"))["computeResources"]
    assert "desiredvCpus" not in resources
    assert resources["maxvCpus"] == 16


def test_an_unmanaged_environment_has_no_resources(cloud: Cloud) -> None:
    name = cloud.name("environment")
    role = cloud.role("batch.amazonaws.com")
    cloud.batch.create_compute_environment(
        computeEnvironmentName=name, type="UNMANAGED", unmanagedvCpus=8, serviceRole=role
    )
    environment = told(cloud, name)
    assert environment["unmanagedvCpus"] == 8
    assert environment["serviceRole"] == f"arn:aws:iam::{ACCOUNT}:role/{role}"
    assert "computeResources" not in environment


def test_names_are_used_once(cloud: Cloud) -> None:
    name = cloud.environment()
    with refused("Object already exists"):
        cloud.batch.create_compute_environment(
            computeEnvironmentName=name, type="UNMANAGED", serviceRole="role"
        )


def test_names_that_do_not_exist_are_left_out(cloud: Cloud) -> None:
    assert (
        cloud.batch.describe_compute_environments(computeEnvironments=["nobody"])[
            "computeEnvironments"
        ]
        == []
    )


def test_names_and_a_page_size_do_not_go_together(cloud: Cloud) -> None:
    with refused("ComputeEnvironments and MaxResults cannot both be set"):
        cloud.batch.describe_compute_environments(computeEnvironments=["one"], maxResults=1)


def test_fifty_environments_are_the_most(cloud: Cloud) -> None:
    subnets = [cloud.subnet()]
    for _ in range(50):
        cloud.environment("FARGATE", subnets=subnets)
    with refused("Maximum number of compute environments supported is 50"):
        cloud.environment("FARGATE", subnets=subnets)


def test_settings_that_only_describe_are_kept(cloud: Cloud) -> None:
    name = cloud.environment()
    policy = {"terminateJobsOnUpdate": True, "jobExecutionTimeoutMinutes": 60}
    cloud.batch.update_compute_environment(
        computeEnvironment=name,
        updatePolicy=policy,
        ecsSettings={"containerInsights": "ENABLED"},
    )
    environment = told(cloud, name)
    assert environment["updatePolicy"] == policy
    assert environment["ecsSettings"] == {"containerInsights": "ENABLED"}


def test_the_limits_can_be_changed(cloud: Cloud) -> None:
    name = cloud.environment()
    cloud.batch.update_compute_environment(
        computeEnvironment=name,
        computeResources={"minvCpus": 2, "maxvCpus": 4, "desiredvCpus": 3},
    )
    resources = told(cloud, name)["computeResources"]
    assert [resources[m] for m in ("minvCpus", "desiredvCpus", "maxvCpus")] == [2, 3, 4]
    with refused("Manually scaling down compute environment is not supported"):
        cloud.batch.update_compute_environment(
            computeEnvironment=name, computeResources={"desiredvCpus": 2}
        )


def test_what_does_not_exist_cannot_be_updated(cloud: Cloud) -> None:
    with refused("nobody does not exist"):
        cloud.batch.update_compute_environment(computeEnvironment="nobody", state="DISABLED")


def test_an_environment_is_deleted_in_the_order_that_aws_asks_for(cloud: Cloud) -> None:
    name = cloud.environment()
    queue = cloud.queue(name)
    with refused("Cannot delete"):
        cloud.batch.delete_compute_environment(computeEnvironment=name)
    cloud.batch.update_compute_environment(computeEnvironment=name, state="DISABLED")
    with refused("Cannot delete, found existing JobQueue relationship"):
        cloud.batch.delete_compute_environment(computeEnvironment=name)
    cloud.batch.update_job_queue(jobQueue=queue, state="DISABLED")
    cloud.batch.delete_job_queue(jobQueue=queue)
    cloud.batch.delete_compute_environment(computeEnvironment=name)
    assert cloud.batch.describe_compute_environments()["computeEnvironments"] == []
    cloud.batch.delete_compute_environment(computeEnvironment=name)
