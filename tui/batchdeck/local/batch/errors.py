"""The errors this account answers with."""

from __future__ import annotations

from uuid import uuid4


class ClientError(Exception):
    """The request is at fault: `ClientException`, HTTP 400. `str()` is the message."""


def invalid(text: str) -> ClientError:
    """A value that AWS refuses, in the frame AWS puts around such texts."""
    return ClientError(f"Error executing request, Exception : {text}, RequestId: {uuid4()}")
