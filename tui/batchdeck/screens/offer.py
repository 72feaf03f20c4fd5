"""What a job can be made of: the queues, definitions and sizes that its form offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from batchdeck.domain.fargate import SIZES
from batchdeck.domain.job import Job
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.panes.overview import Subject
from batchdeck.widgets.header import NOBODY, HeaderState

CHOICES = ("queue", "definition", "vcpus", "memory")
"""Fields that are one of what is offered."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to choose from, and what is chosen at first."""

    queues: Sequence[JobQueue]
    definitions: Sequence[JobDefinition]
    environments: Sequence[ComputeEnvironment]
    queue: str = ""
    definition: str = ""
    """`name:revision`."""
    texts: Sequence[tuple[str, str]] = ()
    """What else is filled in at first: field and text."""
    header: HeaderState = NOBODY
    """Whose account it is."""

    @property
    def start(self) -> Mapping[str, str]:
        """What is filled in at first, by field."""
        name = self.definition.partition(":")[0]
        first = {"name": name, "queue": self.queue, "definition": self.definition}
        return {**first, **dict(self.texts)}

    def choices(self, texts: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
        """What each of CHOICES is one of, beside the texts of the others."""
        sizes = {f"{size:g}": memory for size, memory in SIZES.items()}
        fargate = self.is_fargate(texts)
        memory = sizes.get(texts.get("vcpus", ""), ())
        return {
            "queue": tuple(item.name for item in self.queues),
            "definition": tuple(item.reference for item in self.definitions),
            "vcpus": tuple(sizes) if fargate else (),
            "memory": tuple(map(str, memory)) if fargate else (),
        }

    def chosen_definition(self, texts: Mapping[str, str]) -> JobDefinition | None:
        """The definition that the texts name."""
        wanted = texts.get("definition", "")
        return next((item for item in self.definitions if item.reference == wanted), None)

    def is_fargate(self, texts: Mapping[str, str]) -> bool:
        """Whether such a job runs on Fargate: by its definition, or wherever its queue leads."""
        definition = self.chosen_definition(texts)
        if definition is not None and definition.is_fargate:
            return True
        queue = next((item for item in self.queues if item.name == texts.get("queue")), None)
        behind = queue.environments if queue is not None else ()
        kinds = [item.is_fargate for item in self.environments if item.name in behind]
        return bool(kinds) and all(kinds)


def chosen(
    subject: Subject | None, definitions: Sequence[JobDefinition], jobs: Sequence[Job]
) -> tuple[str, str]:
    """Queue and definition (`name:revision`) that go with what the cursor is on.

    Where the subject names only one of them, the newest of `jobs` that has it tells the other.
    """
    if isinstance(subject, Job):
        return subject.queue, _newest(subject.definition, definitions)
    if isinstance(subject, JobQueue):
        like = next((job for job in jobs if job.queue == subject.name), None)
        return subject.name, "" if like is None else _newest(like.definition, definitions)
    if isinstance(subject, JobDefinition):
        prefix = subject.name + ":"
        like = next((job for job in jobs if job.definition.startswith(prefix)), None)
        return "" if like is None else like.queue, subject.reference
    return "", ""


def _newest(reference: str, definitions: Sequence[JobDefinition]) -> str:
    name = reference.partition(":")[0]
    revisions = [item for item in definitions if item.name == name]
    newest = max(revisions, key=lambda item: item.revision, default=None)
    return "" if newest is None else newest.reference


def defaults(definition: JobDefinition | None) -> Mapping[str, str]:
    """For each field what the definition would use, as the form shows it when left empty."""
    if definition is None or not definition.containers:
        return {}
    container = definition.containers[0]
    return {
        "parameters": " ".join(f"{name}={value}" for name, value in definition.parameters),
        "command": " ".join(container.command),
        "vcpus": "" if container.vcpus is None else f"{container.vcpus:g}",
        "memory": "" if container.memory is None else str(container.memory),
        "attempts": str(definition.retry_attempts or 1),
        "timeout": "" if definition.timeout_seconds is None else str(definition.timeout_seconds),
        "environment": "name=value name='with blanks'",
        "tags": "name=value",
    }
