from __future__ import annotations

import json
from typing import Any

from tests.local.cloud import Cloud
from tests.local.placement.places import starts
from tests.local.placement.starting.failing import on_fargate, on_instances, reason
from tests.local.scripted_runner import ScriptedRunner


def logging(group: str, **options: str) -> dict[str, Any]:
    names = {"awslogs-group": group, **options}
    return {"logConfiguration": {"logDriver": "awslogs", "options": names}}


def test_a_group_that_does_not_exist(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue, group = cloud.queue(), cloud.name("/jobs/missing")
    told = reason(cloud, on_instances(cloud, queue, **logging(group)))
    assert told.startswith("CannotStartContainerError: Error response from daemon: ")
    assert told.endswith("ResourceNotFoundException: The specified log group does not exist.")
    cloud.logs.create_log_group(logGroupName=group)
    starts(runner, on_instances(cloud, queue, **logging(group)))


def test_creating_it_takes_a_permission(cloud: Cloud, runner: ScriptedRunner) -> None:
    profile = cloud.instance_profile()
    queue = cloud.queue(cloud.environment(instanceRole=profile))
    wanted = logging(cloud.name("/jobs/made"), **{"awslogs-create-group": "true"})
    told = reason(cloud, on_instances(cloud, queue, **wanted))
    assert "AccessDeniedException" in told
    assert "logs:CreateLogGroup" in told
    found = cloud.iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    statement = {"Effect": "Allow", "Action": "logs:CreateLogGroup", "Resource": "*"}
    cloud.iam.put_role_policy(
        RoleName=found["Roles"][0]["RoleName"],
        PolicyName="logs",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    starts(runner, on_instances(cloud, queue, **wanted))


def test_on_fargate_it_reads_otherwise(cloud: Cloud) -> None:
    queue = cloud.queue(cloud.environment("FARGATE"))
    told = reason(cloud, on_fargate(cloud, queue, **logging(cloud.name("/jobs/missing"))))
    assert told.startswith("ResourceInitializationError: failed to validate logger args")
    assert "The specified log group does not exist" in told


def test_a_stream_takes_a_permission_too(cloud: Cloud, runner: ScriptedRunner) -> None:
    profile = cloud.instance_profile()
    queue = cloud.queue(cloud.environment(instanceRole=profile))
    found = cloud.iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]
    role = {"RoleName": found["Roles"][0]["RoleName"], "PolicyName": "no-logs"}
    statement = {"Effect": "Deny", "Action": "logs:*", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    cloud.iam.put_role_policy(**role, PolicyDocument=document)
    told = reason(cloud, on_instances(cloud, queue))
    assert told.startswith("CannotStartContainerError: Error response from daemon: failed to init")
    assert "is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:" in told
    cloud.iam.delete_role_policy(**role)
    starts(runner, on_instances(cloud, queue))
