from __future__ import annotations

import dataclasses

from batchdeck.local import settings
from batchdeck.local.batch.forgetting import Ended
from tests.local.batch.builders import definition, job
from tests.local.cloud import Cloud, eventually
from tests.local.scripted_runner import ScriptedRun, ScriptedRunner


def succeed(run: ScriptedRun) -> None:
    run.finish(0)


def test_who_ended_first_is_due_first_and_once() -> None:
    ended = Ended()
    jobs = [job(str(at), stopped_at=at) for at in (30, 10, 20)]
    for one in jobs:
        ended.add(one)
    ended.add(job("child", stopped_at=5, parent_id="10"))
    assert [one.id for one in ended.due(30)] == ["10", "20"]
    assert list(ended.due(30)) == []


def test_ended_jobs_are_forgotten_with_their_children(cloud: Cloud, runner: ScriptedRunner) -> None:
    runner.script = succeed
    queue = cloud.queue()
    parent = cloud.submit(queue, arrayProperties={"size": 3})
    cloud.wait(parent, "SUCCEEDED")
    before = settings.current()
    settings.configure(dataclasses.replace(before, remember=0))
    eventually(lambda: not cloud.batch.describe_jobs(jobs=[parent, f"{parent}:1"])["jobs"])
    settings.configure(before)
    assert len(cloud.backend.jobs) == 0
    everything = [{"name": "JOB_NAME", "values": ["*"]}]
    assert cloud.batch.list_jobs(jobQueue=queue, filters=everything)["jobSummaryList"] == []


def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(cloud: Cloud) -> None:
    environment = cloud.environment()
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    queue = cloud.backend.account.queue(cloud.queue(environment))
    assert queue is not None
    known = {"queue_arn": queue.arn, "definition": definition(container={"vcpus": 1})}
    service = cloud.backend.service
    service.insert(job("ended", 1000, status="FAILED", stopped_at=2000, **known))
    service.insert(job("waits", 1000, status="RUNNABLE", **known))
    eventually(lambda: cloud.backend.jobs.get("ended") is None)
    assert cloud.backend.jobs.get("waits") is not None
