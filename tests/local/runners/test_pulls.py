from __future__ import annotations

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


def in_background(pulls: Pulls, image: str, cancelled: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=pulls.fetch, args=(image, cancelled))
    thread.start()
    return thread


def test_an_image_is_pulled_once_for_all_who_wait(client: Client, pulls: Pulls) -> None:
    never = threading.Event()
    waiting = [in_background(pulls, "busybox:1", never) for _ in range(5)]
    client.go.set()
    for thread in waiting:
        thread.join(10)
    assert client.asked == ["busybox:1"]


def test_what_the_engine_says_in_the_stream_is_an_error(client: Client, pulls: Pulls) -> None:
    client.answer.append({"error": "manifest unknown"})
    client.go.set()
    with pytest.raises(PullError, match="Error response from daemon: manifest unknown"):
        pulls.fetch("busybox:0", threading.Event())
    with pytest.raises(PullError):
        pulls.fetch("busybox:0", threading.Event())
    assert len(client.asked) == 2


def test_what_it_says_at_once_too(client: Client, pulls: Pulls, monkeypatch: Any) -> None:
    def refuse(image: str, **_: Any) -> None:
        raise APIError("500", explanation="no such host")

    monkeypatch.setattr(client, "pull", refuse)
    with pytest.raises(PullError, match="Error response from daemon: no such host"):
        pulls.fetch("x", threading.Event())


def test_who_is_stopped_waits_no_longer_while_the_pull_goes_on(
    client: Client, pulls: Pulls
) -> None:
    cancelled = threading.Event()
    waiting = in_background(pulls, "large:1", cancelled)
    cancelled.set()
    waiting.join(10)
    assert not waiting.is_alive()
    other = in_background(pulls, "large:1", threading.Event())
    client.go.set()
    other.join(10)
    assert client.asked == ["large:1"]
