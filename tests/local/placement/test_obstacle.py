from __future__ import annotations

import re

import pytest

from batchdeck.local.placement import obstacle


@pytest.mark.parametrize(
    "text",
    [
        obstacle.MAX_RESOURCE,
        obstacle.RESOURCE_REQUIREMENT,
        obstacle.ACTION_REQUIRED,
        obstacle.UNDETERMINED,
    ],
)
def test_reasons_are_a_code_and_a_sentence(text: str) -> None:
    assert re.fullmatch(r"[A-Z_]+(:[A-Z_]+)? - [A-Z].*\.", text)


def test_an_obstacle_has_no_reason_unless_aws_gives_one() -> None:
    assert obstacle.Obstacle("it is DISABLED").reason == ""
