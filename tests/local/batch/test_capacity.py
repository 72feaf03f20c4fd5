from __future__ import annotations

import pytest

from batchdeck.local.batch import capacity
from tests.local.batch.builders import environment


def test_there_is_room_up_to_the_maximum() -> None:
    record = environment(maxvCpus=4)
    capacity.reserve(record, 3)
    assert capacity.has_room(record, 1)
    assert not capacity.has_room(record, 1.5)


def test_instances_boot_only_when_there_are_not_enough() -> None:
    record = environment()
    assert capacity.reserve(record, 2)
    capacity.booted(record)
    capacity.release(record, 2)
    assert not capacity.reserve(record, 2)
    assert capacity.reserve(record, 1)
    assert record.desired_vcpus == 3


def test_an_environment_shrinks_to_what_is_used_but_not_below_its_minimum() -> None:
    record = environment(minvCpus=2)
    capacity.reserve(record, 8)
    capacity.booted(record)
    capacity.release(record, 4)
    capacity.fit(record)
    assert (record.desired_vcpus, record.ready_vcpus) == (4, 4)
    capacity.release(record, 4)
    capacity.fit(record)
    assert record.desired_vcpus == 2
    assert capacity.reserve(record, 3)


def test_whole_instances_count_as_long_as_they_have_jobs() -> None:
    record = environment()
    record.host_vcpus = 4
    assert capacity.reserve(record, 1)
    capacity.booted(record)
    assert record.desired_vcpus == 4
    assert not capacity.reserve(record, 2)
    capacity.release(record, 2)
    capacity.fit(record)
    assert (record.desired_vcpus, record.ready_vcpus) == (4, 4)
    record.host_vcpus = 0
    capacity.release(record, 1)
    capacity.fit(record)
    assert record.desired_vcpus == 0


def test_fargate_boots_nothing() -> None:
    record = environment("FARGATE")
    assert not capacity.reserve(record, 2)
    assert record.used_vcpus == 2
    assert record.desired_vcpus == 0


@pytest.mark.parametrize(("reserved", "fits"), [(0.0, True), (0.25, True), (0.5, False)])
def test_what_is_reserved_stays_free(reserved: float, fits: bool) -> None:
    record = environment()
    capacity.reserve(record, 4)
    assert capacity.has_room(record, 8, reserved) is fits
    assert capacity.holds(record, 12, reserved) is fits
