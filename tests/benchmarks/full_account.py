"""The embedded account with a hundred thousand jobs in one queue.

    python -m tests.benchmarks.full_account --jobs 100000

prints one line of JSON: its port, and what filling it took.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sys
import time
from pathlib import Path

from batchdeck.local import settings
from batchdeck.local.around import resetting
from batchdeck.local.around.watching import watch
from batchdeck.local.batch.install import install
from batchdeck.local.batch.records import AttemptRecord, JobQueueRecord, JobRecord
from batchdeck.local.batch.service import BatchService
from batchdeck.local.runners.simulated import SimulatedRunner
from batchdeck.local.server import Server, bind, prepare_moto
from batchdeck.local.settings import Pace, Settings
from tests.local.batch.builders import definition

ACCOUNT, REGION = "123456789012", "us-east-1"
QUEUE = "overnight"
NAMES = ("align-reads", "call-variants", "render-frame", "etl-orders")


def main() -> None:
    """Fill it, tell, and serve until standard input ends."""
    parser = argparse.ArgumentParser(prog="full_account", description=__doc__)
    parser.add_argument("--jobs", type=int, required=True)
    jobs = parser.parse_args().jobs
    listener = bind("127.0.0.1", 0)
    port = listener.getsockname()[1]
    prepare_moto(ACCOUNT, port)
    install()
    resetting.install()
    watch()
    settings.configure(Settings(Pace.humane(), SimulatedRunner()))
    from batchdeck.local.batch.models import batch_backends

    server = Server()
    service: BatchService = batch_backends[ACCOUNT][REGION].service
    gc.disable()  # As when the account starts.
    before, begin = memory(), time.process_time()
    with service.account.lock:
        fill(service, jobs)
    told = {"seconds": time.process_time() - begin, "megabytes": memory() - before}
    gc.enable()
    gc.freeze()
    server.serve(listener)
    print(json.dumps({"port": port, **told}), flush=True)
    sys.stdin.read()


def memory() -> float:
    """MiB of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def fill(service: BatchService, jobs: int) -> None:
    """Insert jobs as Batch leaves them behind: one in ten waits, the others have ended."""
    arn = service.account.arn(f"job-queue/{QUEUE}")
    service.account.queues[arn] = JobQueueRecord(QUEUE, arn, 1, [], status="VALID")
    of, now, tags = definition(), time.time_ns() // 1_000_000 - jobs, {"team": "night"}
    for number in range(jobs):
        job = JobRecord(
            id=f"00000000-0000-0000-0000-{number:012}",
            name=f"{NAMES[number % len(NAMES)]}-{number}",
            queue_arn=arn,
            definition=of,
            created_at=now + number,
            status="SUCCEEDED" if number % 10 else "RUNNABLE",
            tags=tags,
        )
        if job.status == "SUCCEEDED":
            job.started_at = job.stopped_at = now + number
            job.task_arn = f"arn:aws:ecs:{REGION}:{ACCOUNT}:task/cluster/{number:032}"
            job.log_stream = f"definition/default/{number:032}"
            job.attempts = [AttemptRecord(now, now, 0, "", "over", job.log_stream, job.task_arn)]
        service.insert(job)


if __name__ == "__main__":
    main()
