"""What is about to be started, as far as its start can fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from batchdeck.local.batch.records import ComputeEnvironmentRecord, Document


@dataclass(frozen=True, slots=True)
class Task:
    """A job's containers, where they were placed, and by which roles they act."""

    environment: ComputeEnvironmentRecord
    containers: tuple[Document, ...]
    """Container properties as they take effect."""
    execution_role: str = ""
    """ARN or name; empty: none was given."""
    job_role: str = ""
    public_ip: bool = False
    """Whether the task gets a public address, on Fargate."""

    @property
    def log_configurations(self) -> Iterator[Document]:
        """`logConfiguration` of the containers that have one."""
        for container in self.containers:
            if container.get("logConfiguration"):
                yield container["logConfiguration"]

    @property
    def secrets(self) -> Iterator[tuple[str, str]]:
        """Name and `valueFrom` of every secret, those of logging included."""
        for container in self.containers:
            logging = container.get("logConfiguration") or {}
            for secret in [
                *(container.get("secrets") or ()),
                *(logging.get("secretOptions") or ()),
            ]:
                yield secret["name"], secret["valueFrom"]
