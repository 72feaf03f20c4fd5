"""What is different between two diagnoses of the same thing."""

from __future__ import annotations

from collections.abc import Iterator

from batchdeck.diagnosis.diagnosis import Diagnosis
from batchdeck.diagnosis.verdict import Status


def changes(before: Diagnosis, after: Diagnosis) -> tuple[str, ...]:
    """In sentences, the most telling first; nothing when both say the same."""
    return tuple(_changes(before, after))


def _changes(before: Diagnosis, after: Diagnosis) -> Iterator[str]:
    was = before.job.job.status if before.job is not None else ""
    status = after.job.job.status if after.job is not None else ""
    if status != was and was and status:
        yield f"the job is {status}, it was {was}"
    if after.state is not before.state:
        yield f"{after.state.value}, before that {before.state.value}"
    causes = {one.finding.check.id: one for one in after.causes}
    known = {one.finding.check.id: one for one in before.causes}
    for name, cause in known.items():
        if name not in causes:
            yield f"no more: {cause.finding.verdict.summary}"
    for name, cause in causes.items():
        if name not in known:
            yield f"new: {cause.finding.verdict.summary}"
    yield from _verdicts(before, after, {*causes, *known})


def _verdicts(before: Diagnosis, after: Diagnosis, told: set[str]) -> Iterator[str]:
    """Checks that came to something else, but for those whose cause is told already."""
    known = {one.check.id: one.verdict.status for one in before.findings}
    for finding in after.findings:
        was = known.get(finding.check.id)
        now = finding.verdict.status
        pair = {was, now}
        if was is None or len(pair) == 1 or finding.check.id in told or Status.SKIP in pair:
            continue
        yield f"{finding.check.id} is {now.value}, it was {was.value}"
