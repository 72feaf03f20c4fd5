"""Pages of the describe operations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from batchdeck.local.batch.errors import invalid
from batchdeck.local.batch.records import Document

Record = TypeVar("Record")
MAX_RESULTS = 100


def check_page(request: Document, names: str) -> None:
    """Raise `ClientError` for more names than a page holds, or names and a page's size."""
    if len(request.get(names) or ()) > MAX_RESULTS:
        raise invalid(f"{names} must have at most {MAX_RESULTS} entries.")
    if request.get(names) and "maxResults" in request:
        member = names[0].upper() + names[1:]
        raise invalid(f"{member} and MaxResults cannot both be set")


def page(
    request: Document, member: str, records: Sequence[Record], render: Callable[[Record], Document]
) -> Document:
    """The page of `records` that a request asks for, as the answer's list `member`.

    The token is the number of records before the page: descriptions are asked for at once
    and nobody holds on to one.
    """
    token = request.get("nextToken", "0")
    if not token.isdecimal():
        raise invalid(f"Invalid nextToken: {token}")
    size = min(request.get("maxResults", MAX_RESULTS), MAX_RESULTS)
    if size < 1:
        raise invalid("maxResults must be at least 1.")
    start = int(token)
    end = start + size
    answer: Document = {member: [render(record) for record in records[start:end]]}
    if end < len(records):
        answer["nextToken"] = str(end)
    return answer
