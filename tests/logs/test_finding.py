from __future__ import annotations

from collections.abc import Sequence

import pytest

from batchdeck.aws.errors import RefusedError
from batchdeck.domain.log_line import FoundPage, RawEvents
from batchdeck.logs.finding import find
from batchdeck.logs.store import LogStore
from tests.logs.events import NOON, events


class Group:
    """Gives pages as the test says; a wrong pattern is refused."""

    def __init__(self, *pages: FoundPage) -> None:
        self.pages = pages
        self.asked: list[tuple[str, Sequence[str], int | None, int | None]] = []

    async def found(
        self,
        group: str,
        pattern: str,
        token: str = "",
        *,
        streams: Sequence[str] = (),
        since: int | None = None,
        until: int | None = None,
    ) -> FoundPage:
        assert group == "/group"
        if pattern != "ERROR":
            raise RefusedError("Invalid filter pattern")
        self.asked.append((token, streams, since, until))
        return self.pages[int(token or 0)]


async def test_pages_are_asked_for_until_the_last_one_also_empty_ones() -> None:
    group = Group(
        FoundPage(events("a", "b"), ("one", "two"), "1"),
        FoundPage(RawEvents(), (), "2"),
        FoundPage(events("\x1b[1mc", at=NOON + 9), ("two",)),
    )
    store = LogStore()
    looking = find(group, "/group", "ERROR", store, streams=["one", "two"], since=5, until=9)
    found = [each async for each in looking]
    assert [each.end for each in found] == [2, 2, 3]
    assert [each.complete for each in found] == [False, False, True]
    assert found[-1].streams == ("one", "two")
    lines = store.read(0, 3)
    assert [(line.text, line.source) for line in lines] == [("a", 0), ("b", 1), ("c", 1)]
    assert group.asked == [(token, ["one", "two"], 5, 9) for token in ("", "1", "2")]


async def test_what_aws_does_not_understand_is_raised() -> None:
    with pytest.raises(RefusedError, match="Invalid filter pattern"):
        await anext(find(Group(), "/group", "{", LogStore()))
