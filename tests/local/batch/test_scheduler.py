"""The life of a job, seen over the wire."""

from __future__ import annotations

import pytest

from batchdeck.local.batch.account import now_ms
from batchdeck.local.batch.records import JobRecord
from tests.local.cloud import ACCOUNT, REGION, Cloud, eventually
from tests.local.scripted_runner import ScriptedRun, ScriptedRunner


def succeed(run: ScriptedRun) -> None:
    run.finish(0)


def test_a_job_runs_and_succeeds(cloud: Cloud, runner: ScriptedRunner) -> None:
    job_id = cloud.submit(cloud.queue())
    run = runner.next()
    assert cloud.job(job_id)["status"] == "STARTING"
    run.events.started()
    job = cloud.wait(job_id, "RUNNING")
    assert job["startedAt"] >= job["createdAt"]
    run.events.ended(0, "")
    job = cloud.wait(job_id, "SUCCEEDED", "FAILED")
    assert job["status"] == "SUCCEEDED"
    assert job["statusReason"] == "Essential container in task exited"
    assert job["container"]["exitCode"] == 0
    assert job["stoppedAt"] >= job["startedAt"]
    assert len(job["attempts"]) == 1


def test_a_job_that_fails_tells_exit_code_and_reason(cloud: Cloud, runner: ScriptedRunner) -> None:
    job_id = cloud.submit(cloud.queue())
    reason = "OutOfMemoryError: Container killed due to memory usage"
    runner.next().finish(137, reason)
    job = cloud.wait(job_id, "FAILED")
    assert job["statusReason"] == "Essential container in task exited"
    attempt = job["attempts"][0]
    assert attempt["container"]["exitCode"] == 137
    assert attempt["container"]["reason"] == reason
    assert attempt["startedAt"] <= attempt["stoppedAt"]
    assert job["container"]["reason"] == reason


def test_a_container_that_never_ran_fails_to_start(cloud: Cloud, runner: ScriptedRunner) -> None:
    job_id = cloud.submit(cloud.queue())
    runner.next().events.ended(None, "CannotPullContainerError: not found")
    job = cloud.wait(job_id, "FAILED")
    assert job["statusReason"] == "Task failed to start"
    container = job["attempts"][0]["container"]
    assert container["reason"] == "CannotPullContainerError: not found"
    assert "exitCode" not in container
    assert "logStreamName" not in container
    assert "startedAt" not in job


def test_a_failed_attempt_is_followed_by_others(cloud: Cloud, runner: ScriptedRunner) -> None:
    job_id = cloud.submit(cloud.queue(), retryStrategy={"attempts": 3})
    for number in (1, 2):
        run = runner.next()
        assert run.request.attempt == number
        run.finish(1)
    runner.next().finish(0)
    job = cloud.wait(job_id, "SUCCEEDED", "FAILED")
    assert job["status"] == "SUCCEEDED"
    assert [attempt["container"]["exitCode"] for attempt in job["attempts"]] == [1, 1, 0]
    streams = {attempt["container"]["logStreamName"] for attempt in job["attempts"]}
    assert len(streams) == 3


def test_attempts_end_where_a_condition_says_exit(cloud: Cloud, runner: ScriptedRunner) -> None:
    strategy = {"attempts": 5, "evaluateOnExit": [{"onExitCode": "2", "action": "exit"}]}
    job_id = cloud.submit(cloud.queue(), retryStrategy=strategy)
    runner.next().finish(1)
    runner.next().finish(2)
    assert len(cloud.wait(job_id, "FAILED")["attempts"]) == 2


def test_an_attempt_that_takes_too_long_is_stopped(cloud: Cloud, runner: ScriptedRunner) -> None:
    definition = cloud.definition()
    account = cloud.backend.account
    queue = account.queue(cloud.queue())
    record = account.definition(definition)
    assert queue is not None
    assert record is not None
    job = JobRecord(
        id="impatient",
        name="impatient",
        queue_arn=queue.arn,
        definition=record,
        created_at=now_ms(),
        timeout_seconds=0,
        retry_strategy={"attempts": 3},
    )
    cloud.backend.service.insert(job)
    runner.next().events.started()
    told = cloud.wait("impatient", "FAILED")
    assert told["statusReason"] == "Job attempt duration exceeded timeout"
    assert told["attempts"][0]["statusReason"] == "Job attempt duration exceeded timeout"
    assert told["container"]["exitCode"] == 143
    assert len(told["attempts"]) == 1


def test_terminating_a_running_job_stops_its_container(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    job_id = cloud.submit(cloud.queue(), retryStrategy={"attempts": 3})
    run = runner.next()
    run.events.started()
    cloud.wait(job_id, "RUNNING")
    cloud.batch.terminate_job(jobId=job_id, reason="wrong input")
    job = cloud.wait(job_id, "FAILED")
    assert run.stopped_with == [30.0]
    assert job["statusReason"] == "wrong input"
    assert job["isTerminated"] is True
    assert job["container"]["exitCode"] == 143
    assert len(job["attempts"]) == 1


def test_a_terminated_job_is_failed_whatever_its_container_says(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    job_id = cloud.submit(cloud.queue())
    run = runner.next()
    run.exit_code_when_stopped = 0
    run.events.started()
    cloud.batch.terminate_job(jobId=job_id, reason="enough")
    assert cloud.wait(job_id, "FAILED", "SUCCEEDED")["statusReason"] == "enough"


def test_jobs_of_a_queue_start_in_the_order_they_came(cloud: Cloud, runner: ScriptedRunner) -> None:
    runner.script = succeed
    queue = cloud.queue(cloud.environment(maxvCpus=2))
    definition = cloud.definition()
    jobs = [cloud.submit(queue, definition) for _ in range(6)]
    cloud.wait(jobs[-1], "SUCCEEDED")
    assert [request.job_id for request in runner.requests] == jobs


def test_a_head_that_finds_no_place_holds_up_those_behind(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    queue = cloud.queue(cloud.environment(maxvCpus=4))
    small, large = cloud.definition(), cloud.definition(vcpus="4")
    first = cloud.submit(queue, small)
    run = runner.next()
    run.events.started()
    second = cloud.submit(queue, large)
    third = cloud.submit(queue, small)
    cloud.wait(second, "RUNNABLE")
    cloud.wait(third, "RUNNABLE")
    assert "statusReason" not in cloud.job(second)
    run.events.ended(0, "")
    cloud.wait(first, "SUCCEEDED")
    blocked = runner.next()
    assert blocked.request.job_id == second
    blocked.finish(0)
    assert runner.next().request.job_id == third


def test_a_second_environment_takes_what_the_first_has_no_room_for(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    first, second = cloud.environment(maxvCpus=2), cloud.environment(maxvCpus=2)
    queue = cloud.queue(first, second)
    definition = cloud.definition(vcpus="2")
    for _ in range(2):
        cloud.submit(queue, definition)
    names = [dict(runner.next().request.environment)["AWS_BATCH_CE_NAME"] for _ in range(2)]
    assert names == [first, second]


def test_a_queue_of_higher_priority_chooses_first(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(maxvCpus=2)
    low, high = cloud.queue(environment, priority=1), cloud.queue(environment, priority=10)
    definition = cloud.definition(vcpus="2")
    cloud.submit(low, definition)
    run = runner.next()
    waiting_low = cloud.submit(low, definition)
    waiting_high = cloud.submit(high, definition)
    for job_id in (waiting_low, waiting_high):
        cloud.wait(job_id, "RUNNABLE")
    run.finish(0)
    assert runner.next().request.job_id == waiting_high


def test_a_dependent_job_waits_for_its_dependency(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue = cloud.queue()
    first = cloud.submit(queue)
    second = cloud.submit(queue, dependsOn=[{"jobId": first}])
    cloud.wait(second, "PENDING")
    runner.next().finish(0)
    assert runner.next().request.job_id == second


def test_a_failed_dependency_fails_those_that_wait(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue = cloud.queue()
    first = cloud.submit(queue)
    second = cloud.submit(queue, dependsOn=[{"jobId": first}])
    third = cloud.submit(queue, dependsOn=[{"jobId": second}])
    runner.next().finish(1)
    assert cloud.wait(second, "FAILED")["statusReason"] == "Dependent Job failed"
    cloud.wait(third, "FAILED")


def test_desired_vcpus_rise_with_the_jobs_and_fall_after_them(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    environment = cloud.environment(minvCpus=2)
    queue = cloud.queue(environment)

    def desired() -> int:
        (told,) = cloud.batch.describe_compute_environments(computeEnvironments=[environment])[
            "computeEnvironments"
        ]
        return int(told["computeResources"]["desiredvCpus"])

    assert desired() == 2
    jobs = [cloud.submit(queue, cloud.definition(vcpus="2")) for _ in range(2)]
    runs = [runner.next(), runner.next()]
    assert desired() == 4
    for run in runs:
        run.finish(0)
    for job_id in jobs:
        cloud.wait(job_id, "SUCCEEDED")
    eventually(lambda: desired() == 2)


def test_a_reset_stops_what_runs_and_forgets_everything(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    import urllib.request

    cloud.submit(cloud.queue())
    run = runner.next()
    run.events.started()
    request = urllib.request.Request(f"{cloud.endpoint}/moto-api/reset", method="POST")
    with urllib.request.urlopen(request, timeout=120) as answer:
        assert answer.status == 200
    eventually(lambda: run.stopped_with == [0])
    run.events.lines([(now_ms(), "too late")])
    assert cloud.batch.describe_job_queues()["jobQueues"] == []
    assert cloud.logs.describe_log_groups()["logGroups"] == []
    runner.script = succeed
    cloud.wait(cloud.submit(cloud.queue()), "SUCCEEDED")


@pytest.mark.parametrize("status", ["SUBMITTED", "PENDING", "RUNNABLE"])
def test_an_inserted_job_goes_on_from_its_state(
    cloud: Cloud, runner: ScriptedRunner, status: str
) -> None:
    runner.script = succeed
    account = cloud.backend.account
    queue = account.queue(cloud.queue())
    definition = account.definition(cloud.definition())
    assert queue is not None
    assert definition is not None
    long_ago = now_ms() - 86_400_000
    job = JobRecord("inserted", "old", queue.arn, definition, created_at=long_ago, status=status)
    cloud.backend.service.insert(job)
    told = cloud.wait("inserted", "SUCCEEDED")
    assert told["createdAt"] == long_ago
    assert told["jobArn"] == f"arn:aws:batch:{REGION}:{ACCOUNT}:job/inserted"


def test_a_runner_that_breaks_fails_the_job_and_is_logged(
    cloud: Cloud, runner: ScriptedRunner, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: ScriptedRun) -> None:
        raise OSError("a bug")

    runner.script = broken
    job = cloud.wait(cloud.submit(cloud.queue()), "FAILED")
    assert job["statusReason"] == "Task failed to start"
    assert "OSError: a bug" in caplog.text


def test_more_tags_than_a_task_can_have_fail_a_job(cloud: Cloud, runner: ScriptedRunner) -> None:
    many = [{f"{name}-{number}": "" for number in range(26)} for name in ("a", "b")]
    queue, definition = cloud.queue(), cloud.definition(tags=many[0], propagateTags=True)
    told = cloud.wait(cloud.submit(queue, definition, tags=many[1]), "FAILED")
    assert "statusReason" not in told
    kept = cloud.submit(queue, definition, tags=many[1], propagateTags=False)
    assert runner.next().request.job_id == kept
