from __future__ import annotations

from typing import Any

import pytest

from batchdeck.domain.job import Job
from batchdeck.domain.likely_cause import fronts, held_up, likely_cause
from batchdeck.domain.resources import ComputeEnvironment, JobQueue


def environment(name: str, **more: Any) -> ComputeEnvironment:
    """One that works, but for what is told."""
    usual = {"state": "ENABLED", "status": "VALID", "max_vcpus": 16, "desired_vcpus": 4}
    return ComputeEnvironment(name, f"arn:{name}", "EC2", **{**usual, **more})


def queue(*environments: str, **more: Any) -> JobQueue:
    """The queue `etl`."""
    usual = {"state": "ENABLED", "status": "VALID", "priority": 1, "environments": environments}
    return JobQueue("etl", "arn:etl", **{**usual, **more})


def job(name: str = "align", reason: str = "", created_at: int = 10) -> Job:
    """One that waits in `etl`."""
    return Job(f"id-{name}", name, "etl", "RUNNABLE", created_at, reason=reason)


@pytest.mark.parametrize(
    ("environments", "words"),
    [
        ([environment("spot")], ""),
        ([environment("spot", state="DISABLED")], "spot is DISABLED"),
        ([environment("spot", status="INVALID", state="DISABLED")], "spot is INVALID"),
        ([environment("spot", desired_vcpus=16)], "spot is full, 16/16 vCPU"),
        ([environment("spot", desired_vcpus=None, max_vcpus=None)], ""),
        ([environment("spot", status="UPDATING")], ""),
        ([environment("spot", state="DISABLED"), environment("other")], ""),
        (
            [environment("spot", state="DISABLED"), environment("other", status="INVALID")],
            "spot is DISABLED, other is INVALID",
        ),
        ([], ""),
    ],
)
def test_a_queue_is_held_up_when_none_of_its_environments_works(
    environments: list[ComputeEnvironment], words: str
) -> None:
    of = queue(*(one.name for one in environments))
    assert held_up([of], environments).get("etl", "") == words


def test_a_queue_of_its_own_trouble() -> None:
    assert held_up([queue("spot", status="INVALID")], [])["etl"] == "the queue is INVALID"
    assert held_up([queue("spot", state="DISABLED")], [])["etl"] == "the queue is DISABLED"
    assert held_up([queue("not-known")], []) == {}


def test_the_front_of_a_queue_is_what_came_first() -> None:
    first, second = job("first", created_at=1), job("second", created_at=2)
    assert fronts([queue()], [second, first]) == {"etl": first}
    assert fronts([queue(scheduling_policy="arn:policy")], [second, first]) == {}
    assert fronts([], [first]) == {}


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s)", "maxvCpus is too small"),
        ("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service", "EC2 has no capacity"),
        ("ACTION_REQUIRED - CE(s) associated", "the environment is INVALID"),
        ("UNDETERMINED - Batch job is blocked", ""),
        ("something new", ""),
        ("", ""),
    ],
)
def test_the_code_that_aws_gives_in_few_words(reason: str, words: str) -> None:
    assert likely_cause(job(reason=reason), {}, {}) == words


def test_the_queue_says_more_than_the_code_and_the_code_more_than_the_place() -> None:
    first, second = job("first"), job("second", reason="ACTION_REQUIRED")
    assert likely_cause(second, {"etl": "spot is INVALID"}, {"etl": first}) == "spot is INVALID"
    assert likely_cause(second, {}, {"etl": first}) == "the environment is INVALID"
    assert likely_cause(job("third"), {}, {"etl": first}) == "behind first"
    assert likely_cause(first, {}, {"etl": first}) == ""
