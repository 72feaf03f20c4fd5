from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

LIMIT = {
    "reason": "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    "state": "RUNNABLE",
    "maxTimeSeconds": 600,
    "action": "CANCEL",
}


def create(cloud: Cloud, *environments: str, **members: Any) -> str:
    name = cloud.name("queue")
    order = [
        {"order": number, "computeEnvironment": environment}
        for number, environment in enumerate(environments or (cloud.environment(),))
    ]
    request = {"jobQueueName": name, "priority": 1, "computeEnvironmentOrder": order}
    cloud.batch.create_job_queue(**request | members)
    return name


def told(cloud: Cloud, name: str) -> Any:
    return cloud.batch.describe_job_queues(jobQueues=[name])["jobQueues"][0]


def policy(cloud: Cloud) -> str:
    return str(cloud.batch.create_scheduling_policy(name=cloud.name("policy"))["arn"])


def test_limits_are_kept_and_checked(cloud: Cloud) -> None:
    name = create(cloud, jobStateTimeLimitActions=[LIMIT])
    assert told(cloud, name)["jobStateTimeLimitActions"] == [LIMIT]
    for seconds in (599, 86_401):
        with refused("maxTimeSeconds must be between 600 and 86400."):
            create(cloud, jobStateTimeLimitActions=[{**LIMIT, "maxTimeSeconds": seconds}])
    for reason in ("UNDETERMINED", "it takes too long"):
        with refused(f"reason {reason} must be one of CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY, "):
            create(cloud, jobStateTimeLimitActions=[{**LIMIT, "reason": reason}])
    with refused("Invalid job action. Valid job actions: [CANCEL]"):
        cloud.batch.update_job_queue(
            jobQueue=name, jobStateTimeLimitActions=[{**LIMIT, "action": "TERMINATE"}]
        )
    cloud.batch.update_job_queue(jobQueue=name, jobStateTimeLimitActions=[])
    assert told(cloud, name)["jobStateTimeLimitActions"] == []


def test_a_policy_can_be_replaced_but_neither_added_nor_removed(cloud: Cloud) -> None:
    environment = cloud.environment()
    first, second = policy(cloud), policy(cloud)
    fair = create(cloud, environment, schedulingPolicyArn=first)
    plain = create(cloud, environment)
    cloud.batch.update_job_queue(jobQueue=fair, schedulingPolicyArn=second)
    assert told(cloud, fair)["schedulingPolicyArn"] == second
    assert "schedulingPolicyArn" not in told(cloud, plain)
    with refused("neither added nor removed"):
        cloud.batch.update_job_queue(jobQueue=plain, schedulingPolicyArn=first)
    with refused("neither added nor removed"):
        cloud.batch.update_job_queue(jobQueue=fair, schedulingPolicyArn="")
    with refused("SchedulingPolicy arn:nobody not found."):
        create(cloud, environment, schedulingPolicyArn="arn:nobody")


def test_the_type_follows_the_environments(cloud: Cloud) -> None:
    instances, fargate = cloud.environment(), cloud.environment("FARGATE")
    assert told(cloud, create(cloud, instances))["jobQueueType"] == "ECS"
    name = create(cloud, fargate, jobQueueType="ECS_FARGATE")
    assert told(cloud, name)["jobQueueType"] == "ECS_FARGATE"
    with refused("Job queue type EKS does not match"):
        create(cloud, instances, jobQueueType="EKS")
    with refused("does not match"):
        cloud.batch.update_job_queue(
            jobQueue=name,
            computeEnvironmentOrder=[{"order": 1, "computeEnvironment": instances}],
        )


@pytest.mark.parametrize("priority", [-1, 1001])
def test_priorities_have_limits(cloud: Cloud, priority: int) -> None:
    with refused("priority must be between 0 and 1000."):
        create(cloud, priority=priority)


def test_an_order_names_each_environment_and_place_once(cloud: Cloud) -> None:
    one, other = cloud.environment(), cloud.environment()
    with refused("Duplicate ComputeEnvironments within order list."):
        create(cloud, one, one)
    order = [{"order": 1, "computeEnvironment": name} for name in (one, other)]
    with refused("Duplicate ComputeEnvironment order values."):
        create(cloud, computeEnvironmentOrder=order)


def test_service_environments_are_refused(cloud: Cloud) -> None:
    with refused("has no service environments"):
        cloud.batch.create_job_queue(
            jobQueueName="training",
            priority=1,
            serviceEnvironmentOrder=[{"order": 1, "serviceEnvironment": "x"}],
        )


def test_fifty_queues_are_the_most(cloud: Cloud) -> None:
    environment = cloud.environment()
    for _ in range(50):
        create(cloud, environment)
    with refused("Maximum number of job queues supported is 50"):
        create(cloud, environment)


def test_the_environments_of_a_queue_share_an_architecture(cloud: Cloud) -> None:
    x86, arm = cloud.environment(), cloud.environment(instanceTypes=["m6g.large"])
    with refused("must share the same architecture."):
        cloud.queue(x86, arm)
    name = cloud.queue(x86, cloud.environment(instanceTypes=["c5"]))
    order = [{"order": n, "computeEnvironment": one} for n, one in enumerate((x86, arm))]
    with refused("must share the same architecture."):
        cloud.batch.update_job_queue(jobQueue=name, computeEnvironmentOrder=order)
