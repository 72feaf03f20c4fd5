"""What Batch asks of a job definition.

Source: Batch API, `RegisterJobDefinition`; user guide, "Service quotas".
"""

from __future__ import annotations

import json

from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.operations.checks import check_retry_strategy, check_timeout
from batchdeck.local.batch.operations.consumable_rules import check_consumables
from batchdeck.local.batch.operations.container_rules import check_container
from batchdeck.local.batch.operations.node_rules import check_nodes
from batchdeck.local.batch.operations.pod_rules import check_pod
from batchdeck.local.batch.operations.task_rules import check_task
from batchdeck.local.batch.records import Document

_MAX_BYTES = 24 * 1024
_SHAPES = ("containerProperties", "ecsProperties", "eksProperties", "nodeProperties")
_NOT_FOR_EKS = ("platformCapabilities", "propagateTags")


def check_definition(request: Document) -> None:
    """Raise `ClientError` for a definition that cannot be registered."""
    if len(json.dumps(request).encode()) > _MAX_BYTES:
        raise invalid(f"Job definition length must be at most {_MAX_BYTES}")
    check_retry_strategy(request.get("retryStrategy"))
    check_timeout(request.get("timeout"))
    if not 0 <= request.get("schedulingPriority", 0) <= 9999:
        raise invalid("schedulingPriority must be between 0 and 9999.")
    check_consumables(request.get("consumableResourceProperties"))
    _check_shape(request, _shape(request))


def _shape(request: Document) -> str:
    """The one member that says what runs."""
    given = [member for member in _SHAPES if request.get(member)]
    if request["type"] == "multinode":
        if given != ["nodeProperties"]:
            raise invalid("nodeProperties, and no other, is required for multinode.")
    elif not given:
        raise invalid("Container properties is required.")
    elif len(given) > 1 or given == ["nodeProperties"]:
        raise invalid(f"{' and '.join(given)} cannot be in a definition of type container.")
    return given[0]


def _check_shape(request: Document, shape: str) -> None:
    platforms = request.get("platformCapabilities") or ["EC2"]
    if "MANAGED_INSTANCES" in platforms:
        raise ClientError("The local account has no managed instances.")
    fargate, properties = "FARGATE" in platforms, request[shape]
    match shape:
        case "containerProperties":
            check_container(properties, fargate=fargate)
        case "ecsProperties":
            check_task(properties, fargate=fargate)
        case "nodeProperties":
            if fargate:
                raise invalid("multinode is not applicable for Fargate.")
            check_nodes(properties)
        case _:
            for member in _NOT_FOR_EKS:
                if member in request:
                    raise invalid(f"{member} is not applicable for EKS.")
            check_pod(properties)
