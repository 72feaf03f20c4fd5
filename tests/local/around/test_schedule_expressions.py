from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from batchdeck.local.around.schedule_expressions import ScheduleError, parse

BEGIN = datetime(2026, 11, 26, 5, 0, 30, tzinfo=UTC)  # a Thursday
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def due(expression: str, at: datetime, zone: str = "UTC") -> bool:
    """Whether it becomes due in the second that ends then."""
    return parse(expression, zone).is_due(BEGIN, at - SECOND, at)


@pytest.mark.parametrize(
    ("expression", "seconds"),
    [("rate(1 minute)", 60), ("rate(5 minutes)", 300), ("rate(2 hours)", 7200)],
)
def test_a_rate_counts_from_the_beginning(expression: str, seconds: int) -> None:
    period = timedelta(seconds=seconds)
    assert not due(expression, BEGIN)
    assert not due(expression, BEGIN + period - SECOND)
    assert due(expression, BEGIN + period)
    assert not due(expression, BEGIN + period + SECOND)
    assert due(expression, BEGIN + 7 * period)


@pytest.mark.parametrize(
    ("expression", "at", "is_due"),
    [
        ("cron(31 12 * * ? *)", "2026-11-26 12:31", True),
        ("cron(31 12 * * ? *)", "2026-11-26 12:32", False),
        ("cron(0/15 * * * ? *)", "2026-11-26 07:45", True),
        ("cron(0/15 * * * ? *)", "2026-11-26 07:46", False),
        ("cron(5-10 8 ? * MON-FRI *)", "2026-11-26 08:07", True),
        ("cron(5-10 8 ? * MON-FRI *)", "2026-11-28 08:07", False),
        ("cron(0 0 ? * 5 2026)", "2026-11-26 00:00", True),
        ("cron(0 0 ? * 5 2027)", "2026-11-26 00:00", False),
        ("cron(0 9 1,15 JAN,nov ? *)", "2026-11-15 09:00", True),
        ("cron(0 9 1,15 JAN,NOV ? *)", "2026-10-15 09:00", False),
        ("cron(0 0 L * ? *)", "2026-11-30 00:00", True),
        ("cron(0 0 L * ? *)", "2026-11-29 00:00", False),
        ("cron(0 0 28W * ? *)", "2026-11-27 00:00", True),
        ("cron(0 0 1W * ? *)", "2026-11-02 00:00", True),
        ("cron(0 0 1W * ? *)", "2026-08-03 00:00", True),
        ("cron(0 0 LW * ? *)", "2026-05-29 00:00", True),
        ("cron(0 0 ? * 6L *)", "2026-11-27 00:00", True),
        ("cron(0 0 ? * 6L *)", "2026-11-20 00:00", False),
        ("cron(0 0 ? * 3#2 *)", "2026-11-10 00:00", True),
        ("cron(0 0 ? * 3#2 *)", "2026-11-17 00:00", False),
        ("cron(0 0 ? * 1#5 *)", "2026-11-29 00:00", True),
        ("cron(0 0 ? * L *)", "2026-11-28 00:00", True),
        ("at(2026-11-26T12:31:07)", "2026-11-26 12:31:07", True),
        ("at(2026-11-26T12:31:07)", "2026-11-26 12:31:08", False),
    ],
)
def test_a_moment_fits_or_does_not(expression: str, at: str, is_due: bool) -> None:
    assert due(expression, datetime.fromisoformat(at).replace(tzinfo=UTC)) is is_due


def test_a_time_zone_says_whose_clock_counts() -> None:
    noon = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
    assert due("cron(0 21 * * ? *)", noon, "Asia/Tokyo")
    assert not due("cron(0 12 * * ? *)", noon, "Asia/Tokyo")
    assert due("at(2026-11-26T21:00:00)", noon, "Asia/Tokyo")


def test_a_minute_counts_once_and_late_is_better_than_never() -> None:
    cron = parse("cron(31 12 * * ? *)")
    minute = datetime(2026, 11, 26, 12, 31, tzinfo=UTC)
    assert cron.is_due(BEGIN, minute - SECOND, minute + 3 * MINUTE)
    assert not cron.is_due(BEGIN, minute, minute + MINUTE)
    assert not cron.is_due(BEGIN, minute - SECOND, minute + 60 * MINUTE)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "every day",
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 minutes)",
        "rate(5 seconds)",
        "cron(0 12 * * *)",
        "cron(0 12 * * * *)",
        "cron(0 12 ? * ? *)",
        "cron(60 12 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 0 32 * ? *)",
        "cron(0 0 * 13 ? *)",
        "cron(0 0 ? * 8 *)",
        "cron(0 0 ? * 3#6 *)",
        "cron(0 0 ? * MON#1,FRI#2 *)",
        "cron(0/0 0 * * ? *)",
        "cron(5-1 0 * * ? *)",
        "cron(x 0 * * ? *)",
        "cron(0 0 xW * ? *)",
        "at(tomorrow)",
        "at(2026-13-26T12:31:07)",
    ],
)
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ScheduleError):
        parse(expression)


def test_nor_is_a_time_zone_that_nobody_knows() -> None:
    with pytest.raises(ScheduleError):
        parse("cron(0 0 * * ? *)", "Mars/Olympus")
