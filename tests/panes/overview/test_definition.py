from __future__ import annotations

from dataclasses import replace

from batchdeck.domain.job import Container, EnvironmentVariable
from batchdeck.domain.resources import JobDefinition
from batchdeck.domain.secret import Secret
from batchdeck.panes.overview.definition import definition_lines
from batchdeck.widgets.column import Tone
from tests.panes.lines import text, tone_of

ALIGN = JobDefinition(
    "align",
    7,
    "arn:aws:batch:eu-west-1:123456789012:job-definition/align:7",
    "container",
    "ACTIVE",
    platforms=("EC2", "FARGATE"),
    containers=(
        Container(image="genome:7", environment=(EnvironmentVariable("T", Secret("hunter22")),)),
    ),
    parameters=(("input", "s3://b/k"),),
    timeout_seconds=600,
    retry_attempts=3,
    tags=(("team", "genome"),),
)


def test_what_a_job_of_it_would_be() -> None:
    shown = text(definition_lines(ALIGN))
    for words in ("align:7", "EC2 or FARGATE", "genome:7", "input = s3://b/k", "600 s", ALIGN.arn):
        assert words in shown
    assert "Attempts     3" in shown
    assert "team = genome" in shown
    assert "Type" not in shown
    assert "hunter22" not in shown


def test_no_timeout_is_a_warning() -> None:
    lines = definition_lines(replace(ALIGN, timeout_seconds=None))
    assert "none: a job that hangs runs, and costs, for ever" in text(lines)
    assert tone_of(lines, "none:") == Tone.WARN
    assert tone_of(definition_lines(ALIGN), "600 s") == Tone.PLAIN


def test_another_type_is_named_and_one_attempt_is_the_default() -> None:
    shown = text(definition_lines(replace(ALIGN, type="multinode", retry_attempts=None)))
    assert "Type         multinode" in shown
    assert "Attempts     1" in shown
