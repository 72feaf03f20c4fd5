"""Who may have how much: quotas, fair shares, and what Batch itself may do."""

from __future__ import annotations

from typing import Any

from batchdeck.diagnosis.subject import Kind, Subject
from tests.diagnosis.e2e.case import Case, healthy, stuck, work
from tests.diagnosis.e2e.identities import arn, policy
from tests.local.cloud import Cloud

X, X_SPOT, FARGATE_SPOT = "L-7295265B", "L-E3A00192", "L-36FBB829"
"""Codes of quotas that no other case counts against."""


def quota_of_nothing(cloud: Cloud) -> Case:
    limit(cloud, "ec2", X, 0)
    environment = cloud.environment(instanceTypes=["x2idn.16xlarge"], maxvCpus=128)
    return stuck(cloud, environment, "cap-ec2-vcpu-quota", mended=True)


def spot_quota_of_nothing(cloud: Cloud) -> Case:
    limit(cloud, "ec2", X_SPOT, 0)
    environment = cloud.environment("SPOT", instanceTypes=["x2idn.16xlarge"], maxvCpus=128)
    return stuck(cloud, environment, "cap-spot-vcpu-quota", mended=True)


def fargate_quota_too_small(cloud: Cloud) -> Case:
    limit(cloud, "fargate", FARGATE_SPOT, 0.5)
    container = {
        "executionRoleArn": cloud.execution_role(),
        "networkConfiguration": {"assignPublicIp": "ENABLED"},
    }
    definition = work(cloud, memory="2048", platformCapabilities=["FARGATE"], container=container)
    queue = cloud.queue(cloud.environment("FARGATE_SPOT"))
    return waiting(cloud, cloud.submit(queue, definition), "cap-fargate-vcpu-quota")


def all_but_nothing_kept_for_others(cloud: Cloud) -> Case:
    return fair(cloud, "queue-fair-share-reservation", reservation=90, vcpus="4")


def service_role_without_policies(cloud: Cloud) -> Case:
    role = cloud.role("batch.amazonaws.com")
    environment = cloud.environment(service_role=arn(role))
    return stuck(cloud, environment, "iam-service-role-permissions", mended=True)


def a_policy_of_their_own(cloud: Cloud) -> Case:
    """A service role that may what Batch needs, by a policy that AWS does not manage."""
    role = cloud.role("batch.amazonaws.com")
    actions = (
        "ecs:*",
        "ec2:*",
        "autoscaling:*",
        "logs:*",
        "iam:PassRole",
        "iam:GetInstanceProfile",
    )
    cloud.iam.put_role_policy(
        RoleName=role, PolicyName="batch", PolicyDocument=policy("Allow", *actions)
    )
    return healthy(cloud.environment(service_role=arn(role)))


def a_low_price_that_is_enough(cloud: Cloud) -> Case:
    """Spot is cheaper than that at the moment."""
    return healthy(cloud.environment("SPOT", bidPercentage=50))


def a_reservation_that_leaves_room(cloud: Cloud) -> Case:
    """A quarter is kept for others."""
    return fair(cloud, "", reservation=25, vcpus="4")


def child_behind_its_elder(cloud: Cloud) -> Case:
    """The second child of a sequential array waits for the first one, which runs."""
    definition = work(cloud, container={"command": ["backup"]})
    parent = cloud.submit(
        cloud.queue(),
        definition,
        arrayProperties={"size": 2},
        dependsOn=[{"type": "SEQUENTIAL"}],
    )
    cloud.wait(f"{parent}:0", "RUNNING")
    cloud.wait(f"{parent}:1", "PENDING")
    return Case(Subject(Kind.JOB, f"{parent}:1"))


def fair(cloud: Cloud, cause: str, *, reservation: int, vcpus: str) -> Case:
    """A job of the share `blue` in a queue with a fair-share policy."""
    name = cloud.name("policy")
    shares: dict[str, Any] = {
        "computeReservation": reservation,
        "shareDistribution": [{"shareIdentifier": "blue", "weightFactor": 0.5}],
    }
    made = cloud.batch.create_scheduling_policy(name=name, fairsharePolicy=shares)
    queue = cloud.name("fair")
    environment = cloud.environment()
    cloud.batch.create_job_queue(
        jobQueueName=queue,
        priority=1,
        schedulingPolicyArn=made["arn"],
        computeEnvironmentOrder=[{"order": 1, "computeEnvironment": environment}],
    )
    job = cloud.submit(queue, work(cloud, vcpus=vcpus), shareIdentifier="blue")
    return waiting(cloud, job, cause) if cause else Case(Subject(Kind.JOB, job))


def waiting(cloud: Cloud, job: str, cause: str) -> Case:
    """A RUNNABLE job that its fix starts."""
    cloud.wait(job, "RUNNABLE")
    return Case(Subject(Kind.JOB, job), cause, job)


def limit(cloud: Cloud, service: str, code: str, value: float) -> None:
    """Set a quota: in this account any value that is asked for is granted at once."""
    cloud.client("service-quotas").request_service_quota_increase(
        ServiceCode=service, QuotaCode=code, DesiredValue=value
    )


BROKEN = (
    quota_of_nothing,
    spot_quota_of_nothing,
    fargate_quota_too_small,
    all_but_nothing_kept_for_others,
    service_role_without_policies,
)
HEALTHY = (
    a_policy_of_their_own,
    a_low_price_that_is_enough,
    a_reservation_that_leaves_room,
    child_behind_its_elder,
)
