from __future__ import annotations

from batchdeck.local.placement.validity.service_role import BATCH
from tests.local.cloud import ACCOUNT, Cloud, trust
from tests.local.placement.places import starts, told
from tests.local.placement.validity.conditions import becomes
from tests.local.scripted_runner import ScriptedRunner


def test_a_role_that_is_gone_and_comes_back(cloud: Cloud, runner: ScriptedRunner) -> None:
    role = cloud.role(BATCH)
    environment = cloud.environment(service_role=f"arn:aws:iam::{ACCOUNT}:role/{role}")
    queue = cloud.queue(environment)
    cloud.iam.delete_role(RoleName=role)
    reason = becomes(cloud, environment, "INVALID")
    assert "sts:AssumeRole" in reason
    assert reason == becomes(cloud, environment, "INVALID")
    job_id = cloud.submit(queue)
    assert told(cloud, job_id) == "ACTION_REQUIRED"
    cloud.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust("ec2.amazonaws.com"))
    assert cloud.job(job_id)["status"] == "RUNNABLE"
    cloud.iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust(BATCH))
    starts(runner, job_id)
    assert becomes(cloud, environment, "VALID") == "ComputeEnvironment Healthy"
