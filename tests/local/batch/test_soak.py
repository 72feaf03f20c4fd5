"""Many jobs at once, stopped at random: none is lost, no limit is passed, order is kept."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from batchdeck.local.batch.service import BatchService
from tests.local.batch.builders import definition, job
from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRun, ScriptedRunner

JOBS = 300
MAX_VCPUS = 8


class Gauge:
    """Runs attempts in threads and measures how many vCPUs are taken at once."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.most = 0.0
        self.order: list[str] = []
        self._taken = 0.0
        self._lock = threading.Lock()
        self._pool = pool
        self._random = random.Random(7)

    def run(self, run: ScriptedRun) -> None:
        run.exit_code_when_stopped = None
        self.order.append(run.request.job_id)
        with self._lock:
            self._taken += run.request.vcpus
            self.most = max(self.most, self._taken)
        self._pool.submit(self._live, run, self._random.choice([0, 0, 1, None]))

    def _live(self, run: ScriptedRun, exit_code: int | None) -> None:
        if exit_code is not None:
            run.events.started()
        with self._lock:
            self._taken -= run.request.vcpus
        run.events.ended(exit_code, "")


def stop_some(service: BatchService, ids: Sequence[str]) -> None:
    chance = random.Random(3)
    for job_id in chance.sample(ids, JOBS // 4):
        found = service.account.jobs.get(job_id)
        assert found is not None
        with service.account.lock:
            if found.status not in ("SUCCEEDED", "FAILED"):
                service.scheduler.end(found, "stopped")


def test_many_jobs_stopped_at_random(cloud: Cloud, runner: ScriptedRunner) -> None:
    service = cloud.backend.service
    environment = cloud.environment(maxvCpus=MAX_VCPUS)
    queue = service.account.queue(cloud.queue(environment))
    assert queue is not None
    sizes = [definition(container={"vcpus": n, "memory": 64}) for n in (1, 2, 4)]
    ids = [f"job-{number:03}" for number in range(JOBS)]
    with ThreadPoolExecutor(8) as pool:
        gauge = Gauge(pool)
        runner.script = gauge.run
        for number, job_id in enumerate(ids):
            service.insert(job(job_id, number, queue_arn=queue.arn, definition=sizes[number % 3]))
        stop_some(service, ids)
        lists = service.account.jobs.oldest_first
        eventually(
            lambda: len(lists(queue.arn, "SUCCEEDED")) + len(lists(queue.arn, "FAILED")) == JOBS,
            seconds=120,
        )
    record = service.account.environment(environment)
    assert record is not None
    assert record.used_vcpus == 0
    assert 0 < gauge.most <= MAX_VCPUS
    assert gauge.order == sorted(gauge.order)
    assert len(set(gauge.order)) == len(gauge.order)
