"""Environments whose service role is gone."""

from __future__ import annotations

from typing import Any

from tests.local.cloud import ACCOUNT, SERVICE_POLICY, Cloud, eventually, trust
from tests.local.scripted_runner import ScriptedRunner


def told(cloud: Cloud, environment: str) -> Any:
    answer = cloud.batch.describe_compute_environments(computeEnvironments=[environment])
    (one,) = answer["computeEnvironments"] or [{}]
    return one


def with_role(cloud: Cloud, role: str) -> str:
    return cloud.environment(service_role=f"arn:aws:iam::{ACCOUNT}:role/{role}")


def test_an_environment_uses_the_service_linked_role_unless_told(cloud: Cloud) -> None:
    environment = told(cloud, cloud.environment())
    assert environment["serviceRole"].endswith(
        "role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"
    )
    assert environment["status"] == "VALID"
    assert environment["statusReason"] == "ComputeEnvironment Healthy"


def test_a_role_that_goes_makes_it_invalid_and_blocks_its_jobs(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    role = cloud.service_role()
    name = with_role(cloud, role)
    queue = cloud.queue(name)
    cloud.iam.detach_role_policy(RoleName=role, PolicyArn=SERVICE_POLICY)
    cloud.iam.delete_role(RoleName=role)
    environment = eventually(lambda: (e := told(cloud, name))["status"] == "INVALID" and e)
    assert environment["statusReason"].startswith(
        "CLIENT_ERROR - User: batch.amazonaws.com is not authorized to perform: sts:AssumeRole"
    )
    job_id = cloud.submit(queue)
    assert cloud.wait_for_reason(job_id).startswith("ACTION_REQUIRED")
    cloud.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust("batch.amazonaws.com"))
    cloud.iam.attach_role_policy(RoleName=role, PolicyArn=SERVICE_POLICY)
    assert runner.next().request.job_id == job_id
    assert told(cloud, name)["status"] == "VALID"


def test_a_role_that_does_not_trust_batch_is_no_role(cloud: Cloud) -> None:
    name = with_role(cloud, cloud.role("ec2.amazonaws.com"))
    eventually(lambda: told(cloud, name)["status"] == "INVALID")


def test_without_its_role_an_environment_cannot_be_deleted(cloud: Cloud) -> None:
    role = cloud.name("role")
    name = with_role(cloud, role)
    cloud.batch.update_compute_environment(computeEnvironment=name, state="DISABLED")
    cloud.batch.delete_compute_environment(computeEnvironment=name)
    assert told(cloud, name)["status"] == "INVALID"
    cloud.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust("batch.amazonaws.com"))
    eventually(lambda: told(cloud, name)["status"] == "VALID")
    cloud.batch.delete_compute_environment(computeEnvironment=name)
    assert told(cloud, name) == {}
