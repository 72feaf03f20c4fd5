from __future__ import annotations

from collections import UserList
from typing import Any

import pytest

from batchdeck.domain.log_line import LogLine
from batchdeck.widgets.log_search import next_match


def is_hit(text: str) -> bool:
    return text == "hit"


LINES = [LogLine(n, "hit" if n in {2, 5} else "miss") for n in range(8)]


@pytest.mark.parametrize(
    ("start", "direction", "found"),
    [
        (0, 1, 2),
        (2, 1, 2),
        (3, 1, 5),
        (6, 1, 2),
        (8, 1, 2),
        (99, 1, 2),
        (7, -1, 5),
        (4, -1, 2),
        (1, -1, 5),
        (-1, -1, 5),
        (99, -1, 5),
    ],
)
def test_goes_on_and_around(start: int, direction: int, found: int) -> None:
    assert next_match(LINES, is_hit, start, direction) == found


@pytest.mark.parametrize("direction", [1, -1])
def test_nothing_found(direction: int) -> None:
    assert next_match(LINES, lambda text: False, 3, direction) is None
    assert next_match([], is_hit, 0, direction) is None


def test_stops_at_the_first_match() -> None:
    class Counted(UserList[LogLine]):
        reads = 0

        def __getitem__(self, index: Any) -> Any:
            Counted.reads += 1
            return super().__getitem__(index)

    assert next_match(Counted(LINES), is_hit, 4, 1) == 5
    assert Counted.reads == 2
