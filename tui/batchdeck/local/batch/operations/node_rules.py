"""What Batch asks of the nodes of a multi-node parallel job.

Source: Batch API, `NodeProperties` and `NodeRangeProperty`.
"""

from __future__ import annotations

import re

from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.node_ranges import node_range
from batchdeck.local.batch.operations.consumable_rules import check_consumables
from batchdeck.local.batch.operations.container_rules import check_container
from batchdeck.local.batch.operations.task_rules import check_task
from batchdeck.local.batch.records import Document

_MAX_NODES = 1000
_MAX_RANGES = 5
_RANGE = re.compile(r"\d*:?\d*")


def check_nodes(properties: Document) -> None:
    """Raise `ClientError` for `nodeProperties` that cannot be registered."""
    nodes, main = properties["numNodes"], properties["mainNode"]
    if not 1 <= nodes <= _MAX_NODES:
        raise invalid(f"Number of nodes must be between 1 and {_MAX_NODES}.")
    if not 0 <= main < nodes:
        raise invalid("Main node index is out of range, must be less than numNodes.")
    entries = properties["nodeRangeProperties"]
    if len(entries) > _MAX_RANGES:
        raise invalid(f"Maximum allowed size of node range properties is {_MAX_RANGES}")
    covered: set[int] = set()
    for entry in entries:
        if not _RANGE.fullmatch(entry["targetNodes"]):
            raise invalid("targetNodes should contain only digits.")
        span = node_range(entry["targetNodes"], nodes)
        if span is None:
            raise invalid(f"targetNodes {entry['targetNodes']} is not a range of {nodes} nodes.")
        covered |= set(span)
        _check_range(entry)
    if len(covered) < nodes:
        raise invalid(f"nodeRangeProperties must account for all nodes (0:{nodes - 1}).")
    _check_instance_types(entries)


def _check_range(entry: Document) -> None:
    check_consumables(entry.get("consumableResourceProperties"))
    if "eksProperties" in entry:
        raise ClientError("The local account has no EKS.")
    if "container" in entry and "ecsProperties" in entry:
        raise invalid("NodeRangeProperties can not use both ecsProperties and container fields")
    if "container" not in entry and "ecsProperties" not in entry:
        raise invalid(f"Must specify container for node range {entry['targetNodes']}")
    if "container" in entry:
        check_container(entry["container"], fargate=False)
    else:
        check_task(entry["ecsProperties"], fargate=False)


def _check_instance_types(entries: list[Document]) -> None:
    """All node groups use the same type."""
    named = {(entry.get("container") or {}).get("instanceType") for entry in entries}
    for entry in entries:
        types = entry.get("instanceTypes") or []
        if len(types) > 1:
            raise invalid("instanceTypes of a node range must have at most one element.")
        named |= set(types)
    if len(named - {None}) > 1:
        raise invalid("All node ranges must use the same instance type.")
