from __future__ import annotations

import json
from typing import Any

import pytest

from batchdeck.domain.event_rule import EventRule

BLOCKED = ("aws.batch", "Batch Job Queue Blocked")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ({"source": ["aws.batch"], "detail-type": ["Batch Job Queue Blocked"]}, True),
        ({"source": ["aws.batch"]}, True),
        ({"source": [{"prefix": "aws."}], "detail-type": [{"wildcard": "*Blocked"}]}, True),
        ({"source": [{"prefix": "my."}]}, False),
        ({"source": ["aws.batch"], "detail-type": ["Batch Job State Change"]}, False),
        ({"source": ["aws.ec2"]}, False),
        (["odd"], True),
    ],
)
def test_patterns(pattern: Any, expected: bool) -> None:
    assert EventRule("r", True, json.dumps(pattern)).watches(*BLOCKED) is expected
    assert not EventRule("r", False, json.dumps(pattern)).watches(*BLOCKED)


def test_schedules_watch_nothing_and_the_unreadable_may() -> None:
    assert not EventRule("r", True).watches(*BLOCKED)
    assert EventRule("r", True, "{broken").watches(*BLOCKED)
