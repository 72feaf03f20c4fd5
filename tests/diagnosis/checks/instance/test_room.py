from __future__ import annotations

from batchdeck.diagnosis.checks.instance.room import (
    instances_active,
    room_left,
    warm_instances_fit,
)
from batchdeck.diagnosis.need import Need
from batchdeck.domain.cluster import ContainerInstance
from batchdeck.domain.instance_type import InstanceType
from tests.diagnosis.things import environment, instance, status_of

NEED = Need(4, 8000)
TYPES = {
    "spot": (InstanceType("m6i.large", 2, 8192), InstanceType("m6i.2xlarge", 8, 32_768)),
}


def small(name: str = "i-1") -> ContainerInstance:
    """An instance that is too small for the job."""
    return instance(name, cpu=2048, memory=7600, free_cpu=2048, free_memory=7600)


def test_warm_instances_that_leave_no_room() -> None:
    pinned = (environment(min_vcpus=4, max_vcpus=8),)
    verdict = warm_instances_fit(NEED, pinned, TYPES, {"spot": (small(), small("i-2"))})
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"ce": "spot", "new_max": "12"})
    assert verdict.evidence[0].value == "4, 8, of which instances have 4"
    assert verdict.estimated


def test_instances_that_will_be_ended_or_leave_room() -> None:
    joined = {"spot": (small(),)}
    leaving = (environment(min_vcpus=0, max_vcpus=9),)
    assert status_of(warm_instances_fit(NEED, leaving, TYPES, joined)) == "WARN"
    roomy = (environment(min_vcpus=4, max_vcpus=64),)
    assert status_of(warm_instances_fit(NEED, roomy, TYPES, joined)) == "PASS"
    large = {"spot": (instance(cpu=8192, memory=31_000),)}
    assert status_of(warm_instances_fit(NEED, leaving, TYPES, large)) == "PASS"


def test_warm_instances_that_are_not_the_question() -> None:
    pinned = (environment(min_vcpus=4, max_vcpus=8),)
    joined = {"spot": (small(),)}
    assert status_of(warm_instances_fit(NEED, pinned, TYPES, {})) == "SKIP"
    none_fits = Need(64, 8000)
    assert status_of(warm_instances_fit(none_fits, pinned, TYPES, joined)) == "SKIP"
    silent = {"spot": (instance(),)}
    assert status_of(warm_instances_fit(NEED, pinned, TYPES, silent)) == "UNKNOWN"


def test_draining_instances_take_nothing() -> None:
    draining = instance(status="DRAINING")
    full, roomy = (environment(max_vcpus=4),), (environment(max_vcpus=64),)
    verdict = instances_active(NEED, full, {"spot": (draining,)})
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values) == {"cluster": "arn:cluster/spot", "instance": "arn:i-1"}
    assert status_of(instances_active(NEED, roomy, {"spot": (draining,)})) == "WARN"
    assert status_of(instances_active(NEED, full, {"spot": (draining, instance())})) == "PASS"
    assert status_of(instances_active(NEED, full, {})) == "SKIP"
    coming = instance(status="REGISTERING")
    assert status_of(instances_active(NEED, full, {"spot": (coming,)})) == "WARN"
    own = (environment(kind="UNMANAGED", max_vcpus=None),)
    refused = instance(status="REGISTRATION_FAILED", reason="no")
    verdict = instances_active(NEED, own, {"spot": (refused,)})
    assert verdict.evidence[0].value == "REGISTRATION_FAILED no"


def test_room_on_one_instance() -> None:
    full = (environment(max_vcpus=4),)
    free = instance("i-2", free_cpu=4096, free_memory=8000)
    assert status_of(room_left(NEED, full, {"spot": (small(), free)})) == "PASS"
    verdict = room_left(NEED, full, {"spot": (small(), small("i-2"))})
    assert (status_of(verdict), verdict.evidence[0].value) == ("WARN", "2 vCPU, 7600 MiB")
    assert dict(verdict.values) == {"ce": "spot", "new_max": "8"}
    assert status_of(room_left(NEED, (environment(),), {"spot": (small(),)})) == "PASS"
    own = (environment(kind="UNMANAGED", max_vcpus=None),)
    verdict = room_left(NEED, own, {"spot": (small(),)})
    assert (status_of(verdict), verdict.evidence[0].value) == ("FAIL", "2 vCPU, 7600 MiB")
    busy = instance(cpu=8192, memory=31_000, free_cpu=1024, free_memory=400)
    assert status_of(room_left(NEED, own, {"spot": (small(), busy)})) == "WARN"


def test_room_that_is_not_told() -> None:
    full = (environment(max_vcpus=4),)
    assert status_of(room_left(NEED, full, {"spot": (instance(),)})) == "UNKNOWN"
    assert status_of(room_left(NEED, full, {})) == "SKIP"
    gpus = Need(1, 100, 1)
    without = instance(free_cpu=4096, free_memory=8000)
    assert status_of(room_left(gpus, full, {"spot": (without,)})) == "WARN"
    assert status_of(room_left(gpus, (environment(),), {"spot": (without,)})) == "PASS"
