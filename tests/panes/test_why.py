from __future__ import annotations

from batchdeck.diagnosis.checks import load
from batchdeck.diagnosis.diagnosis import Diagnosis, Effort
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.ranking import Situation, causes
from batchdeck.diagnosis.subject import Kind
from batchdeck.diagnosis.subject import Subject as Asked
from batchdeck.diagnosis.verdict import Evidence, failed, passed, skipped, unknown
from batchdeck.domain.job import Job
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.panes.why import asked, why_lines
from batchdeck.widgets.column import Tone
from tests.diagnosis.things import NOW, job
from tests.panes.lines import text, tone_of

KNOWN = load()
MINE = job().job
FOUND = (
    Finding(
        KNOWN["ce-state-enabled"],
        failed("spot is DISABLED", Evidence("spot", "state", "DISABLED", "ENABLED"), ce="spot"),
    ),
    Finding(KNOWN["queue-state-enabled"], passed()),
    Finding(KNOWN["net-egress-path"], unknown("needs ec2:X, which is denied")),
    Finding(KNOWN["ce-gpu-capable"], skipped("no GPU")),
)
WHOLE = Diagnosis(
    Asked(Kind.JOB, "j-1"),
    NOW,
    job(),
    FOUND,
    causes(FOUND, Situation("RUNNABLE"), KNOWN),
    True,
    effort=Effort(22, 3, 0.5),
)


def test_the_first_line_is_the_verdict() -> None:
    lines = why_lines(MINE, WHOLE)
    assert text(lines[:1]) == "BLOCKED      spot is DISABLED"
    assert tone_of(lines, "BLOCKED") == Tone.BAD


def test_a_cause_has_evidence_and_a_command() -> None:
    shown = text(why_lines(MINE, WHOLE))
    assert "evidence  spot  state = DISABLED" in shown
    assert "expected  ENABLED" in shown
    assert "--compute-environment spot --state ENABLED" in shown


def test_every_check_that_was_asked_is_listed_by_layer() -> None:
    shown = text(why_lines(MINE, WHOLE))
    assert "4 checks, 22 calls in 0.5 s" in shown
    assert shown.index("  queue\n") < shown.index("  compute-environment\n")
    assert "UNKNOWN  needs ec2:X, which is denied" in shown
    assert "PASS     The job queue is ENABLED" in shown
    assert "no GPU" not in shown


def test_what_is_not_checked_is_said() -> None:
    assert "Not checked in this version: service quotas" in text(why_lines(MINE, WHOLE))


def test_before_anything_is_known_there_is_what_aws_says() -> None:
    told = Job("a", "align", "etl", "FAILED", 1, reason="exited", container_reason="OutOfMemory")
    shown = text(why_lines(told, None))
    assert shown.index("OutOfMemory") < shown.index("exited")
    assert "asking AWS" in shown
    queue = JobQueue("etl", "arn", "ENABLED", "VALID", 1)
    assert "nothing: AWS gives no reason" in text(why_lines(queue, None))


def test_while_it_is_looked_into() -> None:
    young = Diagnosis(Asked(Kind.JOB, "j-1"), NOW, job())
    assert text(why_lines(MINE, young)).startswith("LOOKING      looking at align")


def test_what_is_asked_about() -> None:
    assert asked(MINE) == Asked(Kind.JOB, "j-1")
    assert asked(JobQueue("etl", "arn", "ENABLED", "VALID", 1)) == Asked(Kind.QUEUE, "etl")
    spot = ComputeEnvironment("spot", "arn", "SPOT", "ENABLED", "VALID")
    assert asked(spot) == Asked(Kind.ENVIRONMENT, "spot")
    definition = JobDefinition("align", 1, "arn", "container", "ACTIVE")
    assert asked(definition) is None
    assert "choose a job" in text(why_lines(definition, None))
