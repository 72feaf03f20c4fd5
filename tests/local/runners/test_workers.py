from __future__ import annotations

import threading

from batchdeck.local.runners.workers import Workers


def named(name: str) -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name.startswith(name)]


def test_work_beyond_the_limit_waits_and_is_done_in_turn() -> None:
    workers = Workers(3, "three-at-once")
    gate, all_in, done = threading.Event(), threading.Barrier(4), threading.Semaphore(0)

    def hold() -> None:
        all_in.wait(10)
        gate.wait(10)
        done.release()

    for _ in range(3):
        workers.submit(hold)
    all_in.wait(10)
    for _ in range(7):
        workers.submit(done.release)
    assert not done.acquire(blocking=False)
    gate.set()
    for _ in range(10):
        assert done.acquire(timeout=10)
    assert len(named("three-at-once")) == 3
    assert all(thread.daemon for thread in named("three-at-once"))


def test_a_thread_is_started_only_when_none_is_free() -> None:
    workers, done = Workers(8, "one-will-do"), threading.Semaphore(0)
    for _ in range(20):
        workers.submit(done.release)
        assert done.acquire(timeout=10)
    assert 1 <= len(named("one-will-do")) < 8
