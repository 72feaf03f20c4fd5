from __future__ import annotations

import pytest

from batchdeck.local.placement.instance_types import InstanceType, expand


def names(*wanted: str) -> set[str]:
    return {one.name for one in expand(wanted)}


def test_a_type_is_itself_with_its_real_size() -> None:
    (large,) = expand(["m5.large"])
    assert (large.vcpus, large.memory) == (2, 8192)


def test_a_family_is_all_its_sizes() -> None:
    assert {"c5.large", "c5.24xlarge"} <= names("c5")
    assert all(name.startswith("c5.") for name in names("c5"))


@pytest.mark.parametrize(
    ("word", "types"),
    [
        ("optimal", {"m6i.large", "c6i.large", "r6i.large"}),
        ("default_x86_64", {"m6i.large", "c7i.large"}),
        ("default_arm64", {"m6g.large", "c7g.large"}),
    ],
)
def test_a_word_stands_for_families(word: str, types: set[str]) -> None:
    assert types <= names(word)


def test_types_are_listed_once_and_strangers_not_at_all() -> None:
    assert len(expand(["m5.large", "m5.large", "m5"])) == len(expand(["m5"]))
    assert expand(["m5.enormous", "nothing"]) == ()


def test_jobs_do_not_get_all_the_memory() -> None:
    assert 7500 < InstanceType("m5.large", 2, 8192).memory_for_jobs < 8192 - 32
    assert 31000 < InstanceType("m5.2xlarge", 8, 32768).memory_for_jobs <= 31431
