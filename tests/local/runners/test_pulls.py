from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from docker.errors import APIError

from batchdeck.local.runners.pulls import PullError, Pulls


class Client:
    """An engine whose pulls take until they are let go."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go = threading.Event()
        self.answer: list[dict[str, str]] = [{"status": "Pulling"}]

    def pull(self, image: str, **_: Any) -> Iterator[dict[str, str]]:
        self.asked.append(image)
        assert self.go.wait(10)
        yield from self.answer


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def pulls(client: Client) -> Pulls:
    return Pulls(client)  # type: ignore[arg-type]


async def test_an_image_is_pulled_once_for_all_who_wait(client: Client, pulls: Pulls) -> None:
    waiting = [asyncio.create_task(pulls.fetch("busybox:1")) for _ in range(5)]
    await asyncio.sleep(0)
    client.go.set()
    await asyncio.gather(*waiting)
    assert client.asked == ["busybox:1"]


async def test_what_the_engine_says_in_the_stream_is_an_error(client: Client, pulls: Pulls) -> None:
    client.answer.append({"error": "manifest unknown"})
    client.go.set()
    for _ in range(2):
        with pytest.raises(PullError, match="Error response from daemon: manifest unknown"):
            await pulls.fetch("busybox:0")
    assert len(client.asked) == 2


async def test_what_it_says_at_once_too(client: Client, pulls: Pulls, monkeypatch: Any) -> None:
    def refuse(image: str, **_: Any) -> None:
        raise APIError("500", explanation="no such host")

    monkeypatch.setattr(client, "pull", refuse)
    with pytest.raises(PullError, match="Error response from daemon: no such host"):
        await pulls.fetch("x")


async def test_a_pull_goes_on_when_nobody_waits_for_it(client: Client, pulls: Pulls) -> None:
    first = asyncio.create_task(pulls.fetch("large:1"))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    other = asyncio.create_task(pulls.fetch("large:1"))
    client.go.set()
    await other
    assert client.asked == ["large:1"]
