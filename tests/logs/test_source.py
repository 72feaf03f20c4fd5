from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from batchdeck.aws.translate_jobs import job_detail
from batchdeck.domain.job import Attempt, ContainerRun, JobDetail, LogLocation
from batchdeck.logs.source import SKEW, children, choices, newest, nodes
from tests.jobs.scripted_batch import NOON, ScriptedBatch, job

GROUP = "/aws/batch/job"


def where(stream: str, group: str = GROUP) -> LogLocation:
    return LogLocation(group, stream)


def described(status: str = "FAILED", **more: Any) -> JobDetail:
    container = {"image": "i", "command": ["x"]}
    base = {"jobId": "a", "jobName": "align", "status": status, "container": container}
    return job_detail({**base, **more})


def attempt(stream: str, code: int = 1, reason: str = "") -> dict[str, Any]:
    container = {"logStreamName": stream, "exitCode": code, "reason": reason}
    return {"container": container, "startedAt": 1, "stoppedAt": 2, "statusReason": "exited"}


def test_every_attempt_is_a_choice_with_how_it_ended() -> None:
    detail = described(attempts=[attempt("one", 137, "OutOfMemory"), attempt("two", 1)])
    first, second = choices(detail)
    assert (first.attempt, first.attempts, first.newest) == (1, 2, False)
    assert (first.where, first.exit_code, first.reason) == (where("one"), 137, "OutOfMemory")
    assert (second.attempt, second.newest, second.reason) == (2, True, "exited")
    assert (second.started_at, second.stopped_at, second.absence) == (1, 2, "")
    assert [one.title for one in (first, second)] == ["attempt 1", "attempt 2"]
    assert newest(choices(detail)) == second


def test_the_attempt_that_runs_is_listed_though_aws_does_not() -> None:
    container = {"image": "i", "logStreamName": "two"}
    running = described("RUNNING", attempts=[attempt("one")], container=container, startedAt=9)
    _, last = choices(running)
    assert (last.attempt, last.where, last.started_at) == (2, where("two"), 9)
    (only,) = choices(described("RUNNING", container=container))
    assert (only.attempt, only.attempts, only.title) == (1, 1, "")


def test_a_retry_that_waits_keeps_the_attempts_there_were() -> None:
    container = {"image": "i", "logStreamName": "one"}
    (only,) = choices(described("RUNNABLE", attempts=[attempt("one")], container=container))
    assert (only.attempt, only.newest) == (1, True)


def test_a_job_that_waits_has_one_without_a_log_and_says_why() -> None:
    (only,) = choices(described("RUNNABLE"))
    assert (only.attempt, only.where) == (0, None)
    assert only.absence == "RUNNABLE: the log begins when the container runs."


def test_the_group_of_the_log_is_the_one_of_its_configuration() -> None:
    options = {"awslogs-group": "/genome"}
    logged = {"image": "i", "logConfiguration": {"logDriver": "awslogs", "options": options}}
    (only,) = choices(described(container=logged, attempts=[attempt("one")]))
    assert only.where == where("one", "/genome")
    other = {"image": "i", "logConfiguration": {"logDriver": "fluentd"}}
    (only,) = choices(described(container=other, attempts=[attempt("one")]))
    assert (only.where, only.absence) == (None, "Its log goes to fluentd, not to CloudWatch Logs.")


def test_each_container_of_several_is_a_choice() -> None:
    both = [{"name": "main", "image": "i"}, {"name": "side", "image": "i"}]
    ended = [
        {"name": "main", "exitCode": 0, "logStreamName": "m"},
        {"name": "side", "exitCode": 3, "reason": "bad", "logStreamName": "s"},
    ]
    detail = described(
        container={},
        ecsProperties={"taskProperties": [{"containers": both}]},
        attempts=[{"container": {}, "taskProperties": [{"containers": ended}]}],
    )
    main, side = choices(detail)
    assert (main.container, main.where, main.exit_code) == ("main", where("m"), 0)
    assert (side.title, side.where, side.reason) == ("side", where("s"), "bad")
    assert newest(choices(detail)) == side


def test_nodes_of_a_job_are_choices_and_the_main_one_is_opened() -> None:
    parent = JobDetail(job("a", "RUNNING"), nodes=3, main_node=1)
    assert nodes(parent) == ("a#0", "a#1", "a#2")
    assert choices(parent) == ()
    each = [
        JobDetail(
            job(f"a#{index}", "RUNNING"), nodes=3, runs=(ContainerRun(log=where(f"{index}")),)
        )
        for index in range(3)
    ]
    found = choices(parent, *each)
    assert [one.node for one in found] == [0, 1, 2]
    assert [one.title for one in found] == ["node 0", "node 1", "node 2"]
    chosen = newest(found, parent.main_node)
    assert chosen is not None
    assert chosen.node == 1
    failed = Attempt(NOON, NOON, exit_code=9, log=where("2"))
    found = choices(parent, each[0], each[1], replace(each[2], attempts=(failed,), runs=()))
    chosen = newest(found, parent.main_node)
    assert chosen is not None
    assert (chosen.node, chosen.exit_code) == (2, 9)
    assert nodes(each[0]) == ()


def test_an_array_parent_has_none_of_its_own() -> None:
    parent = JobDetail(replace(job("a", "PENDING"), array_size=2), children=(("RUNNING", 2),))
    assert choices(parent) == ()
    assert newest(choices(parent)) is None


@pytest.mark.parametrize(("most", "ids"), [(2, ["a:1", "a:3"]), (9, ["a:1", "a:3", "a:0", "a:2"])])
async def test_failed_children_come_first_and_what_is_left_out_is_said(
    most: int, ids: list[str]
) -> None:
    states = ("SUCCEEDED", "FAILED", "SUCCEEDED", "FAILED", "RUNNABLE")
    each = [
        replace(job(f"a:{index}", status), array_index=index) for index, status in enumerate(states)
    ]
    array = replace(job("a", "PENDING"), array_size=5)
    batch = ScriptedBatch(array, *each)
    found, left_out = await children(batch, array, most)
    assert [one.id for one in found] == ids
    assert left_out == ("2 of 5 children" if most == 2 else "")
    assert ("children", "a", "RUNNABLE") not in batch.calls
    if most == 2:
        assert batch.calls == [("children", "a", "FAILED")]
    found, left_out = await children(batch, array, 1)
    assert ([one.id for one in found], left_out) == (["a:1"], "1 of 5 children")


def test_where_the_lines_of_an_attempt_are_in_time() -> None:
    running = replace(choices(described("RUNNING"))[0], started_at=NOON)
    assert running.bounds(NOON) == (NOON - SKEW, None)
    ended = replace(running, stopped_at=NOON)
    assert ended.bounds(NOON) == (NOON - SKEW, None), "its last lines may come yet"
    assert ended.bounds(NOON + 2 * SKEW) == (NOON - SKEW, NOON + SKEW)
    assert replace(running, started_at=None).bounds(NOON) == (None, None)
