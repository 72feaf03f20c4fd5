"""What some teams do all day: an array of jobs, one job of all its results, and the next array.

The studio renders the frames of a shot and makes a movie of them; the laboratory aligns the
samples of a cohort and calls the variants of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService
from batchdeck.local.demo.environments import team_of


@dataclass(frozen=True, slots=True)
class Stage:
    """A job of a pipeline."""

    name: str
    """Followed by the number of the turn."""
    definition: str
    parameter: str
    """Of the definition; it is given that number."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """An array, and the job that waits for it."""

    queue: str
    array: Stage
    size: int
    result: Stage
    first: int
    """Number of the first turn."""


SHOTS = Pipeline(
    "render-farm",
    Stage("shot", "render-frame", "shot"),
    12,
    Stage("movie", "encode-movie", "shot"),
    420,
)
COHORTS = Pipeline(
    "genome",
    Stage("align-cohort", "align-reads", "sample"),
    6,
    Stage("call-variants", "call-variants", "cohort"),
    1219,
)


class Turns:
    """Submits a pipeline again when the result of its last turn is there."""

    def __init__(self, service: BatchService, pipeline: Pipeline) -> None:
        self._service = service
        self._pipeline = pipeline
        self._numbers = count(pipeline.first)
        self._result = ""

    def submit(self) -> None:
        """The array, and the job that waits for it. Raises ClientError."""
        pipeline, number = self._pipeline, f"{next(self._numbers):04}"
        array = self._submit(pipeline.array, number, {"arrayProperties": {"size": pipeline.size}})
        self._result = self._submit(pipeline.result, number, {"dependsOn": [{"jobId": array}]})

    def look(self) -> None:
        """Go on with the next turn when the last one is over. Raises ClientError."""
        if not self._result:
            return
        with self._service.account.lock:
            result = self._service.account.jobs.get(self._result)
            over = result is None or result.is_over
        if over:
            self.submit()

    def _submit(self, stage: Stage, number: str, more: Document) -> str:
        queue = self._pipeline.queue
        request: Document = {
            "jobName": f"{stage.name}-{number}",
            "jobQueue": queue,
            "jobDefinition": stage.definition,
            "parameters": {stage.parameter: number},
            "tags": {"team": team_of(queue), stage.parameter: number},
            **more,
        }
        with self._service.account.lock:
            return str(OPERATIONS["SubmitJob"](self._service, request)["jobId"])
