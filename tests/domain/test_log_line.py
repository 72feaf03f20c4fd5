from batchdeck.domain.log_line import LogLine, LogPage


def test_equal_lines_at_different_times_are_different_lines() -> None:
    assert LogLine(1, "tick") != LogLine(2, "tick")
    assert LogLine(1, "tick") == LogLine(1, "tick")


def test_an_empty_page_still_leads_on() -> None:
    assert LogPage((), "f/2").forward_token == "f/2"
