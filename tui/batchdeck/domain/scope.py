"""What the job list is narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from batchdeck.domain.job import Job
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing chosen on the left; the default narrows nothing."""

    kind: str = ""
    """`environment`, `queue`, `definition`, `revision`, `array`, or empty."""
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}" if self.kind else ""


EVERYTHING = Scope()


def scope_of(item: Job | ComputeEnvironment | JobQueue | JobDefinition | Scope) -> Scope:
    """The scope that a thing on the left, or an array job, stands for."""
    if isinstance(item, Scope):
        return item
    if isinstance(item, Job):
        return Scope("array", item.name)
    if isinstance(item, JobQueue):
        return Scope("queue", item.name)
    if isinstance(item, JobDefinition):
        return Scope("definition", item.name)
    return Scope("environment", item.name)


def in_scope(jobs: Iterable[Job], scope: Scope, queues: Iterable[JobQueue]) -> tuple[Job, ...]:
    """The jobs of a scope, in the same order.

    `ListJobs` does not tell in which environment a job runs, so an environment stands for
    the queues that can use it. A definition stands for all its revisions.
    """
    if not scope.kind:
        return tuple(jobs)
    if scope.kind == "definition":
        prefix = scope.name + ":"
        return tuple(job for job in jobs if job.definition.startswith(prefix))
    if scope.kind == "revision":
        return tuple(job for job in jobs if job.definition == scope.name)
    if scope.kind == "queue":
        names = {scope.name}
    else:
        names = {queue.name for queue in queues if scope.name in queue.environments}
    return tuple(job for job in jobs if job.queue in names)
