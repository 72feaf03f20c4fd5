from dataclasses import replace
from typing import Any

import pytest

from batchdeck.domain.submission import Submission, problems

GOOD = Submission("report-2026_11", "etl", "report:3")


def wrong(**changes: Any) -> dict[str, str]:
    """Field -> message of the good order with some fields changed."""
    return {each.field: each.message for each in problems(replace(GOOD, **changes))}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "a"},
        {"name": "9" * 128},
        {"vcpus": 0.5, "memory": 4},
        {"attempts": 1},
        {"attempts": 10},
        {"array_size": 2},
        {"array_size": 10_000},
        {"timeout_seconds": 60},
        {"environment": (("MY_AWS_BATCH", "1"),), "tags": (("team", ""),)},
        {"fargate": True, "vcpus": 1.0, "memory": 2048},
        {"fargate": True, "vcpus": 3.0},
        {"tags": tuple((f"tag-{number}", "x") for number in range(50))},
    ],
)
def test_what_aws_takes_is_taken(changes: dict[str, Any]) -> None:
    assert wrong(**changes) == {}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "starts with a letter or digit"),
        ({"array_size": 1}, "array size", "1: from 2 to 10000 children"),
        ({"array_size": 10_001}, "array size", "10001: "),
        ({"name": "-a"}, "name", "'-a': "),
        ({"name": "日次"}, "name", "'日次': "),
        ({"name": "a b"}, "name", "letters, digits"),
        ({"name": "a\n"}, "name", "letters, digits"),
        ({"name": "a" * 129}, "name", "at most 128"),
        ({"queue": ""}, "queue", "choose a queue"),
        ({"definition": ""}, "definition", "choose a definition"),
        ({"vcpus": 0.0}, "vcpus", "0: must be more than 0"),
        ({"memory": 3}, "memory", "3 MiB: at least 4"),
        ({"attempts": 0}, "attempts", "0: from 1 to 10"),
        ({"attempts": 11}, "attempts", "11: from 1 to 10"),
        ({"timeout_seconds": 59}, "timeout", "59 s: at least 60"),
        ({"environment": (("AWS_BATCH_X", "1"),)}, "environment", "reserved"),
        ({"environment": (("aws_batch_x", "1"),)}, "environment", "reserved"),
        ({"tags": (("aws:x", "1"),)}, "tags", "'aws:x'"),
        ({"tags": (("", "1"),)}, "tags", "a tag needs a name"),
        ({"tags": tuple((str(n), "") for n in range(51))}, "tags", "51 tags: at most 50"),
        ({"fargate": True, "vcpus": 1.0, "memory": 1024}, "memory", "2048 to 8192"),
        ({"fargate": True, "vcpus": 3.0, "memory": 1024}, "memory", "Fargate has 0.25"),
    ],
)
def test_what_aws_refuses_is_told_at_its_field(
    changes: dict[str, Any], field: str, words: str
) -> None:
    found = wrong(**changes)
    assert list(found) == [field]
    assert words in found[field]


def test_everything_wrong_is_told_at_once() -> None:
    assert set(wrong(name="", queue="", attempts=0, memory=0)) == {
        "name",
        "queue",
        "attempts",
        "memory",
    }
