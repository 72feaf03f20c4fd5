"""Which logs there are of a job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from batchdeck.domain.job import Attempt, ContainerRun, Job, JobDetail, LogLocation
from batchdeck.domain.log_absence import why_no_log
from batchdeck.jobs.ports import BatchReads

WITH_LOGS = ("FAILED", "RUNNING", "SUCCEEDED")
"""States of jobs that may have a log, in the order in which somebody wants to see them."""
SKEW = 24 * 3600 * 1000
"""So far a container's clock may be from that of Batch, ms."""


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
    def key(self) -> tuple[str, int, str]:
        """The same as long as it is the same log, whatever becomes of the job."""
        return self.job_id, self.attempt, self.container

    def bounds(self, now: int) -> tuple[int | None, int | None]:
        """Between which times (ms) its lines certainly are; None where that is open.

        Asking for them spares empty pages: AWS looks through a log from where it is told to.
        """
        since = None if self.started_at is None else self.started_at - SKEW
        until = None if self.stopped_at is None else self.stopped_at + SKEW
        return since, until if until is not None and until < now else None

    @property
    def title(self) -> str:
        """What sets it apart from others of its job, in a few words, such as `attempt 2`."""
        words = [f"attempt {self.attempt}"] if self.attempts > 1 else []
        words += [f"node {self.node}"] if self.node is not None else []
        return ", ".join([*words, self.container] if self.container else words)


def choices(*details: JobDetail) -> tuple[LogChoice, ...]:
    """The logs of a job by attempt, oldest first, then by container; of the nodes of one, too.

    Parents of arrays and of nodes have none of their own, and give nothing.
    """
    found = [one for detail in details if not _is_parent(detail) for one in _of_job(detail)]
    return tuple(sorted(found, key=lambda one: (one.attempt, one.node or 0)))


def newest(found: Sequence[LogChoice], main_node: int | None = None) -> LogChoice | None:
    """The one to open first: of the newest attempt what failed, then what has a log.

    Of the nodes of a job it is the main one, unless another failed.
    """
    last = max((one.attempt for one in found), default=0)
    return min(
        (one for one in found if one.attempt == last),
        key=lambda one: (one.where is None, not one.exit_code, one.node != main_node),
        default=None,
    )


def nodes(detail: JobDetail) -> tuple[str, ...]:
    """Ids of the nodes of a multi-node job; empty for every other job.

    Source: AWS Batch user guide, "Multi-node parallel jobs", node job ids.
    """
    if not _is_parent(detail):
        return ()
    return tuple(f"{detail.job.id}#{index}" for index in range(detail.nodes or 0))


async def children(batch: BatchReads, array: Job, most: int) -> tuple[tuple[Job, ...], str]:
    """Those children of an array that have a log most likely, and what was left out, in words.

    FAILED ones first, then RUNNING and SUCCEEDED, each by index. Reads no further list than
    it needs. Raises `AwsError`.
    """
    found: list[Job] = []
    unasked = list(WITH_LOGS)
    while unasked and len(found) < most:
        pages = batch.children(array, unasked.pop(0))
        of_status = [job async for page in pages for job in page]
        found += sorted(of_status, key=lambda one: one.array_index or 0)
    kept = tuple(found[:most])
    total = array.array_size or len(found)
    partly = len(found) > most or (unasked and total > most)
    return kept, f"{len(kept):,} of {total:,} children" if partly else ""


def _is_parent(detail: JobDetail) -> bool:
    """Whether others run for it; AWS describes nodes with their parent's properties, too."""
    return bool(detail.children) or (bool(detail.nodes) and "#" not in detail.job.id)


def _of_job(detail: JobDetail) -> Iterator[LogChoice]:
    attempts = list(detail.attempts)
    known = {run.log for attempt in attempts for run in attempt.containers}
    known |= {attempt.log for attempt in attempts}
    job = detail.job
    if not attempts or (
        not job.finished and any(r.log and r.log not in known for r in detail.runs)
    ):
        attempts.append(_unlisted(detail))
    for number, attempt in enumerate(attempts, 1):
        runs = attempt.containers or (ContainerRun(log=attempt.log),)
        for run in runs:
            yield LogChoice(
                job_id=job.id,
                name=job.name,
                status=job.status,
                attempt=number if attempt.started_at or detail.attempts or run.log else 0,
                attempts=len(attempts),
                newest=number == len(attempts),
                container=run.name if len(runs) > 1 else "",
                array_index=job.array_index,
                node=_node(job.id),
                exit_code=run.exit_code if attempt.containers else attempt.exit_code,
                reason=run.reason or attempt.container_reason or attempt.reason,
                started_at=attempt.started_at,
                stopped_at=attempt.stopped_at,
                where=run.log,
                absence="" if run.log else why_no_log(detail, run.name),
            )


def _unlisted(detail: JobDetail) -> Attempt:
    """The attempt that runs: AWS lists one only when it has ended."""
    job = detail.job
    runs = detail.runs or (ContainerRun(log=detail.log),)
    return Attempt(
        started_at=job.started_at,
        stopped_at=job.stopped_at,
        reason=job.reason if job.finished else "",
        exit_code=job.exit_code,
        log=detail.log,
        containers=runs,
    )


def _node(job_id: str) -> int | None:
    _, mark, index = job_id.partition("#")
    return int(index) if mark and index.isdecimal() else None
