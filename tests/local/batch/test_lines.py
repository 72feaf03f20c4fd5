from __future__ import annotations

from batchdeck.local.batch.account import Account
from batchdeck.local.batch.lines import Lines
from tests.local.batch.builders import QUEUE, job

ACCOUNT = Account("123456789012", "eu-west-1")


def test_who_came_first_is_the_head() -> None:
    lines = Lines(ACCOUNT)
    first, second = job("first", status="RUNNABLE"), job("second", status="RUNNABLE")
    lines.join(first)
    lines.join(second)
    assert lines.head(QUEUE) is first
    lines.leave(first)
    assert lines.head(QUEUE) is second


def test_who_lost_a_place_stands_in_front_again() -> None:
    lines = Lines(ACCOUNT)
    first, second = job("first", status="RUNNABLE"), job("second", status="RUNNABLE")
    lines.join(first)
    lines.join(second)
    lines.leave(first)
    lines.rejoin(first)
    assert lines.head(QUEUE) is first


def test_who_was_stopped_leaves() -> None:
    lines = Lines(ACCOUNT)
    first = job("first", status="RUNNABLE")
    lines.join(first)
    assert lines
    first.status = "FAILED"
    assert lines.head(QUEUE) is None
    assert not lines


def test_a_queue_nobody_waits_in_has_no_head() -> None:
    assert Lines(ACCOUNT).head("other") is None
