"""A job definition made of the little that a container needs."""

from __future__ import annotations

from dataclasses import replace

from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.submission import Submission
from batchdeck.shipping.order import Order


def with_new_definition(order: Order, *, execution_role: str = "", job_role: str = "") -> Order:
    """The order with a new definition of the job's command, vCPUs and memory, all it needs.

    What the definition says the job does not say once more. The roles are ARNs; empty: none.
    """
    job = order.job
    assert job.vcpus is not None
    assert job.memory is not None
    sizes = {"VCPU": f"{job.vcpus:g}", "MEMORY": str(job.memory)}
    container = {
        "image": "",
        "command": list(job.command),
        "executionRoleArn": execution_role,
        "jobRoleArn": job_role,
        "resourceRequirements": [{"type": kind, "value": size} for kind, size in sizes.items()],
    }
    members = {
        "jobDefinitionName": order.definition,
        "type": "container",
        "containerProperties": {name: value for name, value in container.items() if value},
    }
    if job.fargate:
        members["platformCapabilities"] = ["FARGATE"]
    kept: Submission = replace(job, vcpus=None, memory=None, command=())
    return replace(order, job=kept, new_definition=DefinitionDocument(members))
