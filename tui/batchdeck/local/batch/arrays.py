"""Array jobs: one submission that becomes many children.

Source: AWS Batch user guide, "Array jobs" and "Array job dependencies".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from batchdeck.local.batch.records import Document, JobRecord


def array_children(parent: JobRecord) -> Iterator[JobRecord]:
    """The children of an array, PENDING; they share what the parent was submitted with."""
    for index in range(parent.array_size or 0):
        yield replace(
            parent,
            id=child_id(parent.id, index),
            status="PENDING",
            parent_id=parent.id,
            index=index,
            depends_on=list(_dependencies(parent, index)),
            attempts=[],
        )


def child_id(parent_id: str, index: int) -> str:
    """The id of a child."""
    return f"{parent_id}:{index}"


def _dependencies(parent: JobRecord, index: int) -> Iterator[Document]:
    """SEQUENTIAL: on the child before it. N_TO_N: on the other array's child of that number."""
    for dependency in parent.depends_on:
        match dependency.get("type"), dependency.get("jobId"):
            case "SEQUENTIAL", None:
                if index:
                    yield {"jobId": child_id(parent.id, index - 1)}
            case "N_TO_N", str() as other:
                yield {"jobId": child_id(other, index)}
            case _:
                yield {"jobId": dependency["jobId"]}
