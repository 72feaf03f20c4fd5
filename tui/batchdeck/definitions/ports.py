"""What the use cases need of AWS; `batchdeck.aws.definitions` is of this shape."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from batchdeck.domain.call import Write
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.job import Job
from batchdeck.domain.resources import JobDefinition, JobQueue


class Definitions(Protocol):
    """Job definitions. Every method raises `AwsError` and nothing else."""

    async def revisions(self, name: str) -> tuple[JobDefinition, ...]:
        """All revisions of a name, newest first, INACTIVE ones too."""

    async def documents(self, name: str) -> Mapping[int, DefinitionDocument]:
        """Every ACTIVE revision of a name as it can be registered again, by its number."""

    def registration(self, document: DefinitionDocument) -> Write:
        """The `RegisterJobDefinition` for a document."""

    def deregistration(self, reference: str) -> Write:
        """The `DeregisterJobDefinition` for `name:revision`."""

    async def send_registration(self, write: Write) -> str:
        """Send it once; `name:revision`. `UncertainError` when the answer is lost."""

    async def send(self, write: Write) -> None:
        """Send any other write once. `UncertainError` when the answer is lost."""


class Jobs(Protocol):
    """The jobs of an account, as far as definitions are concerned."""

    async def queues(self) -> tuple[JobQueue, ...]:
        """All job queues."""

    def pages(self, queue: str, status: str) -> AsyncIterator[tuple[Job, ...]]:
        """Jobs of a queue in one state."""
