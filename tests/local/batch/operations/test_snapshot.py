from __future__ import annotations

from typing import Any

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud
from tests.local.scripted_runner import ScriptedRunner


def front(cloud: Cloud, queue: str) -> Any:
    return cloud.batch.get_job_queue_snapshot(jobQueue=queue)["frontOfQueue"]


def ids(cloud: Cloud, queue: str) -> list[str]:
    return [one["jobArn"].rpartition("/")[2] for one in front(cloud, queue)["jobs"]]


def disabled(cloud: Cloud) -> str:
    """A queue whose environment starts nothing."""
    environment = cloud.environment()
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    return cloud.queue(environment)


def test_the_first_jobs_in_their_order_and_since_when(cloud: Cloud) -> None:
    queue = disabled(cloud)
    definition = cloud.definition()
    jobs = [cloud.submit(queue, definition) for _ in range(3)]
    for job_id in jobs:
        cloud.wait(job_id, "RUNNABLE")
    told = front(cloud, queue)
    assert ids(cloud, queue) == jobs
    times = [one["earliestTimeAtPosition"] for one in told["jobs"]]
    assert times == sorted(times)
    assert told["lastUpdatedAt"] >= times[-1]
    cloud.batch.cancel_job(jobId=jobs[0], reason="never mind")
    (second, third) = front(cloud, queue)["jobs"]
    assert second["earliestTimeAtPosition"] == third["earliestTimeAtPosition"] >= times[-1]


def test_children_of_arrays_stand_in_the_line(cloud: Cloud) -> None:
    queue = disabled(cloud)
    parent = cloud.submit(queue, arrayProperties={"size": 120})
    cloud.wait(f"{parent}:119", "RUNNABLE")
    assert ids(cloud, queue) == [f"{parent}:{index}" for index in range(100)]


def test_who_has_started_stands_there_no_more(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue = cloud.queue()
    cloud.submit(queue)
    runner.next()
    assert front(cloud, queue)["jobs"] == []


def test_an_unknown_queue(cloud: Cloud) -> None:
    with refused("JobQueue nobody not found."):
        front(cloud, "nobody")
