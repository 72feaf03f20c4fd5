"""Records as Batch's answers show them.

Members without a value are left out, as AWS does. Source: the output shapes of Batch's model.
"""

from __future__ import annotations

import math
from typing import Any

from batchdeck.local.batch import consumables
from batchdeck.local.batch.records import (
    ComputeEnvironmentRecord,
    ConsumableResourceRecord,
    Document,
    JobDefinitionRecord,
    JobQueueRecord,
    JobRecord,
    SchedulingPolicyRecord,
)


def compute_environment(record: ComputeEnvironmentRecord) -> Document:
    """`ComputeEnvironmentDetail`."""
    return {
        "computeEnvironmentName": record.name,
        "computeEnvironmentArn": record.arn,
        "ecsClusterArn": record.cluster_arn,
        "tags": record.tags,
        "type": record.type,
        "state": record.state,
        "status": record.status,
        "statusReason": record.status_reason,
        "serviceRole": record.service_role,
        "containerOrchestrationType": "ECS",
        "uuid": record.uuid,
        **given(
            computeResources=_resources(record),
            unmanagedvCpus=record.unmanaged_vcpus,
            updatePolicy=record.update_policy,
            ecsSettings=record.ecs_settings,
            context=record.context or None,
        ),
    }


def _resources(record: ComputeEnvironmentRecord) -> Document | None:
    if record.type != "MANAGED":
        return None
    if record.is_fargate:
        return record.resources
    return {**record.resources, "desiredvCpus": math.ceil(record.desired_vcpus)}


def job_queue(record: JobQueueRecord) -> Document:
    """`JobQueueDetail`."""
    order = [
        {"order": number, "computeEnvironment": arn}
        for number, arn in enumerate(record.environments, start=1)
    ]
    return {
        "jobQueueName": record.name,
        "jobQueueArn": record.arn,
        "state": record.state,
        "status": record.status,
        "statusReason": record.status_reason,
        "priority": record.priority,
        "computeEnvironmentOrder": order,
        "serviceEnvironmentOrder": [],
        "tags": record.tags,
        "jobStateTimeLimitActions": record.time_limit_actions,
        **given(
            schedulingPolicyArn=record.scheduling_policy_arn or None,
            jobQueueType=record.kind or None,
        ),
    }


def job_definition(record: JobDefinitionRecord) -> Document:
    """`JobDefinition`."""
    return {
        "jobDefinitionName": record.name,
        "jobDefinitionArn": record.arn,
        "revision": record.revision,
        "status": record.status,
        "type": record.type,
        "parameters": {},
        "tags": record.tags,
        "containerOrchestrationType": "ECS",
        **record.document,
    }


def scheduling_policy(record: SchedulingPolicyRecord) -> Document:
    """`SchedulingPolicyDetail`."""
    return {
        "name": record.name,
        "arn": record.arn,
        "tags": record.tags,
        **given(fairsharePolicy=record.fairshare),
    }


def consumable_resource_summary(record: ConsumableResourceRecord) -> Document:
    """`ConsumableResourceSummary`, the line of a list."""
    return {
        "consumableResourceArn": record.arn,
        "consumableResourceName": record.name,
        "totalQuantity": record.total,
        "inUseQuantity": record.in_use,
        "resourceType": "REPLENISHABLE" if record.replenishable else "NON_REPLENISHABLE",
    }


def consumable_resource(record: ConsumableResourceRecord) -> Document:
    """`DescribeConsumableResourceResponse`."""
    return {
        **consumable_resource_summary(record),
        "availableQuantity": record.available,
        "createdAt": record.created_at,
        "tags": record.tags,
    }


def consuming_job(job: JobRecord, arn: str, quantity: int) -> Document:
    """`ListJobsByConsumableResourceSummary`: a job that needs so much of a resource."""
    return {
        "jobArn": arn,
        "jobQueueArn": job.queue_arn,
        "jobName": job.name,
        "jobDefinitionArn": job.definition.arn,
        "jobStatus": job.status,
        "quantity": quantity,
        "createdAt": job.created_at,
        "consumableResourceProperties": consumables.properties(job),
        **given(
            shareIdentifier=job.share_identifier or None,
            statusReason=job.status_reason or None,
            startedAt=job.started_at,
        ),
    }


def given(**members: Any) -> Document:
    """The members that have a value."""
    return {name: value for name, value in members.items() if value is not None}
