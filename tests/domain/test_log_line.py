from batchdeck.domain.log_line import RULE, LogLine, RawEvents


def test_equal_lines_at_different_times_are_different_lines() -> None:
    assert LogLine(1, "tick") != LogLine(2, "tick")
    assert LogLine(1, "tick") == LogLine(1, "tick")


def test_a_rule_is_no_line_of_a_log() -> None:
    assert LogLine(1, "attempt 2 begins", RULE).is_rule
    assert not LogLine(1, "tick").is_rule


def test_events_are_kept_by_columns() -> None:
    assert RawEvents.of((1, "a"), (2, "b")) == ([1, 2], ["a", "b"])
    assert RawEvents.of() == ([], [])
