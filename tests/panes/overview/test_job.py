from __future__ import annotations

from dataclasses import replace

from batchdeck.aws.errors import ThrottledError
from batchdeck.domain.job import Attempt, Container, EnvironmentVariable, Job, JobDetail
from batchdeck.domain.milestone import Milestone
from batchdeck.domain.secret import Secret
from batchdeck.jobs.following import Following
from batchdeck.panes.overview.job import job_lines, moment
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import UNICODE
from tests.panes.lines import text, tone_of

NOON = 1_763_640_000_000
JOB = Job(
    "0a1b",
    "align",
    "etl",
    "FAILED",
    NOON - 300_000,
    NOON - 240_000,
    NOON - 60_000,
    "Essential container in task exited",
    "align:7",
    137,
    "OutOfMemoryError: killed",
)
DETAIL = JobDetail(
    JOB,
    containers=(
        Container(image="genome:7", environment=(EnvironmentVariable("T", Secret("hunter22")),)),
    ),
    attempts=(
        Attempt(NOON - 240_000, NOON - 200_000, "exited", "bad input", 1),
        Attempt(NOON - 100_000, NOON - 60_000, "exited", "", 137),
    ),
    parameters=(("input", "s3://b/k"),),
    depends_on=("0a1a",),
    retry_attempts=2,
    timeout_seconds=600,
    tags=(("team", "genome"),),
    children=(("FAILED", 2), ("RUNNING", 0)),
)


def test_what_the_list_knows_is_there_at_once() -> None:
    lines = job_lines(JOB, None, NOON, UNICODE)
    shown = text(lines)
    for words in ("align", "✗ FAILED for 1m00s", "etl", "align:7", "Exit code    137", "0a1b"):
        assert words in shown
    assert f"Created      {moment(JOB.created_at)}" in shown
    assert shown.index("OutOfMemoryError") < shown.index("Essential container")
    assert tone_of(lines, "137") == tone_of(lines, "FAILED") == Tone.BAD


def test_what_was_asked_follows() -> None:
    milestones = (Milestone("SUBMITTED", JOB.created_at, exact=True),)
    shown = text(job_lines(JOB, Following(JOB.id, DETAIL, milestones), NOON, UNICODE))
    for words in (
        "Times        ▫ SUBMITTED",
        "2 FAILED",
        "1. exit 1 after 40s bad input",
        "2. exit 137 after 40s exited",
        "up to 2 attempts",
        "genome:7",
        "input = s3://b/k",
        "Timeout      600 s",
        "0a1a",
        "team = genome",
    ):
        assert words in shown
    assert "0 RUNNING" not in shown
    assert "Created" not in shown
    assert "hunter22" not in shown


def test_the_newest_state_is_the_one_that_was_asked_for() -> None:
    listed = replace(JOB, status="RUNNING", exit_code=None, stopped_at=None)
    shown = text(job_lines(listed, Following(JOB.id, DETAIL), NOON, UNICODE))
    assert "FAILED for" in shown
    assert "RUNNING for" not in shown


def test_no_timeout_stands_out() -> None:
    known = Following(JOB.id, replace(DETAIL, timeout_seconds=None))
    assert tone_of(job_lines(JOB, known, NOON, UNICODE), "none") == Tone.WARN


def test_a_job_that_aws_forgot_and_one_that_cannot_be_read() -> None:
    gone = text(job_lines(JOB, Following(JOB.id, DETAIL, gone=True), NOON, UNICODE))
    assert "AWS does not know this job any more" in gone
    assert "genome:7" in gone
    stale = Following(JOB.id, problem=ThrottledError("too many calls"))
    assert text(job_lines(JOB, stale, NOON, UNICODE)).startswith("Stale        too many calls")


def test_the_time_of_creation_has_its_zone() -> None:
    assert moment(NOON) == "2025-11-20 12:00:00 +0000"
