from __future__ import annotations

from batchdeck.diagnosis.checks.capacity.launches import (
    capacity_available,
    group_untouched,
    launches_succeed,
    launching_not_suspended,
)
from tests.diagnosis.things import HOUR, NOW, activity, environment, group, job, status_of

HERE = (environment(),)


def test_aws_says_that_it_has_no_capacity() -> None:
    short = job(reason="CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill")
    assert status_of(capacity_available(short)) == "FAIL"
    assert status_of(capacity_available(job())) == "PASS"


def test_the_newest_launch_decides() -> None:
    bad, good = activity("Failed", "Invalid IAM Instance Profile"), activity()
    assert status_of(launches_succeed(HERE, {"spot": (bad, good)}, NOW)) == "FAIL"
    assert status_of(launches_succeed(HERE, {"spot": (good, bad)}, NOW)) == "PASS"
    assert status_of(launches_succeed(HERE, {}, NOW)) == "PASS"
    long_ago = activity("Failed", age=2 * HOUR)
    assert status_of(launches_succeed(HERE, {"spot": (long_ago,)}, NOW)) == "PASS"


def test_suspended_launching() -> None:
    assert status_of(launching_not_suspended(HERE, (group(suspended=("Launch",)),))) == "FAIL"
    assert status_of(launching_not_suspended(HERE, (group(),))) == "PASS"


def test_a_group_that_somebody_changed() -> None:
    assert status_of(group_untouched(HERE, (group(subnets=("subnet-1",)),))) == "PASS"
    assert status_of(group_untouched(HERE, (group(),))) == "PASS"
    verdict = group_untouched(HERE, (group(subnets=("subnet-1", "subnet-9")),))
    assert (status_of(verdict), "subnet-9" in verdict.summary) == ("WARN", True)
    assert status_of(group_untouched(HERE, (group(status="Delete in progress"),))) == "WARN"
    elsewhere = group(name="other", status="Delete in progress")
    assert status_of(group_untouched(HERE, (elsewhere,))) == "PASS"
