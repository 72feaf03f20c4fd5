from __future__ import annotations

import json
from typing import Any

import pytest

from batchdeck.local.placement.obstacle import SERVICE_ROLE
from batchdeck.local.placement.rules.service_role_permissions import (
    FOR_INSTANCES,
    FOR_REASONS,
    FOR_TASKS,
    service_role_permissions,
)
from tests.local.batch.builders import environment
from tests.local.cloud import SERVICE_POLICY, Cloud
from tests.local.placement.places import SMALL, SURROUNDINGS, starts, stuck, told
from tests.local.scripted_runner import ScriptedRunner


def allow(cloud: Cloud, role: str, *actions: str) -> None:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    cloud.iam.put_role_policy(RoleName=role, PolicyName="own", PolicyDocument=document)


@pytest.mark.parametrize(("kind", "needed"), [("EC2", FOR_INSTANCES), ("FARGATE", FOR_TASKS)])
def test_a_role_of_ones_own_needs_every_permission(
    cloud: Cloud, runner: ScriptedRunner, kind: str, needed: tuple[str, ...]
) -> None:
    role = cloud.role("batch.amazonaws.com")
    queue = cloud.queue(cloud.environment(kind, service_role=role))
    allow(cloud, role, *needed[1:], *FOR_REASONS)
    definition = cloud.definition() if kind == "EC2" else cloud.fargate_definition()
    job_id = cloud.submit(queue, definition)
    assert cloud.wait_for_reason(job_id) == SERVICE_ROLE
    allow(cloud, role, *needed)
    starts(runner, job_id)


def test_without_its_eyes_batch_does_not_say_why(cloud: Cloud, runner: ScriptedRunner) -> None:
    role = cloud.role("batch.amazonaws.com")
    allow(cloud, role, *FOR_INSTANCES)
    environment = cloud.environment(service_role=role, maxvCpus=1)
    large: Any = {"vcpus": "2"}
    job_id = stuck(cloud, environment, **large)
    behind = cloud.submit(cloud.queue(), cloud.definition())
    starts(runner, behind)
    assert "statusReason" not in cloud.job(job_id)
    cloud.iam.attach_role_policy(RoleName=role, PolicyArn=SERVICE_POLICY)
    assert told(cloud, job_id) == "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"


def test_the_linked_role_and_one_that_is_gone_are_not_asked(cloud: Cloud) -> None:
    assert cloud
    record = environment()
    for role in ("arn:aws:iam::1:role/aws-service-role/batch.amazonaws.com/A", "gone"):
        record.service_role = role
        assert service_role_permissions(record, SMALL, SURROUNDINGS) is None
