from __future__ import annotations

from batchdeck.diagnosis.checks.instance.boot import (
    console_clean,
    instances_healthy,
    instances_stay,
)
from batchdeck.domain.cluster import ScalingActivity
from batchdeck.domain.launch import InstanceHealth
from tests.diagnosis.things import NOW, environment, group, instance, job, status_of

HERE = (environment(),)
MINUTE = 60_000
IMPAIRED = InstanceHealth("i-1", ("InstanceStatus",))


def test_impaired_instances() -> None:
    groups = (group("i-1", "i-2"),)
    verdict = instances_healthy(HERE, groups, {"i-1": IMPAIRED})
    assert (status_of(verdict), verdict.evidence[0].field) == ("FAIL", "InstanceStatus.Status")
    assert dict(verdict.values) == {"instance": "i-1"}
    well = InstanceHealth("i-2")
    assert status_of(instances_healthy(HERE, groups, {"i-1": IMPAIRED, "i-2": well})) == "WARN"
    assert status_of(instances_healthy(HERE, groups, {"i-2": well})) == "PASS"
    assert status_of(instances_healthy(HERE, groups, {})) == "SKIP"
    assert status_of(instances_healthy(HERE, (), {"i-1": IMPAIRED})) == "SKIP"


def activity(words: str, minutes_ago: int) -> ScalingActivity:
    """Something that happened to an instance."""
    at = NOW - minutes_ago * MINUTE
    return ScalingActivity("g", "Successful", "", at, f"{words} EC2 instance: i-{minutes_ago:02}")


def lives(*started: int, minutes: int = 10) -> tuple[ScalingActivity, ...]:
    """Instances that were launched so many minutes ago, and lived so many minutes."""
    born = [activity("Launching a new", one) for one in started]
    ends = [
        ScalingActivity(
            "g",
            "Successful",
            "",
            one.started_at + minutes * MINUTE,
            one.description.replace("Launching a new", "Terminating"),
        )
        for one in born
    ]
    return (*reversed(ends), *born)


def test_instances_that_come_and_go() -> None:
    waiting = job()
    churning = {"spot": lives(50, 35, 20)}
    verdict = instances_stay(waiting, HERE, churning, {}, NOW)
    assert status_of(verdict) == "WARN"
    assert verdict.evidence[0].value == "3 launched and ended: i-20, i-35, i-50"
    connected = {"spot": (instance(),)}
    assert status_of(instances_stay(waiting, HERE, churning, connected, NOW)) == "PASS"
    young = job(age=30 * MINUTE)
    assert status_of(instances_stay(young, HERE, churning, {}, NOW)) == "PASS"


def test_instances_that_lived_long_or_are_few() -> None:
    old = job(age=10 * 60 * MINUTE)
    for known in (lives(50, 35), lives(110, 100, 90, minutes=45), ()):
        assert status_of(instances_stay(old, HERE, {"spot": known}, {}, NOW)) == "PASS"
    failed = ScalingActivity("g", "Failed", "no", NOW, "Launching a new EC2 instance")
    assert status_of(instances_stay(old, HERE, {"spot": (failed,) * 4}, {}, NOW)) == "PASS"


def test_what_the_console_tells() -> None:
    lines = (
        "[   12.1] cloud-init[2211]: Cloud-init v. 22.2.2 running 'modules:final'",
        "PASSWORD=hunter2",
        "[   40.9] cloud-init[2211]: Failed to run module scripts-user",
    )
    verdict = console_clean(HERE, {"spot": ("i-1", lines)})
    assert (status_of(verdict), dict(verdict.values)) == ("WARN", {"instance": "i-1"})
    assert "scripts-user" in verdict.evidence[0].value
    assert "hunter2" not in repr(verdict)
    assert status_of(console_clean(HERE, {"spot": ("i-1", lines[:2])})) == "PASS"
    assert status_of(console_clean(HERE, {"spot": ("i-1", ())})) == "SKIP"
    assert status_of(console_clean(HERE, {})) == "SKIP"
