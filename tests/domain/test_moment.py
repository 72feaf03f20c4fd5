from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from batchdeck.domain.moment import moment

NEWEST = round(datetime(2026, 11, 26, 14, 0, 0, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture(autouse=True)
def _tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def read(text: str, *, utc: bool = False) -> str:
    found = datetime.fromtimestamp(moment(text, NEWEST, utc=utc) / 1000, UTC)
    return found.strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13:05", "2026-11-26 13:05:00"),
        ("13:05:30", "2026-11-26 13:05:30"),
        ("13:05:30.250", "2026-11-26 13:05:30"),
        ("14:05", "2026-11-25 14:05:00"),
        ("2026-11-20T01:02", "2026-11-20 01:02:00"),
        ("11-20 01:02:03", "2026-11-20 01:02:03"),
        ("-10m", "2026-11-26 13:50:00"),
        (" -2h ", "2026-11-26 12:00:00"),
        ("-90s", "2026-11-26 13:58:30"),
        ("-1d", "2026-11-25 14:00:00"),
    ],
)
def test_in_utc(text: str, expected: str) -> None:
    assert read(text, utc=True) == expected


def test_in_the_local_zone_unless_it_says_z() -> None:
    assert read("22:05") == "2026-11-26 13:05:00"
    assert read("23:05") == "2026-11-25 14:05:00"
    assert read("13:05Z") == "2026-11-26 13:05:00"
    assert read("2026-11-26T09:00") == "2026-11-26 00:00:00"


@pytest.mark.parametrize("text", ["", "soon", "25:00", "14:5", "2026-02-30T10:00", "10m", "-10x"])
def test_says_what_would_be_right(text: str) -> None:
    with pytest.raises(ValueError, match=f"time '{text}': write 14:05"):
        read(text)
