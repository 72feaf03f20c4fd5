"""Why something does not run: the verdict in one sentence, its causes, and every check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from batchdeck.diagnosis.check import Apply, Layer
from batchdeck.diagnosis.diagnosis import Diagnosis, State
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.ranking import Cause
from batchdeck.diagnosis.subject import Kind
from batchdeck.diagnosis.subject import Subject as Asked
from batchdeck.diagnosis.verdict import Status
from batchdeck.domain.job import Job
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.panes.overview import Subject
from batchdeck.widgets.column import Tone
from batchdeck.widgets.text_view import Line

_STATES = {
    State.BLOCKED: Tone.BAD,
    State.WAITING: Tone.WARN,
    State.PROGRESSING: Tone.GOOD,
    State.DONE: Tone.MUTED,
    State.UNKNOWN: Tone.WARN,
}
_STATUSES = {
    Status.PASS: Tone.GOOD,
    Status.FAIL: Tone.BAD,
    Status.WARN: Tone.WARN,
    Status.UNKNOWN: Tone.WARN,
    Status.SKIP: Tone.MUTED,
}
_WORDS = {
    Apply.SAFE: "fix",
    Apply.CONFIRM: "fix",
    Apply.NEVER: "look",
}
_NOT_CHECKED = (
    "Not checked in this version: service quotas, launch templates and user data, AMIs, KMS keys,",
    "secrets, EFS, endpoint policies, Spot prices, fair share, EKS and SageMaker.",
)


def asked(subject: Subject | None) -> Asked | None:
    """What a diagnosis of the subject is about; None for what does not run by itself."""
    if isinstance(subject, Job):
        return Asked(Kind.JOB, subject.id)
    if isinstance(subject, JobQueue):
        return Asked(Kind.QUEUE, subject.name)
    if isinstance(subject, ComputeEnvironment):
        return Asked(Kind.ENVIRONMENT, subject.name)
    return None


def why_lines(subject: Subject, diagnosis: Diagnosis | None) -> Sequence[Line]:
    """All that is known so far."""
    if isinstance(subject, JobDefinition):
        return ((("A definition does not run by itself: choose a job.", Tone.MUTED),),)
    if diagnosis is None:
        return (*_said(subject), (), (("asking AWS", Tone.MUTED),))
    return (
        _headline(diagnosis),
        *_causes(diagnosis),
        *_said(subject),
        (),
        *_checks(diagnosis),
        (),
        *((((line, Tone.MUTED),)) for line in _NOT_CHECKED),
    )


def _headline(diagnosis: Diagnosis) -> Line:
    state = diagnosis.state
    word = "LOOKING" if state is State.UNKNOWN and not diagnosis.complete else state.value
    return ((f"{word:<13}", _STATES[state]), (diagnosis.summary, Tone.ACCENT))


def _causes(diagnosis: Diagnosis) -> Iterator[Line]:
    for number, cause in enumerate(diagnosis.causes, 1):
        yield ()
        yield from _cause(number, cause)
    yield ()


def _cause(number: int, cause: Cause) -> Iterator[Line]:
    check, verdict = cause.finding.check, cause.finding.verdict
    sure = f"{cause.certainty.value}, latent" if cause.latent else cause.certainty.value
    yield ((f"{number}. {sure:<10}", Tone.BAD), (verdict.summary, Tone.PLAIN))
    for one in verdict.evidence:
        yield (
            ("   evidence  ", Tone.MUTED),
            (f"{one.resource}  {one.field} = {one.value}", Tone.WARN),
        )
        if one.expected:
            yield (("   expected  ", Tone.MUTED), (one.expected, Tone.PLAIN))
    for command in cause.commands:
        yield ((f"   {_WORDS[check.remedy.apply]:<10}", Tone.MUTED), (command, Tone.ACCENT))
    for page in check.docs:
        yield (("   docs      ", Tone.MUTED), (page, Tone.MUTED))


def _said(subject: Job | JobQueue | ComputeEnvironment) -> Iterator[Line]:
    yield (("What AWS says about ", Tone.MUTED), (subject.name, Tone.ACCENT))
    reasons = dict.fromkeys(_reasons(subject))
    for reason in reasons:
        yield ((f"  {reason}", Tone.WARN),)
    if not reasons:
        yield (("  nothing: AWS gives no reason for its present state", Tone.PLAIN),)


def _reasons(subject: Job | JobQueue | ComputeEnvironment) -> Iterator[str]:
    if isinstance(subject, Job) and subject.container_reason:
        yield subject.container_reason
    if subject.reason:
        yield subject.reason


def _checks(diagnosis: Diagnosis) -> Iterator[Line]:
    effort = diagnosis.effort
    counted = f"{len(diagnosis.findings)} checks"
    if diagnosis.complete:
        counted += f", {effort.calls} calls in {effort.seconds:.1f} s"
    yield ((counted, Tone.MUTED),)
    for layer in Layer:
        own = [one for one in diagnosis.findings if one.check.layer is layer]
        asked_ones = [one for one in own if one.verdict.status is not Status.SKIP]
        if asked_ones:
            yield ((f"  {layer.value}", Tone.ACCENT),)
        yield from map(_finding, sorted(asked_ones, key=lambda one: one.check.id))


def _finding(finding: Finding) -> Line:
    verdict = finding.verdict
    words = finding.check.title if verdict.status is Status.PASS else verdict.summary
    return ((f"    {verdict.status.value:<8} ", _STATUSES[verdict.status]), (words, Tone.PLAIN))
