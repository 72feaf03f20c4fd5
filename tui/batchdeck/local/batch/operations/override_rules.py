"""What of its definition a job may be submitted with otherwise.

Source: Batch API, `ContainerOverrides`, `EcsPropertiesOverride`, `NodeOverrides`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from batchdeck.local.batch import job_container
from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.node_ranges import node_range
from batchdeck.local.batch.nodes import node_children
from batchdeck.local.batch.operations.consumable_rules import check_consumables
from batchdeck.local.batch.operations.container_rules import (
    check_environment,
    check_fargate_size,
    check_gpus,
    check_size,
)
from batchdeck.local.batch.records import Document, JobDefinitionRecord, JobRecord

_MEMBERS = ("containerOverrides", "ecsPropertiesOverride", "nodeOverrides", "eksPropertiesOverride")
_MOST_NODES = 1000
_LONGEST_REQUEST = 30 * 1024
_LONGEST_OVERRIDES = 8 * 1024


def overrides_of(request: Document, definition: JobDefinitionRecord) -> Document:
    """The overrides of a request; `ClientError` for those of another kind of definition."""
    if "eksProperties" in definition.document:
        raise ClientError("The local account has no EKS environments to run a job in.")
    allowed = _allowed(definition)
    for member in _MEMBERS:
        if request.get(member) and member != allowed:
            raise invalid(f"{member} is not applicable to job definition {definition.name}.")
    overrides: Document = request.get(allowed) or {}
    _check_tasks(overrides, definition.document)
    _check_lengths(request)
    check_consumables(request.get("consumableResourcePropertiesOverride"))
    for node in overrides.get("nodePropertyOverrides") or ():
        check_consumables(node.get("consumableResourcePropertiesOverride"))
    for container in _containers(overrides):
        check_environment(container.get("environment"))
        if "" in (container.get("command") or ()):
            raise invalid("command of overrides cannot contain an empty string.")
    return overrides


def _check_tasks(overrides: Document, shape: Document) -> None:
    """One task, and containers that it has. Source: Batch API, `EcsPropertiesOverride`."""
    tasks = overrides.get("taskProperties") or ()
    if len(tasks) > 1:
        raise invalid("taskProperties must have exactly one element.")
    names = {
        one.get("name")
        for task in (shape.get("ecsProperties") or {}).get("taskProperties") or ()
        for one in task["containers"]
    }
    for container in (one for task in tasks for one in task.get("containers") or ()):
        if container.get("name") not in names:
            raise invalid(
                f"Override for container named {container.get('name')} is not a container in "
                "the TaskDefinition."
            )


def _check_lengths(request: Document) -> None:
    """Source: user guide, "Service quotas"; the limit of overrides is in no document of AWS."""
    length = len(json.dumps(request).encode())
    if length > _LONGEST_REQUEST:
        raise invalid(f"Job size must be less than 30 KiB, got {length // 1024} KiB")
    if len(json.dumps(request.get("containerOverrides")).encode()) > _LONGEST_OVERRIDES:
        raise ClientError(f"Container Overrides length must be at most {_LONGEST_OVERRIDES}")


def nodes_of(request: Document, definition: JobDefinitionRecord) -> int | None:
    """The number of nodes of a job; None for one that is not multi-node.

    Another number than the definition's needs a range that is open at its end.
    """
    properties = definition.document.get("nodeProperties")
    if properties is None:
        return None
    if request.get("arrayProperties"):
        raise invalid("A multi-node parallel job cannot be an array job.")
    asked = (request.get("nodeOverrides") or {}).get("numNodes")
    if asked is None:
        return int(properties["numNodes"])
    targets = [entry["targetNodes"] for entry in properties["nodeRangeProperties"]]
    is_open = any(target.endswith(":") for target in targets)
    fits = all(node_range(target, asked) is not None for target in targets)
    if not (is_open and fits and properties["mainNode"] < asked <= _MOST_NODES):
        raise invalid(f"numNodes {asked} does not fit the node ranges of {definition.name}.")
    return int(asked)


def check_sizes(job: JobRecord) -> None:
    """Raise `ClientError` for vCPUs or memory that nothing could give."""
    fargate = job.definition.platforms == ["FARGATE"]
    for part in node_children(job) if job.is_multi_node else (job,):
        containers = job_container.containers(part)
        alone = job_container.task(part) is None
        for container in containers:
            check_gpus(container)
            check_size(container, fargate=fargate and alone, alone=alone)
        if fargate and not alone:
            check_fargate_size(
                sum(map(job_container.vcpus, containers)),
                sum(map(job_container.memory, containers)),
            )


def _allowed(definition: JobDefinitionRecord) -> str:
    if "nodeProperties" in definition.document:
        return "nodeOverrides"
    if "ecsProperties" in definition.document:
        return "ecsPropertiesOverride"
    return "containerOverrides"


def _containers(overrides: Document) -> Iterator[Document]:
    """Everything in overrides that is about one container."""
    yield overrides
    for task in overrides.get("taskProperties") or ():
        yield from task.get("containers") or ()
    for node in overrides.get("nodePropertyOverrides") or ():
        yield from _containers(node.get("containerOverrides") or {})
        yield from _containers(node.get("ecsPropertiesOverride") or {})
