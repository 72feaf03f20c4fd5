"""Which inputs belong to which job."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.problems import SettingsError
from worker.shard import Shard


@given(st.integers(0, 300), st.integers(1, 60))
def test_all_shards_one_after_the_other_are_the_whole(total: int, count: int) -> None:
    items = list(range(total))
    shares = [Shard(index, count).share(items) for index in range(count)]
    assert [one for share in shares for one in share] == items
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


@pytest.mark.parametrize(
    ("environment", "shard"),
    [
        ({}, Shard(0, 1)),
        ({"AWS_BATCH_JOB_ARRAY_INDEX": "3", "AWS_BATCH_JOB_ARRAY_SIZE": "10"}, Shard(3, 10)),
        ({"AWS_BATCH_JOB_NODE_INDEX": "1", "AWS_BATCH_JOB_NUM_NODES": "2"}, Shard(1, 2)),
        (
            {
                "SHARD_INDEX": "7",
                "SHARD_COUNT": "10",
                "AWS_BATCH_JOB_ARRAY_INDEX": "0",
                "AWS_BATCH_JOB_ARRAY_SIZE": "2",
            },
            Shard(7, 10),
        ),
    ],
)
def test_the_environment_names_the_shard(environment: dict[str, str], shard: Shard) -> None:
    assert Shard.of(environment) == shard


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"SHARD_INDEX": "1"}, "SHARD_COUNT is not set, but SHARD_INDEX is"),
        ({"SHARD_INDEX": "one", "SHARD_COUNT": "2"}, "SHARD_INDEX is 'one'"),
        ({"SHARD_INDEX": "-1", "SHARD_COUNT": "2"}, "SHARD_INDEX is '-1'"),
        ({"SHARD_INDEX": "2", "SHARD_COUNT": "2"}, "less than SHARD_COUNT, which is 2"),
    ],
)
def test_a_wrong_shard_is_refused(environment: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        Shard.of(environment)


def test_only_one_of_several_results_is_told_apart() -> None:
    assert (Shard().suffix, Shard(3, 10).suffix) == ("", "-00003-of-00010")
