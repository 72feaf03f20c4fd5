from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.batch.records import AttemptRecord
from batchdeck.local.batch.retry import tries_again

SPOT = AttemptRecord(exit_code=None, status_reason="Host EC2 (instance i-1) terminated.")
CRASH = AttemptRecord(exit_code=139, status_reason="Essential container in task exited")
PULL = AttemptRecord(reason="CannotPullContainerError: no", status_reason="Task failed to start")


def test_there_are_no_more_attempts_than_were_asked_for() -> None:
    assert tries_again({"attempts": 3}, 2, CRASH)
    assert not tries_again({"attempts": 3}, 3, CRASH)


@pytest.mark.parametrize(
    ("conditions", "last", "again"),
    [
        ([{"onStatusReason": "Host EC2*", "action": "RETRY"}], SPOT, True),
        ([{"onExitCode": "139", "action": "EXIT"}], CRASH, False),
        ([{"onExitCode": "13*", "action": "exit"}], CRASH, False),
        ([{"onExitCode": "13", "action": "EXIT"}], CRASH, True),
        ([{"onExitCode": "*", "action": "EXIT"}], PULL, False),
        ([{"onReason": "CannotPull*", "action": "EXIT"}], PULL, False),
        ([{"onReason": "*Pull*", "action": "EXIT"}], PULL, True),
        ([{"onExitCode": "139", "onReason": "OOM*", "action": "EXIT"}], CRASH, True),
        (
            [
                {"onStatusReason": "Host EC2*", "action": "RETRY"},
                {"onReason": "*", "action": "EXIT"},
            ],
            SPOT,
            True,
        ),
        (
            [
                {"onStatusReason": "Host EC2*", "action": "RETRY"},
                {"onReason": "*", "action": "EXIT"},
            ],
            CRASH,
            False,
        ),
    ],
)
def test_the_first_condition_that_matches_decides(
    conditions: list[dict[str, Any]], last: AttemptRecord, again: bool
) -> None:
    assert tries_again({"attempts": 9, "evaluateOnExit": conditions}, 1, last) is again
