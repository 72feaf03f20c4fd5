"""boto3's paginators read every list to its end, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from batchdeck.local.batch import routes
from tests.local.cloud import Cloud

PAGE = 2
COUNT = 5


def environments(cloud: Cloud) -> dict[str, Any]:
    subnets, profile = [cloud.subnet()], cloud.instance_profile()
    for _ in range(COUNT):
        cloud.environment(subnets=subnets, instanceRole=profile)
    return {}


def queues(cloud: Cloud) -> dict[str, Any]:
    environment = cloud.environment()
    for _ in range(COUNT):
        cloud.queue(environment)
    return {}


def definitions(cloud: Cloud) -> dict[str, Any]:
    for _ in range(COUNT):
        cloud.definition()
    return {}


def policies(cloud: Cloud) -> dict[str, Any]:
    for _ in range(COUNT):
        cloud.batch.create_scheduling_policy(name=cloud.name("policy"))
    return {}


def consumables(cloud: Cloud) -> dict[str, Any]:
    for _ in range(COUNT):
        cloud.batch.create_consumable_resource(consumableResourceName=cloud.name("licence"))
    return {}


def jobs(cloud: Cloud) -> dict[str, Any]:
    queue, definition = waiting_queue(cloud), cloud.definition()
    made = [cloud.submit(queue, definition) for _ in range(COUNT)]
    for job_id in made:
        cloud.wait(job_id, "RUNNABLE")
    return {"jobQueue": queue, "jobStatus": "RUNNABLE"}


def consumers(cloud: Cloud) -> dict[str, Any]:
    name = cloud.name("licence")
    cloud.batch.create_consumable_resource(consumableResourceName=name)
    need = {"consumableResourceList": [{"consumableResource": name, "quantity": 1}]}
    queue, definition = waiting_queue(cloud), cloud.definition(consumableResourceProperties=need)
    for _ in range(COUNT):
        cloud.submit(queue, definition)
    return {"consumableResource": name}


def nothing(_: Cloud) -> dict[str, Any]:
    return {}


def nothing_of_a_queue(cloud: Cloud) -> dict[str, Any]:
    return {"jobQueue": cloud.queue()}


def waiting_queue(cloud: Cloud) -> str:
    """Its jobs stay RUNNABLE."""
    environment = cloud.environment()
    queue = cloud.queue(environment)
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    return queue


Fill = Callable[[Cloud], dict[str, Any]]
LISTS: dict[str, tuple[Fill, int]] = {
    "describe_compute_environments": (environments, COUNT),
    "describe_job_queues": (queues, COUNT),
    "describe_job_definitions": (definitions, COUNT),
    "describe_service_environments": (nothing, 0),
    "list_consumable_resources": (consumables, COUNT),
    "list_jobs": (jobs, COUNT),
    "list_jobs_by_consumable_resource": (consumers, COUNT),
    "list_quota_shares": (nothing_of_a_queue, 0),
    "list_scheduling_policies": (policies, COUNT),
    "list_service_jobs": (nothing, 0),
}


def test_every_list_with_pages_is_among_them(cloud: Cloud) -> None:
    paged = {
        operation
        for operation, name in cloud.batch.meta.method_to_api_mapping.items()
        if "nextToken" in routes.model().operation_model(name).output_shape.members
    }
    assert paged == set(LISTS)
    assert all(cloud.batch.can_paginate(operation) for operation in LISTS)


@pytest.mark.parametrize("operation", LISTS)
def test_a_list_is_read_to_its_end(cloud: Cloud, operation: str) -> None:
    fill, count = LISTS[operation]
    paginator = cloud.batch.get_paginator(operation)
    pages = paginator.paginate(**fill(cloud), PaginationConfig={"PageSize": PAGE})
    (member,) = [one.expression for one in paginator.result_keys]
    found = [entry for page in pages for entry in page[member]]
    assert len(found) == count
    assert len({str(entry) for entry in found}) == count
