from __future__ import annotations

from batchdeck.domain.instance_type import InstanceType, type_patterns


def test_jobs_can_have_less_than_the_type_has() -> None:
    one = InstanceType("m5.2xlarge", 8, 32768)
    registered = 31431  # What instances of this type are seen to register.
    assert one.sure_memory < one.schedulable_memory <= registered
    assert one.sure_memory > 30_000
    assert InstanceType("t3.micro", 2, 1024).sure_memory == 480
    assert InstanceType("t3.nano", 2, 512).sure_memory == 0


def test_words_for_families() -> None:
    assert "m6i.*" in type_patterns(("optimal",))
    assert type_patterns(()) == type_patterns(("default_x86_64",))
