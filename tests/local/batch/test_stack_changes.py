"""Stacks that change and go."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError as Refusal

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.stack_changes import delete_environment
from tests.local.batch.test_cloudformation import template
from tests.local.cloud import Cloud


class Stack:
    """A stack with an environment, a queue and a definition."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.name = cloud.name("stack")
        self.template = template(cloud)
        self._formation = cloud.client("cloudformation")
        self._formation.create_stack(StackName=self.name, TemplateBody=json.dumps(self.template))

    def properties(self, logical_id: str) -> Any:
        """The properties of a resource, to be changed."""
        self.template = copy.deepcopy(self.template)
        return self.template["Resources"][logical_id]["Properties"]

    def update(self) -> None:
        self._formation.update_stack(StackName=self.name, TemplateBody=json.dumps(self.template))

    def delete(self) -> None:
        self._formation.delete_stack(StackName=self.name)

    def made(self, logical_id: str) -> str:
        resources = self._formation.describe_stack_resources(StackName=self.name)["StackResources"]
        (found,) = [one for one in resources if one["LogicalResourceId"] == logical_id]
        return str(found["PhysicalResourceId"])

    @property
    def environment(self) -> Any:
        (one,) = self.cloud.batch.describe_compute_environments()["computeEnvironments"]
        return one


@pytest.fixture
def stack(cloud: Cloud) -> Stack:
    return Stack(cloud)


def test_an_environment_and_its_queue_change_in_their_places(stack: Stack) -> None:
    before = stack.environment["computeEnvironmentArn"]
    resources = stack.properties("Environment")["ComputeResources"]
    resources["MaxvCpus"] = 64
    stack.properties("Queue")["Priority"] = 9
    stack.update()
    assert stack.environment["computeEnvironmentArn"] == before
    assert stack.environment["computeResources"]["maxvCpus"] == 64
    (queue,) = stack.cloud.batch.describe_job_queues()["jobQueues"]
    assert queue["priority"] == 9


def test_an_environment_with_other_instances_takes_the_place_of_the_old_one(stack: Stack) -> None:
    before = stack.environment["computeEnvironmentArn"]
    stack.properties("Environment")["ComputeResources"]["InstanceTypes"] = ["c5.large"]
    stack.update()
    after = stack.environment
    assert after["computeEnvironmentArn"] != before
    assert after["computeEnvironmentArn"] == stack.made("Environment")
    assert after["computeResources"]["instanceTypes"] == ["c5.large"]
    (queue,) = stack.cloud.batch.describe_job_queues()["jobQueues"]
    (used,) = queue["computeEnvironmentOrder"]
    assert used["computeEnvironment"] == after["computeEnvironmentArn"]
    assert queue["jobQueueArn"] == stack.made("Queue")
    stack.delete()
    assert stack.cloud.batch.describe_compute_environments()["computeEnvironments"] == []


def test_it_moves_to_fargate_only_as_another_one(stack: Stack) -> None:
    before = stack.environment["computeEnvironmentArn"]
    properties = stack.properties("Environment")
    resources = properties["ComputeResources"]
    properties["ReplaceComputeEnvironment"] = False
    properties["ComputeResources"] = {
        "Type": "FARGATE",
        **{name: resources[name] for name in ("MaxvCpus", "Subnets", "SecurityGroupIds")},
    }
    with pytest.raises(Refusal, match="does not match its compute environments"):
        stack.update()
    assert stack.environment["computeEnvironmentArn"] == before
    stack.properties("Environment")["ComputeResources"]["MaxvCpus"] = 8
    del stack.template["Resources"]["Queue"], stack.template["Outputs"]
    stack.update()
    assert stack.environment["computeEnvironmentArn"] != before
    assert stack.environment["computeResources"]["type"] == "FARGATE"


def test_its_instances_are_replaced_in_their_environment_when_it_says_so(stack: Stack) -> None:
    resources = stack.properties("Environment")["ComputeResources"]
    resources["AllocationStrategy"] = "BEST_FIT_PROGRESSIVE"
    stack.update()
    before = stack.environment["computeEnvironmentArn"]
    stack.properties("Environment")["ReplaceComputeEnvironment"] = False
    stack.properties("Environment")["ComputeResources"]["InstanceTypes"] = ["c5.large"]
    stack.update()
    assert stack.environment["computeEnvironmentArn"] == before
    assert stack.environment["computeResources"]["instanceTypes"] == ["c5.large"]


def test_one_with_a_name_of_its_own_needs_another_name(stack: Stack) -> None:
    properties = stack.properties("Environment")
    properties["ComputeEnvironmentName"] = first = stack.cloud.name("named")
    stack.update()
    assert stack.environment["computeEnvironmentName"] == first
    properties = stack.properties("Environment")
    properties["ComputeResources"]["InstanceTypes"] = ["c5.large"]
    arn = stack.made("Environment")
    with pytest.raises(Refusal, match="custom-named resource requires replacing"):
        stack.update()
    assert stack.made("Environment") == arn
    properties["ComputeEnvironmentName"] = second = stack.cloud.name("named")
    stack.update()
    assert stack.environment["computeEnvironmentName"] == second


def test_a_definition_gets_a_new_revision(stack: Stack) -> None:
    stack.properties("Definition")["ContainerProperties"]["Image"] = "alpine"
    stack.update()
    told = stack.cloud.batch.describe_job_definitions()["jobDefinitions"]
    assert [(one["revision"], one["status"]) for one in told] == [(2, "ACTIVE"), (1, "INACTIVE")]
    assert stack.made("Definition") == told[0]["jobDefinitionArn"]


def test_a_stack_takes_everything_with_it(stack: Stack) -> None:
    stack.delete()
    batch = stack.cloud.batch
    assert batch.describe_compute_environments()["computeEnvironments"] == []
    assert batch.describe_job_queues()["jobQueues"] == []
    assert batch.describe_job_definitions(status="ACTIVE")["jobDefinitions"] == []


def test_what_somebody_has_deleted_already_is_no_obstacle(stack: Stack) -> None:
    batch = stack.cloud.batch
    batch.update_job_queue(jobQueue=stack.made("Queue"), state="DISABLED")
    batch.delete_job_queue(jobQueue=stack.made("Queue"))
    stack.delete()
    assert batch.describe_compute_environments()["computeEnvironments"] == []


def test_an_environment_of_a_queue_stays(stack: Stack) -> None:
    arn = stack.made("Environment")
    with pytest.raises(ClientError, match="found existing JobQueue relationship"):
        delete_environment(stack.cloud.backend.service, arn)
    assert stack.environment["computeEnvironmentArn"] == arn
