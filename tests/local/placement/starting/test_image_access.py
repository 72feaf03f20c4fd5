from __future__ import annotations

import json

from batchdeck.local.placement.starting.image_access import LAYERS, LOG_IN
from tests.local.cloud import ACCOUNT, EXECUTION_POLICY, REGION, Cloud
from tests.local.placement.places import starts
from tests.local.placement.starting.failing import ECR_IMAGE, on_fargate, on_instances, reason
from tests.local.scripted_runner import ScriptedRunner

REPOSITORY = f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/app"
LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")


def role(cloud: Cloud) -> str:
    """The name of a new role of tasks that may write logs and nothing else."""
    name = cloud.role("ecs-tasks.amazonaws.com")
    allow(cloud, name, "logs", *LOGS)
    return name


def allow(cloud: Cloud, name: str, policy: str, *actions: str, resource: str = "*") -> None:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
    cloud.iam.put_role_policy(
        RoleName=name,
        PolicyName=policy,
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )


def arn(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def test_fargate_pulls_by_the_execution_role(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue, name = cloud.queue(cloud.environment("FARGATE")), role(cloud)
    told = reason(cloud, on_fargate(cloud, queue, executionRoleArn=arn(name)))
    assert told.startswith("ResourceInitializationError: unable to pull secrets or registry auth")
    assert f"not authorized to perform: {LOG_IN} on resource: *" in told
    allow(cloud, name, "token", LOG_IN)
    told = reason(cloud, on_fargate(cloud, queue, executionRoleArn=arn(name)))
    assert told.startswith("CannotPullContainerError: pull image manifest has been retried")
    assert told.endswith("failed with status code [manifests 1]: 403 Forbidden")
    allow(cloud, name, "layers", *LAYERS, resource=REPOSITORY)
    starts(runner, on_fargate(cloud, queue, executionRoleArn=arn(name)))


def test_instances_pull_by_the_role_that_is_given(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue, name = cloud.queue(), role(cloud)
    starts(runner, on_instances(cloud, queue, image=ECR_IMAGE))
    told = reason(cloud, on_instances(cloud, queue, image=ECR_IMAGE, executionRoleArn=arn(name)))
    assert told.startswith("CannotPullECRContainerError: AccessDeniedException: User: ")
    allow(cloud, name, "token", LOG_IN)
    allow(cloud, name, "layers", *LAYERS, resource=f"{REPOSITORY}-other")
    told = reason(cloud, on_instances(cloud, queue, image=ECR_IMAGE, executionRoleArn=arn(name)))
    assert f"not authorized to perform: {LAYERS[0]} on resource: {REPOSITORY} " in told
    starts(runner, on_instances(cloud, queue, executionRoleArn=arn(name)))
    cloud.iam.attach_role_policy(RoleName=name, PolicyArn=EXECUTION_POLICY)
    starts(runner, on_instances(cloud, queue, image=ECR_IMAGE, executionRoleArn=arn(name)))
