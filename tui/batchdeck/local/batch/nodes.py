"""Multi-node parallel jobs: one submission that becomes a job for each node.

Source: AWS Batch user guide, "Multi-node parallel jobs"; Batch API, `NodeOverrides`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from batchdeck.local.batch.jobs import Jobs
from batchdeck.local.batch.node_ranges import node_range, properties_of
from batchdeck.local.batch.records import ComputeEnvironmentRecord, Document, JobRecord
from batchdeck.local.placement.candidates import vcpus_taken
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import MAX_RESOURCE, RESOURCE_REQUIREMENT, Obstacle


def parts(jobs: Jobs, job: JobRecord) -> list[JobRecord]:
    """What a job is run as: itself, or its nodes, by their numbers."""
    return list(jobs.newest_first(job.id)) if job.is_multi_node else [job]


def is_main_node(node: JobRecord) -> bool:
    """Whether a node is the one whose end is the end of all."""
    return node.index == main_node(node)


def main_node(job: JobRecord) -> int:
    """The number of the main node of a multi-node job, or of a node's."""
    return int(job.definition.document["nodeProperties"]["mainNode"])


def node_properties(job: JobRecord) -> Document:
    """`nodeProperties` of a multi-node job, with the number of nodes it was submitted with."""
    properties: Document = job.definition.document["nodeProperties"]
    return {**properties, "numNodes": job.nodes}


def node_children(job: JobRecord) -> Iterator[JobRecord]:
    """The nodes of a job, PENDING until it starts."""
    for index in range(job.nodes or 0):
        yield replace(
            job,
            id=f"{job.id}#{index}",
            status="PENDING",
            parent_id=job.id,
            index=index,
            node=node_range_of(job, index),
            overrides=_overrides(job, index),
            depends_on=[],
            attempts=[],
        )


def node_range_of(job: JobRecord, index: int) -> Document | None:
    """The `NodeRangeProperty` of a node, with what the job was submitted with otherwise."""
    found = properties_of(node_properties(job), index)
    if found is None:
        return None
    changed = dict(found)
    for override in _overrides_of(job, index):
        if override.get("instanceTypes"):
            changed["instanceTypes"] = override["instanceTypes"]
        if "consumableResourcePropertiesOverride" in override:
            changed["consumableResourceProperties"] = override[
                "consumableResourcePropertiesOverride"
            ]
    return changed


def obstacle_for_nodes(
    environment: ComputeEnvironmentRecord, demands: Sequence[Demand]
) -> Obstacle | None:
    """What keeps nodes out of an environment together, though each would fit alone."""
    if environment.kind != "EC2":
        return Obstacle("multi-node jobs run on On-Demand instances only", RESOURCE_REQUIREMENT)
    total = vcpus_taken(environment, demands)
    if total > environment.resources.get("maxvCpus", total):
        return Obstacle(f"the nodes want {total:g} vCPUs together", MAX_RESOURCE)
    return None


def _overrides(job: JobRecord, index: int) -> Document:
    """Of its containers: those of every range that holds it, the later over the earlier."""
    merged: Document = {}
    for entry in _overrides_of(job, index):
        merged |= entry.get("containerOverrides") or entry.get("ecsPropertiesOverride") or {}
    return merged


def _overrides_of(job: JobRecord, index: int) -> Iterator[Document]:
    """`NodePropertyOverride` of every range that holds a node."""
    for entry in job.overrides.get("nodePropertyOverrides") or ():
        span = node_range(entry["targetNodes"], job.nodes or 0)
        if span is not None and index in span:
            yield entry
