from __future__ import annotations

from typing import Any

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud


def create(cloud: Cloud, total: int = 10, **members: Any) -> str:
    name = cloud.name("licence")
    cloud.batch.create_consumable_resource(
        consumableResourceName=name, totalQuantity=total, **members
    )
    return name


def told(cloud: Cloud, name: str) -> Any:
    return cloud.batch.describe_consumable_resource(consumableResource=name)


def need(name: str, quantity: int) -> dict[str, Any]:
    return {"consumableResourceList": [{"consumableResource": name, "quantity": quantity}]}


def stuck_queue(cloud: Cloud) -> str:
    """Its jobs wait."""
    environment = cloud.environment()
    queue = cloud.queue(environment)
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    return queue


def test_a_resource_is_told_as_it_was_asked_for(cloud: Cloud) -> None:
    name = create(cloud, 7, resourceType="NON_REPLENISHABLE", tags={"team": "x"})
    resource = told(cloud, name)
    assert resource["consumableResourceArn"] == cloud.backend.account.arn(
        f"consumable-resource/{name}"
    )
    quantities = [f"{kind}Quantity" for kind in ("total", "inUse", "available")]
    assert [resource[quantity] for quantity in quantities] == [7, 0, 7]
    assert resource["resourceType"] == "NON_REPLENISHABLE"
    assert resource["tags"] == {"team": "x"}
    assert told(cloud, resource["consumableResourceArn"])["createdAt"] == resource["createdAt"]


def test_what_cannot_be_made(cloud: Cloud) -> None:
    name = create(cloud)
    with refused("Object already exists"):
        cloud.batch.create_consumable_resource(consumableResourceName=name)
    with refused("totalQuantity must be non-negative"):
        create(cloud, -1)
    with refused("resourceType must be one of"):
        create(cloud, resourceType="OTHER")


def test_resources_are_listed_by_name_page_by_page(cloud: Cloud) -> None:
    names = [create(cloud) for _ in range(3)]
    listed = cloud.batch.get_paginator("list_consumable_resources")
    pages = listed.paginate(PaginationConfig={"PageSize": 2})
    found = [one["consumableResourceName"] for page in pages for one in page["consumableResources"]]
    assert found == names
    only = {"name": "CONSUMABLE_RESOURCE_NAME", "values": [names[1].upper()]}
    (one,) = cloud.batch.list_consumable_resources(filters=[only])["consumableResources"]
    assert one["consumableResourceName"] == names[1]
    with refused("Filter OTHER must be one of"):
        cloud.batch.list_consumable_resources(filters=[{"name": "OTHER", "values": ["x"]}])


def test_the_total_is_set_raised_and_lowered(cloud: Cloud) -> None:
    name = create(cloud, 10)

    def update(operation: str, quantity: int, **members: str) -> int:
        answer = cloud.batch.update_consumable_resource(
            consumableResource=name, operation=operation, quantity=quantity, **members
        )
        return int(answer["totalQuantity"])

    assert update("SET", 4) == 4
    assert update("ADD", 3) == 7
    assert update("REMOVE", 2) == 5
    assert [update("ADD", 1, clientToken="same") for _ in range(2)] == [6, 6]
    with refused("totalQuantity must be non-negative"):
        update("REMOVE", 7)
    with refused("must be one of SET, ADD, REMOVE"):
        update("DOUBLE", 1)
    with refused("quantity must be non-negative"):
        update("ADD", -1)
    assert told(cloud, name)["totalQuantity"] == 6


def test_jobs_that_need_a_resource_are_listed_newest_first(cloud: Cloud) -> None:
    name, queue = create(cloud), stuck_queue(cloud)
    arn = told(cloud, name)["consumableResourceArn"]
    definition = cloud.definition(consumableResourceProperties=need(name, 2))
    first = cloud.submit(queue, definition, name="first")
    second = cloud.submit(
        queue, definition, name="second", consumableResourcePropertiesOverride=need(arn, 5)
    )
    cloud.submit(queue, name="without")
    for job_id in (first, second):
        cloud.wait(job_id, "RUNNABLE")

    def listed(**filters: str) -> list[tuple[str, int]]:
        answer = cloud.batch.list_jobs_by_consumable_resource(
            consumableResource=name,
            filters=[{"name": key, "values": [value]} for key, value in filters.items()],
        )
        return [(job["jobName"], job["quantity"]) for job in answer["jobs"]]

    assert listed() == [("second", 5), ("first", 2)]
    assert listed(JOB_NAME="FIR*") == [("first", 2)]
    assert listed(JOB_STATUS="RUNNABLE", JOB_NAME="second") == [("second", 5)]
    assert listed(JOB_STATUS="RUNNING") == []
    assert cloud.job(first)["consumableResourceProperties"] == need(name, 2)
    with refused("Cannot delete"):
        cloud.batch.delete_consumable_resource(consumableResource=name)


def test_a_resource_that_nobody_needs_can_go(cloud: Cloud) -> None:
    name = create(cloud)
    for _ in range(2):
        cloud.batch.delete_consumable_resource(consumableResource=name)
    with refused(f"ConsumableResource {name} not found"):
        told(cloud, name)
    with refused("not found"):
        cloud.batch.list_jobs_by_consumable_resource(consumableResource=name)
