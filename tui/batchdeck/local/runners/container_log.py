"""Reads the log of a container while it runs, to its very end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from batchdeck.local.runners.docker_log import frames

if TYPE_CHECKING:
    from docker import APIClient

_SECOND = len("2026-11-20T12:12:15")


def follow(client: APIClient, container: str) -> Iterator[tuple[int, bytes]]:
    """Every frame of a container's log, as it is written; ends when the container has ended.

    A following engine may drop what was written last before the end, above all a line
    without a newline (seen with Docker 20.10). So the last second is read once more, and
    of that what is known already is left out.
    """
    second, known = "", 0
    for output, payload in _frames(client, container, follow=1):
        yield output, payload
        written = payload[:_SECOND].decode("ascii")
        if written > second:
            second, known = written, 0
        known += written == second
    since = int(datetime.fromisoformat(f"{second}+00:00").timestamp()) if second else 0
    for place, frame in enumerate(_frames(client, container, since=since)):
        if place >= known:
            yield frame


def _frames(client: APIClient, container: str, **options: int) -> Iterator[tuple[int, bytes]]:
    # `APIClient.logs` would not tell stdout from stderr, so the plain request it is.
    url = f"{client.base_url}/v{client.api_version}/containers/{container}/logs"
    wanted = {"stdout": 1, "stderr": 1, "timestamps": 1, **options}
    with client.get(url, params=wanted, stream=True, timeout=None) as answer:
        answer.raise_for_status()
        yield from frames(answer.raw)
