from datetime import UTC, datetime, timedelta, timezone

import pytest

from batchdeck.domain.age import age_text, clock_text, lasted_text

JST = timezone(timedelta(hours=9))
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (-5_000, "0s"),
        (999, "0s"),
        (4 * SECOND, "4s"),
        (MINUTE - 1, "59s"),
        (3 * MINUTE + 12 * SECOND, "3m12s"),
        (3 * MINUTE + 2 * SECOND, "3m02s"),
        (2 * HOUR + 5 * MINUTE + 59 * SECOND, "2h05m"),
        (10 * MINUTE - 1, "9m59s"),
        (10 * MINUTE, "10m"),
        (HOUR - 1, "59m"),
        (8 * HOUR - 1, "7h59m"),
        (8 * HOUR, "8h"),
        (DAY - 1, "23h"),
        (3 * DAY + 4 * HOUR, "3d04h"),
        (120 * DAY + 9 * HOUR, "120d"),
    ],
)
def test_ages_are_short(milliseconds: int, text: str) -> None:
    assert age_text(milliseconds) == text
    assert len(text) <= 6


def test_what_grows_slowly_keeps_its_text() -> None:
    minute = {age_text(42 * MINUTE + second * SECOND) for second in range(60)}
    hour = {age_text(14 * HOUR + minute * MINUTE) for minute in range(60)}
    assert (minute, hour) == ({"42m"}, {"14h"})


def test_what_is_over_is_told_more_exactly() -> None:
    assert lasted_text(42 * MINUTE + 7 * SECOND) == "42m07s"
    assert lasted_text(DAY - 1) == "23h59m"


def test_a_time_shows_what_tells_it_from_now() -> None:
    def at(*parts: int) -> int:
        return int(datetime(*parts, tzinfo=JST).timestamp() * 1000)  # type: ignore[arg-type,misc]

    now = at(2026, 11, 20, 1, 30)
    assert clock_text(at(2026, 11, 20, 0, 3, 12), now, JST) == "00:03:12"
    assert clock_text(at(2026, 11, 19, 23, 59), now, JST) == "11-19 23:59"
    assert clock_text(at(2025, 11, 20, 1, 30), now, JST) == "2025-11-20"
    assert clock_text(at(2026, 11, 20, 0, 3, 12), now, UTC) == "15:03:12"


def test_without_a_zone_it_is_local_time() -> None:
    moment = datetime(2026, 11, 20, 12, 0, 5)
    now = int(moment.timestamp() * 1000)
    assert clock_text(now, now) == "12:00:05"
