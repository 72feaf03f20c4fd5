"""Policies and consumable resources of stacks."""

from __future__ import annotations

import json
from typing import Any

from tests.local.batch.test_cloudformation import environment
from tests.local.cloud import Cloud


def template(compute: dict[str, Any], total: int, reserved: int) -> str:
    batch = "AWS::Batch::"
    queue = {
        "Priority": 1,
        "SchedulingPolicyArn": {"Fn::GetAtt": ["Policy", "Arn"]},
        "ComputeEnvironmentOrder": [{"Order": 1, "ComputeEnvironment": {"Ref": "Environment"}}],
    }
    resources: dict[str, Any] = {
        "Policy": {
            "Type": batch + "SchedulingPolicy",
            "Properties": {"FairsharePolicy": {"ComputeReservation": reserved}},
        },
        "Licence": {
            "Type": batch + "ConsumableResource",
            "Properties": {"TotalQuantity": total, "ResourceType": "REPLENISHABLE"},
        },
        "Environment": {"Type": batch + "ComputeEnvironment", "Properties": compute},
        "Queue": {"Type": batch + "JobQueue", "Properties": queue},
    }
    return json.dumps({"Resources": resources})


def test_they_are_made_changed_and_removed_with_their_stack(cloud: Cloud) -> None:
    formation, name = cloud.client("cloudformation"), cloud.name("stack")
    compute = environment(cloud)
    formation.create_stack(StackName=name, TemplateBody=template(compute, 5, 10))
    assert told(cloud) == (5, 10)
    formation.update_stack(StackName=name, TemplateBody=template(compute, 7, 20))
    assert told(cloud) == (7, 20)
    formation.delete_stack(StackName=name)
    assert cloud.batch.list_scheduling_policies()["schedulingPolicies"] == []
    assert cloud.batch.list_consumable_resources()["consumableResources"] == []
    assert cloud.batch.describe_job_queues()["jobQueues"] == []


def told(cloud: Cloud) -> tuple[int, int]:
    """The total of the only resource, and the reservation of the only queue's policy."""
    (resource,) = cloud.batch.list_consumable_resources()["consumableResources"]
    (queue,) = cloud.batch.describe_job_queues()["jobQueues"]
    arns = [queue["schedulingPolicyArn"]]
    (policy,) = cloud.batch.describe_scheduling_policies(arns=arns)["schedulingPolicies"]
    return resource["totalQuantity"], policy["fairsharePolicy"]["computeReservation"]
