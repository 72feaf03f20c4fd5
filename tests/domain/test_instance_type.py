from __future__ import annotations

from batchdeck.domain.instance_type import InstanceType, type_patterns


def test_jobs_can_have_less_than_the_type_has() -> None:
    assert InstanceType("m5.2xlarge", 8, 32768).schedulable_memory == 31752


def test_words_for_families() -> None:
    assert "m6i.*" in type_patterns(("optimal",))
    assert type_patterns(()) == type_patterns(("default_x86_64",))
