from __future__ import annotations

import pytest

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.operations.paging import check_page, page


def numbers(request: dict[str, object], count: int) -> tuple[list[int], object]:
    answer = page(request, "items", range(count), lambda number: {"n": number})
    return [item["n"] for item in answer["items"]], answer.get("nextToken")


def test_a_page_has_a_hundred_at_most() -> None:
    shown, token = numbers({"maxResults": 1000}, 150)
    assert shown == list(range(100))
    assert numbers({"nextToken": token}, 150) == (list(range(100, 150)), None)


def test_a_page_has_as_many_as_were_asked_for() -> None:
    assert numbers({"maxResults": 2}, 4) == ([0, 1], "2")
    assert numbers({"maxResults": 2, "nextToken": "2"}, 4) == ([2, 3], None)


def test_a_token_of_somebody_else_is_refused() -> None:
    with pytest.raises(ClientError, match="Invalid nextToken"):
        numbers({"nextToken": "abc"}, 1)


def test_a_page_has_at_least_one() -> None:
    with pytest.raises(ClientError, match=r"maxResults must be at least 1\."):
        numbers({"maxResults": 0}, 1)


def test_names_and_a_page_size_do_not_go_together() -> None:
    with pytest.raises(ClientError, match="JobQueues and MaxResults cannot both be set"):
        check_page({"jobQueues": ["one"], "maxResults": 1}, "jobQueues")
    check_page({"jobQueues": [], "maxResults": 1}, "jobQueues")
    check_page({"jobQueues": ["one"]}, "jobQueues")


def test_a_hundred_names_are_the_most() -> None:
    names = [str(number) for number in range(100)]
    check_page({"jobQueues": names}, "jobQueues")
    with pytest.raises(ClientError, match="jobQueues must have at most 100 entries"):
        check_page({"jobQueues": [*names, "more"]}, "jobQueues")
