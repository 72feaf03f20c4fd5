from __future__ import annotations

from typing import Any

import pytest

from batchdeck.diagnosis.checks.job.fargate import (
    disk_is_large_enough,
    nothing_of_instances,
    platform_version,
    windows_not_on_spot,
)
from batchdeck.diagnosis.need import Need
from batchdeck.domain.job import JobDetail
from tests.diagnosis.things import (
    DEFINITION,
    QUEUE,
    container,
    environment,
    job,
    registered,
    status_of,
)

SMALL = Need(1, 2048)


def fargate(status: str = "RUNNABLE", reason: str = "", **more: Any) -> JobDetail:
    return job(status, platform="FARGATE", container_reason=reason, containers=(container(**more),))


def test_windows_does_not_run_on_fargate_spot() -> None:
    spot, usual = environment(kind="FARGATE_SPOT"), environment("b", "FARGATE")
    windows = fargate(operating_system="WINDOWS_SERVER_2022_CORE")
    verdict = windows_not_on_spot(windows, QUEUE, (spot,))
    assert status_of(verdict) == "FAIL"
    assert verdict.evidence[1].value == "spot FARGATE_SPOT"
    assert status_of(windows_not_on_spot(windows, QUEUE, (spot, usual))) == "PASS"
    assert status_of(windows_not_on_spot(fargate(), QUEUE, (spot,))) == "PASS"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"instance_only": ("privileged",)}, "privileged"),
        ({"gpus": 1}, "1 GPU"),
        ({"log_driver": "syslog"}, "log driver syslog"),
    ],
)
def test_what_only_instances_have(more: dict[str, Any], words: str) -> None:
    verdict = nothing_of_instances(fargate(**more), DEFINITION)
    assert (status_of(verdict), words in verdict.summary) == ("FAIL", True)
    after = registered(verdict)
    assert not {"privileged", "logConfiguration"} & set(after)
    assert after["linuxParameters"] == {"initProcessEnabled": True}
    assert [one["type"] for one in after["resourceRequirements"]] == ["VCPU"]
    assert status_of(nothing_of_instances(job(containers=(container(**more),)))) == "SKIP"


def test_what_fargate_has() -> None:
    for driver in ("awslogs", "splunk", ""):
        assert status_of(nothing_of_instances(fargate(log_driver=driver))) == "PASS"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"architecture": "ARM64"}, "Arm"),
        ({"ephemeral_storage": 50}, "50 GiB of disk"),
        ({"file_systems": ("fs-1",)}, "EFS"),
    ],
)
def test_an_old_version_lacks_what_is_new(more: dict[str, Any], words: str) -> None:
    verdict = platform_version(fargate(platform_version="1.3.0", **more), SMALL, DEFINITION)
    assert registered(verdict)["fargatePlatformConfiguration"] == {"platformVersion": "LATEST"}
    assert (status_of(verdict), verdict.summary) == ("FAIL", f"Fargate 1.3.0 has no {words}")
    for version in ("", "LATEST", "1.4.0"):
        assert status_of(platform_version(fargate(platform_version=version, **more), SMALL)) == (
            "PASS"
        )


def test_an_old_version_is_enough_for_a_plain_job() -> None:
    old = fargate(platform_version="1.3.0")
    assert status_of(platform_version(old, SMALL)) == "PASS"
    assert status_of(platform_version(old, Need(8, 16384))) == "FAIL"
    assert status_of(platform_version(job(), SMALL)) == "SKIP"


def test_disks() -> None:
    assert status_of(disk_is_large_enough(fargate())) == "PASS"
    assert status_of(disk_is_large_enough(fargate(ephemeral_storage=200))) == "PASS"
    for asked, offered in ((20, 21), (900, 200)):
        verdict = disk_is_large_enough(fargate(ephemeral_storage=asked), DEFINITION)
        assert status_of(verdict) == "FAIL"
        assert registered(verdict)["ephemeralStorage"] == {"sizeInGiB": offered}
    assert status_of(disk_is_large_enough(job())) == "SKIP"
    full = fargate("FAILED", "CannotPullContainerError: write /tmp: no space left on device")
    verdict = disk_is_large_enough(full, DEFINITION)
    assert registered(verdict)["ephemeralStorage"] == {"sizeInGiB": 40}
    assert (status_of(verdict), verdict.summary) == ("FAIL", "the 20 GiB of disk are full")
    assert verdict.evidence[0].value == "absent (20)"
