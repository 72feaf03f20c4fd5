"""Records for tests that need no wire."""

from __future__ import annotations

from typing import Any

from batchdeck.local.batch.records import (
    ComputeEnvironmentRecord,
    JobDefinitionRecord,
    JobRecord,
)

QUEUE = "arn:aws:batch:eu-west-1:123456789012:job-queue/queue"


def environment(kind: str = "EC2", **resources: Any) -> ComputeEnvironmentRecord:
    """An environment of up to 16 vCPUs."""
    return ComputeEnvironmentRecord(
        name="environment",
        arn="arn:aws:batch:eu-west-1:123456789012:compute-environment/environment",
        resources={"type": kind, "maxvCpus": 16, **resources},
        status="VALID",
    )


def definition(**members: Any) -> JobDefinitionRecord:
    """A definition; `container` are members of its container properties."""
    container = {"image": "busybox", **members.pop("container", {})}
    return JobDefinitionRecord(
        name="definition",
        revision=1,
        arn="arn:aws:batch:eu-west-1:123456789012:job-definition/definition:1",
        document={"containerProperties": container, **members},
    )


def job(job_id: str = "job", created_at: int = 1000, **members: Any) -> JobRecord:
    """A job of `definition()` in QUEUE."""
    members.setdefault("definition", definition())
    members.setdefault("queue_arn", QUEUE)
    return JobRecord(id=job_id, name=job_id, created_at=created_at, **members)


def task_definition(*names: str, **members: Any) -> JobDefinitionRecord:
    """A definition with `ecsProperties`; `members` are those of every container."""
    sizes = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "64"}]
    containers = [
        {"name": name, "image": "busybox", "resourceRequirements": sizes, **members}
        for name in names
    ]
    record = definition()
    record.document = {"ecsProperties": {"taskProperties": [{"containers": containers}]}}
    return record


def nodes_definition(nodes: int, *ranges: Any, main: int = 0) -> JobDefinitionRecord:
    """A multi-node definition; all nodes are alike unless `ranges` are given."""
    container = {"image": "busybox", "vcpus": 1, "memory": 64}
    record = definition()
    record.document = {
        "nodeProperties": {
            "numNodes": nodes,
            "mainNode": main,
            "nodeRangeProperties": list(ranges) or [{"targetNodes": "0:", "container": container}],
        }
    }
    return record
