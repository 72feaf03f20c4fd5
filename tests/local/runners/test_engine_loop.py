from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator

import pytest

from batchdeck.local.runners.engine_loop import EngineLoop, in_thread

PATIENCE = 30.0


async def nothing() -> None:
    """The last thing to do, where there is none."""


@pytest.fixture
def loop() -> Iterator[EngineLoop]:
    started = EngineLoop()
    yield started
    started.close(nothing, PATIENCE)


def test_what_is_asked_for_is_done_in_one_thread(loop: EngineLoop) -> None:
    threads: list[threading.Thread] = []
    done = threading.Semaphore(0)

    async def work() -> None:
        await asyncio.sleep(0)
        threads.append(threading.current_thread())
        done.release()

    for _ in range(20):
        loop.spawn(work())
    for _ in range(20):
        assert done.acquire(timeout=PATIENCE)
    (thread,) = set(threads)
    assert thread is not threading.current_thread()
    assert thread.daemon


def test_an_exception_is_logged_and_the_rest_goes_on(
    loop: EngineLoop, caplog: pytest.LogCaptureFixture
) -> None:
    done = threading.Event()

    async def fail() -> None:
        raise ValueError("of all things")

    async def work() -> None:
        done.set()

    with caplog.at_level(logging.ERROR):
        loop.spawn(fail())
        loop.spawn(work())
        assert done.wait(PATIENCE)
        loop.close(nothing, PATIENCE)
    assert "of all things" in caplog.text


def test_at_its_end_work_is_dropped_and_the_last_thing_done() -> None:
    loop, begun = EngineLoop(), threading.Event()
    told: list[str] = []

    async def wait() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            told.append("dropped")

    async def last() -> None:
        told.append("last")

    loop.spawn(wait())
    assert begun.wait(PATIENCE)
    loop.close(last, PATIENCE)
    assert told == ["dropped", "last"]
    assert not loop.call(lambda: told.append("too late"))
    loop.spawn(wait())
    loop.close(last, PATIENCE)
    assert told == ["dropped", "last"]


def test_what_work_has_set_going_is_dropped_too() -> None:
    loop, begun = EngineLoop(), threading.Event()
    told: list[str] = []

    async def wait() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            told.append("dropped")

    async def share() -> None:
        await asyncio.shield(asyncio.ensure_future(wait()))

    loop.spawn(share())
    assert begun.wait(PATIENCE)
    loop.close(nothing, PATIENCE)
    assert told == ["dropped"]


async def test_what_blocks_is_done_elsewhere() -> None:
    thread = await in_thread("elsewhere", threading.current_thread)
    assert (thread.name, thread.daemon) == ("elsewhere", True)


def test_what_comes_after_the_end_of_its_loop_is_dropped() -> None:
    loop, proceed = EngineLoop(), threading.Event()
    threads: list[threading.Thread] = []
    begun = threading.Event()

    def block() -> None:
        threads.append(threading.current_thread())
        begun.set()
        proceed.wait(PATIENCE)

    async def work() -> None:
        await in_thread("blocking", block)

    loop.spawn(work())
    assert begun.wait(PATIENCE)
    loop.close(nothing, PATIENCE)
    proceed.set()
    threads[0].join(PATIENCE)
    assert not threads[0].is_alive()


async def test_what_fails_elsewhere_fails_here() -> None:
    def fail() -> None:
        raise ValueError("elsewhere")

    with pytest.raises(ValueError, match="elsewhere"):
        await in_thread("elsewhere", fail)
