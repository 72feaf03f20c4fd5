from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from rich.cells import cell_len

from batchdeck.domain.job import Job, JobDetail
from batchdeck.domain.log_line import LogLine
from batchdeck.headless.ship_report import Report, as_object, exit_code
from batchdeck.shipping.state import (
    Check,
    Made,
    Presence,
    ShipState,
    Stage,
    Status,
    Thing,
    Verdict,
)
from tests.shipping.test_order import ORDER

START = ShipState(ORDER)
NOW = 10_000


class Terminal(io.StringIO):
    """Something that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Unread(io.StringIO):
    """A pipe that nobody reads any more."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def followed(status: str, code: int | None = None) -> ShipState:
    """A shipment whose job was followed to that state."""
    return replace(START, job=JobDetail(Job("1", "a", "q", status, 0, exit_code=code)))


def at(stage: Stage, status: Status) -> ShipState:
    """A shipment that ended in a stage."""
    return START.changed(stage, status=status)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (at(Stage.CHECK, Status.FAILED), 2),
        (at(Stage.BUILD, Status.FAILED), 125),
        (at(Stage.PUSH, Status.CANCELLED), 130),
        (at(Stage.SUBMIT, Status.UNCERTAIN), 124),
        (at(Stage.FOLLOW, Status.SKIPPED), 0),
        (at(Stage.FOLLOW, Status.FAILED), 124),
        (at(Stage.FOLLOW, Status.CANCELLED), 130),
        (followed("SUCCEEDED", 0), 0),
        (followed("SUCCEEDED"), 0),
        (followed("FAILED", 75), 75),
        (followed("FAILED"), 1),
        (followed("FAILED", 0), 1),
    ],
)
def test_exit_codes(state: ShipState, code: int) -> None:
    assert exit_code(state) == code


def lines(out: io.StringIO, *states: ShipState) -> list[str]:
    """What is said of these states."""
    report = Report(out)
    for state in states:
        report.show(state, NOW)
    return out.getvalue().splitlines()


def test_a_pipe_gets_a_line_for_each_thing_that_is_new() -> None:
    checked = replace(START, checks=(Check("queue", Verdict.GOOD, "q is ENABLED"),))
    began = checked.changed(Stage.BUILD, status=Status.RUNNING, text="FROM a", began_at=4_000)
    step = began.changed(Stage.BUILD, done=1, total=2, unit="steps", output="words")
    built = step.changed(Stage.BUILD, status=Status.DONE, text="linux/amd64", ended_at=NOW)
    command = "aws batch submit-job"
    sent = built.changed(Stage.SUBMIT, status=Status.RUNNING, text="join", command=command)
    said = replace(sent, lines=(LogLine(0, "hello"), LogLine(1, "world")))
    assert lines(io.StringIO(), checked, began, step, step, built, sent, said) == [
        "check: good    queue: q is ENABLED",
        "build: FROM a (6 s)",
        "build | words",
        "build: done (6 s) linux/amd64",
        "$ aws batch submit-job",
        "submit: join",
        "log | hello",
        "log | world",
    ]


def test_a_terminal_has_one_line_that_is_drawn_anew() -> None:
    one = START.changed(Stage.BUILD, status=Status.RUNNING, text="FROM a")
    two = one.changed(Stage.BUILD, text="日本" * 200)
    done = two.changed(Stage.BUILD, status=Status.DONE, text="made")
    out = Terminal()
    lines(out, one, two, done)
    drawn = out.getvalue().split("\r\x1b[K")
    assert drawn[0] == ""
    assert drawn[1] == "build: FROM a"
    assert cell_len(drawn[2]) == 79
    assert drawn[3] == "build: done made\n"


def test_progress_in_bytes_does_not_flood_a_pipe() -> None:
    states = [
        START.changed(
            Stage.PUSH,
            status=Status.RUNNING,
            text=f"{done} of 9 layers are there",
            done=done * 2**20,
            total=2**30,
            unit="bytes",
        )
        for done in range(1, 100)
    ]
    assert lines(io.StringIO(), *states) == ["push: 1.0 MiB of 1.0 GiB, 1 of 9 layers are there"]


def test_the_end_says_what_failed_and_what_exists() -> None:
    out = io.StringIO()
    state = replace(
        at(Stage.BUILD, Status.FAILED),
        problem="step 2 failed",
        advice="free some space",
        details=("cp: no space left",),
        things=(Thing("image", Presence.ABSENT, "failed"),),
    )
    Report(out).end(state)
    assert out.getvalue().splitlines() == [
        "  | cp: no space left",
        "problem: step 2 failed",
        "advice: free some space",
        "absent  image: failed",
    ]


def test_the_plan_is_shown() -> None:
    out = io.StringIO()
    Report(out).plan(replace(START, difference=("image: a -> b",), commands=("aws x y",)))
    assert out.getvalue() == "  image: a -> b\n$ aws x y\n"


def test_nothing_is_written_where_nobody_reads() -> None:
    report = Report(Unread())
    assert report.is_read
    report.plan(replace(START, commands=("a", "b")))
    assert not report.is_read


def test_an_object_for_programs() -> None:
    state = replace(
        followed("FAILED", 75),
        made=Made(pushed="r@sha256:1", revision="w:2", job_id="1"),
        things=(Thing("job", Presence.THERE, "1 is FAILED"),),
        checks=(Check("queue", Verdict.GOOD, "fine"),),
    )
    told = json.loads(json.dumps(as_object(state, NOW)))
    assert told["exit_code"] == 75
    assert told["job"] == {"id": "1", "status": "FAILED", "exit_code": 75}
    assert [one["stage"] for one in told["stages"]] == [str(stage) for stage in Stage]
    assert told["checks"] == [{"subject": "queue", "verdict": "good", "text": "fine"}]
    assert told["things"] == [{"name": "job", "presence": "there", "text": "1 is FAILED"}]
    assert (told["image"], told["definition"]) == ("r@sha256:1", "w:2")
