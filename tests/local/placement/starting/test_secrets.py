from __future__ import annotations

import json

import pytest

from tests.local.cloud import ACCOUNT, REGION, Cloud
from tests.local.placement.places import starts
from tests.local.placement.starting.failing import on_instances, reason
from tests.local.scripted_runner import ScriptedRunner


def reader(cloud: Cloud, *actions: str, resource: str = "*") -> str:
    """The ARN of an execution role that may do something more."""
    arn = cloud.execution_role()
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
    cloud.iam.put_role_policy(
        RoleName=arn.rpartition("/")[2],
        PolicyName="secrets",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    return arn


def test_a_secret_that_may_not_be_read(cloud: Cloud, runner: ScriptedRunner) -> None:
    manager = cloud.client("secretsmanager")
    arn = manager.create_secret(Name=cloud.name("db"), SecretString="s3cret")["ARN"]
    secret = [{"name": "DB_PASSWORD", "valueFrom": arn}]
    queue = cloud.queue()
    told = reason(
        cloud,
        on_instances(cloud, queue, secrets=secret, executionRoleArn=cloud.execution_role()),
    )
    assert told.startswith(
        "ResourceInitializationError: unable to pull secrets or registry auth: "
        "execution resource retrieval failed: unable to retrieve secret from asm: "
    )
    assert "not authorized to perform: secretsmanager:GetSecretValue" in told
    role = reader(cloud, "secretsmanager:GetSecretValue")
    job_id = on_instances(cloud, queue, secrets=secret, executionRoleArn=role)
    run = runner.next()
    assert run.request.job_id == job_id
    assert dict(run.request.environment)["DB_PASSWORD"] == "s3cret"
    assert "s3cret" not in json.dumps(cloud.job(job_id), default=str)


def test_a_secret_that_does_not_exist(cloud: Cloud) -> None:
    arn = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:gone-AbCdEf"
    role = reader(cloud, "secretsmanager:GetSecretValue")
    secret = [{"name": "GONE", "valueFrom": arn}]
    job_id = on_instances(cloud, cloud.queue(), secrets=secret, executionRoleArn=role)
    assert "Secrets Manager can't find the specified secret" in reason(cloud, job_id)


def test_a_parameter_that_is_made_later(cloud: Cloud, runner: ScriptedRunner) -> None:
    name, queue = cloud.name("/app/token"), cloud.queue()
    role = reader(cloud, "ssm:GetParameters")
    secret = [{"name": "TOKEN", "valueFrom": name}]
    job_id = on_instances(cloud, queue, secrets=secret, executionRoleArn=role)
    assert reason(cloud, job_id).endswith(f"invalid parameters: {name}")
    cloud.client("ssm").put_parameter(Name=name, Value="t0ken", Type="SecureString")
    starts(runner, on_instances(cloud, queue, secrets=secret, executionRoleArn=role))


def test_a_policy_for_other_secrets_does_not_help(cloud: Cloud, runner: ScriptedRunner) -> None:
    manager, action = cloud.client("secretsmanager"), "secretsmanager:GetSecretValue"
    arn = manager.create_secret(Name=cloud.name("db"), SecretString="s3cret")["ARN"]
    secret = [{"name": "DB_PASSWORD", "valueFrom": arn}]
    queue = cloud.queue()
    stranger = reader(cloud, action, resource=arn[:-7] + "-other-??????")
    job_id = on_instances(cloud, queue, secrets=secret, executionRoleArn=stranger)
    assert f"not authorized to perform: {action} on resource: {arn}" in reason(cloud, job_id)
    role = reader(cloud, action, resource=arn[:-6] + "??????")
    starts(runner, on_instances(cloud, queue, secrets=secret, executionRoleArn=role))


@pytest.mark.parametrize("reference", ["arn:x", "arn:aws:secretsmanager", "arn:aws:ssm", "", ":"])
def test_a_reference_to_nothing_fails_the_start(cloud: Cloud, reference: str) -> None:
    role = reader(cloud, "secretsmanager:GetSecretValue", "ssm:GetParameters")
    secret = [{"name": "TOKEN", "valueFrom": reference}]
    job_id = on_instances(cloud, cloud.queue(), secrets=secret, executionRoleArn=role)
    assert reason(cloud, job_id).startswith("ResourceInitializationError: unable to pull secrets")
