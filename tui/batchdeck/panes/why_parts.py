"""What the Why tab says: the verdict in one sentence, its causes, and every check, folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from batchdeck.diagnosis.check import Apply, Check, Layer
from batchdeck.diagnosis.confidential import without_secrets
from batchdeck.diagnosis.diagnosis import Diagnosis, State
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.ranking import Cause
from batchdeck.diagnosis.raw import raw_of
from batchdeck.diagnosis.subject import Kind
from batchdeck.diagnosis.subject import Subject as Asked
from batchdeck.diagnosis.verdict import Status
from batchdeck.domain.job import Job
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.panes.overview import Subject
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.outline_view import Part
from batchdeck.widgets.text_view import Line

_TERSE = 20
"""So few characters say nothing by themselves."""
CAUSE, LAYER, CHECK = "cause", "layer", "check"
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


def asked(subject: Subject | None) -> Asked | None:
    """What a diagnosis of the subject is about; None for what does not run by itself."""
    if isinstance(subject, Job):
        return Asked(Kind.JOB, subject.id)
    if isinstance(subject, JobQueue):
        return Asked(Kind.QUEUE, subject.name)
    if isinstance(subject, ComputeEnvironment):
        return Asked(Kind.ENVIRONMENT, subject.name)
    return None


def why_parts(
    subject: Subject,
    diagnosis: Diagnosis | None,
    glyphs: Glyphs,
    opened: Collection[str] = (),
    changed: Sequence[str] = (),
) -> Sequence[Part]:
    """All that is known so far; in full what is `opened`, named by the keys of its parts."""
    if isinstance(subject, JobDefinition):
        return (_text((("A definition does not run by itself: choose a job.", Tone.MUTED),)),)
    if diagnosis is None:
        return (_text(*_said(subject), (), (("asking AWS", Tone.MUTED),)),)
    return (
        _text(_headline(diagnosis), *_changes(changed), ()),
        *_causes(diagnosis, opened),
        _text(*_said(subject), ()),
        *_checks(diagnosis, glyphs, opened),
    )


def cause_of(key: str, diagnosis: Diagnosis | None) -> Cause | None:
    """The cause under the cursor; with the cursor elsewhere, the first one there is."""
    causes = diagnosis.causes if diagnosis is not None else ()
    named = (one for one in causes if one.finding.check.id == key.partition(" ")[2])
    return next(named, causes[0] if causes else None)


def _text(*lines: Line) -> Part:
    return Part(lines)


def _headline(diagnosis: Diagnosis) -> Line:
    state = diagnosis.state
    word = "LOOKING" if state is State.UNKNOWN and not diagnosis.complete else state.value
    return ((f"{word:<13}", _STATES[state]), (_short(diagnosis), Tone.ACCENT))


def _short(diagnosis: Diagnosis) -> str:
    """The verdict without its details, where the first cause repeats it in full below."""
    short, colon, details = diagnosis.summary.partition(": ")
    in_full = diagnosis.roots and diagnosis.roots[0].finding.verdict.summary == diagnosis.summary
    return short if in_full and colon and len(details) > len(short) > _TERSE else diagnosis.summary


def _changes(changed: Sequence[str]) -> Iterator[Line]:
    for number, words in enumerate(changed):
        yield (("" if number else "Changed").ljust(13), Tone.MUTED), (words, Tone.GOOD)


def _causes(diagnosis: Diagnosis, opened: Collection[str]) -> Iterator[Part]:
    for number, cause in enumerate(diagnosis.causes, 1):
        key = f"{CAUSE} {cause.finding.check.id}"
        more = _explained(cause.finding, diagnosis) if key in opened else ()
        yield Part((*_cause(number, cause), *more, ()), key)


def _cause(number: int, cause: Cause) -> Iterator[Line]:
    check, verdict = cause.finding.check, cause.finding.verdict
    sure = f"{cause.certainty.value}, latent" if cause.latent else cause.certainty.value
    yield ((f"{number}. {sure:<10}", Tone.BAD), (verdict.summary, Tone.PLAIN))
    yield from _evidence(cause.finding)
    for command in cause.commands:
        yield ((f"   {_WORDS[check.remedy.apply]:<10}", Tone.MUTED), (command, Tone.ACCENT))


def _evidence(finding: Finding) -> Iterator[Line]:
    for one in finding.verdict.evidence:
        yield (
            ("   evidence  ", Tone.MUTED),
            (f"{one.resource}  {one.field} = {one.value}", Tone.WARN),
        )
        if one.expected:
            yield (("   expected  ", Tone.MUTED), (one.expected, Tone.PLAIN))


def _explained(finding: Finding, diagnosis: Diagnosis) -> Iterator[Line]:
    """What enter shows beside the evidence: the answer around it, what is asked, and why."""
    yield from _raw(finding, diagnosis)
    check = finding.check
    yield (("   asks      ", Tone.MUTED), (f"{check.title}.", Tone.PLAIN))
    for paragraph in check.explanation.split("\n\n"):
        if paragraph:
            yield (("             ", Tone.MUTED), (" ".join(paragraph.split()), Tone.PLAIN))
    for page in check.docs:
        yield (("   docs      ", Tone.MUTED), (page, Tone.PLAIN))
    if finding.verdict.missing_permission:
        yield (("   allow     ", Tone.MUTED), (finding.verdict.missing_permission, Tone.PLAIN))
    yield (("   check     ", Tone.MUTED), (_about(check), Tone.MUTED))


def _raw(finding: Finding, diagnosis: Diagnosis) -> Iterator[Line]:
    """The lines of AWS's answers that the evidence was read from, the fields marked."""
    for evidence in finding.verdict.evidence:
        for raw in raw_of(evidence, diagnosis.answers):
            yield (("   answer    ", Tone.MUTED), (raw.action, Tone.MUTED))
            for line in raw.lines:
                text = without_secrets(line.text, diagnosis.job)
                tone = Tone.WARN if line.marked else Tone.MUTED
                yield ((f"{'>' if line.marked else '':>12} ", tone), (text, tone))


def _about(check: Check) -> str:
    return f"{check.id}, {check.layer.value}, {check.severity.value}"


def _said(subject: Job | JobQueue | ComputeEnvironment) -> Iterator[Line]:
    yield (("What AWS says about ", Tone.MUTED), (subject.name, Tone.ACCENT))
    reasons = dict.fromkeys(_reasons(subject))
    for reason in reasons:
        yield (("             ", Tone.MUTED), (reason, Tone.WARN))
    if not reasons:
        yield (
            ("             ", Tone.MUTED),
            ("nothing: AWS gives no reason for its present state", Tone.PLAIN),
        )


def _reasons(subject: Job | JobQueue | ComputeEnvironment) -> Iterator[str]:
    if isinstance(subject, Job) and subject.container_reason:
        yield subject.container_reason
    if subject.reason:
        yield subject.reason


def _checks(diagnosis: Diagnosis, glyphs: Glyphs, opened: Collection[str]) -> Iterator[Part]:
    effort = diagnosis.effort
    counted = f"{len(diagnosis.findings)} checks"
    if diagnosis.complete:
        counted += f", {effort.calls} calls in {effort.seconds:.1f} s"
    yield _text(((counted, Tone.MUTED),))
    for layer in Layer:
        own = [one for one in diagnosis.findings if one.check.layer is layer]
        if not own:
            continue
        key = f"{LAYER} {layer.value}"
        sign = glyphs.descending if key in opened else glyphs.chosen
        idle = all(one.verdict.status is Status.SKIP for one in own)
        name = (f"{sign} {layer.value:<20}", Tone.MUTED if idle else Tone.ACCENT)
        yield Part(((name, *_verdicts(own)),), key)
        if key in opened:
            ordered = sorted(own, key=lambda one: (_WORST[one.verdict.status], one.check.id))
            yield from (_finding(finding, diagnosis, opened) for finding in ordered)


_WORST = {
    status: place
    for place, status in enumerate(
        (Status.FAIL, Status.WARN, Status.UNKNOWN, Status.PASS, Status.SKIP)
    )
}


def _verdicts(findings: Sequence[Finding]) -> Iterator[tuple[str, Tone]]:
    """How often each verdict, the worst first."""
    counts = Counter(one.verdict.status for one in findings)
    for status in _WORST:
        if counts[status]:
            tone = Tone.MUTED if status is Status.PASS else _STATUSES[status]
            yield (f"{counts[status]:>3} {status.value}  ", tone)


def _finding(finding: Finding, diagnosis: Diagnosis, opened: Collection[str]) -> Part:
    verdict = finding.verdict
    key = f"{CHECK} {finding.check.id}"
    status, tone = verdict.status, _STATUSES[verdict.status]
    titled = status in (Status.PASS, Status.SKIP)
    words = finding.check.title if titled else verdict.summary
    quiet = Tone.MUTED if status is Status.SKIP else Tone.PLAIN
    head = ((f"    {status.value:<8} ", tone), (words, quiet))
    if key not in opened:
        return Part((head,), key)
    said = (verdict.summary,) if titled and verdict.summary else ()
    lines = [(("   says      ", Tone.MUTED), (words, Tone.PLAIN)) for words in said]
    return Part((head, *lines, *_evidence(finding), *_explained(finding, diagnosis)), key)
