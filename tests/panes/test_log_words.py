from __future__ import annotations

from typing import Any

from batchdeck.aws.errors import ThrottledError
from batchdeck.domain.job import LogLocation
from batchdeck.logs.source import LogChoice
from batchdeck.logs.state import LogState
from batchdeck.panes.log_words import attempts, beside, file_name, head, names, notice, standing
from tests.jobs.scripted_batch import NOON

WHERE = LogLocation("/aws/batch/job", "a/default/1")


def choice(job_id: str = "a", **members: Any) -> LogChoice:
    return LogChoice(job_id, "train-the-ranker", "RUNNING", where=WHERE, **members)


def told(*sources: LogChoice, **members: Any) -> str:
    return standing(LogState(sources=sources, **members), NOON)


def test_how_a_log_stands() -> None:
    assert told() == ""
    assert told(choice()) == "live"
    assert told(choice(), answered_at=NOON - 9_000, caught_up=True) == "live, 9s behind"
    assert told(choice(), ended=True) == "ended"
    assert told(choice(), choice(attempt=2)) == "attempt 2, live"
    assert told(choice("a:17", array_index=17), ended=True) == "child 17, ended"
    assert told(choice("a"), choice("b")) == "2 jobs, live"
    problem = ThrottledError("too many calls")
    assert told(choice(), ended=True, problem=problem) == "stale: too many calls"
    assert told(choice(), storage="No more lines can be kept: disk full").startswith("No more")


def test_the_head_says_what_sets_an_attempt_apart() -> None:
    assert head(LogState(), utc=True) == ""
    assert head(LogState(sources=(choice(started_at=NOON),)), utc=True) == ""
    source = choice(
        attempt=2,
        attempts=3,
        exit_code=137,
        reason="OutOfMemoryError",
        started_at=NOON,
        stopped_at=NOON + 65_000,
    )
    assert head(LogState(sources=(source,)), utc=True) == (
        "attempt 2 of 3, exit 137, OutOfMemoryError, 22:13:20-22:14:25 UTC (1m05s), { } attempts"
    )
    running = choice(attempts=2, started_at=NOON)
    assert "since 22:13:20 UTC" in head(LogState(sources=(running,)), utc=True)
    main, side = choice(node=0, container="main"), choice(node=0, container="side")
    found = head(LogState(choices=(main, side), sources=(main,)), utc=True)
    assert found == "node 0, main, < > containers"
    several = (choice("a"), choice("b"))
    assert head(LogState(sources=several, left_out="2 of 9 jobs"), utc=True) == "2 of 9 jobs"


def test_times_that_no_calendar_knows_are_no_harm() -> None:
    source = choice(exit_code=1, started_at=-(10**17), stopped_at=10**17)
    assert "?-?" in head(LogState(sources=(source,)), utc=True)


def test_names_are_short_and_keep_the_index() -> None:
    assert names((choice(), choice(attempt=2))) == ()
    found = names((choice("a:7", array_index=7), choice("a:1234", array_index=1234), choice("b")))
    assert found == ("train-the-:7", "train-t:1234", "train-the-ra")
    assert max(map(len, found)) == 12
    assert names((choice("a#0", node=0), choice("a#1", node=1)))[1] == "train-the-#1"


def test_the_notice_before_the_first_line() -> None:
    assert notice(LogState()) == ""
    sources = (choice(),)
    assert notice(LogState(sources=sources)).startswith("older lines: going up reads more")
    loading = LogState(sources=sources, loading_older=True, first=-20_000, end=10_000)
    assert notice(loading) == "older lines: loading, 30,000 lines so far, esc stops"
    assert notice(LogState(sources=sources, at_beginning=True)) == ""


def test_attempts_and_containers_beside_one() -> None:
    found = tuple(
        choice(attempt=attempt, container=container)
        for attempt in (1, 2)
        for container in ("main", "side")
    )
    state = LogState(choices=found)
    assert attempts(state, found[1]) == [found[1], found[3]]
    assert beside(state, found[2]) == [found[2], found[3]]


def test_a_file_name_says_job_and_attempt() -> None:
    assert file_name((choice("1b2c:7", attempt=2),)) == "~/batchdeck-1b2c-7-2.log"
    assert file_name((choice("x", container="side"),)) == "~/batchdeck-x-side-1.log"
    assert file_name((choice("a"), choice("b"))) == "~/batchdeck-jobs.log"
    assert "/" not in file_name((choice("../../etc/passwd"),))[2:]
