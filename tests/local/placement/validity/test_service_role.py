from __future__ import annotations

from batchdeck.local.placement.validity.service_role import BATCH
from tests.local.cloud import ACCOUNT, SERVICE_POLICY, Cloud, trust
from tests.local.placement.places import starts, told
from tests.local.placement.validity.conditions import becomes
from tests.local.scripted_runner import ScriptedRunner


def test_a_role_that_is_gone_and_comes_back(cloud: Cloud, runner: ScriptedRunner) -> None:
    role = cloud.service_role()
    environment = cloud.environment(service_role=f"arn:aws:iam::{ACCOUNT}:role/{role}")
    queue = cloud.queue(environment)
    cloud.iam.detach_role_policy(RoleName=role, PolicyArn=SERVICE_POLICY)
    cloud.iam.delete_role(RoleName=role)
    reason = becomes(cloud, environment, "INVALID")
    assert "sts:AssumeRole" in reason
    assert reason == becomes(cloud, environment, "INVALID")
    job_id = cloud.submit(queue)
    assert told(cloud, job_id) == "ACTION_REQUIRED"
    cloud.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust("ec2.amazonaws.com"))
    assert cloud.job(job_id)["status"] == "RUNNABLE"
    cloud.iam.attach_role_policy(RoleName=role, PolicyArn=SERVICE_POLICY)
    cloud.iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust(BATCH))
    starts(runner, job_id)
    assert becomes(cloud, environment, "VALID") == "ComputeEnvironment Healthy"
