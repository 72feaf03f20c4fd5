"""Keeps the demo alive: jobs that run, and now and then a small new one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService
from batchdeck.local.demo.environments import team_of
from batchdeck.local.demo.pipelines import PIPELINES, Turns
from batchdeck.local.demo.sample_worker import adopt

#: Seconds between two looks whether a standing job has ended.
LOOK = 5.0
#: Looks between two small jobs: one every 40 seconds.
REST = 8


@dataclass(frozen=True, slots=True)
class Visitor:
    """A job that is submitted again and again."""

    name: str
    queue: str
    definition: str
    parameters: tuple[tuple[str, str], ...] = ()


#: One of each always runs, or is about to.
STANDING = (
    Visitor("etl-orders-live", "etl", "etl-orders", (("date", "today"),)),
    Visitor("thumbnails-incoming", "etl", "thumbnails"),
    Visitor("ranker-tuning", "reports", "train-ranker", (("epochs", "40"),)),
    Visitor("crawl-prices-live", "web-tasks", "crawl-prices"),
    Visitor("reindex-catalog", "etl", "reindex-search"),
)
#: These come in turn.
PASSING = (
    Visitor("probe-database", "reports", "probe"),
    Visitor("invoices-evening", "web-tasks", "render-invoices"),
    Visitor("probe-payments", "reports", "probe", (("expect", "ng"),)),
    Visitor("align-NA12878", "genome", "align-reads", (("sample", "NA12878"),)),
    Visitor("crawl-prices-tokyo", "web-tasks", "crawl-prices"),
)


class Traffic:
    """Submits jobs as users of the account would, through Batch's own operation."""

    def __init__(self, service: BatchService) -> None:
        self._service = service
        self._standing: dict[Visitor, str] = {}
        self._passing = cycle(PASSING)
        self._pipelines = [Turns(service, pipeline) for pipeline in PIPELINES]

    def begin(self) -> None:
        """Submit the standing jobs and the first turn of every pipeline."""
        for visitor in STANDING:
            self._standing[visitor] = self._submit(visitor)
        for pipeline in self._pipelines:
            pipeline.submit()

    def start(self, wait: Callable[[float], object]) -> None:
        """Go on in the background until the account is reset; `wait` sleeps that many seconds."""
        threading.Thread(target=self._run, args=(wait,), name="demo-traffic", daemon=True).start()

    def turn(self, number: int) -> None:
        """One look: replace standing jobs that ended, send a passing one when it is time.

        Raises ClientError when somebody has removed what the jobs need.
        """
        for visitor, job_id in self._standing.items():
            if self._over(job_id):
                self._standing[visitor] = self._submit(visitor)
        for pipeline in self._pipelines:
            pipeline.look()
        if number % REST == 0:
            self._submit(next(self._passing))

    def _run(self, wait: Callable[[float], object]) -> None:
        number = 0
        adopt(self._service)
        while not self._service.scheduler.engine.stopped:
            wait(LOOK)
            number += 1
            try:
                self.turn(number)
            except ClientError:
                # A queue is disabled or a definition gone: its owner wants it so.
                continue

    def _over(self, job_id: str) -> bool:
        with self._service.account.lock:
            job = self._service.account.jobs.get(job_id)
            return job is None or job.status in ("SUCCEEDED", "FAILED")

    def _submit(self, visitor: Visitor) -> str:
        request: Document = {
            "jobName": visitor.name,
            "jobQueue": visitor.queue,
            "jobDefinition": visitor.definition,
            "parameters": dict(visitor.parameters),
            "tags": {"team": team_of(visitor.queue)},
        }
        with self._service.account.lock:
            return str(OPERATIONS["SubmitJob"](self._service, request)["jobId"])
