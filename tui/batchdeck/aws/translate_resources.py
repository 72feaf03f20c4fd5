"""Environments, queues and definitions: from botocore's dicts to the domain."""

from __future__ import annotations

from batchdeck.aws.containers import containers
from batchdeck.aws.shapes import (
    Document,
    child,
    children,
    document,
    pairs,
    short_name,
    text,
    texts,
    whole,
)
from batchdeck.aws.translate_launches import references
from batchdeck.domain.resources import (
    ComputeEnvironment,
    ConsumableResource,
    JobDefinition,
    JobQueue,
)

UNMANAGED = "UNMANAGED"


def compute_environment(source: Document) -> ComputeEnvironment:
    """An environment of `DescribeComputeEnvironments`."""
    resources = child(source, "computeResources")
    eks = text(child(source, "eksConfiguration"), "eksClusterArn")
    ecs_images = children(resources, "ec2Configuration")
    return ComputeEnvironment(
        name=text(source, "computeEnvironmentName"),
        arn=text(source, "computeEnvironmentArn"),
        kind="EKS" if eks else text(resources, "type") or text(source, "type") or UNMANAGED,
        state=text(source, "state"),
        status=text(source, "status"),
        reason=text(source, "statusReason"),
        min_vcpus=whole(resources, "minvCpus"),
        max_vcpus=_first_number(whole(resources, "maxvCpus"), whole(source, "unmanagedvCpus")),
        desired_vcpus=whole(resources, "desiredvCpus"),
        instance_types=texts(resources, "instanceTypes"),
        subnets=texts(resources, "subnets"),
        security_groups=texts(resources, "securityGroupIds"),
        instance_role=text(resources, "instanceRole"),
        service_role=text(source, "serviceRole"),
        allocation_strategy=text(resources, "allocationStrategy"),
        spot_fleet_role=text(resources, "spotIamFleetRole"),
        bid_percentage=whole(resources, "bidPercentage"),
        cluster=text(source, "ecsClusterArn"),
        eks_cluster=eks,
        uuid=text(source, "uuid"),
        image=text(resources, "imageId"),
        image_overrides=tuple(filter(None, (text(one, "imageIdOverride") for one in ecs_images))),
        image_statuses=tuple(filter(None, (text(one, "batchImageStatus") for one in ecs_images))),
        launch_templates=references(resources),
        key_pair=text(resources, "ec2KeyPair"),
        placement_group=text(resources, "placementGroup"),
        document=document(source),
    )


def consumable_resource(source: Document) -> ConsumableResource:
    """A resource of `ListConsumableResources`."""
    return ConsumableResource(
        name=text(source, "consumableResourceName"),
        arn=text(source, "consumableResourceArn"),
        total=whole(source, "totalQuantity") or 0,
        in_use=whole(source, "inUseQuantity") or 0,
    )


def job_queue(source: Document) -> JobQueue:
    """A queue of `DescribeJobQueues`."""
    order = sorted(
        children(source, "computeEnvironmentOrder"), key=lambda place: whole(place, "order") or 0
    )
    return JobQueue(
        name=text(source, "jobQueueName"),
        arn=text(source, "jobQueueArn"),
        state=text(source, "state"),
        status=text(source, "status"),
        priority=whole(source, "priority") or 0,
        environments=tuple(short_name(text(place, "computeEnvironment")) for place in order),
        reason=text(source, "statusReason"),
        scheduling_policy=text(source, "schedulingPolicyArn"),
        time_limits=tuple(
            text(one, "reason") for one in children(source, "jobStateTimeLimitActions")
        ),
        document=document(source),
    )


def job_definition(source: Document) -> JobDefinition:
    """A revision of `DescribeJobDefinitions`."""
    return JobDefinition(
        name=text(source, "jobDefinitionName"),
        revision=whole(source, "revision") or 0,
        arn=text(source, "jobDefinitionArn"),
        type=text(source, "type"),
        status=text(source, "status"),
        platforms=texts(source, "platformCapabilities") or ("EC2",),
        containers=containers(source),
        parameters=pairs(source, "parameters"),
        timeout_seconds=whole(child(source, "timeout"), "attemptDurationSeconds"),
        retry_attempts=whole(child(source, "retryStrategy"), "attempts"),
        tags=pairs(source, "tags"),
        document=document(source),
    )


def _first_number(*candidates: int | None) -> int | None:
    return next((number for number in candidates if number is not None), None)
