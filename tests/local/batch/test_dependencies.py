from __future__ import annotations

import pytest

from batchdeck.local.batch.dependencies import Dependencies, Outlook, outlook
from batchdeck.local.batch.jobs import Jobs
from tests.local.batch.builders import job
from tests.local.cloud import Cloud
from tests.local.scripted_runner import ScriptedRunner


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], Outlook.READY),
        (["SUCCEEDED", "SUCCEEDED"], Outlook.READY),
        (["SUCCEEDED", "RUNNING"], Outlook.WAITING),
        (["RUNNABLE", "FAILED"], Outlook.HOPELESS),
    ],
)
def test_the_outlook_follows_from_the_states(statuses: list[str], expected: Outlook) -> None:
    jobs = Jobs()
    for number, status in enumerate(statuses):
        jobs.insert(job(str(number), status=status))
    waiting = job("waiting", depends_on=[{"jobId": str(n)} for n in range(len(statuses))])
    assert outlook(waiting, jobs) is expected


def test_a_job_that_is_long_gone_does_not_hold_up_others() -> None:
    assert outlook(job(depends_on=[{"jobId": "gone"}]), Jobs()) is Outlook.READY


def test_those_that_wait_are_told_of_once() -> None:
    dependencies = Dependencies()
    first = job("first")
    waiting = job("waiting", depends_on=[{"jobId": "first"}])
    dependencies.add(waiting)
    assert dependencies.waiting_for(first) == [waiting]
    assert dependencies.waiting_for(first) == []


def array(cloud: Cloud, queue: str, *depends_on: dict[str, str], size: int = 2) -> str:
    return cloud.submit(queue, arrayProperties={"size": size}, dependsOn=list(depends_on))


def test_children_of_a_sequential_array_come_one_after_the_other(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    parent = array(cloud, cloud.queue(), {"type": "SEQUENTIAL"}, size=3)
    for index in range(3):
        run = runner.next()
        assert run.request.job_id == f"{parent}:{index}"
        assert len(runner.requests) == index + 1
        run.finish(0)
    cloud.wait(parent, "SUCCEEDED")


def test_after_a_failed_child_of_a_sequential_array_no_other_starts(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    parent = array(cloud, cloud.queue(), {"type": "SEQUENTIAL"}, size=3)
    runner.next().finish(1)
    cloud.wait(parent, "FAILED")
    assert len(runner.requests) == 1
    assert cloud.job(f"{parent}:2")["statusReason"] == "Dependent Job failed"


def test_n_to_n_waits_for_the_child_of_the_same_number(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    queue = cloud.queue()
    first = array(cloud, queue)
    second = array(cloud, queue, {"jobId": first, "type": "N_TO_N"})
    runs = [runner.next(), runner.next()]
    runs[1].finish(0)
    assert runner.next().request.job_id == f"{second}:1"
    assert cloud.job(f"{second}:0")["status"] == "PENDING"
    runs[0].finish(1)
    assert cloud.wait(f"{second}:0", "FAILED")["statusReason"] == "Dependent Job failed"


def test_a_dependency_on_an_array_waits_for_all_its_children(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    queue = cloud.queue()
    parent = array(cloud, queue)
    after_all, after_one = (
        cloud.submit(queue, dependsOn=[{"jobId": one}]) for one in (parent, f"{parent}:0")
    )
    first, second = runner.next(), runner.next()
    first.finish(0)
    assert runner.next().request.job_id == after_one
    assert cloud.job(after_all)["status"] == "PENDING"
    second.finish(0)
    assert runner.next().request.job_id == after_all


def test_an_array_that_waits_is_pending_with_all_its_children(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    queue = cloud.queue()
    first = cloud.submit(queue)
    parent = array(cloud, queue, {"jobId": first})
    run = runner.next()
    cloud.wait(parent, "PENDING")
    assert cloud.job(parent)["arrayProperties"]["statusSummary"]["PENDING"] == 2
    assert cloud.job(parent)["dependsOn"] == [{"jobId": first}]
    run.finish(0)
    assert {runner.next().request.job_id, runner.next().request.job_id} == {
        f"{parent}:0",
        f"{parent}:1",
    }


def test_cancelling_a_job_that_waits_for_another_takes_effect_when_that_ends(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    queue = cloud.queue()
    first = cloud.submit(queue)
    second = cloud.submit(queue, dependsOn=[{"jobId": first}])
    run = runner.next()
    cloud.wait(second, "PENDING")
    cloud.batch.cancel_job(jobId=second, reason="not needed")
    told = cloud.job(second)
    assert (told["status"], told["isCancelled"]) == ("PENDING", True)
    run.finish(0)
    assert cloud.wait(second, "FAILED")["statusReason"] == "not needed"


def test_terminating_a_job_that_waits_for_another_takes_effect_at_once(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    queue = cloud.queue()
    second = cloud.submit(queue, dependsOn=[{"jobId": cloud.submit(queue)}])
    runner.next()
    cloud.wait(second, "PENDING")
    cloud.batch.terminate_job(jobId=second, reason="not needed")
    assert cloud.job(second)["statusReason"] == "not needed"
