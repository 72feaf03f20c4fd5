"""What some teams do all day: jobs that wait for others, and when the last is over, again.

The four ways in which jobs wait are all here: a job for all of an array (the studio's movie for
its frames, the laboratory's variants for its samples), an array for a job that prepares it (the
shop's archive), each of an array for the one of its number in another array (the laboratory's
trios), and each of an array for the one before it (the shop's backfill, month by month).

Source: AWS Batch user guide, "Job dependencies" and "Array jobs".
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService
from batchdeck.local.demo.environments import team_of

N_TO_N = "N_TO_N"
SEQUENTIAL = "SEQUENTIAL"


@dataclass(frozen=True, slots=True)
class Stage:
    """A job of a pipeline; it waits for the stage before it."""

    name: str
    """Followed by the number of the turn."""
    definition: str
    parameter: str = ""
    """Of the definition; it is given that number. Empty: it has none."""
    size: int = 0
    """Of an array; 0: a single job."""
    waits: str = ""
    """How the children of an array wait: N_TO_N, SEQUENTIAL, or for all alike."""

    def depends_on(self, before: str) -> list[Document]:
        """`dependsOn`, where the stage before has that id; empty: there is none."""
        if self.waits == SEQUENTIAL:
            return [{"type": SEQUENTIAL}]
        if not before:
            return []
        return [{"jobId": before, "type": N_TO_N} if self.waits == N_TO_N else {"jobId": before}]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Stages, of which each waits for the one before it."""

    queue: str
    stages: tuple[Stage, ...]
    first: int
    """Number of the first turn."""


SHOTS = Pipeline(
    "render-farm",
    (
        Stage("shot", "render-frame", "shot", size=12),
        Stage("movie", "encode-movie", "shot"),
    ),
    420,
)
COHORTS = Pipeline(
    "genome",
    (
        Stage("align-cohort", "align-reads", "sample", size=6),
        Stage("call-variants", "call-variants", "cohort"),
    ),
    1219,
)
ARCHIVES = Pipeline(
    "etl",
    (
        Stage("archive-stage", "archive-stage"),
        Stage("archive-join", "archive-join", size=4),
        Stage("archive-whole", "archive-whole"),
    ),
    118,
)
TRIOS = Pipeline(
    "genome",
    (
        Stage("align-trio", "align-reads", "sample", size=3),
        Stage("call-trio", "call-variants", "cohort", size=3, waits=N_TO_N),
    ),
    57,
)
BACKFILLS = Pipeline(
    "reports",
    (Stage("backfill-sales", "load-warehouse", size=4, waits=SEQUENTIAL),),
    23,
)
PIPELINES = (SHOTS, COHORTS, ARCHIVES, TRIOS, BACKFILLS)


class Turns:
    """Submits a pipeline again when the last stage of its last turn is over."""

    def __init__(self, service: BatchService, pipeline: Pipeline) -> None:
        self._service = service
        self._pipeline = pipeline
        self._numbers = count(pipeline.first)
        self._last = ""

    def submit(self) -> None:
        """Every stage, each waiting for the one before it. Raises ClientError."""
        number, before = f"{next(self._numbers):04}", ""
        for stage in self._pipeline.stages:
            before = self._submit(stage, number, stage.depends_on(before))
        self._last = before

    def look(self) -> None:
        """Go on with the next turn when the last one is over. Raises ClientError."""
        if not self._last:
            return
        with self._service.account.lock:
            last = self._service.account.jobs.get(self._last)
            over = last is None or last.is_over
        if over:
            self.submit()

    def _submit(self, stage: Stage, number: str, depends_on: list[Document]) -> str:
        queue = self._pipeline.queue
        chosen = {stage.parameter: number} if stage.parameter else {}
        request: Document = {
            "jobName": f"{stage.name}-{number}",
            "jobQueue": queue,
            "jobDefinition": stage.definition,
            "parameters": chosen,
            "tags": {"team": team_of(queue), **chosen},
            "dependsOn": depends_on,
        }
        if stage.size:
            request["arrayProperties"] = {"size": stage.size}
        with self._service.account.lock:
            return str(OPERATIONS["SubmitJob"](self._service, request)["jobId"])
