from __future__ import annotations

from collections.abc import Callable

from batchdeck.screens.ticking import Ticking


class Clock:
    """Timers that come when the test says so, and a screen that it changes."""

    def __init__(self) -> None:
        self.changes = 0
        self.ticks = 0
        self.pauses: list[float] = []
        self.stopped = 0
        self._callback: Callable[[], None] = self.tick
        self.ticking = Ticking(self.tick, self.set_timer, lambda: self.changes)

    def tick(self) -> None:
        self.ticks += 1

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Clock:
        self.pauses.append(delay)
        self._callback = callback
        return self

    def stop(self) -> None:
        self.stopped += 1

    def pass_by(self, times: int, *, changing: bool = False) -> None:
        for _ in range(times):
            self.changes += changing
            self._callback()


def test_it_ticks_at_once_and_every_second_while_that_shows() -> None:
    clock = Clock()
    clock.ticking.begin()
    assert clock.ticks == 1
    clock.pass_by(4, changing=True)
    assert clock.ticks == 5
    assert clock.pauses == [1, 1, 1, 1, 1]


def test_it_ticks_the_less_the_longer_nothing_shows() -> None:
    clock = Clock()
    clock.ticking.begin()
    clock.pass_by(7)
    assert clock.pauses == [1, 2, 3, 4, 5, 5, 5, 5]
    clock.pass_by(1, changing=True)
    assert clock.pauses[-1] == 1


def test_what_is_new_wakes_it_once() -> None:
    clock = Clock()
    clock.ticking.wake()
    assert clock.pauses == []
    clock.ticking.begin()
    clock.pass_by(3)
    clock.ticking.wake()
    clock.ticking.wake()
    assert clock.pauses == [1, 2, 3, 4, 1]
    assert clock.stopped == 1
