"""botocore's waiters: those that clients write for Batch, and boto3's own around it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from botocore.exceptions import WaiterError
from botocore.waiter import WaiterModel, create_waiter_with_client

from tests.local.around.fleets.seen import Seen
from tests.local.cloud import Cloud, trust
from tests.local.scripted_runner import ScriptedRunner


def acceptor(matcher: str, argument: str, expected: str, state: str) -> dict[str, str]:
    return {"matcher": matcher, "argument": argument, "expected": expected, "state": state}


def settled(operation: str, members: str) -> dict[str, Any]:
    """VALID, or INVALID and so in vain."""
    return {
        "operation": operation,
        "delay": 0.05,
        "maxAttempts": 600,
        "acceptors": [
            acceptor("pathAll", f"{members}[].status", "VALID", "success"),
            acceptor("pathAny", f"{members}[].status", "INVALID", "failure"),
        ],
    }


#: boto3 has none for Batch: these are like the ones that workflow engines bring along.
WAITERS = {
    "version": 2,
    "waiters": {
        "JobComplete": {
            "operation": "DescribeJobs",
            "delay": 0.05,
            "maxAttempts": 600,
            "acceptors": [
                acceptor("pathAll", "jobs[].status", "SUCCEEDED", "success"),
                acceptor("pathAny", "jobs[].status", "FAILED", "failure"),
            ],
        },
        "EnvironmentValid": settled("DescribeComputeEnvironments", "computeEnvironments"),
        "QueueValid": settled("DescribeJobQueues", "jobQueues"),
    },
}


def wait(cloud: Cloud, name: str, **request: Any) -> None:
    create_waiter_with_client(name, WaiterModel(WAITERS), cloud.batch).wait(**request)


def test_boto3_has_no_waiters_for_batch(cloud: Cloud) -> None:
    """When it has some, they belong here."""
    assert cloud.batch.waiter_names == []


def test_environments_queues_and_jobs_are_waited_for(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment()
    wait(cloud, "EnvironmentValid", computeEnvironments=[environment])
    queue = cloud.queue(environment)
    wait(cloud, "QueueValid", jobQueues=[queue])
    jobs = [cloud.submit(queue), cloud.submit(queue)]

    def run_them() -> None:
        for _ in jobs:
            runner.next().finish(0)

    running = threading.Thread(target=run_them)
    running.start()
    wait(cloud, "JobComplete", jobs=jobs)
    running.join()
    assert [cloud.job(job)["status"] for job in jobs] == ["SUCCEEDED", "SUCCEEDED"]


def test_a_waiter_gives_up_when_it_is_in_vain(cloud: Cloud, runner: ScriptedRunner) -> None:
    job = cloud.submit(cloud.queue())
    runner.next().finish(1)
    with pytest.raises(WaiterError, match="Waiter JobComplete failed"):
        wait(cloud, "JobComplete", jobs=[job])


def test_boto3s_own_find_what_batch_has_made(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment()
    cloud.submit(cloud.queue(environment))
    run = runner.next()
    (instance,) = Seen(cloud, environment).instances()
    ids = [instance["InstanceId"]]
    cloud.ec2.get_waiter("instance_running").wait(InstanceIds=ids)
    run.finish(0)
    cloud.ec2.get_waiter("instance_terminated").wait(
        InstanceIds=ids, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )


def test_boto3s_own_find_what_batch_needs(cloud: Cloud) -> None:
    role, profile = cloud.name("role"), cloud.name("profile")
    cloud.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust("ec2.amazonaws.com"))
    cloud.iam.get_waiter("role_exists").wait(RoleName=role)
    cloud.iam.create_instance_profile(InstanceProfileName=profile)
    cloud.iam.get_waiter("instance_profile_exists").wait(InstanceProfileName=profile)
    subnet = cloud.subnet()
    cloud.ec2.get_waiter("subnet_available").wait(SubnetIds=[subnet])
    cloud.ec2.get_waiter("vpc_available").wait(VpcIds=[cloud.vpc(subnet)])
