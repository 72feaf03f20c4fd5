"""vCPUs of an environment: promised to jobs, booting, up.

For EC2 `desiredvCpus` counts those of whole instances; Fargate has none to boot.
"""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord


def has_room(environment: ComputeEnvironmentRecord, vcpus: float, reserved: float = 0.0) -> bool:
    """Whether a job of that size fits beside those that are there.

    `reserved` is the part of the maximum that must stay free, from 0 to 1.
    """
    most = environment.resources.get("maxvCpus")
    return most is None or environment.used_vcpus + vcpus <= most * (1 - reserved)


def holds(environment: ComputeEnvironmentRecord, vcpus: float, reserved: float) -> bool:
    """Whether a job of that size fits when nobody else is there."""
    most = environment.resources.get("maxvCpus")
    return most is None or vcpus <= most * (1 - reserved)


def reserve(environment: ComputeEnvironmentRecord, vcpus: float) -> bool:
    """Promise vCPUs to a job; whether instances must boot for it."""
    environment.used_vcpus += vcpus
    if environment.is_fargate:
        return False
    environment.desired_vcpus = max(environment.desired_vcpus, _needed(environment))
    return environment.desired_vcpus > environment.ready_vcpus


def booted(environment: ComputeEnvironmentRecord) -> None:
    """What was booting is up."""
    environment.ready_vcpus = environment.desired_vcpus


def release(environment: ComputeEnvironmentRecord, vcpus: float) -> None:
    """Take back what was promised to a job."""
    environment.used_vcpus = max(0.0, environment.used_vcpus - vcpus)


def fit(environment: ComputeEnvironmentRecord) -> None:
    """Bring `desiredvCpus` to what is used now, but not below `minvCpus`."""
    least = float(environment.resources.get("minvCpus") or 0)
    environment.desired_vcpus = max(least, _needed(environment))
    environment.ready_vcpus = min(environment.ready_vcpus, environment.desired_vcpus)


def _needed(environment: ComputeEnvironmentRecord) -> float:
    """The vCPUs of its instances that have jobs, as far as these are known."""
    return max(environment.used_vcpus, environment.host_vcpus)
