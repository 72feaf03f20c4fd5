from __future__ import annotations

from batchdeck.diagnosis.checks.environment.max_vcpus import (
    capacity_requested,
    max_vcpus,
    max_vcpus_instance,
)
from batchdeck.diagnosis.need import Need
from batchdeck.domain.instance_type import InstanceType
from tests.diagnosis.things import NOW, environment, job, status_of

TYPES = {"spot": (InstanceType("m6i.4xlarge", 16, 65536),)}


def test_a_job_larger_than_the_environment_may_be() -> None:
    small, large = environment(max_vcpus=16), environment("b")
    verdict = max_vcpus(Need(32, 1024), (small,))
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values) == {"ce": "spot", "new_max": "32"}
    assert status_of(max_vcpus(Need(32, 1024), (small, large))) == "WARN"
    assert status_of(max_vcpus(Need(16, 1024), (small,))) == "PASS"
    assert status_of(max_vcpus(Need(1, 1), (environment(max_vcpus=None),))) == "UNKNOWN"


def test_a_fraction_of_a_vcpu_in_an_environment_of_none() -> None:
    assert status_of(max_vcpus(Need(0.25, 512), (environment(max_vcpus=0),))) == "FAIL"


def test_only_best_fit_needs_room_for_a_whole_instance() -> None:
    need = Need(4, 1024)
    strict = environment(max_vcpus=8, allocation_strategy="BEST_FIT")
    assert status_of(max_vcpus_instance(need, (strict,), TYPES)) == "FAIL"
    assert status_of(max_vcpus_instance(need, (environment(max_vcpus=8),), TYPES)) == "PASS"
    assert status_of(max_vcpus_instance(Need(99, 1), (strict,), TYPES)) == "SKIP"


def test_no_capacity_asked_for_is_only_a_hint() -> None:
    mine, need = job(), Need(2, 4096)
    idle = (environment(desired_vcpus=0),)
    assert status_of(capacity_requested(mine, need, ("j-1",), idle, NOW)) == "WARN"
    assert status_of(capacity_requested(mine, need, ("x", "j-1"), idle, NOW)) == "SKIP"
    assert status_of(capacity_requested(mine, need, ("j-1",), (environment(),), NOW)) == "PASS"
    young = job(age=1000)
    assert status_of(capacity_requested(young, need, ("j-1",), idle, NOW)) == "PASS"
