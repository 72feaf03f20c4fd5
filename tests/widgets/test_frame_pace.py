from __future__ import annotations

from batchdeck.widgets.frame_pace import ASK, PATIENCE_SECONDS, WINDOW, FramePace


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_small_frames_are_sent_without_a_question() -> None:
    pace = FramePace()
    assert pace.sending("x" * 100) == "x" * 100
    assert pace.ready


def test_after_some_kilobytes_the_terminal_is_asked() -> None:
    pace = FramePace(clock=Clock())
    for _ in range(WINDOW // 512 - 1):
        assert ASK not in pace.sending("x" * 512)
    assert pace.sending("x" * 512).endswith(ASK)
    assert pace.wait_seconds == PATIENCE_SECONDS
    assert not pace.ready
    pace.answered()
    assert pace.wait_seconds == 0
    assert pace.sending("x") == "x"


def test_an_answer_nobody_asked_for() -> None:
    assert not FramePace().answered()


def test_a_terminal_that_never_answers_is_not_asked_again() -> None:
    clock = Clock()
    pace = FramePace(clock=clock)
    pace.sending("x" * WINDOW)
    assert pace.wait_seconds == PATIENCE_SECONDS
    clock.now = PATIENCE_SECONDS
    assert pace.ready
    assert pace.sending("x" * WINDOW) == "x" * WINDOW


def test_a_terminal_that_answered_once_is_only_slow() -> None:
    clock = Clock()
    pace = FramePace(clock=clock)
    pace.sending("x" * WINDOW)
    pace.answered()
    pace.sending("x" * WINDOW)
    clock.now = PATIENCE_SECONDS + 1
    assert pace.sending("x" * WINDOW).endswith(ASK)


def test_switched_off() -> None:
    pace = FramePace(enabled=False)
    assert pace.sending("x" * WINDOW * 3) == "x" * WINDOW * 3
    assert pace.ready
