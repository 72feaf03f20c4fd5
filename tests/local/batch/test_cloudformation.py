"""Stacks with Batch in them."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from batchdeck.local import settings
from tests.local.cloud import Cloud
from tests.local.scripted_runner import ScriptedRunner


def environment(cloud: Cloud) -> dict[str, Any]:
    subnet = cloud.subnet()
    resources = {
        "Type": "EC2",
        "MinvCpus": "0",
        "MaxvCpus": 4,
        "InstanceTypes": ["m5.large"],
        "Subnets": [subnet],
        "SecurityGroupIds": [cloud.group(subnet)],
        "InstanceRole": cloud.instance_profile(),
    }
    return {"Type": "MANAGED", "ComputeResources": resources}


QUEUE = {
    "Priority": 1,
    "ComputeEnvironmentOrder": [{"Order": 1, "ComputeEnvironment": {"Ref": "Environment"}}],
}
DEFINITION = {
    "Type": "container",
    "Parameters": {"Word": "hello"},
    "ContainerProperties": {
        "Image": "busybox",
        "Command": ["echo", "Ref::Word"],
        "ResourceRequirements": [
            {"Type": "VCPU", "Value": "1"},
            {"Type": "MEMORY", "Value": "64"},
        ],
        "Environment": [{"Name": "A", "Value": "1"}],
    },
}


def template(cloud: Cloud) -> dict[str, Any]:
    batch = "AWS::Batch::"
    return {
        "Resources": {
            "Environment": {
                "Type": batch + "ComputeEnvironment",
                "Properties": environment(cloud),
            },
            "Queue": {"Type": batch + "JobQueue", "Properties": QUEUE},
            "Definition": {"Type": batch + "JobDefinition", "Properties": DEFINITION},
        },
        "Outputs": {"Queue": {"Value": {"Fn::GetAtt": ["Queue", "JobQueueArn"]}}},
    }


def test_a_job_runs_in_what_a_stack_made(cloud: Cloud, runner: ScriptedRunner) -> None:
    now = settings.current()
    settings.configure(dataclasses.replace(now, pace=dataclasses.replace(now.pace, submitted=0.1)))
    name = cloud.name("stack")
    formation = cloud.client("cloudformation")
    formation.create_stack(StackName=name, TemplateBody=json.dumps(template(cloud)))
    (stack,) = formation.describe_stacks(StackName=name)["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    resources = formation.describe_stack_resources(StackName=name)["StackResources"]
    made = {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in resources}
    assert stack["Outputs"][0]["OutputValue"] == made["Queue"]
    cloud.submit(made["Queue"], made["Definition"])
    request = runner.next().request
    assert request.command == ("echo", "hello")
    assert ("A", "1") in request.environment
