"""Which logs there are of a job."""

from __future__ import annotations

from dataclasses import dataclass

from batchdeck.domain.job import JobDetail, LogLocation


@dataclass(frozen=True, slots=True)
class LogChoice:
    """What one container wrote in one attempt of one job."""

    job_id: str
    """With `:index` for a child of an array, `#index` for a node of a multi-node job."""
    name: str
    """Name of the job."""
    status: str
    """Status of the job."""
    attempt: int = 1
    """Counted from 1; 0 while there has been none."""
    attempts: int = 1
    """How many attempts there have been so far."""
    newest: bool = True
    """Whether it is of the newest attempt."""
    container: str = ""
    """Name of the container; empty where the job has one only."""
    array_index: int | None = None
    node: int | None = None
    """Index of the node in a multi-node job."""
    exit_code: int | None = None
    reason: str = ""
    """Why the attempt ended, as far as AWS says."""
    started_at: int | None = None
    stopped_at: int | None = None
    where: LogLocation | None = None
    absence: str = ""
    """Why there is no log, in words; empty where there is one."""

    @property
    def title(self) -> str:
        """What sets it apart from others of its job, in a few words, such as `attempt 2`."""
        words = [f"attempt {self.attempt}"] if self.attempts > 1 else []
        words += [f"node {self.node}"] if self.node is not None else []
        return ", ".join([*words, self.container] if self.container else words)


def choices(detail: JobDetail) -> tuple[LogChoice, ...]:
    """The logs of a job by attempt, oldest first, then by container.

    An array parent and the parent of a multi-node job have none of their own: see `members`.
    """
    raise NotImplementedError


def members(detail: JobDetail) -> tuple[str, ...]:
    """Ids of the nodes of a multi-node job; empty for every other job."""
    raise NotImplementedError
