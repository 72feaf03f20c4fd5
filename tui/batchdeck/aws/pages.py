"""Lists that come in pages, from services that name the token of the next page differently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batchdeck.aws.caller import Caller
from batchdeck.aws.shapes import Document, children


async def all_members(
    caller: Caller,
    service: str,
    operation: str,
    parameters: Mapping[str, Any],
    member: str,
    *,
    token: str = "NextToken",  # noqa: S107
    reply_token: str = "",
) -> tuple[Document, ...]:
    """The structures of the list `member` on all pages of an answer.

    `token` names the parameter for the next page, `reply_token` the member of the answer that
    tells it, where that has another name. Raises `AwsError`.
    """
    found: list[Document] = []
    asked = dict(parameters)
    while True:
        # XML that broke off raises in botocore; an empty list may be left out of the answer.
        answer = await caller.read(service, operation, asked, expects="")
        found += children(answer, member)
        following = answer.get(reply_token or token)
        if not following or following == asked.get(token):
            return tuple(found)
        asked[token] = following


def matching(**values: tuple[str, ...]) -> list[dict[str, Any]]:
    """EC2's `Filters`, each of a field (with `_` for `-`) and the values it may have.

    Unlike parameters of ids, a filter does not fail the whole call for an id that is gone.
    """
    return [
        {"Name": name.replace("_", "-"), "Values": list(found)} for name, found in values.items()
    ]
