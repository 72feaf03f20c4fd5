from __future__ import annotations

import pytest

from tests.local.cloud import ACCOUNT, Cloud, trust
from tests.local.placement.places import starts
from tests.local.placement.starting.failing import on_instances, reason
from tests.local.scripted_runner import ScriptedRunner


@pytest.mark.parametrize("member", ["executionRoleArn", "jobRoleArn"])
def test_a_role_that_ecs_tasks_may_not_assume(
    cloud: Cloud, runner: ScriptedRunner, member: str
) -> None:
    queue, name = cloud.queue(), cloud.role("ec2.amazonaws.com")
    role = {member: f"arn:aws:iam::{ACCOUNT}:role/{name}"}
    told = reason(cloud, on_instances(cloud, queue, **role))
    assert told.startswith(f"ECS was unable to assume the role '{role[member]}'")
    document = trust("ecs-tasks.amazonaws.com")
    cloud.iam.update_assume_role_policy(RoleName=name, PolicyDocument=document)
    starts(runner, on_instances(cloud, queue, **role))
