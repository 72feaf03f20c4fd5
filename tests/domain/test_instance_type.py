from __future__ import annotations

from batchdeck.domain.instance_type import InstanceType


def test_jobs_can_have_less_than_the_type_has() -> None:
    assert InstanceType("m5.2xlarge", 8, 32768).schedulable_memory == 31752
