from __future__ import annotations

import time
from typing import Any

import pytest

from batchdeck.local.batch.fair_share import FairLine, reserved, weight_factor
from batchdeck.local.batch.records import JobRecord
from batchdeck.local.batch.usage import Usage
from tests.local.batch.builders import job
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud
from tests.local.scripted_runner import ScriptedRunner

HEAVY = {"shareDistribution": [{"shareIdentifier": "heavy*", "weightFactor": 4.0}]}


def waiting(name: str, share: str, priority: int | None = None) -> JobRecord:
    return job(name, status="RUNNABLE", share_identifier=share, scheduling_priority=priority)


def line(*jobs: JobRecord) -> FairLine:
    made = FairLine()
    for one in jobs:
        made.join(one)
    return made


def order(made: FairLine, policy: Any, usage: Usage) -> list[str]:
    """The jobs as they would be placed, one vCPU each."""
    names = []
    while (head := made.head(policy, usage)) is not None:
        made.leave(head)
        usage.take(head.share_identifier, 1)
        names.append(head.id)
    return names


def test_shares_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    made = line(*(waiting(f"{share}{n}", share) for share in "ab" for n in range(3)))
    assert [one.id for one in made.upcoming({}, Usage(), 4)] == ["a0", "b0", "a1", "b1"]
    assert order(made, {}, Usage()) == ["a0", "b0", "a1", "b1", "a2", "b2"]


def test_a_share_of_four_times_the_weight_gets_a_fourth() -> None:
    jobs = [waiting(f"{share}{n}", share) for share in ("heavy", "light") for n in range(8)]
    names = order(line(*jobs), HEAVY, Usage())
    assert sum(name.startswith("light") for name in names[:10]) == 8


def test_a_share_that_has_much_waits() -> None:
    usage = Usage()
    usage.take("a", 8)
    assert order(line(waiting("a0", "a"), waiting("b0", "b")), {}, usage) == ["b0", "a0"]


def test_within_a_share_priority_goes_before_age() -> None:
    made = line(waiting("old", "a"), waiting("urgent", "a", 10), waiting("young", "a"))
    assert order(made, {}, Usage()) == ["urgent", "old", "young"]


def test_who_lost_a_place_stands_in_front_and_who_was_stopped_leaves() -> None:
    first, second = waiting("first", "a"), waiting("second", "a")
    made = line(first, second)
    made.leave(first)
    made.rejoin(first)
    assert made.head({}, Usage()) is first
    first.status = "FAILED"
    assert made.head({}, Usage()) is second
    second.status = "FAILED"
    assert made.head({}, Usage()) is None
    assert not made


@pytest.mark.parametrize(("share", "factor"), [("heavy1", 4.0), ("heavy", 4.0), ("other", 1.0)])
def test_the_weight_of_a_share(share: str, factor: float) -> None:
    assert weight_factor(HEAVY, share) == factor


def test_the_reservation_shrinks_with_every_share() -> None:
    usage = Usage()
    policy = {"computeReservation": 50}
    assert reserved(policy, "a", usage) == 0.5
    usage.take("a", 1)
    assert reserved(policy, "a", usage) == 0.5
    assert reserved(policy, "b", usage) == 0.25
    assert reserved({}, "b", usage) == 0


def fair_queue(cloud: Cloud, vcpus: int, **policy: Any) -> str:
    arn = cloud.batch.create_scheduling_policy(name=cloud.name("policy"), fairsharePolicy=policy)
    name, types = cloud.name("queue"), ["m5.large", "m5.2xlarge"]
    environment = cloud.environment(maxvCpus=vcpus, instanceTypes=types)
    cloud.batch.create_job_queue(
        jobQueueName=name,
        priority=1,
        schedulingPolicyArn=arn["arn"],
        computeEnvironmentOrder=[{"order": 1, "computeEnvironment": environment}],
    )
    return name


def test_a_queue_places_its_jobs_by_share(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue, definition = fair_queue(cloud, 2), cloud.definition(vcpus="2")
    ids = {
        f"{share}{n}": cloud.submit(queue, definition, shareIdentifier=share)
        for share in "ab"
        for n in range(2)
    }
    run = runner.next()
    assert run.request.job_id == ids["a0"]
    cloud.wait(ids["b1"], "RUNNABLE")
    snapshot = cloud.batch.get_job_queue_snapshot(jobQueue=queue)
    front = [one["jobArn"].rpartition("/")[2] for one in snapshot["frontOfQueue"]["jobs"]]
    assert front[0] == ids["b0"]
    assert len(front) == 3
    told = snapshot["queueUtilization"]
    assert told["totalCapacityUsage"] == [{"capacityUnit": "VCPU", "quantity": 2.0}]
    assert told["fairshareUtilization"]["activeShareCount"] == 1
    (top,) = told["fairshareUtilization"]["topCapacityUtilization"]
    assert top["shareIdentifier"] == "a"
    run.finish(0)
    assert runner.next().request.job_id == ids["b0"]


def test_what_is_kept_for_other_shares_keeps_a_job_out(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    queue = fair_queue(cloud, 8, computeReservation=50)
    large = cloud.submit(queue, cloud.definition(vcpus="5"), shareIdentifier="a")
    assert cloud.wait_for_reason(large).startswith("MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX")
    cloud.batch.cancel_job(jobId=large, reason="never mind")
    fits = [cloud.definition(vcpus="4"), cloud.definition(vcpus="1")]
    first = cloud.submit(queue, fits[0], shareIdentifier="a")
    assert runner.next().request.job_id == first
    cloud.submit(queue, fits[1], shareIdentifier="a")
    other = cloud.submit(queue, fits[1], shareIdentifier="b")
    assert runner.next().request.job_id == other


def test_shares_are_for_queues_that_have_them(cloud: Cloud) -> None:
    with refused("shareIdentifier is for job queues with a scheduling policy only."):
        cloud.submit(cloud.queue(), shareIdentifier="a")
    queue = fair_queue(cloud, 2)
    with refused("shareIdentifier is required"):
        cloud.submit(queue)
    with refused("letters and numbers"):
        cloud.submit(queue, shareIdentifier="a b")
    job_id = cloud.submit(queue, shareIdentifier="a")
    cloud.wait(job_id, "STARTING")
    for share, found in (("a", [job_id]), ("b", [])):
        filters = [{"name": "SHARE_IDENTIFIER", "values": [share]}]
        answer = cloud.batch.list_jobs(jobQueue=queue, filters=filters, jobStatus="STARTING")
        assert [one["jobId"] for one in answer["jobSummaryList"]] == found
