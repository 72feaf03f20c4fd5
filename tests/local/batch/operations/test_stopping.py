from __future__ import annotations

import dataclasses

import pytest

from batchdeck.local import settings
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud
from tests.local.scripted_runner import ScriptedRunner


def waiting(cloud: Cloud) -> str:
    environment = cloud.environment()
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    job_id = cloud.submit(cloud.queue(environment))
    cloud.wait(job_id, "RUNNABLE")
    return job_id


def test_cancelling_ends_a_job_that_waits(cloud: Cloud) -> None:
    job_id = waiting(cloud)
    cloud.batch.cancel_job(jobId=job_id, reason="not needed")
    job = cloud.job(job_id)
    assert (job["status"], job["statusReason"]) == ("FAILED", "not needed")
    assert (job["isCancelled"], job["isTerminated"]) == (True, False)
    assert job["attempts"] == []


def test_cancelling_a_running_job_does_nothing_and_succeeds(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    job_id = cloud.submit(cloud.queue())
    run = runner.next()
    cloud.batch.cancel_job(jobId=job_id, reason="too late")
    run.events.started()
    cloud.wait(job_id, "RUNNING")
    cloud.batch.cancel_job(jobId=job_id, reason="too late")
    assert run.stopped_with == []
    run.events.ended(0, "")
    job = cloud.wait(job_id, "SUCCEEDED", "FAILED")
    assert job["status"] == "SUCCEEDED"
    assert job["isCancelled"] is False


@pytest.mark.parametrize("state", ["SUBMITTED", "RUNNABLE", "STARTING"])
def test_terminating_ends_a_job_that_has_not_started(
    cloud: Cloud, runner: ScriptedRunner, state: str
) -> None:
    now = settings.current()
    slow = {"SUBMITTED": "submitted", "RUNNABLE": "runnable", "STARTING": "starting"}[state]
    queue = cloud.queue()
    settings.configure(dataclasses.replace(now, pace=dataclasses.replace(now.pace, **{slow: 60})))
    job_id = cloud.submit(queue)
    cloud.wait(job_id, state)
    cloud.batch.terminate_job(jobId=job_id, reason="not needed")
    job = cloud.job(job_id)
    assert (job["status"], job["statusReason"]) == ("FAILED", "not needed")
    assert job["isTerminated"] is True
    settings.configure(now)
    cloud.submit(queue)
    assert runner.next().request.job_id != job_id


def test_ending_a_job_gives_its_place_to_the_next(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue, definition = cloud.queue(cloud.environment(maxvCpus=2)), cloud.definition(vcpus="2")
    cloud.submit(queue, definition)
    first = runner.next()
    second = cloud.submit(queue, definition)
    cloud.wait(second, "RUNNABLE")
    cloud.batch.terminate_job(jobId=first.request.job_id, reason="make room")
    assert runner.next().request.job_id == second


def test_ending_what_is_over_changes_nothing(cloud: Cloud, runner: ScriptedRunner) -> None:
    job_id = cloud.submit(cloud.queue())
    runner.next().finish(0)
    cloud.wait(job_id, "SUCCEEDED")
    cloud.batch.cancel_job(jobId=job_id, reason="late")
    cloud.batch.terminate_job(jobId=job_id, reason="late")
    job = cloud.job(job_id)
    assert job["status"] == "SUCCEEDED"
    assert (job["isCancelled"], job["isTerminated"]) == (False, False)


def test_what_does_not_exist_cannot_be_ended(cloud: Cloud) -> None:
    with refused("Job nobody not found."):
        cloud.batch.terminate_job(jobId="nobody", reason="x")
    with refused("Job nobody not found."):
        cloud.batch.cancel_job(jobId="nobody", reason="x")


def test_the_first_reason_counts_even_when_it_is_empty(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    job_id = cloud.submit(cloud.queue(), retryStrategy={"attempts": 5})
    run = runner.next()
    run.exit_code_when_stopped = None
    run.events.started()
    cloud.wait(job_id, "RUNNING")
    cloud.batch.terminate_job(jobId=job_id, reason="")
    cloud.batch.terminate_job(jobId=job_id, reason="again")
    assert run.stopped_with == [30.0]
    run.events.ended(143, "")
    job = cloud.wait(job_id, "FAILED")
    assert "statusReason" not in job
    assert len(job["attempts"]) == 1


def test_many_jobs_at_once_each_with_its_result(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue = cloud.queue()
    running = cloud.submit(queue)
    run = runner.next()
    run.events.started()
    cloud.wait(running, "RUNNING")
    waits = waiting(cloud)
    asked = [waits, running, "not an id", "11111111-1111-1111-1111-111111111111"]
    answer = cloud.batch.cancel_jobs(jobs=asked, reason="clean up")
    assert answer["successful"] == [waits, running, asked[3]]
    (error,) = answer["errors"]
    assert (error["job"], error["code"]) == ("not an id", "ClientException")
    assert cloud.job(waits)["status"] == "FAILED"
    assert cloud.job(running)["status"] == "RUNNING"
    answer = cloud.batch.terminate_jobs(jobs=[running], reason="clean up")
    assert (answer["successful"], answer["errors"]) == ([running], [])
    assert cloud.wait(running, "FAILED")["statusReason"] == "clean up"


def test_at_most_fifty_jobs_at_once(cloud: Cloud) -> None:
    with refused("between 1 and 50"):
        cloud.batch.cancel_jobs(jobs=["a"] * 51, reason="x")
    with refused("between 1 and 50"):
        cloud.batch.terminate_jobs(jobs=[], reason="x")


def test_a_reason_has_a_limit(cloud: Cloud) -> None:
    batch, long = cloud.batch, "x" * 1025
    for call in (batch.cancel_job, batch.terminate_job):
        with refused("reason must be at most 1024"):
            call(jobId="nobody", reason=long)
    for call in (batch.cancel_jobs, batch.terminate_jobs):
        with refused("reason must be at most 1024"):
            call(jobs=["nobody"], reason=long)
