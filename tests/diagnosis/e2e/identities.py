"""What is wrong with roles and instance profiles."""

from __future__ import annotations

import json

from batchdeck.diagnosis.subject import Kind, Subject
from tests.diagnosis.e2e.case import Case, stuck, stuck_in
from tests.local.cloud import ACCOUNT, ECS_POLICY, Cloud


def no_profile(cloud: Cloud) -> Case:
    environment = cloud.environment(instanceRole="nobody-made-this")
    return stuck(cloud, environment, "iam-instance-profile-exists")


def profile_without_role(cloud: Cloud) -> Case:
    name = cloud.name("profile")
    cloud.iam.create_instance_profile(InstanceProfileName=name)
    environment = cloud.environment(instanceRole=name)
    return stuck(cloud, environment, "iam-instance-profile-exists")


def role_for_another_service(cloud: Cloud) -> Case:
    environment = cloud.environment(instanceRole=profile(cloud, "lambda.amazonaws.com"))
    return stuck(cloud, environment, "iam-instance-role-trust", mended=True)


def role_without_policies(cloud: Cloud) -> Case:
    role = cloud.role("ec2.amazonaws.com")
    environment = cloud.environment(instanceRole=profile_of(cloud, role))
    return stuck(cloud, environment, "iam-instance-role-permissions", mended=True)


def policy_that_denies(cloud: Cloud) -> Case:
    role = cloud.role("ec2.amazonaws.com", ECS_POLICY)
    cloud.iam.put_role_policy(
        RoleName=role, PolicyName="no", PolicyDocument=policy("Deny", "ecs:Poll")
    )
    environment = cloud.environment(instanceRole=profile_of(cloud, role))
    return stuck(cloud, environment, "iam-instance-role-permissions")


def service_role_deleted(cloud: Cloud) -> Case:
    role = cloud.role("batch.amazonaws.com")
    environment = cloud.environment(service_role=arn(role))
    queue = cloud.queue(environment)
    cloud.iam.delete_role(RoleName=role)
    return stuck_in(cloud, queue, "iam-service-role-exists-trust", mended=True)


def service_role_of_another_service(cloud: Cloud) -> Case:
    role = cloud.role("ecs.amazonaws.com")
    environment = cloud.environment(service_role=arn(role))
    return Case(Subject(Kind.ENVIRONMENT, environment), "iam-service-role-exists-trust")


def spot_fleet_role_of_another_service(cloud: Cloud) -> Case:
    role = cloud.role("ec2.amazonaws.com")
    environment = cloud.environment(
        "SPOT", allocationStrategy="BEST_FIT", spotIamFleetRole=arn(role)
    )
    return Case(Subject(Kind.ENVIRONMENT, environment), "iam-spot-fleet-role")


def profile(cloud: Cloud, service: str) -> str:
    """An instance profile whose role that service may assume."""
    return profile_of(cloud, cloud.role(service, ECS_POLICY))


def profile_of(cloud: Cloud, role: str) -> str:
    """An instance profile with that role."""
    name = cloud.name("profile")
    cloud.iam.create_instance_profile(InstanceProfileName=name)
    cloud.iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
    return name


def policy(effect: str, *actions: str) -> str:
    """A policy document about these actions on everything."""
    statement = {"Effect": effect, "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def arn(role: str) -> str:
    """The ARN of a role."""
    return f"arn:aws:iam::{ACCOUNT}:role/{role}"


BROKEN = (
    no_profile,
    profile_without_role,
    role_for_another_service,
    role_without_policies,
    policy_that_denies,
    service_role_deleted,
    service_role_of_another_service,
    spot_fleet_role_of_another_service,
)
