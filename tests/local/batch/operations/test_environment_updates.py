from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRunner


def update(cloud: Cloud, name: str, **resources: Any) -> Any:
    """The resources of an environment after a change of them."""
    cloud.batch.update_compute_environment(computeEnvironment=name, computeResources=resources)
    answer = cloud.batch.describe_compute_environments(computeEnvironments=[name])
    return answer["computeEnvironments"][0]["computeResources"]


def test_instances_are_replaced_under_the_linked_role(cloud: Cloud) -> None:
    name = cloud.environment()
    template = {"launchTemplateName": "mine", "version": "$Latest"}
    changed = update(
        cloud,
        name,
        instanceTypes=["c5"],
        ec2KeyPair="key",
        launchTemplate=template,
        updateToLatestImageVersion=True,
    )
    assert changed["instanceTypes"] == ["c5"]
    assert changed["launchTemplate"] == template
    assert "updateToLatestImageVersion" not in changed
    changed = update(cloud, name, ec2KeyPair="", launchTemplate={"launchTemplateName": ""})
    assert not {"ec2KeyPair", "launchTemplate"} & set(changed)


def instance(cloud: Cloud, job_id: str) -> Any:
    """The instance of a job, of those ECS knows now."""
    arn = cloud.job(job_id)["container"]["containerInstanceArn"]
    cluster = arn.partition("/")[2].partition("/")[0]
    ecs = cloud.client("ecs")
    told = ecs.describe_container_instances(cluster=cluster, containerInstances=[arn])
    return [one["ec2InstanceId"] for one in told["containerInstances"]]


def status(cloud: Cloud, name: str) -> str:
    answer = cloud.batch.describe_compute_environments(computeEnvironments=[name])
    return str(answer["computeEnvironments"][0]["status"])


def test_jobs_are_terminated_with_their_instances_if_the_policy_says_so(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    name = cloud.environment()
    job_id = cloud.submit(cloud.queue(name), retryStrategy={"attempts": 2})
    runner.next().events.started()
    cloud.wait(job_id, "RUNNING")
    before = instance(cloud, job_id)
    cloud.batch.update_compute_environment(
        computeEnvironment=name,
        updatePolicy={"terminateJobsOnUpdate": True},
        computeResources={"instanceTypes": ["c5.large"]},
    )
    again = runner.next()
    assert again.request.attempt == 2
    (first,) = cloud.job(job_id)["attempts"]
    assert first["statusReason"] == f"Host EC2 (instance {before[0]}) terminated."
    assert instance(cloud, job_id) != before
    eventually(lambda: status(cloud, name) == "VALID")


def test_otherwise_jobs_come_to_their_end_on_the_instances_of_before(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    name = cloud.environment()
    queue = cloud.queue(name)
    old = cloud.submit(queue)
    run = runner.next()
    run.events.started()
    update(cloud, name, instanceTypes=["c5.large"])
    new = cloud.submit(queue)
    assert runner.next().request.job_id == new
    assert instance(cloud, new) != instance(cloud, old)
    assert status(cloud, name) == "UPDATING"
    run.finish(0)
    cloud.wait(old, "SUCCEEDED")
    eventually(lambda: status(cloud, name) == "VALID")


def test_instances_are_not_replaced_with_best_fit(cloud: Cloud) -> None:
    name = cloud.environment(allocationStrategy="BEST_FIT")
    with refused("not supported with allocationStrategy BEST_FIT."):
        update(cloud, name, instanceTypes=["c5.large"])
    with refused("not supported with allocationStrategy BEST_FIT."):
        update(cloud, name, allocationStrategy="BEST_FIT_PROGRESSIVE")
    assert update(cloud, name, maxvCpus=32)["maxvCpus"] == 32


def test_instances_are_not_replaced_under_a_role_of_ones_own(cloud: Cloud) -> None:
    name = cloud.environment(service_role=cloud.role("batch.amazonaws.com"))
    with refused("service-linked role"):
        update(cloud, name, subnets=["subnet-2"])
    policy = {"minScaleDownDelayMinutes": 20}
    assert update(cloud, name, scalingPolicy=policy)["scalingPolicy"] == policy


def test_a_role_stays_of_its_kind(cloud: Cloud) -> None:
    linked, own = cloud.environment(), cloud.role("batch.amazonaws.com")
    other = cloud.environment(service_role=own)
    with refused("cannot be changed between"):
        cloud.batch.update_compute_environment(computeEnvironment=linked, serviceRole=own)
    with refused("cannot be changed between"):
        cloud.batch.update_compute_environment(computeEnvironment=other, serviceRole="")
    cloud.batch.update_compute_environment(
        computeEnvironment=other, serviceRole=cloud.role("batch.amazonaws.com")
    )


def test_fargate_stays_fargate(cloud: Cloud) -> None:
    name = cloud.environment("FARGATE")
    with refused("instanceTypes is not applicable for Fargate."):
        update(cloud, name, instanceTypes=["m5.large"])
    with refused("Type FARGATE cannot be changed to EC2."):
        update(cloud, name, type="EC2")
    before = update(cloud, name, subnets=[], securityGroupIds=[])
    assert before["subnets"]
    changed = update(cloud, name, subnets=["subnet-2"], maxvCpus=8)
    assert (changed["subnets"], changed["maxvCpus"]) == (["subnet-2"], 8)


@pytest.mark.parametrize(
    ("resources", "text"),
    [
        ({"type": "FARGATE"}, "Type EC2 cannot be changed to FARGATE."),
        ({"type": "ECS_MANAGED_INSTANCES"}, "cannot be changed to ECS_MANAGED_INSTANCES."),
        ({"instanceTypes": ["m5.huge"]}, "Instance type m5.huge is not supported."),
        ({"minvCpus": 17}, "maxvCpus should be greater than or equal to minvCpus."),
        ({"desiredvCpus": 17}, "desiredvCpus should be between minvCpus and maxvCpus."),
        ({"allocationStrategy": "SPOT_CAPACITY_OPTIMIZED"}, "is for type SPOT only."),
    ],
)
def test_changes_that_cannot_be(cloud: Cloud, resources: Any, text: str) -> None:
    name = cloud.environment()
    with refused(text):
        update(cloud, name, **resources)


def test_an_environment_can_turn_to_spot(cloud: Cloud) -> None:
    name = cloud.environment()
    changed = update(cloud, name, type="SPOT", allocationStrategy="SPOT_PRICE_CAPACITY_OPTIMIZED")
    assert changed["type"] == "SPOT"


def test_jobs_are_given_at_most_five_days_to_end(cloud: Cloud) -> None:
    with refused("jobExecutionTimeoutMinutes must be between 1 and 7200."):
        cloud.batch.update_compute_environment(
            computeEnvironment=cloud.environment(),
            updatePolicy={"jobExecutionTimeoutMinutes": 7201},
        )


def test_an_unmanaged_environment_has_only_its_share_to_change(cloud: Cloud) -> None:
    name = cloud.name("environment")
    cloud.batch.create_compute_environment(
        computeEnvironmentName=name,
        type="UNMANAGED",
        unmanagedvCpus=8,
        serviceRole=cloud.role("batch.amazonaws.com"),
    )
    cloud.batch.update_compute_environment(computeEnvironment=name, unmanagedvCpus=9)
    answer = cloud.batch.describe_compute_environments(computeEnvironments=[name])
    assert answer["computeEnvironments"][0]["unmanagedvCpus"] == 9
    with refused("computeResources must not be provided"):
        update(cloud, name, maxvCpus=1)
    with refused("unmanagedvCpus is not applicable for managed Compute Environments"):
        cloud.batch.update_compute_environment(
            computeEnvironment=cloud.environment(), unmanagedvCpus=1
        )
