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
from batchdeck.panes.overview import Subject
from batchdeck.panes.why_parts import asked, cause_of, why_parts
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import ASCII
from batchdeck.widgets.text_view import Line
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


def lines(subject: Subject = MINE, diagnosis: Diagnosis | None = WHOLE, *opened: str) -> list[Line]:
    """All lines of all parts."""
    parts = why_parts(subject, diagnosis, ASCII, opened)
    return [line for part in parts for line in part.lines]


def test_the_first_line_is_the_verdict() -> None:
    shown = lines()
    assert text(shown[:1]) == "BLOCKED      spot is DISABLED"
    assert tone_of(shown, "BLOCKED") == Tone.BAD


def test_a_long_verdict_is_cut_at_its_details_which_the_cause_below_has() -> None:
    said = "no route to ECS from subnet-1: its table has no default route and no endpoints"
    found = (Finding(KNOWN["net-egress-path"], failed(said, Evidence("rtb-1", "Routes", "-", ""))),)
    roots = causes(found, Situation("RUNNABLE"), KNOWN)
    shown = text(lines(MINE, Diagnosis(Asked(Kind.JOB, "j-1"), NOW, job(), found, roots, True)))
    assert shown.splitlines()[0] == "BLOCKED      no route to ECS from subnet-1"
    assert f"1. PROBABLE  {said}" in shown


def test_a_cause_has_evidence_and_a_command_and_can_be_chosen() -> None:
    shown = text(lines())
    assert "evidence  spot  state = DISABLED" in shown
    assert "expected  ENABLED" in shown
    assert "--compute-environment spot --state ENABLED" in shown
    assert "docs" not in shown
    keys = [part.key for part in why_parts(MINE, WHOLE, ASCII) if part.key]
    assert keys[:2] == ["cause ce-state-enabled", "layer queue"]


def test_an_opened_cause_explains_itself() -> None:
    shown = text(lines(MINE, WHOLE, "cause ce-state-enabled"))
    assert "A disabled environment places no jobs." in shown
    assert "docs      https://docs.aws.amazon.com/batch/" in shown
    assert "check     ce-state-enabled, compute-environment, blocker" in shown


def test_the_checks_are_folded_by_layer_with_their_verdicts() -> None:
    shown = text(lines())
    assert "4 checks, 22 calls in 0.5 s" in shown
    assert "> queue                 1 PASS" in shown
    assert "> compute-environment   1 FAIL    1 SKIP" in shown
    assert shown.index("> queue") < shown.index("> compute-environment")
    assert "needs ec2:X" not in shown


def test_an_opened_layer_lists_its_checks_the_worst_first() -> None:
    shown = text(lines(MINE, WHOLE, "layer compute-environment", "layer network"))
    assert "v compute-environment" in shown
    assert shown.index("FAIL     spot is DISABLED") < shown.index("SKIP     ")
    assert "UNKNOWN  needs ec2:X, which is denied" in shown


def test_an_opened_check_explains_itself() -> None:
    shown = text(lines(MINE, WHOLE, "layer queue", "check queue-state-enabled"))
    assert "PASS     The job queue is ENABLED" in shown
    assert "check     queue-state-enabled, queue, likely" in shown


def test_what_changed_stands_under_the_verdict() -> None:
    parts = why_parts(MINE, WHOLE, ASCII, (), ("no more: the queue is DISABLED", "new: other"))
    shown = text(parts[0].lines).splitlines()
    assert shown[1] == "Changed      no more: the queue is DISABLED"
    assert shown[2] == "             new: other"


def test_the_cause_under_the_cursor_or_else_the_first() -> None:
    first = WHOLE.causes[0]
    assert cause_of("cause ce-state-enabled", WHOLE) is first
    assert cause_of("layer queue", WHOLE) is first
    assert cause_of("", None) is None


def test_before_anything_is_known_there_is_what_aws_says() -> None:
    told = Job("a", "align", "etl", "FAILED", 1, reason="exited", container_reason="OutOfMemory")
    shown = text(lines(told, None))
    assert shown.index("OutOfMemory") < shown.index("exited")
    assert "asking AWS" in shown
    queue = JobQueue("etl", "arn", "ENABLED", "VALID", 1)
    assert "nothing: AWS gives no reason" in text(lines(queue, None))


def test_while_it_is_looked_into() -> None:
    young = Diagnosis(Asked(Kind.JOB, "j-1"), NOW, job())
    assert text(lines(MINE, young)).startswith("LOOKING      looking at align")


def test_what_is_asked_about() -> None:
    assert asked(MINE) == Asked(Kind.JOB, "j-1")
    assert asked(JobQueue("etl", "arn", "ENABLED", "VALID", 1)) == Asked(Kind.QUEUE, "etl")
    spot = ComputeEnvironment("spot", "arn", "SPOT", "ENABLED", "VALID")
    assert asked(spot) == Asked(Kind.ENVIRONMENT, "spot")
    definition = JobDefinition("align", 1, "arn", "container", "ACTIVE")
    assert asked(definition) is None
    assert "choose a job" in text(lines(definition, None))
