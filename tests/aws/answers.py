"""Answers of AWS Batch as they come out of botocore, to translate and to spoil."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

ARN = "arn:aws:batch:eu-west-1:123456789012:"
VARIABLES = [{"name": "TOKEN", "value": "hunter22"}]

CONTAINER: dict[str, Any] = {
    "image": "registry/genome:7",
    "command": ["align", "Ref::input"],
    "jobRoleArn": "arn:aws:iam::123456789012:role/job",
    "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
    "environment": VARIABLES,
    "resourceRequirements": [
        {"type": "VCPU", "value": "0.25"},
        {"type": "MEMORY", "value": "512"},
        {"type": "GPU", "value": "1"},
    ],
    "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/genome"}},
}

JOB: dict[str, Any] = {
    "jobArn": ARN + "job/0a1b",
    "jobId": "0a1b",
    "jobName": "align",
    "jobQueue": ARN + "job-queue/genome",
    "status": "FAILED",
    "statusReason": "Essential container in task exited",
    "createdAt": 1000,
    "startedAt": 2000,
    "stoppedAt": 3000,
    "jobDefinition": ARN + "job-definition/align:7",
    "container": {
        **CONTAINER,
        "exitCode": 137,
        "reason": "OutOfMemoryError: killed",
        "logStreamName": "align/default/2",
    },
    "attempts": [
        {
            "container": {"exitCode": 1, "reason": "bad", "logStreamName": "align/default/1"},
            "startedAt": 1500,
            "stoppedAt": 1600,
            "statusReason": "Essential container in task exited",
        },
        {
            "container": {"exitCode": 137, "logStreamName": "align/default/2"},
            "startedAt": 2000,
            "stoppedAt": 3000,
        },
    ],
    "dependsOn": [{"jobId": "0a1a", "type": "SEQUENTIAL"}],
    "parameters": {"input": "s3://b/k"},
    "retryStrategy": {"attempts": 2, "evaluateOnExit": []},
    "timeout": {"attemptDurationSeconds": 600},
    "tags": {"team": "genome", "batchdeck:submission": "t1"},
    "platformCapabilities": ["EC2"],
    "arrayProperties": {"size": 10, "index": 3, "statusSummary": {"FAILED": 2, "RUNNING": 1}},
    "isCancelled": False,
    "isTerminated": True,
}

ECS_JOB: dict[str, Any] = {
    "jobId": "0c",
    "jobName": "two containers",
    "jobQueue": "q",
    "status": "RUNNING",
    "ecsProperties": {
        "taskProperties": [
            {
                "executionRoleArn": "arn:execution",
                "taskRoleArn": "arn:task",
                "containers": [
                    {
                        "name": "main",
                        "image": "main:1",
                        "environment": VARIABLES,
                        "logConfiguration": {
                            "logDriver": "splunk",
                            "options": {"splunk-token": "hunter22"},
                        },
                        "logStreamName": "never",
                        "resourceRequirements": [{"type": "VCPU", "value": "1"}],
                    },
                    {"name": "side", "image": "side:1", "logStreamName": "side/default/1"},
                ],
            }
        ]
    },
    "attempts": [
        {
            "taskProperties": [
                {
                    "containers": [
                        {"name": "main", "exitCode": 0},
                        {
                            "name": "side",
                            "exitCode": 3,
                            "reason": "side failed",
                            "logStreamName": "side/default/0",
                        },
                    ]
                }
            ]
        }
    ],
}

NODE_JOB: dict[str, Any] = {
    "jobId": "0d",
    "jobName": "nodes",
    "jobQueue": "q",
    "status": "RUNNING",
    "container": {"logStreamName": "nodes/default/1", "exitCode": 0},
    "nodeProperties": {
        "numNodes": 2,
        "mainNode": 0,
        "nodeRangeProperties": [
            {"targetNodes": "0", "container": CONTAINER},
            {"targetNodes": "1:", "ecsProperties": ECS_JOB["ecsProperties"]},
        ],
    },
}

EKS_JOB: dict[str, Any] = {
    "jobId": "0e",
    "jobName": "pod",
    "jobQueue": "q",
    "status": "RUNNING",
    "eksProperties": {
        "podProperties": {
            "containers": [
                {
                    "name": "c",
                    "image": "pod:1",
                    "command": ["run"],
                    "args": ["fast"],
                    "env": VARIABLES,
                    "resources": {
                        "limits": {"cpu": "500m", "memory": "2Gi", "nvidia.com/gpu": "1"},
                        "requests": {"cpu": "100m"},
                    },
                }
            ]
        }
    },
}

DEFINITION: dict[str, Any] = {
    "jobDefinitionName": "align",
    "jobDefinitionArn": ARN + "job-definition/align:7",
    "revision": 7,
    "status": "ACTIVE",
    "type": "container",
    "containerProperties": CONTAINER,
    "parameters": {"input": "x"},
    "retryStrategy": {"attempts": 3},
    "timeout": {"attemptDurationSeconds": 60},
    "tags": {"a": "b"},
    "platformCapabilities": ["FARGATE"],
}

ENVIRONMENT: dict[str, Any] = {
    "computeEnvironmentName": "spot",
    "computeEnvironmentArn": ARN + "compute-environment/spot",
    "type": "MANAGED",
    "state": "ENABLED",
    "status": "INVALID",
    "statusReason": "CLIENT_ERROR - role",
    "serviceRole": "arn:service",
    "computeResources": {
        "type": "SPOT",
        "minvCpus": 0,
        "maxvCpus": 64,
        "desiredvCpus": 8,
        "instanceTypes": ["optimal"],
        "subnets": ["subnet-1"],
        "securityGroupIds": ["sg-1"],
        "instanceRole": "arn:instance",
    },
}

QUEUE: dict[str, Any] = {
    "jobQueueName": "genome",
    "jobQueueArn": ARN + "job-queue/genome",
    "state": "ENABLED",
    "status": "VALID",
    "statusReason": "JobQueue Healthy",
    "priority": 5,
    "computeEnvironmentOrder": [
        {"order": 2, "computeEnvironment": ARN + "compute-environment/second"},
        {"order": 1, "computeEnvironment": ARN + "compute-environment/first"},
    ],
}

JOBS = (JOB, ECS_JOB, NODE_JOB, EKS_JOB)
HOSTILE = "x\x1b]52;c;AAAA\x07\x1b[31m\u202ey\x00\n"


def hostile(value: Any) -> Any:
    """The same answer with something evil in every string, keys of maps too."""
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, dict):
        free = set(value) <= {"team", "batchdeck:submission", "input", "a"}
        return {(key + HOSTILE if free else key): hostile(one) for key, one in value.items()}
    return [hostile(one) for one in value] if isinstance(value, list) else value


def spoiled(source: dict[str, Any], rounds: int) -> Iterator[dict[str, Any]]:
    """Variants with members left out, null, or of a value nobody knows."""
    chance = random.Random(7)
    for _ in range(rounds):
        variant = copy.deepcopy(source)
        for _ in range(chance.randint(1, 6)):
            _spoil(variant, chance)
        yield variant


def _spoil(document: Any, chance: random.Random) -> None:
    places = [(holder, key) for holder, key in _places(document)]
    if not places:
        return
    holder, key = chance.choice(places)
    kind = chance.randrange(6)
    if kind == 0:
        del holder[key]
    else:
        holder[key] = (None, "QUANTUM_LEAP", {}, [], 1.5)[kind - 1]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield value, key
            yield from _places(one)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield value, index
            yield from _places(one)
